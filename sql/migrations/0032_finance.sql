-- SPDX-License-Identifier: Apache-2.0
-- The daily proof of the books, and what gateways say they kept.

-- :step
CREATE TABLE finance_day (
    panel_id {int} NOT NULL REFERENCES panel (id),
    day {int} NOT NULL,
    checked {int} NOT NULL,
    ok {int} NOT NULL CHECK (ok IN (0, 1)),
    breaches {int} NOT NULL,
    text TEXT NOT NULL,
    wallets {int} NOT NULL,
    held {int} NOT NULL,
    suspense {int} NOT NULL,
    unexplained {int} NOT NULL,
    house {int} NOT NULL,
    PRIMARY KEY (panel_id, day)
)
-- :step
CREATE TABLE gateway_fee (
    payment_id {int} PRIMARY KEY REFERENCES payment (id),
    panel_id {int} NOT NULL REFERENCES panel (id),
    amount {int} NOT NULL CHECK (amount >= 0),
    updated {int} NOT NULL
)
-- :step
CREATE INDEX transfer_created ON transfer (panel_id, created)
