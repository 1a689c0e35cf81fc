-- SPDX-License-Identifier: Apache-2.0
-- Coins: one balance a person over all panels. The balance changes first, under its guard; the entry then copies it.

-- :name coin_open
-- :write
-- :in account i, now i
INSERT INTO coin_wallet (account_id, created) VALUES (:account, :now) ON CONFLICT (account_id) DO NOTHING

-- :name coin_balance
-- :read
-- :in account i
-- :out balance i
SELECT balance FROM coin_wallet WHERE account_id = :account

-- :name coin_add
-- :write
-- :in account i, amount i
-- :expect one
UPDATE coin_wallet SET balance = balance + :amount WHERE account_id = :account AND balance <= 4000000000000000000

-- :name coin_take
-- :write
-- :in account i, amount i
-- :expect one
UPDATE coin_wallet SET balance = balance - :amount WHERE account_id = :account AND balance >= :amount

-- :name coin_entry_insert
-- :write
-- :in account i, panel i, op t, key t, n i, from_book t, to_book t, amount i, kind t, ref i, memo t, actor i, now i
-- :expect one
INSERT INTO coin_entry (account_id, panel_id, op, key, n, from_book, to_book, amount, balance_after, kind, ref, memo, actor, created)
SELECT w.account_id, :panel, :op, :key, :n, :from_book, :to_book, :amount, w.balance, :kind, :ref, :memo, :actor, :now
FROM coin_wallet w WHERE w.account_id = :account

-- :name coin_spend_insert
-- :write
-- :in panel i, account i, key t, campaign i?, coins i, value i, now i
-- :id coin_spend
INSERT INTO coin_spend (panel_id, account_id, key, campaign_id, coins, value, created)
VALUES (:panel, :account, :key, :campaign, :coins, :value, :now)

-- all of what comes back of one spend passes here: never more than was spent, whatever runs at once
-- :name coin_spend_back
-- :write
-- :in spend i, returns i, amount i
-- :expect one
UPDATE coin_spend SET returned = returned + :amount, returns = returns + 1
WHERE id = :spend AND returns = :returns AND returned + :amount <= coins

-- :name coin_spend_by_campaign
-- :read
-- :in panel i, campaign i
-- :out id i, account_id i, key t, coins i, value i, returned i, returns i
SELECT id, account_id, key, coins, value, returned, returns FROM coin_spend WHERE panel_id = :panel AND campaign_id = :campaign

-- :name coin_spend_by_key
-- :read
-- :in panel i, key t
-- :out id i, account_id i, key t, coins i, value i, returned i, returns i
SELECT id, account_id, key, coins, value, returned, returns FROM coin_spend WHERE panel_id = :panel AND key = :key

-- :name coin_entry_by_key
-- :read
-- :in panel i, op t, key t
-- :out amount i
SELECT amount FROM coin_entry WHERE panel_id = :panel AND op = :op AND key = :key AND n = 0

-- :name coin_page
-- :read
-- :in account i, before i, rows i
-- :out id i, panel_id i, panel t, op t, kind t, ref i, memo t, change i, balance_after i, created i
SELECT e.id, e.panel_id, p.name AS panel, e.op, e.kind, e.ref, e.memo,
       CASE WHEN e.to_book = 'account' THEN e.amount ELSE -e.amount END AS change, e.balance_after, e.created
FROM coin_entry e JOIN panel p ON p.id = e.panel_id
WHERE e.account_id = :account AND e.id < :before ORDER BY e.id DESC LIMIT :rows

-- ---- verify ---------------------------------------------------------------------------------

-- :name verify_coin_balances
-- :read whole
-- :out account_id i, balance i, booked i
SELECT w.account_id, w.balance, CAST(COALESCE(s.booked, 0) AS {int}) AS booked
FROM coin_wallet w LEFT JOIN (SELECT account_id,
       SUM(CASE WHEN to_book = 'account' THEN amount ELSE -amount END) AS booked
     FROM coin_entry GROUP BY account_id) s ON s.account_id = w.account_id
WHERE w.balance <> COALESCE(s.booked, 0) ORDER BY w.account_id LIMIT 100

-- :name verify_coin_running
-- :read whole
-- :out id i, balance_after i, expected i
SELECT x.id, x.balance_after, x.expected FROM (
  SELECT id, balance_after, CASE WHEN to_book = 'account' THEN amount ELSE -amount END
         + COALESCE(LAG(balance_after) OVER (PARTITION BY account_id ORDER BY id), 0) AS expected
  FROM coin_entry) x
WHERE x.balance_after <> x.expected LIMIT 100

-- a spend has its entry, and its entries of return sum to what it says
-- :name verify_coin_spends
-- :read whole
-- :out id i, coins i, booked i, returned i, back i
SELECT s.id, s.coins, CAST(COALESCE(e.booked, 0) AS {int}) AS booked, s.returned, CAST(COALESCE(e.back, 0) AS {int}) AS back
FROM coin_spend s LEFT JOIN (SELECT panel_id, key,
       SUM(CASE WHEN op = 'spend' THEN amount ELSE 0 END) AS booked,
       SUM(CASE WHEN op = 'unspend' THEN amount ELSE 0 END) AS back
     FROM coin_entry WHERE op IN ('spend', 'unspend') GROUP BY panel_id, key) e ON e.panel_id = s.panel_id AND e.key = s.key
WHERE s.coins <> COALESCE(e.booked, 0) OR s.returned <> COALESCE(e.back, 0) ORDER BY s.id LIMIT 100

-- coins of a campaign that never reached a provider are back, those of one that ended well are not
-- :name verify_coin_campaigns
-- :read whole
-- :out campaign_id i, state t, coins i, returned i
SELECT s.campaign_id, c.state, s.coins, s.returned FROM coin_spend s JOIN campaign c ON c.id = s.campaign_id
WHERE (c.state IN ('rejected', 'voided') AND s.returned <> s.coins)
   OR (c.state NOT IN ('rejected', 'voided', 'terminated') AND s.returned <> 0)
   OR c.panel_id <> s.panel_id OR c.account_id <> s.account_id ORDER BY s.id LIMIT 100

-- :name verify_coin_count
-- :read whole
-- :out n i
SELECT COUNT(*) AS n FROM coin_entry

-- coins of top-ups that were taken back by their payer: what of them is still there goes, too
-- :name coin_topup_due
-- :read
-- :in panel i, rows i
-- :out payment_id i, account_id i, amount i
SELECT p.id AS payment_id, p.account_id, e.amount FROM payment p
JOIN coin_entry e ON e.panel_id = p.panel_id AND e.op = 'earn' AND e.n = 0 AND e.key = 'topup/' || CAST(p.id AS TEXT)
WHERE p.panel_id = :panel AND p.state IN ('refunded', 'charged_back')
  AND NOT EXISTS (SELECT 1 FROM coin_entry x WHERE x.panel_id = p.panel_id AND x.op = 'adjust' AND x.n = 0
                  AND x.key = 'topup-back/' || CAST(p.id AS TEXT))
ORDER BY p.id LIMIT :rows
