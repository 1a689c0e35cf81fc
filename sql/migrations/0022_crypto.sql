-- SPDX-License-Identifier: Apache-2.0
-- Coins sent to addresses of the operator's own. A coin is a row of the table in modules/wallet/gateway/coin_kind.c.
-- :step
CREATE TABLE crypto_coin (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    coin TEXT NOT NULL,
    active {int} NOT NULL,
    rate {int} NOT NULL CHECK (rate > 0),
    rate_at {int} NOT NULL,
    wanted {int} NOT NULL CHECK (wanted BETWEEN 1 AND 1000),
    low {int} NOT NULL CHECK (low >= 0),
    version {int} NOT NULL DEFAULT 0,
    actor {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (panel_id, coin)
)

-- The pool. An address is known once in the database and belongs to one payment for ever.
-- :step
CREATE TABLE crypto_address (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    coin TEXT NOT NULL,
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'retired')),
    payment_id {int} UNIQUE REFERENCES payment (id),
    taken {int},
    actor {int} NOT NULL,
    created {int} NOT NULL,
    UNIQUE (network, address)
)
-- :step
CREATE INDEX crypto_address_free ON crypto_address (panel_id, coin, id) WHERE payment_id IS NULL AND state = 'open'

-- What the payer of a payment is asked for. It never changes.
-- :step
CREATE TABLE crypto_quote (
    payment_id {int} PRIMARY KEY REFERENCES payment (id),
    panel_id {int} NOT NULL REFERENCES panel (id),
    coin TEXT NOT NULL,
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    minor {int} NOT NULL CHECK (minor > 0),
    rate {int} NOT NULL CHECK (rate > 0),
    wanted {int} NOT NULL CHECK (wanted > 0),
    quoted {int} NOT NULL,
    until {int} NOT NULL,
    UNIQUE (network, address)
)

-- Coins that staff saw on the chain: an output of a transaction is credited once, whatever it is said to pay.
-- :step
CREATE TABLE crypto_receipt (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    payment_id {int} NOT NULL REFERENCES payment (id),
    network TEXT NOT NULL,
    txid TEXT NOT NULL,
    output {int} NOT NULL CHECK (output >= 0),
    minor {int} NOT NULL CHECK (minor > 0),
    confirmations {int} NOT NULL CHECK (confirmations >= 0),
    state TEXT NOT NULL CHECK (state IN ('seen', 'credited')),
    rate {int} NOT NULL,
    usd {int} NOT NULL,
    version {int} NOT NULL DEFAULT 0,
    actor {int} NOT NULL,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (network, txid, output)
)
-- :step
CREATE INDEX crypto_receipt_payment ON crypto_receipt (payment_id, id)
