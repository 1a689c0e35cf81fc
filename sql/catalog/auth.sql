-- SPDX-License-Identifier: Apache-2.0
-- Accounts, membership, tokens, API keys. Parameters and results: docs/internals/db.md.

-- :name account_insert
-- :write
-- :in username t, email t, email_key t, password t, status t, now i, verified i?, country t, language t
-- :id account
INSERT INTO account (username, username_key, email, email_key, password, status, created, verified_at, password_changed, country, language)
VALUES (:username, lower(:username), :email, :email_key, :password, :status, :now, :verified, :now, :country, :language)

-- :name account_by_id
-- :read
-- :in panel i, account i
-- :out id i, username t, email t, name t, language t, timezone t, theme t, currency t, verified i, status t, role t?
SELECT a.id, a.username, a.email, a.name, a.language, a.timezone, a.theme, a.currency,
       CASE WHEN a.verified_at IS NULL THEN 0 ELSE 1 END AS verified, a.status, m.role
FROM account a LEFT JOIN member m ON m.account_id = a.id AND m.panel_id = :panel
WHERE a.id = :account

-- :name account_login_name
-- :read
-- :in username_key t
-- :out id i, password t, status t, verified i
SELECT id, password, status, CASE WHEN verified_at IS NULL THEN 0 ELSE 1 END AS verified
FROM account WHERE username_key = :username_key

-- the confirmed account of an address, else the newest unconfirmed one
-- :name account_login_email
-- :read
-- :in email_key t
-- :out id i, password t, status t, verified i
SELECT id, password, status, CASE WHEN verified_at IS NULL THEN 0 ELSE 1 END AS verified
FROM account WHERE email_key = :email_key
ORDER BY CASE WHEN verified_at IS NULL THEN 1 ELSE 0 END, id DESC LIMIT 1

-- :name account_secret
-- :read
-- :in account i
-- :out password t, email t, email_key t, username t, language t, status t, verified i, name t
SELECT password, email, email_key, username, language, status,
       CASE WHEN verified_at IS NULL THEN 0 ELSE 1 END AS verified, name
FROM account WHERE id = :account

-- :name account_email_taken
-- :read
-- :in email_key t
-- :out id i
SELECT id FROM account WHERE email_key = :email_key AND verified_at IS NOT NULL

-- :name account_profile
-- :read
-- :in account i
-- :out name t, company t, address t, city t, state t, postal_code t, country t, tax_id t, email t, language t, timezone t, theme t, username t, created i
SELECT name, company, address, city, state, postal_code, country, tax_id, email, language, timezone, theme, username, created
FROM account WHERE id = :account

-- :name account_profile_set
-- :write
-- :in account i, name t, company t, address t, city t, state t, postal_code t, country t, tax_id t, language t, timezone t, theme t
-- :expect one
UPDATE account SET name = :name, company = :company, address = :address, city = :city, state = :state,
    postal_code = :postal_code, country = :country, tax_id = :tax_id, language = :language,
    timezone = :timezone, theme = :theme
WHERE id = :account

-- :name account_currency_set
-- :write
-- :in account i, currency t
-- :expect one
UPDATE account SET currency = :currency WHERE id = :account

-- Confirms the address the token was sent to; the unique index refuses an address confirmed meanwhile.
-- :name account_verify
-- :write
-- :in account i, email_key t, now i
-- :expect one
UPDATE account SET verified_at = COALESCE(verified_at, CAST(:now AS {int})), status = CASE WHEN status = 'pending' THEN 'active' ELSE status END
WHERE id = :account AND email_key = :email_key AND status IN ('pending', 'active')

-- :name account_password_set
-- :write
-- :in account i, old t, password t, now i
-- :expect one
UPDATE account SET password = :password, password_changed = :now
WHERE id = :account AND password = :old AND status IN ('pending', 'active')

-- :name account_email_set
-- :write
-- :in account i, old_key t, email t, email_key t
-- :expect one
UPDATE account SET email = :email, email_key = :email_key
WHERE id = :account AND email_key = :old_key AND status IN ('pending', 'active')

-- :name account_email_set_pending
-- :write
-- :in account i, email t, email_key t
-- :expect one
UPDATE account SET email = :email, email_key = :email_key
WHERE id = :account AND verified_at IS NULL AND status = 'pending'

