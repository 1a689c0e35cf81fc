-- A small bank: what the unit tests of the database layer write to.
-- :step
CREATE TABLE acct (id {id}, name TEXT NOT NULL UNIQUE, balance {int} NOT NULL CHECK (balance >= 0))
-- :step
CREATE TABLE orders (id {id}, acct {int} NOT NULL REFERENCES acct (id), note TEXT, data {blob})
-- :step
CREATE TABLE ledger (id {id}, orders {int} NOT NULL REFERENCES orders (id), acct {int} NOT NULL, amount {int} NOT NULL)
-- :step
CREATE TABLE idem (key TEXT NOT NULL PRIMARY KEY, orders {int} NOT NULL)
-- :step
CREATE TABLE later (id {id}, acct {int} NOT NULL REFERENCES acct (id) DEFERRABLE INITIALLY DEFERRED)
-- :step sqlite
CREATE TRIGGER orders_no_bad BEFORE INSERT ON orders WHEN new.note = 'bad'
BEGIN SELECT RAISE(ABORT, 'bad note'); END
-- :step pgsql
CREATE FUNCTION orders_no_bad() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF new.note = 'bad' THEN RAISE EXCEPTION 'bad note'; END IF; RETURN new; END $$
-- :step pgsql
CREATE TRIGGER orders_no_bad BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION orders_no_bad()
-- :step pgsql
CREATE SEQUENCE kills
