-- SPDX-License-Identifier: Apache-2.0
-- Core: panels, sessions, idempotency keys, settings, audit log, jobs, mail outbox.

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
    panel_id {int} NOT NULL REFERENCES panel(id),
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

-- An idempotency key, written in the same unit as its effect. Keys are the account's own:
-- two accounts may choose the same one.
-- :step
CREATE TABLE idem (
    panel_id {int} NOT NULL REFERENCES panel(id),
    account_id {int} NOT NULL,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    print TEXT NOT NULL,
    result_id {int},
    created {int} NOT NULL,
    PRIMARY KEY (panel_id, account_id, scope, key)
)
-- :step
CREATE INDEX idem_created ON idem (created)

-- value is plain text, or a sealed text where sealed = 1.
-- :step
CREATE TABLE setting (
    panel_id {int} NOT NULL REFERENCES panel(id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    sealed {int} NOT NULL DEFAULT 0,
    updated {int} NOT NULL,
    updated_by {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (panel_id, key)
)

-- :step
CREATE TABLE audit_log (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel(id),
    at {int} NOT NULL,
    actor {int} NOT NULL,
    addr TEXT,
    request_id TEXT,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    ref {int} NOT NULL,
    old_value TEXT,
    new_value TEXT,
    why TEXT
)
-- :step
CREATE INDEX audit_log_ref ON audit_log (panel_id, kind, ref, id)
-- :step
CREATE INDEX audit_log_actor ON audit_log (panel_id, actor, id)

-- state: open (waiting or leased), done, dead (gave up; a person looks at it).
-- fence rises at each claim: a worker whose lease was taken over cannot write its answer.
-- :step
CREATE TABLE job (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel(id),
    kind TEXT NOT NULL,
    ref {int} NOT NULL,
    arg TEXT,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dead')),
    run_at {int} NOT NULL,
    owner TEXT,
    lease_until {int} NOT NULL DEFAULT 0,
    fence {int} NOT NULL DEFAULT 0,
    attempt {int} NOT NULL DEFAULT 0,
    error TEXT,
    created {int} NOT NULL,
    updated {int} NOT NULL
)
-- :step
CREATE UNIQUE INDEX job_open ON job (panel_id, kind, ref) WHERE state = 'open'
-- :step
CREATE INDEX job_due ON job (panel_id, kind, run_at) WHERE state = 'open'

-- model is the view model as XML; it is rendered when the mail is sent.
-- :step
CREATE TABLE mail_outbox (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel(id),
    rcpt TEXT NOT NULL,
    lang TEXT NOT NULL,
    view TEXT NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent', 'dead')),
    attempt {int} NOT NULL DEFAULT 0,
    error TEXT,
    created {int} NOT NULL,
    sent {int}
)
-- :step
CREATE INDEX mail_outbox_open ON mail_outbox (panel_id, id) WHERE state = 'open'

-- Heartbeats of the worker threads, one row a process: /readyz looks at the newest.
-- :step
CREATE TABLE worker (
    name TEXT PRIMARY KEY,
    started {int} NOT NULL,
    seen {int} NOT NULL
)