-- :name account_signed_in
-- :write
-- :in account i, now i
-- :expect one
UPDATE account SET last_signin = :now WHERE id = :account AND status IN ('pending', 'active')

-- a better hash of the same password, when the parameters changed
-- :name account_rehash
-- :write
-- :in account i, old t, password t
UPDATE account SET password = :password WHERE id = :account AND password = :old

-- :name member_join
-- :write
-- :in panel i, account i, now i
INSERT INTO member (panel_id, account_id, role, joined) VALUES (:panel, :account, 'customer', :now)
ON CONFLICT (panel_id, account_id) DO NOTHING

-- :name member_set
-- :write
-- :in panel i, account i, role t, now i
INSERT INTO member (panel_id, account_id, role, joined) VALUES (:panel, :account, :role, :now)
ON CONFLICT (panel_id, account_id) DO UPDATE SET role = excluded.role

-- the last owner of a panel who may sign in stays owner
-- :name member_other_owner
-- :write
-- :in panel i, account i
-- :expect some
SELECT m.account_id FROM member m JOIN account a ON a.id = m.account_id
WHERE m.panel_id = :panel AND m.role = 'owner' AND m.account_id <> :account AND a.status IN ('pending', 'active') LIMIT 1

-- before that guard: two who take each other's right away at once do it one after the other
-- :name member_owners_lock
-- :write
-- :in panel i
-- :expect one
UPDATE panel SET name = name WHERE id = :panel

-- :name member_here
-- :write
-- :in panel i, account i
-- :expect one
SELECT account_id FROM member WHERE panel_id = :panel AND account_id = :account

-- an account with a role in another panel is not this panel's to suspend
-- :name member_no_role_elsewhere
-- :write
-- :in panel i, account i
-- :expect one
SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM member WHERE account_id = :account AND panel_id <> :panel AND role <> 'customer')

-- :name account_suspend
-- :write
-- :in account i
-- :expect one
UPDATE account SET status = 'suspended' WHERE id = :account AND status IN ('pending', 'active')

-- :name account_reopen
-- :write
-- :in account i
-- :expect one
UPDATE account SET status = CASE WHEN verified_at IS NULL THEN 'pending' ELSE 'active' END
WHERE id = :account AND status = 'suspended'

-- :name member_role
-- :read
-- :in panel i, account i
-- :out role t
SELECT role FROM member WHERE panel_id = :panel AND account_id = :account

-- :name terms_accept
-- :write
-- :in panel i, account i, version t, now i, addr t
INSERT INTO terms_acceptance (panel_id, account_id, version, accepted, addr)
VALUES (:panel, :account, :version, :now, :addr)
ON CONFLICT (panel_id, account_id, version) DO NOTHING

-- :name terms_accepted
-- :read
-- :in panel i, account i
-- :out version t, accepted i
SELECT version, accepted FROM terms_acceptance WHERE panel_id = :panel AND account_id = :account ORDER BY accepted

-- :name auth_token_insert
-- :write
-- :in panel i, account i, kind t, hash t, email t, now i, expires i
-- :id auth_token
INSERT INTO auth_token (panel_id, account_id, kind, hash, email, created, expires)
VALUES (:panel, :account, :kind, :hash, :email, :now, :expires)

-- a newer one makes the older ones of its kind worthless
-- :name auth_token_void
-- :write
-- :in account i, kind t, now i
UPDATE auth_token SET used = :now WHERE account_id = :account AND kind = :kind AND used IS NULL

-- :name auth_token_by_hash
-- :read
-- :in panel i, kind t, hash t
-- :out id i, account i, email t, expires i, used i?, verified i
SELECT t.id, t.account_id AS account, t.email, t.expires, t.used,
       CASE WHEN a.verified_at IS NULL OR a.email <> t.email THEN 0 ELSE 1 END AS verified
FROM auth_token t JOIN account a ON a.id = t.account_id
WHERE t.hash = :hash AND t.kind = :kind AND t.panel_id = :panel

-- :name auth_token_use
-- :write
-- :in token i, now i
-- :expect one
UPDATE auth_token SET used = :now WHERE id = :token AND used IS NULL AND expires > :now

