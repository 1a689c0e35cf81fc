-- SPDX-License-Identifier: Apache-2.0
-- Figures of the dashboard and the staff overview. account 0 = the whole panel.

-- :name stats_campaigns
-- :read
-- :in panel i, account i, day i, month i
-- :out running i, review i, stopped i, orders_today i, charge_today i, charge_month i, delivered_month i, ordered_month i
SELECT CAST(COALESCE(SUM(CASE WHEN state IN ('intent', 'dispatching', 'accepted', 'in_progress', 'unknown', 'review') THEN 1 ELSE 0 END), 0) AS {int}) AS running,
       CAST(COALESCE(SUM(CASE WHEN state IN ('unknown', 'review') THEN 1 ELSE 0 END), 0) AS {int}) AS review,
       CAST(COALESCE(SUM(CASE WHEN state IN ('partial', 'canceled') AND refunded = 0 THEN 1 ELSE 0 END), 0) AS {int}) AS stopped,
       CAST(COALESCE(SUM(CASE WHEN created >= :day THEN 1 ELSE 0 END), 0) AS {int}) AS orders_today,
       CAST(COALESCE(SUM(CASE WHEN created >= :day THEN charge - refunded ELSE 0 END), 0) AS {int}) AS charge_today,
       CAST(COALESCE(SUM(CASE WHEN created >= :month THEN charge - refunded ELSE 0 END), 0) AS {int}) AS charge_month,
       CAST(COALESCE(SUM(CASE WHEN created >= :month AND status = 'Completed' THEN quantity
                         WHEN created >= :month AND remains IS NOT NULL THEN quantity - remains ELSE 0 END), 0) AS {int}) AS delivered_month,
       CAST(COALESCE(SUM(CASE WHEN created >= :month THEN quantity ELSE 0 END), 0) AS {int}) AS ordered_month
FROM campaign WHERE panel_id = :panel AND (:account = 0 OR account_id = :account)

-- the same and the days of one account, in one pass over its index (with "0 or" in the text every row of the
-- panel is read); day 0: all that is older than :month
-- :name stats_account
-- :read
-- :in panel i, account i, month i
-- :out day i, orders i, running i, review i, stopped i, charge i, delivered i, quantity i
SELECT CASE WHEN created >= :month THEN created / 86400 ELSE 0 END AS day, COUNT(*) AS orders,
       CAST(SUM(CASE WHEN state IN ('intent', 'dispatching', 'accepted', 'in_progress', 'unknown', 'review') THEN 1 ELSE 0 END) AS {int}) AS running,
       CAST(SUM(CASE WHEN state IN ('unknown', 'review') THEN 1 ELSE 0 END) AS {int}) AS review,
       CAST(SUM(CASE WHEN state IN ('partial', 'canceled') AND refunded = 0 THEN 1 ELSE 0 END) AS {int}) AS stopped,
       CAST(SUM(charge - refunded) AS {int}) AS charge,
       CAST(SUM(CASE WHEN status = 'Completed' THEN quantity WHEN remains IS NOT NULL THEN quantity - remains ELSE 0 END) AS {int}) AS delivered,
       CAST(SUM(quantity) AS {int}) AS quantity
FROM campaign WHERE panel_id = :panel AND account_id = :account GROUP BY 1 ORDER BY 1 LIMIT 100

-- :name stats_days
-- :read
-- :in panel i, account i, since i
-- :out day i, charge i, orders i
SELECT created / 86400 AS day, CAST(SUM(charge - refunded) AS {int}) AS charge, COUNT(*) AS orders
FROM campaign WHERE panel_id = :panel AND (:account = 0 OR account_id = :account) AND created >= :since
GROUP BY created / 86400 ORDER BY created / 86400 LIMIT 100

-- :name stats_states
-- :read
-- :in panel i
-- :out status t, n i
SELECT status, COUNT(*) AS n FROM campaign WHERE panel_id = :panel GROUP BY status ORDER BY 2 DESC

-- :name stats_top
-- :read
-- :in panel i, since i
-- :out name t, n i, charge i
SELECT service_name AS name, COUNT(*) AS n, CAST(SUM(charge - refunded) AS {int}) AS charge
FROM campaign WHERE panel_id = :panel AND created >= :since GROUP BY service_name ORDER BY 3 DESC LIMIT 5

-- stopped_only 1: partial and canceled ones whose money was not taken back yet
-- :name stats_recent
-- :read
-- :in panel i, account i, stopped_only i, count i
-- :out id i, service_name t, link t, status t, state t, quantity i, remains i?, start_count i?, charge i, refunded i, created i
SELECT id, service_name, link, status, state, quantity, remains, start_count, charge, refunded, created
FROM campaign WHERE panel_id = :panel AND (:account = 0 OR account_id = :account)
  AND (:stopped_only = 0 OR (state IN ('partial', 'canceled') AND refunded = 0))
ORDER BY id DESC LIMIT :count

-- the same of one account, by its index: with "0 or" in the text every row of the panel is read
-- :name stats_recent_of
-- :read
-- :in panel i, account i, stopped_only i, count i
-- :out id i, service_name t, link t, status t, state t, quantity i, remains i?, start_count i?, charge i, refunded i, created i
SELECT id, service_name, link, status, state, quantity, remains, start_count, charge, refunded, created
FROM campaign WHERE panel_id = :panel AND account_id = :account
  AND (:stopped_only = 0 OR (state IN ('partial', 'canceled') AND refunded = 0))
ORDER BY id DESC LIMIT :count

-- :name stats_waiting
-- :read
-- :in panel i, account i, count i
-- :out id i, method t, state t, amount i, claimed i?, created i
SELECT id, method, state, amount, claimed, created FROM payment
WHERE panel_id = :panel AND (:account = 0 OR account_id = :account) AND state IN ('pending', 'confirming', 'underpaid')
ORDER BY id DESC LIMIT :count

-- the same of one account, by its index: with "0 or" in the text every row of the panel is read
-- :name stats_waiting_of
-- :read
-- :in panel i, account i, count i
-- :out id i, method t, state t, amount i, claimed i?, created i
SELECT id, method, state, amount, claimed, created FROM payment
WHERE panel_id = :panel AND account_id = :account AND state IN ('pending', 'confirming', 'underpaid')
ORDER BY id DESC LIMIT :count

-- :name stats_wallets
-- :read
-- :in panel i
-- :out balances i, held i, wallets i, confirm i
SELECT (SELECT CAST(COALESCE(SUM(balance), 0) AS {int}) FROM wallet WHERE panel_id = :panel) AS balances,
       (SELECT CAST(COALESCE(SUM(held), 0) AS {int}) FROM wallet WHERE panel_id = :panel) AS held,
       (SELECT COUNT(*) FROM wallet WHERE panel_id = :panel) AS wallets,
       (SELECT COUNT(*) FROM payment WHERE panel_id = :panel AND state IN ('pending', 'confirming') AND method = 'bank') AS confirm

-- :name stats_providers
-- :read
-- :in panel i
-- :out id i, name t, paused i, errors i, balance i?, services i, queue i
SELECT p.id, p.name, p.paused, p.errors, p.balance,
       (SELECT COUNT(*) FROM service s WHERE s.provider_id = p.id AND s.status <> 3) AS services,
       (SELECT COUNT(*) FROM campaign k WHERE k.provider_id = p.id AND k.state IN ('intent', 'dispatching', 'unknown')) AS queue
FROM provider p WHERE p.panel_id = :panel ORDER BY p.id LIMIT 20
