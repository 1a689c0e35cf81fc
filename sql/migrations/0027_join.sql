-- SPDX-License-Identifier: Apache-2.0
-- Two payments joined (features S53, N11): what one received too much completes the other. `payment_id` is the one that is
-- short, `from_id` the one with the excess; amount is micro-USD. Of a payment at most one row is asked or done.
-- :step
CREATE TABLE payment_join (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    payment_id {int} NOT NULL REFERENCES payment (id),
    from_id {int} NOT NULL REFERENCES payment (id),
    amount {int} NOT NULL CHECK (amount > 0),
    state TEXT NOT NULL CHECK (state IN ('asked', 'done', 'refused')),
    actor {int} NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    created {int} NOT NULL,
    updated {int} NOT NULL,
    CHECK (payment_id <> from_id)
)
-- :step
CREATE UNIQUE INDEX payment_join_once ON payment_join (payment_id) WHERE state IN ('asked', 'done')
-- :step
CREATE INDEX payment_join_from ON payment_join (from_id)
-- :step
CREATE INDEX payment_join_state ON payment_join (panel_id, state, id)
