-- SPDX-License-Identifier: Apache-2.0
-- Core: panels, sessions, readiness.

-- :name panel_insert
-- :write
-- :in key t, name t, now i
INSERT INTO panel (key, name, created) VALUES (:key, :name, :now)
ON CONFLICT (key) DO UPDATE SET name = excluded.name

-- :name panel_by_key
-- :read
-- :in key t
-- :out id i, name t
SELECT id, name FROM panel WHERE key = :key

-- :name panel_rename
-- :write
-- :in id i, name t
-- :expect one
UPDATE panel SET name = :name WHERE id = :id

-- :name session_insert
-- :write
-- :in panel i, hash t, account i, now i, addr t, agent t
-- :expect one
INSERT INTO session (panel_id, token_hash, account_id, created, seen, addr, agent)
VALUES (:panel, :hash, :account, :now, :now, :addr, :agent)

-- :name session_by_hash
-- :read
-- :in panel i, hash t
-- :out id i, account i, created i, seen i
SELECT id, account_id, created, seen FROM session WHERE panel_id = :panel AND token_hash = :hash

-- :name session_touch
-- :write
-- :in id i, now i, addr t
UPDATE session SET seen = :now, addr = :addr WHERE id = :id AND seen < :now

-- :name session_delete
-- :write
-- :in id i, account i
DELETE FROM session WHERE id = :id AND account_id = :account

-- :name session_revoke
-- :write
-- :in id i, panel i, account i
-- :expect one
DELETE FROM session WHERE id = :id AND panel_id = :panel AND account_id = :account

-- :name session_delete_account
-- :write
-- :in account i, except i
DELETE FROM session WHERE account_id = :account AND id <> :except

-- :name session_list
-- :read
-- :in panel i, account i, idle_since i
-- :out id i, created i, seen i, addr t, agent t
SELECT id, created, seen, addr, agent FROM session
WHERE panel_id = :panel AND account_id = :account AND seen >= :idle_since
ORDER BY seen DESC, id DESC LIMIT 100

-- :name session_purge
-- :write
-- :in idle_since i, created_since i
DELETE FROM session WHERE seen < :idle_since OR created < :created_since

-- Until when the newest heartbeat proves a worker: two more may be missed.
-- :name worker_good_until
-- :read
-- :in
-- :out good i?
SELECT max(seen + 3 * every + 60) FROM worker
