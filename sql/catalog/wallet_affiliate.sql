-- SPDX-License-Identifier: Apache-2.0
-- Affiliates: who brought whom, commissions, pay-outs.

-- :name affiliate_insert
-- :write
-- :in panel i, account i, code t, now i
-- :expect one
INSERT INTO affiliate (panel_id, account_id, code, created) VALUES (:panel, :account, :code, :now)

-- :name affiliate_get
-- :read
-- :in panel i, account i
-- :out code t, visits i, matured i, reversed i, paid i, stopped i, created i, people i, active i, held i, username t
SELECT f.code, f.visits, f.matured, f.reversed, f.paid, f.stopped, f.created,
       (SELECT COUNT(*) FROM referral r WHERE r.panel_id = f.panel_id AND r.affiliate_id = f.account_id) AS people,
       (SELECT COUNT(DISTINCT c.account_id) FROM commission c WHERE c.panel_id = f.panel_id AND c.affiliate_id = f.account_id) AS active,
       CAST(COALESCE((SELECT SUM(c.amount) FROM commission c WHERE c.panel_id = f.panel_id AND c.affiliate_id = f.account_id AND c.state = 'held'), 0) AS {int}) AS held,
       a.username
FROM affiliate f JOIN account a ON a.id = f.account_id WHERE f.panel_id = :panel AND f.account_id = :account

-- :name affiliate_by_code
-- :read
-- :in panel i, code t
-- :out account_id i, email t, stopped i
SELECT f.account_id, a.email, f.stopped FROM affiliate f JOIN account a ON a.id = f.account_id WHERE f.panel_id = :panel AND f.code = :code

-- :name affiliate_visit
-- :write
-- :in panel i, code t
-- :expect one
UPDATE affiliate SET visits = visits + 1 WHERE panel_id = :panel AND code = :code

-- :name affiliate_stop
-- :write
-- :in panel i, account i, stopped i
-- :expect one
UPDATE affiliate SET stopped = :stopped WHERE panel_id = :panel AND account_id = :account AND stopped <> :stopped

-- nobody brings themselves: the table refuses it, too
-- :name referral_insert
-- :write
-- :in panel i, account i, affiliate i, suspect t, now i
INSERT INTO referral (panel_id, account_id, affiliate_id, suspect, created)
SELECT :panel, :account, :affiliate, :suspect, :now WHERE :account <> :affiliate
ON CONFLICT (panel_id, account_id) DO NOTHING

-- paid top-ups of people who were brought, without a commission yet
-- :name affiliate_topups
-- :read
-- :in panel i, since i, least i, rows i
-- :out ref i, account_id i, affiliate_id i, base i, at i
SELECT p.id AS ref, p.account_id, r.affiliate_id, p.amount AS base, p.updated AS at
FROM referral r JOIN payment p ON p.panel_id = r.panel_id AND p.account_id = r.account_id
JOIN affiliate f ON f.panel_id = r.panel_id AND f.account_id = r.affiliate_id
WHERE r.panel_id = :panel AND f.stopped = 0 AND p.state = 'paid' AND p.updated >= :since AND p.amount >= :least AND p.created >= r.created
  AND NOT EXISTS (SELECT 1 FROM commission c WHERE c.panel_id = p.panel_id AND c.kind = 'topup' AND c.ref = p.id)
ORDER BY p.id LIMIT :rows

-- campaigns that a provider took, the same
-- :name affiliate_spends
-- :read
-- :in panel i, since i, least i, rows i
-- :out ref i, account_id i, affiliate_id i, base i, at i
SELECT k.id AS ref, k.account_id, r.affiliate_id, k.charge AS base, k.accepted_at AS at
FROM referral r JOIN campaign k ON k.panel_id = r.panel_id AND k.account_id = r.account_id
JOIN affiliate f ON f.panel_id = r.panel_id AND f.account_id = r.affiliate_id
WHERE r.panel_id = :panel AND f.stopped = 0 AND k.charge >= :least AND k.accepted_at >= :since AND k.created >= r.created
  AND k.state IN ('accepted', 'in_progress', 'completed', 'partial', 'canceled')
  AND NOT EXISTS (SELECT 1 FROM commission c WHERE c.panel_id = k.panel_id AND c.kind = 'spend' AND c.ref = k.id)
ORDER BY k.id LIMIT :rows

