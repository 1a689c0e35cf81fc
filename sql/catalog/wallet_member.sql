-- SPDX-License-Identifier: Apache-2.0
-- Plans and memberships. Each change of a membership names the version it was decided on.

-- :name plan_insert
-- :write
-- :in panel i, name t, price i, perks t, now i
-- :id plan
INSERT INTO plan (panel_id, name, price, perks, created, updated) VALUES (:panel, :name, :price, :perks, :now, :now)

-- :name plan_update
-- :write
-- :in panel i, plan i, name t, price i, perks t, active i, now i
-- :expect one
UPDATE plan SET name = :name, price = :price, perks = :perks, active = :active, updated = :now
WHERE panel_id = :panel AND id = :plan

-- :name plan_list
-- :read
-- :in panel i, rows i
-- :out id i, name t, price i, perks t, active i, members i
SELECT p.id, p.name, p.price, p.perks, p.active,
       (SELECT COUNT(*) FROM membership m WHERE m.plan_id = p.id AND m.state <> 'ended') AS members
FROM plan p WHERE p.panel_id = :panel ORDER BY p.active DESC, p.price, p.id LIMIT :rows

-- :name plan_get
-- :read
-- :in panel i, plan i
-- :out id i, name t, price i, perks t, active i, members i
SELECT p.id, p.name, p.price, p.perks, p.active,
       (SELECT COUNT(*) FROM membership m WHERE m.plan_id = p.id AND m.state <> 'ended') AS members
FROM plan p WHERE p.panel_id = :panel AND p.id = :plan

-- :name member_get
-- :read
-- :in panel i, account i
-- :out plan_id i, plan t, plan_price i, barred i, state t, price i, anchor i, periods i, starts i, ends i, next_plan i?, next_name t?, next_price i?, next_cost i?, reminded i, version i
SELECT m.plan_id, p.name AS plan, p.price AS plan_price,
       CASE WHEN a.status IN ('suspended', 'closed') THEN 1 ELSE 0 END AS barred, m.state, m.price, m.anchor, m.periods, m.starts, m.ends,
       m.next_plan, n.name AS next_name, m.next_price, n.price AS next_cost, m.reminded, m.version
FROM membership m JOIN plan p ON p.id = m.plan_id JOIN account a ON a.id = m.account_id LEFT JOIN plan n ON n.id = m.next_plan
WHERE m.panel_id = :panel AND m.account_id = :account

-- :name member_insert
-- :write
-- :in panel i, account i, plan i, price i, anchor i, periods i, starts i, ends i, next_plan i?, now i
-- :id membership
INSERT INTO membership (panel_id, account_id, plan_id, state, price, anchor, periods, starts, ends, next_plan, created, updated)
VALUES (:panel, :account, :plan, 'active', :price, :anchor, :periods, :starts, :ends, :next_plan, :now, :now)

-- a period begins: after an end, by an upgrade, or as the next one
-- :name member_period
-- :write
-- :in panel i, account i, version i, plan i, price i, anchor i, periods i, starts i, ends i, next_plan i?, now i
-- :expect one
UPDATE membership SET plan_id = :plan, state = 'active', price = :price, anchor = :anchor, periods = :periods,
  starts = :starts, ends = :ends, next_plan = :next_plan, next_price = NULL, reminded = 0, version = version + 1, updated = :now
WHERE panel_id = :panel AND account_id = :account AND version = :version

-- what follows the running period; NULL ends it
-- :name member_next
-- :write
-- :in panel i, account i, version i, next_plan i?, next_price i?, now i
-- :expect one
UPDATE membership SET next_plan = :next_plan, next_price = :next_price, version = version + 1, updated = :now
WHERE panel_id = :panel AND account_id = :account AND version = :version AND state = 'active'

-- :name member_remind
-- :write
-- :in panel i, account i, version i, next_price i, ends i, now i
-- :expect one
UPDATE membership SET next_price = :next_price, reminded = :ends, version = version + 1, updated = :now
WHERE panel_id = :panel AND account_id = :account AND version = :version AND ends = :ends AND state = 'active' AND next_plan IS NOT NULL

