-- SPDX-License-Identifier: Apache-2.0
-- How far the chain is with a payment in coins. confirmations NULL: only the wanted number is known.
-- :step
CREATE TABLE payment_chain (
    payment_id {int} PRIMARY KEY REFERENCES payment (id),
    panel_id {int} NOT NULL REFERENCES panel (id),
    confirmations {int} CHECK (confirmations >= 0),
    wanted {int} NOT NULL CHECK (wanted > 0),
    updated {int} NOT NULL
)
