-- SPDX-License-Identifier: Apache-2.0
-- A payment in another currency than USD: what the payer is asked for, at the rate of that moment. It never changes.
-- :step
CREATE TABLE payment_quote (
    payment_id {int} PRIMARY KEY REFERENCES payment (id),
    panel_id {int} NOT NULL REFERENCES panel (id),
    currency TEXT NOT NULL,
    exponent {int} NOT NULL CHECK (exponent BETWEEN 0 AND 3),
    minor {int} NOT NULL CHECK (minor > 0),
    rate_e6 {int} NOT NULL CHECK (rate_e6 > 0),
    quoted {int} NOT NULL
)