-- :name member_grace
-- :write
-- :in panel i, account i, version i, next_price i, now i
-- :expect one
UPDATE membership SET state = 'grace', next_price = :next_price, version = version + 1, updated = :now
WHERE panel_id = :panel AND account_id = :account AND version = :version AND state = 'active' AND next_plan IS NOT NULL

-- :name member_end
-- :write
-- :in panel i, account i, version i, now i
-- :expect one
UPDATE membership SET state = 'ended', next_plan = NULL, next_price = NULL, version = version + 1, updated = :now
WHERE panel_id = :panel AND account_id = :account AND version = :version AND state <> 'ended'

-- money on credit buys no membership
-- :name member_covered
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET held = held WHERE panel_id = :panel AND account_id = :account AND balance >= :amount AND frozen = 0

-- :name member_charge_insert
-- :write
-- :in panel i, account i, plan i, version i, kind t, price i, credit i, starts i, ends i, transfer i, now i
-- :expect one
INSERT INTO membership_charge (panel_id, account_id, plan_id, version, kind, price, credit, starts, ends, transfer_id, created)
VALUES (:panel, :account, :plan, :version, :kind, :price, :credit, :starts, :ends, :transfer, :now)

-- :name member_charges
-- :read
-- :in panel i, account i, before i, rows i
-- :out id i, plan t, kind t, price i, credit i, starts i, ends i, created i
SELECT c.id, p.name AS plan, c.kind, c.price, c.credit, c.starts, c.ends, c.created
FROM membership_charge c JOIN plan p ON p.id = c.plan_id
WHERE c.panel_id = :panel AND c.account_id = :account AND c.id < :before ORDER BY c.id DESC LIMIT :rows

-- ---- the job --------------------------------------------------------------------------------

-- :name member_any
-- :read
-- :in panel i
-- :out id i
SELECT id FROM membership WHERE panel_id = :panel AND state IN ('active', 'grace') LIMIT 1

-- :name member_due
-- :read
-- :in panel i, today i, soon i, after i, rows i
-- :out account_id i
SELECT account_id FROM membership
WHERE panel_id = :panel AND account_id > :after
  AND ((state IN ('active', 'grace') AND ends <= :today)
    OR (state = 'active' AND ends <= :soon AND reminded < ends AND next_plan IS NOT NULL))
ORDER BY account_id LIMIT :rows

-- ---- staff ----------------------------------------------------------------------------------

-- state '' = active and grace
-- :name member_list
-- :read
-- :in panel i, state t, before i, rows i
-- :out id i, account_id i, username t, plan t, state t, price i, starts i, ends i, next_name t?, updated i
SELECT m.id, m.account_id, a.username, p.name AS plan, m.state, m.price, m.starts, m.ends, n.name AS next_name, m.updated
FROM membership m JOIN account a ON a.id = m.account_id JOIN plan p ON p.id = m.plan_id LEFT JOIN plan n ON n.id = m.next_plan
WHERE m.panel_id = :panel AND m.id < :before AND (m.state = :state OR (:state = '' AND m.state <> 'ended'))
ORDER BY m.id DESC LIMIT :rows

-- :name member_counts
-- :read
-- :in panel i
-- :out active i, grace i, ended i
SELECT CAST(COALESCE(SUM(CASE WHEN state = 'active' THEN 1 ELSE 0 END), 0) AS {int}) AS active,
       CAST(COALESCE(SUM(CASE WHEN state = 'grace' THEN 1 ELSE 0 END), 0) AS {int}) AS grace,
       CAST(COALESCE(SUM(CASE WHEN state = 'ended' THEN 1 ELSE 0 END), 0) AS {int}) AS ended
FROM membership WHERE panel_id = :panel

