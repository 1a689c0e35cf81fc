-- SPDX-License-Identifier: Apache-2.0
-- Accounts, membership and roles per panel, one-time tokens, API keys, sign-in limits.
-- An account belongs to the network: its user name is unique and fixed for ever. An address is
-- unique among confirmed accounts only, so that a sign-up with a known address looks like any other.

-- :step
CREATE TABLE account (
    id {id},
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    password TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'suspended', 'closed')),
    created {int} NOT NULL,
    verified_at {int},
    last_signin {int},
    password_changed {int} NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    company TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    postal_code TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    tax_id TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT 'en',
    timezone TEXT NOT NULL DEFAULT 'UTC',
    theme TEXT NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark')),
    CHECK (username_key = lower(username)),
    CHECK (status <> 'active' OR verified_at IS NOT NULL)
)

-- :step
CREATE UNIQUE INDEX account_email ON account (email_key) WHERE verified_at IS NOT NULL

-- :step
CREATE INDEX account_email_pending ON account (email_key, id)

-- :step sqlite
CREATE TRIGGER account_username_fixed BEFORE UPDATE OF username, username_key ON account
WHEN NEW.username <> OLD.username OR NEW.username_key <> OLD.username_key
BEGIN
    SELECT RAISE(ABORT, 'the user name is fixed');
END

-- :step pgsql
CREATE FUNCTION account_username_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the user name is fixed' USING ERRCODE = 'integrity_constraint_violation';
END $$

-- :step pgsql
CREATE TRIGGER account_username_fixed BEFORE UPDATE ON account FOR EACH ROW
WHEN (NEW.username <> OLD.username OR NEW.username_key <> OLD.username_key)
EXECUTE FUNCTION account_username_fixed()

-- :step
CREATE TABLE member (
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    role TEXT NOT NULL CHECK (role IN ('customer', 'staff', 'owner')),
    joined {int} NOT NULL,
    PRIMARY KEY (panel_id, account_id)
)

-- :step
CREATE INDEX member_role ON member (panel_id, role)

-- :step
CREATE TABLE auth_token (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('verify', 'reset', 'email')),
    hash TEXT NOT NULL,
    email TEXT NOT NULL,
    created {int} NOT NULL,
    expires {int} NOT NULL,
    tries {int} NOT NULL DEFAULT 0,
    used {int}
)

-- :step
CREATE INDEX auth_token_hash ON auth_token (hash)

-- :step
CREATE INDEX auth_token_account ON auth_token (account_id, kind)

-- :step
CREATE INDEX auth_token_expires ON auth_token (expires)

-- :step
CREATE TABLE auth_limit (
    name TEXT PRIMARY KEY,
    start {int} NOT NULL,
    hits {int} NOT NULL,
    until {int} NOT NULL
)

-- :step
CREATE INDEX auth_limit_until ON auth_limit (until)

-- :step
CREATE TABLE auth_device (
    account_id {int} NOT NULL REFERENCES account (id),
    print TEXT NOT NULL,
    first_seen {int} NOT NULL,
    last_seen {int} NOT NULL,
    PRIMARY KEY (account_id, print)
)

-- :step
CREATE TABLE terms_acceptance (
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    version TEXT NOT NULL,
    accepted {int} NOT NULL,
    addr TEXT NOT NULL,
    PRIMARY KEY (panel_id, account_id, version)
)

-- :step
CREATE TABLE api_key (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created {int} NOT NULL,
    last_used {int},
    revoked {int}
)

-- :step
CREATE INDEX api_key_account ON api_key (panel_id, account_id, id)