-- :name auth_code_open
-- :read
-- :in panel i, account i, now i
-- :out id i, hash t, email t, tries i, created i, expires i
SELECT id, hash, email, tries, created, expires FROM auth_token
WHERE account_id = :account AND panel_id = :panel AND kind = 'email' AND used IS NULL AND expires > :now
ORDER BY id DESC LIMIT 1

-- each try is counted before it is judged
-- :name auth_code_try
-- :write
-- :in token i, now i, max i
-- :expect one
UPDATE auth_token SET tries = tries + 1 WHERE id = :token AND used IS NULL AND expires > :now AND tries < :max

-- :name auth_token_purge
-- :write
-- :in before i
DELETE FROM auth_token WHERE expires < :before

-- :name auth_limit_purge
-- :write
-- :in before i
DELETE FROM auth_limit WHERE until < :before

-- Counts a hit; changes no row when the limit is reached: the guard of every lock-out.
-- :name auth_limit_hit
-- :write
-- :in name t, now i, window i, max i
-- :expect one
INSERT INTO auth_limit (name, start, hits, until) VALUES (:name, :now, 1, :now + :window)
ON CONFLICT (name) DO UPDATE SET
    hits = CASE WHEN auth_limit.until <= :now THEN 1 ELSE auth_limit.hits + 1 END,
    start = CASE WHEN auth_limit.until <= :now THEN :now ELSE auth_limit.start END,
    until = CASE WHEN auth_limit.until <= :now THEN :now + :window ELSE auth_limit.until END
WHERE auth_limit.until <= :now OR auth_limit.hits < :max

-- :name auth_limit_until
-- :read
-- :in name t
-- :out until i
SELECT until FROM auth_limit WHERE name = :name

-- :name auth_limit_clear
-- :write
-- :in name t
DELETE FROM auth_limit WHERE name = :name

-- :name auth_device_known
-- :read
-- :in account i, print t
-- :out known i, devices i
SELECT COALESCE(SUM(CASE WHEN print = :print THEN 1 ELSE 0 END), 0) AS known, COUNT(*) AS devices
FROM auth_device WHERE account_id = :account

-- :name auth_device_seen
-- :write
-- :in account i, print t, now i
INSERT INTO auth_device (account_id, print, first_seen, last_seen) VALUES (:account, :print, :now, :now)
ON CONFLICT (account_id, print) DO UPDATE SET last_seen = excluded.last_seen

-- :name api_key_insert
-- :write
-- :in panel i, account i, name t, prefix t, hash t, now i
-- :id api_key
INSERT INTO api_key (panel_id, account_id, name, prefix, hash, created)
VALUES (:panel, :account, :name, :prefix, :hash, :now)

-- after the insert in the same unit: refuses one key too many
-- :name api_key_room
-- :write
-- :in panel i, account i, max i
-- :expect some
SELECT COUNT(*) FROM api_key WHERE panel_id = :panel AND account_id = :account AND revoked IS NULL
HAVING COUNT(*) <= :max

-- :name api_key_list
-- :read
-- :in panel i, account i
-- :out id i, name t, prefix t, created i, last_used i?, revoked i?
SELECT id, name, prefix, created, last_used, revoked FROM api_key
WHERE panel_id = :panel AND account_id = :account ORDER BY CASE WHEN revoked IS NULL THEN 0 ELSE 1 END, id DESC LIMIT 100

-- :name api_key_revoke
-- :write
-- :in panel i, account i, key i, now i
-- :expect one
UPDATE api_key SET revoked = :now WHERE panel_id = :panel AND account_id = :account AND id = :key AND revoked IS NULL

-- :name api_key_find
-- :read
-- :in panel i, hash t
-- :out id i, account i, last_used i?
SELECT k.id, k.account_id AS account, k.last_used FROM api_key k JOIN account a ON a.id = k.account_id
WHERE k.hash = :hash AND k.panel_id = :panel AND k.revoked IS NULL AND a.status = 'active' AND a.verified_at IS NOT NULL

-- :name api_key_used
-- :write
-- :in key i, now i
UPDATE api_key SET last_used = :now WHERE id = :key
