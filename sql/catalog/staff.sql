-- SPDX-License-Identifier: Apache-2.0
-- Reads of the staff pages: customers, audit log, system. Writes belong to the modules' own files.

-- like: pattern of the folded words, '' = everybody; role and state '' = any
-- :name staff_people
-- :read
-- :in panel i, like t, id i, role t, state t, before i, rows i
-- :out id i, username t, email t, name t, state t, role t, created i, last_signin i?, balance i, held i
SELECT a.id, a.username, a.email, a.name, a.status AS state, m.role, a.created, a.last_signin,
       COALESCE(w.balance, 0) AS balance, COALESCE(w.held, 0) AS held
FROM member m JOIN account a ON a.id = m.account_id
LEFT JOIN wallet w ON w.panel_id = m.panel_id AND w.account_id = a.id
WHERE m.panel_id = :panel AND a.id < :before
  AND (:like = '' OR a.id = :id OR a.username_key LIKE :like ESCAPE '\' OR a.email_key LIKE :like ESCAPE '\' OR lower(a.name) LIKE :like ESCAPE '\')
  AND (:role = '' OR m.role = :role) AND (:state = '' OR a.status = :state)
ORDER BY a.id DESC LIMIT :rows

-- :name staff_person
-- :read
-- :in panel i, account i
-- :out id i, username t, email t, name t, company t, country t, language t, timezone t, state t, role t, created i, joined i, verified i?, last_signin i?, frozen i, keys i, sessions i
SELECT a.id, a.username, a.email, a.name, a.company, a.country, a.language, a.timezone, a.status AS state, m.role, a.created, m.joined,
       a.verified_at AS verified, a.last_signin, COALESCE(w.frozen, 0) AS frozen,
       (SELECT COUNT(*) FROM api_key k WHERE k.panel_id = :panel AND k.account_id = a.id AND k.revoked IS NULL) AS keys,
       (SELECT COUNT(*) FROM session s WHERE s.panel_id = :panel AND s.account_id = a.id) AS sessions
FROM member m JOIN account a ON a.id = m.account_id
LEFT JOIN wallet w ON w.panel_id = m.panel_id AND w.account_id = a.id
WHERE m.panel_id = :panel AND m.account_id = :account

-- :name staff_person_payments
-- :read
-- :in panel i, account i, rows i
-- :out id i, method t, state t, amount i, created i
SELECT id, method, state, amount, created FROM payment
WHERE panel_id = :panel AND account_id = :account ORDER BY id DESC LIMIT :rows

-- :name staff_person_entries
-- :read
-- :in panel i, account i, rows i
-- :out id i, created i, kind t, memo t, amount i, balance_after i
SELECT p.id, t.created, t.kind, t.memo, p.amount, p.balance_after
FROM posting p JOIN transfer t ON t.id = p.transfer_id
WHERE p.panel_id = :panel AND p.account_id = :account AND p.book = 'wallet' ORDER BY p.id DESC LIMIT :rows

-- actor -1 = anybody, 0 = the system; action '' = any, else its beginning
-- :name staff_audit
-- :read
-- :in panel i, before i, actor i, action t, rows i
-- :out id i, created i, actor i, actor_name t?, action t, kind t, ref i, old_text t?, new_text t?, why t?, addr t?, request t?
SELECT l.id, l.created, l.actor, a.username AS actor_name, l.action, l.kind, l.ref, l.old_text, l.new_text, l.why, l.addr, l.request_id AS request
FROM audit_log l LEFT JOIN account a ON a.id = l.actor
WHERE l.panel_id = :panel AND l.id < :before AND (:actor < 0 OR l.actor = :actor)
  AND (:action = '' OR substr(l.action, 1, length(:action)) = :action)
ORDER BY l.id DESC LIMIT :rows

-- :name staff_audit_actions
-- :read
-- :in panel i
-- :out action t
SELECT DISTINCT action FROM audit_log WHERE panel_id = :panel ORDER BY action LIMIT 100

-- :name staff_workers
-- :read
-- :out class t, node t, seen i, good i, done i
SELECT class, node, seen, seen + 3 * every + 60 AS good, done FROM worker ORDER BY class LIMIT 100

-- late: seconds that the oldest due row waits
-- :name staff_queue
-- :read
-- :in panel i, now i
-- :out kind t, waiting i, due i, late i, failing i
SELECT kind, COUNT(*) AS waiting, COUNT(CASE WHEN run_at <= :now THEN 1 END) AS due, MAX(:now - run_at) AS late,
       COUNT(CASE WHEN error IS NOT NULL THEN 1 END) AS failing
FROM job WHERE panel_id = :panel GROUP BY kind ORDER BY kind LIMIT 100

-- :name staff_job_errors
-- :read
-- :in panel i, rows i
-- :out id i, kind t, ref i, attempt i, run_at i, error t
SELECT id, kind, ref, attempt, run_at, error FROM job
WHERE panel_id = :panel AND error IS NOT NULL ORDER BY run_at DESC, id DESC LIMIT :rows

-- :name staff_mail_counts
-- :read
-- :in panel i
-- :out state t, n i
SELECT state, COUNT(*) AS n FROM mail_outbox WHERE panel_id = :panel GROUP BY state ORDER BY state

-- :name staff_mail_dead
-- :read
-- :in panel i, rows i
-- :out id i, recipient t, view t, attempt i, changed i, error t?, kept i
SELECT id, recipient, view, attempt, changed, error, CASE WHEN model IS NULL THEN 0 ELSE 1 END AS kept FROM mail_outbox
WHERE panel_id = :panel AND state = 'dead' ORDER BY changed DESC, id DESC LIMIT :rows
