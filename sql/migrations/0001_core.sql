-- SPDX-License-Identifier: Apache-2.0
-- Core: panels, sessions, jobs, mail, settings, audit log, idempotency keys.

-- :step
CREATE TABLE panel (
    id {id},
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created {int} NOT NULL
)
-- A signed-in browser. The token itself is never stored, only its SHA-256 (hex).
-- :step
CREATE TABLE session (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    token_hash TEXT NOT NULL UNIQUE,
    account_id {int} NOT NULL,
    created {int} NOT NULL,
    seen {int} NOT NULL,
    addr TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL DEFAULT ''
)
-- :step
CREATE INDEX session_account ON session (account_id, panel_id)
-- :step
CREATE INDEX session_seen ON session (seen)

-- A row is open work; it goes when the work is done. `wanted` counts the wishes, so that a wish that
-- comes while the row is being worked off is not lost. lease_until 0 = nobody holds it.
-- :step
CREATE TABLE job (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    kind TEXT NOT NULL,
    ref {int} NOT NULL,
    arg TEXT,
    run_at {int} NOT NULL,
    wanted {int} NOT NULL DEFAULT 1,
    attempt {int} NOT NULL DEFAULT 0,
    fence {int} NOT NULL DEFAULT 0,
    owner TEXT,
    lease_until {int} NOT NULL DEFAULT 0,
    error TEXT,
    created {int} NOT NULL,
    UNIQUE (panel_id, kind, ref)
)
-- :step
CREATE INDEX job_due ON job (run_at)
-- :step
CREATE INDEX job_owner ON job (owner) WHERE owner IS NOT NULL

-- One row a job class: when any worker of any process last looked for work,
-- and how many seconds later it says so again.
-- :step
CREATE TABLE worker (
    class TEXT NOT NULL PRIMARY KEY,
    node TEXT NOT NULL,
    seen {int} NOT NULL,
    every {int} NOT NULL,
    done {int} NOT NULL
)

-- :step
CREATE TABLE mail_outbox (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    recipient TEXT NOT NULL,
    lang TEXT NOT NULL,
    view TEXT NOT NULL,
    model TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'dead')),
    attempt {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    changed {int} NOT NULL,
    error TEXT
)
-- :step
CREATE INDEX mail_outbox_state ON mail_outbox (state, changed)

-- :step
CREATE TABLE setting (
    panel_id {int} NOT NULL REFERENCES panel (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    changed {int} NOT NULL,
    changed_by {int} NOT NULL,
    PRIMARY KEY (panel_id, key)
)

-- :step
CREATE TABLE audit_log (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    created {int} NOT NULL,
    actor {int} NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    ref {int} NOT NULL,
    old_text TEXT,
    new_text TEXT,
    why TEXT,
    addr TEXT,
    request_id TEXT
)
-- :step
CREATE INDEX audit_log_ref ON audit_log (panel_id, kind, ref)
-- :step
CREATE INDEX audit_log_actor ON audit_log (panel_id, actor, id)
-- Shared by every append-only table.
-- :step pgsql
CREATE FUNCTION smm_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
-- :step pgsql
CREATE TRIGGER audit_log_fixed BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER audit_log_whole BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'table audit_log is append-only');
END
-- :step sqlite
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'table audit_log is append-only');
END

-- The answer to a request that was done already; written in the same unit as its effect.
-- :step
CREATE TABLE idem (
    panel_id {int} NOT NULL REFERENCES panel (id),
    scope TEXT NOT NULL,
    actor {int} NOT NULL,
    key TEXT NOT NULL,
    print TEXT NOT NULL,
    result {int} NOT NULL,
    created {int} NOT NULL,
    PRIMARY KEY (panel_id, scope, actor, key)
)
-- :step
CREATE INDEX idem_created ON idem (created)
