-- :name acct_insert
-- :write
-- :in name t, balance i
-- :id acct
INSERT INTO acct (name, balance) VALUES (:name, :balance)

-- :name debit
-- :write
-- :in acct i, amount i
-- :expect one
UPDATE acct SET balance = balance - :amount WHERE id = :acct AND balance >= :amount

-- :name credit
-- :write
-- :in acct i, amount i
-- :expect one
UPDATE acct SET balance = balance + :amount WHERE id = :acct

-- :name order_insert
-- :write
-- :in acct i, note t?, data b?
-- :id orders
-- :expect one
INSERT INTO orders (acct, note, data) VALUES (:acct, :note, :data)

-- :name ledger_insert
-- :write
-- :in orders i, acct i, amount i
-- :id ledger
INSERT INTO ledger (orders, acct, amount) VALUES (:orders, :acct, :amount)

-- :name idem_insert
-- :write
-- :in key t, orders i
INSERT INTO idem (key, orders) VALUES (:key, :orders)

-- :name idem_insert_harsh
-- :write
-- :in key t, orders i

-- :name idem_find
-- :read
-- :in key t
-- :out orders i
SELECT orders FROM idem WHERE key = :key

-- :name guard_balance
-- :write
-- :in acct i, least i
-- :expect one
SELECT id FROM acct WHERE id = :acct AND balance >= :least

-- :name guard_some
-- :write
-- :in least i
-- :expect some
SELECT id FROM acct WHERE balance >= :least

-- :name later_insert
-- :write
-- :in acct i
INSERT INTO later (acct) VALUES (:acct)

-- :name acct_delete_none
-- :write
DELETE FROM acct WHERE id < 0

-- :name balance
-- :read
-- :in acct i
-- :out balance i
SELECT balance FROM acct WHERE id = :acct

-- :name acct_list
-- :read
-- :in least i, n i
-- :out id i, name t, balance i
SELECT id, name, balance FROM acct WHERE balance >= :least ORDER BY id LIMIT :n

-- :name order_list
-- :read
-- :out id i, acct i, note t?, data b?
SELECT id, acct, note, data FROM orders ORDER BY id LIMIT 100

-- :name order_notnull
-- :read
-- :out note t
SELECT note FROM orders ORDER BY id LIMIT 100

-- :name counts
-- :read
-- :out orders i, ledger i, idem i, total i
SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM ledger), (SELECT count(*) FROM idem),
       (SELECT COALESCE(CAST(SUM(amount) AS {int}), 0) FROM ledger)

-- :name money
-- :read
-- :out total i
SELECT CAST(SUM(balance) AS {int}) FROM acct

-- :name later_count
-- :read
-- :out n i
SELECT count(*) FROM later

-- :name ledger_of
-- :read
-- :in orders i
-- :out acct i, amount i
SELECT acct, amount FROM ledger WHERE orders = :orders ORDER BY id LIMIT 10

-- :name real_value
-- :read
-- :out v i
SELECT 1.5

-- :name compare
-- :read
-- :in a i
-- :out v i
SELECT :a > 5

-- :name huge
-- :read
-- :out v i

-- :name two_columns
-- :read
-- :out a i
SELECT 1, 2

-- :name broken
-- :read
-- :in a i
-- :out v i
SELECT nothing FROM nowhere WHERE id = :a

-- :name fill
-- :write
-- :in acct i, note t
INSERT INTO orders (acct, note, data) VALUES (:acct, :note, NULL)

-- :name drop_index
-- :write
DROP INDEX ledger_acct

-- :name add_column
-- :write
ALTER TABLE acct ADD COLUMN extra TEXT

-- :name my_pid
-- :read
-- :out pid i

-- :name kill
-- :read
-- :in pid i
-- :out done i

-- :name kill_self
-- :write
-- :in n i

-- :name slow
-- :write
-- :in ms i


-- :name nap
-- :read
-- :in ms i
-- :out done i

-- the same, as a read that may last
-- :name nap_whole
-- :read whole
-- :in ms i
-- :out done i
