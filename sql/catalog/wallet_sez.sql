-- SPDX-License-Identifier: Apache-2.0
-- Units in special economic zones.

-- account 0: all; id 0: any; state '': all. gstin_now is what the customer's details say today
-- :name sez_list
-- :read
-- :in panel i, account i, id i, state t, before i, rows i
-- :out id i, account_id i, username t, company t, kind t, gstin t, gstin_now t, approval t, state t, note t, created i, decided i, actor_name t?
SELECT s.id, s.account_id, a.username, a.company, s.kind, s.gstin, a.tax_id AS gstin_now, s.approval, s.state, s.note, s.created, s.decided, b.username AS actor_name
FROM sez_declaration s JOIN account a ON a.id = s.account_id LEFT JOIN account b ON b.id = s.actor
WHERE s.panel_id = :panel AND (:account = 0 OR s.account_id = :account) AND (:id = 0 OR s.id = :id)
  AND (:state = '' OR s.state = :state) AND s.id < :before
ORDER BY s.id DESC LIMIT :rows

-- :name sez_open_count
-- :read
-- :in panel i
-- :out n i
SELECT COUNT(*) AS n FROM sez_declaration WHERE panel_id = :panel AND state = 'declared'

-- what counts for a bill
-- :name sez_confirmed
-- :read
-- :in panel i, account i, gstin t
-- :out kind t
SELECT kind FROM sez_declaration WHERE panel_id = :panel AND account_id = :account AND state = 'confirmed' AND gstin = :gstin

-- :name sez_replace
-- :write
-- :in panel i, account i
UPDATE sez_declaration SET state = 'withdrawn' WHERE panel_id = :panel AND account_id = :account AND state IN ('declared', 'confirmed')

-- :name sez_withdraw
-- :write
-- :in panel i, account i
-- :expect one
UPDATE sez_declaration SET state = 'withdrawn' WHERE panel_id = :panel AND account_id = :account AND state IN ('declared', 'confirmed')

-- :name sez_insert
-- :write
-- :in panel i, account i, kind t, gstin t, approval t, now i
-- :id sez_declaration
INSERT INTO sez_declaration (panel_id, account_id, kind, gstin, approval, state, created)
VALUES (:panel, :account, :kind, :gstin, :approval, 'declared', :now)

-- a number that has changed meanwhile cannot be confirmed
-- :name sez_decide
-- :write
-- :in panel i, id i, from_state t, to_state t, note t, now i, actor i
-- :expect one
UPDATE sez_declaration SET state = :to_state, note = :note, decided = :now, actor = :actor
WHERE panel_id = :panel AND id = :id AND state = :from_state
  AND (:to_state <> 'confirmed' OR gstin = (SELECT a.tax_id FROM account a WHERE a.id = account_id))

-- :name export_sez_declaration
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, kind t, gstin t, approval t, state t, note t, created i, decided i, actor i
SELECT id, account_id, kind, gstin, approval, state, note, created, decided, actor
FROM sez_declaration WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n