-- :name commission_insert
-- :write
-- :in panel i, affiliate i, account i, kind t, ref i, base i, bps i, amount i, due i, now i
-- :id commission
INSERT INTO commission (panel_id, affiliate_id, account_id, kind, ref, base, bps, amount, due, created, updated)
VALUES (:panel, :affiliate, :account, :kind, :ref, :base, :bps, :amount, :due, :now, :now)

-- commissions that are due or whose money went back: `kept` is what is left of the base
-- :name commission_work
-- :read
-- :in panel i, now i, rows i
-- :out id i, affiliate_id i, base i, bps i, amount i, reversed i, state t, due i, kept i
SELECT x.id, x.affiliate_id, x.base, x.bps, x.amount, x.reversed, x.state, x.due, x.kept FROM (
  SELECT c.id, c.affiliate_id, c.base, c.bps, c.amount, c.reversed, c.state, c.due,
         CASE WHEN c.kind = 'topup' THEN CASE WHEN p.state <> 'paid' THEN 0 WHEN c.base > p.returned + COALESCE(g.back, 0) THEN CAST(c.base - p.returned - COALESCE(g.back, 0) AS {int}) ELSE 0 END ELSE k.charge - k.refunded END AS kept
  FROM commission c
  LEFT JOIN payment p ON c.kind = 'topup' AND p.id = c.ref
  LEFT JOIN (SELECT payment_id, SUM(amount) AS back FROM refund_out WHERE panel_id = :panel AND state = 'done' GROUP BY payment_id) g ON c.kind = 'topup' AND g.payment_id = c.ref
  LEFT JOIN campaign k ON c.kind = 'spend' AND k.id = c.ref
  WHERE c.panel_id = :panel AND c.state IN ('held', 'matured')) x
WHERE (x.state = 'held' AND (x.due <= :now OR x.kept = 0))
   OR (x.state = 'matured' AND x.kept < x.base AND x.reversed < x.amount - (x.kept / 10000 * x.bps + x.kept % 10000 * x.bps / 10000))
ORDER BY x.id LIMIT :rows

-- :name commission_mature
-- :write
-- :in id i, amount i, base i, now i
-- :expect one
UPDATE commission SET state = 'matured', amount = :amount, base = :base, updated = :now WHERE id = :id AND state = 'held'

-- :name commission_cancel
-- :write
-- :in id i, now i
-- :expect one
UPDATE commission SET state = 'cancelled', updated = :now WHERE id = :id AND state = 'held'

-- :name commission_reverse
-- :write
-- :in id i, was i, reversed i, now i
-- :expect one
UPDATE commission SET reversed = :reversed, updated = :now
WHERE id = :id AND state = 'matured' AND reversed = :was AND :reversed > :was

-- :name affiliate_matured
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE affiliate SET matured = matured + :amount WHERE panel_id = :panel AND account_id = :account

-- :name affiliate_reversed
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE affiliate SET reversed = reversed + :amount WHERE panel_id = :panel AND account_id = :account

-- what matured is paid out once, whatever runs at once
-- :name affiliate_take
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE affiliate SET paid = paid + :amount
WHERE panel_id = :panel AND account_id = :account AND stopped = 0 AND matured - reversed - paid >= :amount

-- :name affiliate_give_back
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE affiliate SET paid = paid - :amount WHERE panel_id = :panel AND account_id = :account AND paid >= :amount

-- :name payout_insert
-- :write
-- :in panel i, affiliate i, amount i, state t, now i, decided i
-- :id payout
INSERT INTO affiliate_payout (panel_id, affiliate_id, amount, state, created, decided)
VALUES (:panel, :affiliate, :amount, :state, :now, :decided)

-- :name payout_decide
-- :write
-- :in panel i, id i, state t, actor i, why t, now i
-- :expect one
UPDATE affiliate_payout SET state = :state, decided_by = :actor, why = :why, decided = :now
WHERE panel_id = :panel AND id = :id AND state = 'requested' AND affiliate_id <> :actor

-- :name payout_get
-- :read
-- :in panel i, id i
-- :out affiliate_id i, amount i, state t
SELECT affiliate_id, amount, state FROM affiliate_payout WHERE panel_id = :panel AND id = :id

-- :name payout_waiting
-- :read
-- :in panel i
-- :out n i
SELECT COUNT(*) AS n FROM affiliate_payout WHERE panel_id = :panel AND state = 'requested'

