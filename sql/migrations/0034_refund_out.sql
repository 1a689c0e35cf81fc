-- SPDX-License-Identifier: Apache-2.0
-- Money that goes back to the payer, out of the balance. `amount` leaves the wallet, `tax` the book of taxes;
-- `minor` is what the processor is asked to send. Until it was sent both lie in book 'refund'.
-- :step
CREATE TABLE refund_out (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    payment_id {int} NOT NULL REFERENCES payment (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'sending', 'manual', 'done', 'failed', 'seen')),
    version {int} NOT NULL DEFAULT 0,
    amount {int} NOT NULL CHECK (amount > 0 AND (amount % 10000 = 0 OR state = 'seen')),
    tax {int} NOT NULL CHECK (tax >= 0 AND (tax % 10000 = 0 OR state = 'seen')),
    minor {int} NOT NULL CHECK (minor > 0),
    currency TEXT NOT NULL,
    exponent {int} NOT NULL,
    key TEXT NOT NULL,
    gateway_ref TEXT,
    reason TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    tries {int} NOT NULL DEFAULT 0,
    actor {int} NOT NULL,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (panel_id, key)
)
-- :step
CREATE INDEX refund_out_payment ON refund_out (payment_id, panel_id, id)
-- :step
CREATE INDEX refund_out_state ON refund_out (panel_id, state, id)
