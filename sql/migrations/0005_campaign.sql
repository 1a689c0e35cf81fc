-- SPDX-License-Identifier: Apache-2.0
-- Campaigns: the orders, their history, the evidence of each hand-over, the sandbox.

-- Amounts in micro-USD. `rate` and `cost` are what they were when the order was placed. `grp` numbers
-- the attempt groups: within one group the provider makes at most one order. `fence` grows with each
-- claim, so that a worker that comes back late cannot write. remains NULL = the provider has not said.
-- :step
CREATE TABLE campaign (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    service_id {int} NOT NULL REFERENCES service (id),
    service_name TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT 'form' CHECK (origin IN ('form', 'api')),
    link TEXT NOT NULL,
    link_hash TEXT NOT NULL,
    quantity {int} NOT NULL CHECK (quantity > 0),
    fields TEXT,
    rate {int} NOT NULL CHECK (rate >= 0),
    charge {int} NOT NULL CHECK (charge >= 0),
    cost {int} NOT NULL CHECK (cost >= 0),
    refunded {int} NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('intent', 'dispatching', 'unknown', 'review', 'accepted',
        'in_progress', 'completed', 'partial', 'canceled', 'terminated', 'rejected', 'voided')),
    status TEXT NOT NULL CHECK (status IN ('Pending', 'Processing', 'In progress', 'Completed', 'Partial', 'Canceled')),
    start_count {int},
    remains {int},
    provider_id {int} REFERENCES provider (id),
    provider_service TEXT NOT NULL,
    provider_order TEXT,
    token TEXT NOT NULL,
    grp {int} NOT NULL DEFAULT 1,
    attempt {int} NOT NULL DEFAULT 0,
    fence {int} NOT NULL DEFAULT 0,
    lease_until {int} NOT NULL DEFAULT 0,
    next_try {int} NOT NULL DEFAULT 0,
    flag TEXT,
    created {int} NOT NULL,
    accepted_at {int},
    started_at {int},
    ended_at {int},
    last_sync {int} NOT NULL DEFAULT 0,
    form_key TEXT,
    CHECK (refunded >= 0 AND refunded <= charge),
    CHECK (remains IS NULL OR (remains >= 0 AND remains <= quantity)),
    UNIQUE (panel_id, token),
    UNIQUE (provider_id, provider_order)
)
-- :step
CREATE INDEX campaign_account ON campaign (panel_id, account_id, id)
-- :step
CREATE INDEX campaign_state ON campaign (panel_id, state, last_sync)
-- :step
CREATE INDEX campaign_link ON campaign (panel_id, account_id, link_hash)

-- Every change of state, with who and why. actor 0 = the system.
-- :step
CREATE TABLE campaign_event (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    campaign_id {int} NOT NULL REFERENCES campaign (id),
    at {int} NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    status TEXT NOT NULL,
    actor {int} NOT NULL,
    why TEXT NOT NULL,
    detail TEXT,
    amount {int} NOT NULL DEFAULT 0
)
-- :step
CREATE INDEX campaign_event_campaign ON campaign_event (campaign_id, id)
-- :step pgsql
CREATE TRIGGER campaign_event_fixed BEFORE UPDATE OR DELETE ON campaign_event
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER campaign_event_no_update BEFORE UPDATE ON campaign_event
BEGIN
    SELECT RAISE(ABORT, 'table campaign_event is append-only');
END
-- :step sqlite
CREATE TRIGGER campaign_event_no_delete BEFORE DELETE ON campaign_event
BEGIN
    SELECT RAISE(ABORT, 'table campaign_event is append-only');
END

-- The evidence of one claim: written before the first byte leaves, completed with the outcome.
-- :step
CREATE TABLE dispatch_attempt (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    campaign_id {int} NOT NULL REFERENCES campaign (id),
    provider_id {int} NOT NULL REFERENCES provider (id),
    grp {int} NOT NULL,
    attempt {int} NOT NULL,
    fence {int} NOT NULL,
    started {int} NOT NULL,
    finished {int},
    outcome TEXT NOT NULL CHECK (outcome IN ('started', 'accepted', 'rejected', 'not_sent', 'unknown', 'expired')),
    reason TEXT,
    sent_bytes {int},
    elapsed_ms {int},
    http_status {int},
    answer TEXT,
    expected_cost {int} NOT NULL,
    balance_before {int},
    balance_after {int},
    UNIQUE (campaign_id, fence)
)
-- :step
CREATE INDEX dispatch_attempt_provider ON dispatch_attempt (provider_id, started)

-- What was proven of a provider by a canary, never assumed. request_id 1 = add with the same
-- request_id answers the same order.
-- :step
CREATE TABLE provider_proof (
    provider_id {int} NOT NULL PRIMARY KEY REFERENCES provider (id),
    panel_id {int} NOT NULL REFERENCES panel (id),
    request_id {int} NOT NULL,
    changed {int} NOT NULL,
    changed_by {int} NOT NULL
)

-- The sandbox provider: what it was asked to fulfil. Progress is a function of time.
-- :step
CREATE TABLE sandbox_order (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    provider_id {int} NOT NULL REFERENCES provider (id),
    request_id TEXT NOT NULL,
    service TEXT NOT NULL,
    link TEXT NOT NULL,
    quantity {int} NOT NULL,
    behaviour TEXT NOT NULL,
    start_count {int} NOT NULL,
    created {int} NOT NULL,
    UNIQUE (panel_id, request_id)
)
-- Its truth log: one line for each order that was really made; the judge of the crash tests.
-- :step
CREATE TABLE sandbox_log (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    at {int} NOT NULL,
    order_id {int} NOT NULL,
    campaign {int} NOT NULL,
    attempt {int} NOT NULL,
    link TEXT NOT NULL,
    quantity {int} NOT NULL
)
-- :step
CREATE INDEX sandbox_log_campaign ON sandbox_log (panel_id, campaign)
-- :step pgsql
CREATE TRIGGER sandbox_log_fixed BEFORE UPDATE OR DELETE ON sandbox_log
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER sandbox_log_no_update BEFORE UPDATE ON sandbox_log
BEGIN
    SELECT RAISE(ABORT, 'table sandbox_log is append-only');
END
-- :step sqlite
CREATE TRIGGER sandbox_log_no_delete BEFORE DELETE ON sandbox_log
BEGIN
    SELECT RAISE(ABORT, 'table sandbox_log is append-only');
END