-- account 0: of everybody; state '' = all
-- :name payout_list
-- :read
-- :in panel i, account i, state t, before i, rows i
-- :out id i, affiliate_id i, username t, amount i, state t, why t, decider t?, created i, decided i, suspects i
SELECT p.id, p.affiliate_id, a.username, p.amount, p.state, p.why, d.username AS decider, p.created, p.decided,
       (SELECT COUNT(*) FROM referral r WHERE r.panel_id = p.panel_id AND r.affiliate_id = p.affiliate_id AND r.suspect <> '') AS suspects
FROM affiliate_payout p JOIN account a ON a.id = p.affiliate_id LEFT JOIN account d ON d.id = p.decided_by
WHERE p.panel_id = :panel AND (:account = 0 OR p.affiliate_id = :account) AND (:state = '' OR p.state = :state) AND p.id < :before
ORDER BY p.id DESC LIMIT :rows

-- :name affiliate_list
-- :read
-- :in panel i, rows i
-- :out account_id i, username t, code t, visits i, people i, suspects i, matured i, reversed i, paid i, held i, stopped i
SELECT f.account_id, a.username, f.code, f.visits,
       (SELECT COUNT(*) FROM referral r WHERE r.panel_id = f.panel_id AND r.affiliate_id = f.account_id) AS people,
       (SELECT COUNT(*) FROM referral r WHERE r.panel_id = f.panel_id AND r.affiliate_id = f.account_id AND r.suspect <> '') AS suspects,
       f.matured, f.reversed, f.paid,
       CAST(COALESCE((SELECT SUM(c.amount) FROM commission c WHERE c.panel_id = f.panel_id AND c.affiliate_id = f.account_id AND c.state = 'held'), 0) AS {int}) AS held,
       f.stopped
FROM affiliate f JOIN account a ON a.id = f.account_id WHERE f.panel_id = :panel
ORDER BY f.matured DESC, f.account_id LIMIT :rows

-- :name commission_list
-- :read
-- :in panel i, account i, before i, rows i
-- :out id i, kind t, amount i, reversed i, state t, due i, created i
SELECT id, kind, amount, reversed, state, due, created FROM commission
WHERE panel_id = :panel AND affiliate_id = :account AND id < :before ORDER BY id DESC LIMIT :rows

-- ---- verify ---------------------------------------------------------------------------------

-- :name verify_affiliates
-- :read whole
-- :out account_id i, matured i, counted i, reversed i, taken i, paid i, payouts i
SELECT f.account_id, f.matured, CAST(COALESCE(c.matured, 0) AS {int}) AS counted, f.reversed, CAST(COALESCE(c.reversed, 0) AS {int}) AS taken,
       f.paid, CAST(COALESCE(p.paid, 0) AS {int}) AS payouts
FROM affiliate f
LEFT JOIN (SELECT panel_id, affiliate_id, SUM(amount) AS matured, SUM(reversed) AS reversed FROM commission WHERE state = 'matured'
           GROUP BY panel_id, affiliate_id) c ON c.panel_id = f.panel_id AND c.affiliate_id = f.account_id
LEFT JOIN (SELECT panel_id, affiliate_id, SUM(amount) AS paid FROM affiliate_payout WHERE state <> 'rejected'
           GROUP BY panel_id, affiliate_id) p ON p.panel_id = f.panel_id AND p.affiliate_id = f.account_id
WHERE f.matured <> COALESCE(c.matured, 0) OR f.reversed <> COALESCE(c.reversed, 0) OR f.paid <> COALESCE(p.paid, 0)
ORDER BY f.account_id LIMIT 100

-- :name verify_payouts
-- :read whole
-- :out id i, state t, amount i, booked i
SELECT p.id, p.state, p.amount, CAST(COALESCE(s.booked, 0) AS {int}) AS booked FROM affiliate_payout p
LEFT JOIN (SELECT t.panel_id, t.ref, SUM(-o.amount) AS booked FROM transfer t JOIN posting o ON o.transfer_id = t.id AND o.book = 'affiliate'
           GROUP BY t.panel_id, t.ref) s ON s.panel_id = p.panel_id AND s.ref = p.id
WHERE COALESCE(s.booked, 0) <> CASE WHEN p.state = 'paid' THEN p.amount ELSE 0 END ORDER BY p.id LIMIT 100

-- a commission is for somebody who was brought by its affiliate, and no two brought each other
-- :name verify_referrals
-- :read whole
-- :out account_id i
SELECT c.account_id FROM commission c LEFT JOIN referral r ON r.panel_id = c.panel_id AND r.account_id = c.account_id AND r.affiliate_id = c.affiliate_id
WHERE r.account_id IS NULL LIMIT 100
