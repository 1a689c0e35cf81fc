-- SPDX-License-Identifier: Apache-2.0
-- The unit of the database layer's figures: debit, order, two ledger rows, idempotency key. The same
-- texts run through apr_dbd (bench.conf) and pgbench (t/bench/pgbench-script).

-- :name bench_wallets
-- :write
-- :in n i
INSERT INTO bench_wallet (user_id, balance)
WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :n)
SELECT n, 1000000000000 FROM s

-- :name bench_debit
-- :write
-- :in user i, amount i
-- :expect one
UPDATE bench_wallet SET balance = balance - :amount WHERE user_id = :user AND balance >= :amount

-- :name bench_order_insert
-- :write
-- :in user i, service i, qty i, charge i, link t, now i
-- :expect one
-- :id bench_order
INSERT INTO bench_order (user_id, service_id, qty, charge, link, status, created)
VALUES (:user, :service, :qty, :charge, :link, 'new', :now)

-- :name bench_ledger_insert
-- :write
-- :in account i, order i, amount i
-- :expect one
INSERT INTO bench_ledger (account, order_id, amount) VALUES (:account, :order, :amount)

-- :name bench_idem_insert
-- :write
-- :in key t, order i
-- :expect one
INSERT INTO bench_idem (key, order_id) VALUES (:key, :order)
