-- SPDX-License-Identifier: Apache-2.0
-- Coins: whole numbers, one balance a person for all panels of the database. Nothing here is money.

-- :step
CREATE TABLE coin_wallet (
    account_id {int} PRIMARY KEY REFERENCES account (id),
    balance {int} NOT NULL DEFAULT 0 CHECK (balance >= 0),
    created {int} NOT NULL
)

-- A row moves `amount` from one book to another, so it balances by itself. An event is named by operation, panel
-- and key; `n` counts what came back of one spend.
-- :step
CREATE TABLE coin_entry (
    id {id},
    account_id {int} NOT NULL REFERENCES coin_wallet (account_id),
    panel_id {int} NOT NULL REFERENCES panel (id),
    op TEXT NOT NULL CHECK (op IN ('earn', 'spend', 'unspend', 'adjust')),
    key TEXT NOT NULL,
    n {int} NOT NULL DEFAULT 0,
    from_book TEXT NOT NULL CHECK (from_book IN ('issued', 'account', 'spent')),
    to_book TEXT NOT NULL CHECK (to_book IN ('issued', 'account', 'spent')),
    amount {int} NOT NULL CHECK (amount > 0),
    balance_after {int} NOT NULL CHECK (balance_after >= 0),
    kind TEXT NOT NULL,
    ref {int} NOT NULL,
    memo TEXT NOT NULL,
    actor {int} NOT NULL,
    created {int} NOT NULL,
    UNIQUE (panel_id, op, key, n),
    CHECK ((op = 'earn' AND from_book = 'issued' AND to_book = 'account')
        OR (op = 'spend' AND from_book = 'account' AND to_book = 'spent')
        OR (op = 'unspend' AND from_book = 'spent' AND to_book = 'account')
        OR (op = 'adjust' AND from_book <> to_book AND from_book <> 'spent' AND to_book <> 'spent'))
)
-- :step
CREATE INDEX coin_entry_account ON coin_entry (account_id, id)

-- :step pgsql
CREATE TRIGGER coin_entry_fixed BEFORE UPDATE OR DELETE ON coin_entry
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER coin_entry_whole BEFORE TRUNCATE ON coin_entry
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER coin_entry_no_update BEFORE UPDATE ON coin_entry
BEGIN
    SELECT RAISE(ABORT, 'table coin_entry is append-only');
END
-- :step sqlite
CREATE TRIGGER coin_entry_no_delete BEFORE DELETE ON coin_entry
BEGIN
    SELECT RAISE(ABORT, 'table coin_entry is append-only');
END

-- What one purchase took and how much of it came back; `value` is the discount in micro-USD.
-- :step
CREATE TABLE coin_spend (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES coin_wallet (account_id),
    key TEXT NOT NULL,
    campaign_id {int} REFERENCES campaign (id),
    coins {int} NOT NULL CHECK (coins > 0),
    value {int} NOT NULL CHECK (value >= 0),
    returned {int} NOT NULL DEFAULT 0,
    returns {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    UNIQUE (panel_id, key),
    CHECK (returned >= 0 AND returned <= coins)
)
-- :step
CREATE UNIQUE INDEX coin_spend_campaign ON coin_spend (campaign_id) WHERE campaign_id IS NOT NULL
