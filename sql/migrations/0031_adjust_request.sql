-- SPDX-License-Identifier: Apache-2.0
-- Corrections above the limit of one person: one asks, another decides.
-- :step
CREATE TABLE adjust_request (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL CHECK (unit IN ('usd', 'coins')),
    amount {int} NOT NULL CHECK (amount <> 0),
    reason TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'rejected', 'withdrawn', 'expired')),
    asked_by {int} NOT NULL REFERENCES account (id),
    decided_by {int} NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    created {int} NOT NULL,
    expires {int} NOT NULL,
    decided {int} NOT NULL DEFAULT 0,
    CHECK (state NOT IN ('approved', 'rejected') OR (decided_by <> 0 AND decided_by <> asked_by AND decided_by <> account_id)),
    CHECK ((state = 'waiting') = (decided = 0))
)
-- :step
CREATE INDEX adjust_request_state ON adjust_request (panel_id, state, id)
