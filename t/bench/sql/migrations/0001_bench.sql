-- SPDX-License-Identifier: Apache-2.0
-- The tables of the unit that compares the database layer with other ways to run the same statements.
-- :step
CREATE TABLE bench_wallet (user_id {int} NOT NULL PRIMARY KEY, balance {int} NOT NULL)
-- :step
CREATE TABLE bench_order (id {id}, user_id {int} NOT NULL, service_id {int} NOT NULL, qty {int} NOT NULL,
    charge {int} NOT NULL, link TEXT NOT NULL, status TEXT NOT NULL, created {int} NOT NULL)
-- :step
CREATE INDEX bench_order_user ON bench_order (user_id, id)
-- :step
CREATE TABLE bench_ledger (id {id}, account {int} NOT NULL, order_id {int} NOT NULL, amount {int} NOT NULL)
-- :step
CREATE INDEX bench_ledger_account ON bench_ledger (account, id)
-- :step
CREATE TABLE bench_idem (key TEXT NOT NULL PRIMARY KEY, order_id {int} NOT NULL)