-- income of memberships: panel, from, until
-- :name fin_members
-- :read
-- :in panel i, since i, until i, rows i
-- :out day i, plan t, joins i, renewals i, upgrades i, credit i, income i
SELECT c.created / 86400 AS day, p.name AS plan, CAST(SUM(CASE WHEN c.kind = 'join' THEN 1 ELSE 0 END) AS {int}) AS joins,
       CAST(SUM(CASE WHEN c.kind = 'renew' THEN 1 ELSE 0 END) AS {int}) AS renewals,
       CAST(SUM(CASE WHEN c.kind = 'upgrade' THEN 1 ELSE 0 END) AS {int}) AS upgrades,
       CAST(SUM(c.credit) AS {int}) AS credit, CAST(SUM(c.price - c.credit) AS {int}) AS income
FROM membership_charge c JOIN plan p ON p.id = c.plan_id
WHERE c.panel_id = :panel AND c.created >= :since AND c.created < :until
GROUP BY c.created / 86400, p.name ORDER BY 1 DESC, 2 LIMIT :rows

-- ---- the frame of each page: one read -------------------------------------------------------

-- :name wallet_frame
-- :read
-- :in panel i, account i
-- :out balance i, held i, plan t?, state t?, ends i?, renews i?
SELECT COALESCE(w.balance, 0) AS balance, COALESCE(w.held, 0) AS held, p.name AS plan, m.state, m.ends, m.next_plan AS renews
FROM (SELECT 1 AS one) x
LEFT JOIN wallet w ON w.panel_id = :panel AND w.account_id = :account
LEFT JOIN membership m ON m.panel_id = :panel AND m.account_id = :account AND m.state <> 'ended'
LEFT JOIN plan p ON p.id = m.plan_id

-- ---- verify ---------------------------------------------------------------------------------

-- a charge and its transfer say the same
-- :name verify_member_charges
-- :read whole
-- :out id i, kind t, due i, booked i
SELECT c.id, c.kind, c.price - c.credit AS due, CAST(COALESCE(b.booked, 0) AS {int}) AS booked
FROM membership_charge c LEFT JOIN (
  SELECT t.id, t.panel_id, t.kind, w.account_id, t.ref, SUM(r.amount) AS booked
  FROM transfer t JOIN posting r ON r.transfer_id = t.id AND r.book = 'revenue'
  JOIN posting w ON w.transfer_id = t.id AND w.book = 'wallet'
  WHERE t.kind LIKE 'membership-%' GROUP BY t.id, t.panel_id, t.kind, w.account_id, t.ref) b
  ON b.id = c.transfer_id AND b.panel_id = c.panel_id AND b.account_id = c.account_id AND b.ref = c.plan_id AND b.kind = 'membership-' || c.kind
WHERE COALESCE(b.booked, 0) <> c.price - c.credit ORDER BY c.id LIMIT 100

-- :name verify_member_stray
-- :read whole
-- :out transfer_id i
SELECT t.id AS transfer_id FROM transfer t WHERE t.kind LIKE 'membership-%'
  AND NOT EXISTS (SELECT 1 FROM membership_charge c WHERE c.transfer_id = t.id) ORDER BY t.id LIMIT 100

-- who has a period that costs something was charged for it
-- :name verify_members
-- :read whole
-- :out account_id i, state t, price i, ends i
SELECT m.account_id, m.state, m.price, m.ends FROM membership m WHERE m.price > 0
  AND NOT EXISTS (SELECT 1 FROM membership_charge c WHERE c.panel_id = m.panel_id AND c.account_id = m.account_id
    AND c.plan_id = m.plan_id AND c.price = m.price AND c.starts = m.starts AND c.ends = m.ends)
ORDER BY m.id LIMIT 100

-- no day is paid twice: a renewal begins where another period ended
-- :name verify_member_renewals
-- :read whole
-- :out id i, account_id i, starts i
SELECT c.id, c.account_id, c.starts FROM membership_charge c WHERE c.kind = 'renew' AND EXISTS (
  SELECT 1 FROM membership_charge o WHERE o.panel_id = c.panel_id AND o.account_id = c.account_id AND o.id < c.id
    AND o.ends > c.starts
    AND NOT EXISTS (SELECT 1 FROM membership_charge x WHERE x.panel_id = o.panel_id AND x.account_id = o.account_id
      AND x.id > o.id AND x.id < c.id AND x.kind IN ('upgrade', 'join')))
ORDER BY c.id LIMIT 100
