-- SPDX-License-Identifier: Apache-2.0
-- What customers say about payments that nobody reports by itself, and the bank statements they are compared with.
-- :step
ALTER TABLE payment ADD COLUMN qr TEXT

-- One row each time a customer says something. kind: a reference, details of a lost one, or the wish for a payment request.
-- :step
CREATE TABLE claim (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    payment_id {int} NOT NULL REFERENCES payment (id),
    account_id {int} NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('reference', 'lost', 'request')),
    state TEXT NOT NULL CHECK (state IN ('open', 'credited', 'rejected', 'wrong', 'replaced', 'done')),
    version {int} NOT NULL DEFAULT 0,
    reference TEXT NOT NULL DEFAULT '',
    key TEXT,
    amount_minor {int} CHECK (amount_minor > 0),
    paid_on {int},
    payer TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    line_id {int},
    decider {int},
    decided {int},
    created {int} NOT NULL
)

-- The guard: one reference is credited once in a panel, whoever claims it.
-- :step
CREATE UNIQUE INDEX claim_once ON claim (panel_id, key) WHERE state = 'credited'
-- :step
CREATE UNIQUE INDEX claim_open ON claim (payment_id) WHERE state = 'open' AND kind <> 'request'
-- :step
CREATE UNIQUE INDEX claim_request ON claim (payment_id) WHERE state = 'open' AND kind = 'request'
-- :step
CREATE INDEX claim_queue ON claim (panel_id, state, id)
-- :step
CREATE INDEX claim_account ON claim (panel_id, account_id, created)
-- :step
CREATE INDEX claim_payment ON claim (payment_id, id)

-- How a bank writes its statements.
-- :step
CREATE TABLE stmt_bank (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    separator TEXT NOT NULL,
    decimal_mark TEXT NOT NULL,
    date_order TEXT NOT NULL CHECK (date_order IN ('dmy', 'mdy', 'ymd')),
    skip {int} NOT NULL,
    col_date {int} NOT NULL,
    col_amount {int} NOT NULL,
    col_reference {int} NOT NULL,
    col_text {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (panel_id, name)
)
-- :step
CREATE TABLE stmt_import (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    bank_id {int} NOT NULL REFERENCES stmt_bank (id),
    actor {int} NOT NULL,
    rows_in {int} NOT NULL,
    created {int} NOT NULL
)

-- Money that came in. hash: the same line of the same bank is stored once, however often a file is sent.
-- :step
CREATE TABLE stmt_line (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    bank_id {int} NOT NULL REFERENCES stmt_bank (id),
    import_id {int} NOT NULL REFERENCES stmt_import (id),
    hash TEXT NOT NULL,
    booked {int} NOT NULL,
    amount_minor {int} NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    reference TEXT NOT NULL,
    key TEXT,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'matched', 'ignored')),
    payment_id {int} REFERENCES payment (id),
    reason TEXT NOT NULL DEFAULT '',
    decider {int},
    decided {int},
    created {int} NOT NULL,
    UNIQUE (panel_id, bank_id, hash)
)
-- :step
CREATE INDEX stmt_line_state ON stmt_line (panel_id, state, id)
-- :step
CREATE INDEX stmt_line_amount ON stmt_line (panel_id, currency, amount_minor) WHERE state = 'open'
-- :step
CREATE INDEX stmt_line_payment ON stmt_line (payment_id) WHERE payment_id IS NOT NULL
