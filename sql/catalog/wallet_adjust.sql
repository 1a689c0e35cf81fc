-- SPDX-License-Identifier: Apache-2.0
-- Corrections by two people.

-- :name adjust_ask
-- :write
-- :in panel i, account i, unit t, amount i, reason t, actor i, now i, expires i, kind t, ref i, cause t
-- :id request
INSERT INTO adjust_request (panel_id, account_id, unit, amount, reason, asked_by, created, expires, kind, ref, cause)
VALUES (:panel, :account, :unit, :amount, :reason, :actor, :now, :expires, :kind, :ref, :cause)

-- one decision, by somebody else than who asked and than who gets it, in time
-- :name adjust_decide
-- :write
-- :in panel i, id i, state t, actor i, note t, now i
-- :expect one
UPDATE adjust_request SET state = :state, decided_by = :actor, note = :note, decided = :now
WHERE panel_id = :panel AND id = :id AND state = 'waiting' AND expires > :now AND asked_by <> :actor AND account_id <> :actor AND NOT (kind = 'move' AND ref = :actor)

-- :name adjust_withdraw
-- :write
-- :in panel i, id i, actor i, now i
-- :expect one
UPDATE adjust_request SET state = 'withdrawn', decided_by = :actor, decided = :now
WHERE panel_id = :panel AND id = :id AND state = 'waiting' AND asked_by = :actor

-- :name adjust_expire
-- :write
-- :in panel i, now i
UPDATE adjust_request SET state = 'expired', decided = :now WHERE panel_id = :panel AND state = 'waiting' AND expires <= :now

-- :name adjust_get
-- :read
-- :in panel i, id i
-- :out id i, account_id i, username t, unit t, amount i, reason t, state t, asked_by i, asker t, asker_email t, asker_lang t, decider t?, note t, created i, expires i, decided i, kind t, ref i, cause t, to_name t?
SELECT q.id, q.account_id, a.username, q.unit, q.amount, q.reason, q.state, q.asked_by, b.username AS asker, b.email AS asker_email, b.language AS asker_lang,
       d.username AS decider, q.note, q.created, q.expires, q.decided, q.kind, q.ref, q.cause,
       t.username AS to_name
FROM adjust_request q JOIN account a ON a.id = q.account_id JOIN account b ON b.id = q.asked_by LEFT JOIN account d ON d.id = q.decided_by
     LEFT JOIN account t ON q.kind = 'move' AND t.id = q.ref
WHERE q.panel_id = :panel AND q.id = :id

-- state '' = all
-- :name adjust_list
-- :read
-- :in panel i, state t, before i, rows i
-- :out id i, account_id i, username t, unit t, amount i, reason t, state t, asked_by i, asker t, asker_email t, asker_lang t, decider t?, note t, created i, expires i, decided i, kind t, ref i, cause t, to_name t?
SELECT q.id, q.account_id, a.username, q.unit, q.amount, q.reason, q.state, q.asked_by, b.username AS asker, b.email AS asker_email, b.language AS asker_lang,
       d.username AS decider, q.note, q.created, q.expires, q.decided, q.kind, q.ref, q.cause,
       t.username AS to_name
FROM adjust_request q JOIN account a ON a.id = q.account_id JOIN account b ON b.id = q.asked_by LEFT JOIN account d ON d.id = q.decided_by
     LEFT JOIN account t ON q.kind = 'move' AND t.id = q.ref
WHERE q.panel_id = :panel AND (:state = '' OR q.state = :state) AND q.id < :before ORDER BY q.id DESC LIMIT :rows

-- :name adjust_waiting
-- :read
-- :in panel i, now i, actor i
-- :out n i
SELECT COUNT(*) AS n FROM adjust_request WHERE panel_id = :panel AND state = 'waiting' AND expires > :now AND asked_by <> :actor AND account_id <> :actor AND NOT (kind = 'move' AND ref = :actor)

-- who could decide: to be told
-- :name adjust_deciders
-- :read
-- :in panel i, actor i, account i
-- :out username t, email t, language t
SELECT a.username, a.email, a.language FROM member m JOIN account a ON a.id = m.account_id
WHERE m.panel_id = :panel AND m.role IN ('staff', 'owner') AND a.status = 'active' AND a.id <> :actor AND a.id <> :account
ORDER BY a.id LIMIT 20

-- :name verify_adjusts
-- :read whole
-- :out id i, state t, amount i, booked i
SELECT q.id, q.state, q.amount, CAST(COALESCE(s.booked, 0) AS {int}) AS booked FROM adjust_request q
LEFT JOIN (SELECT t.panel_id, t.ref, SUM(-p.amount) AS booked FROM transfer t JOIN posting p ON p.transfer_id = t.id AND p.book = 'adjust'
           WHERE t.kind = 'adjust-two' GROUP BY t.panel_id, t.ref) s ON s.panel_id = q.panel_id AND s.ref = q.id
WHERE q.unit = 'usd' AND q.kind = 'balance' AND COALESCE(s.booked, 0) <> CASE WHEN q.state = 'approved' THEN q.amount ELSE 0 END
UNION ALL
SELECT q.id, q.state, q.amount, CAST(COALESCE(m.moved, 0) AS {int}) AS booked FROM adjust_request q
LEFT JOIN (SELECT t.panel_id, t.ref, p.account_id, SUM(p.amount) AS moved FROM transfer t JOIN posting p ON p.transfer_id = t.id AND p.book = 'wallet'
           WHERE t.kind = 'adjust-move-two' GROUP BY t.panel_id, t.ref, p.account_id) m ON m.panel_id = q.panel_id AND m.ref = q.id AND m.account_id = q.ref
WHERE q.kind = 'move' AND COALESCE(m.moved, 0) <> CASE WHEN q.state = 'approved' THEN q.amount ELSE 0 END LIMIT 100

-- the request about a payment's refund that waits now
-- :name adjust_of_refund
-- :read
-- :in panel i, payment i, now i
-- :out id i
SELECT id FROM adjust_request WHERE panel_id = :panel AND kind = 'refund' AND ref = :payment AND state = 'waiting' AND expires > :now
