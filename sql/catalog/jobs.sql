-- SPDX-License-Identifier: Apache-2.0
-- Jobs, mail, settings, audit log, idempotency keys.

-- :name job_queue
-- :write
-- :in panel i, kind t, ref i, run_at i, arg t?, now i
INSERT INTO job (panel_id, kind, ref, run_at, arg, created)
VALUES (:panel, :kind, :ref, :run_at, :arg, :now)
ON CONFLICT (panel_id, kind, ref) DO UPDATE SET
    run_at = CASE WHEN excluded.run_at < job.run_at THEN excluded.run_at ELSE job.run_at END,
    arg = COALESCE(excluded.arg, job.arg),
    wanted = job.wanted + 1

-- :name job_ensure
-- :write
-- :in panel i, kind t, now i
INSERT INTO job (panel_id, kind, ref, run_at, created)
VALUES (:panel, :kind, 0, :now, :now)
ON CONFLICT (panel_id, kind, ref) DO NOTHING

-- :name job_exists
-- :read
-- :in panel i, kind t, ref i
-- :out id i
SELECT id FROM job WHERE panel_id = :panel AND kind = :kind AND ref = :ref

-- :name job_due
-- :read
-- :in now i
-- :out panel i, kind t, n i
SELECT panel_id AS panel, kind, COUNT(*) AS n FROM job
WHERE run_at <= :now AND lease_until <= :now
GROUP BY panel_id, kind
ORDER BY MIN(run_at)
LIMIT 1000

-- While a row is held its run_at is the end of the lease: a wish that comes meanwhile sets its own
-- time by job_queue. The outer conditions are repeated so that two claimers never share a row.
-- :name job_claim
-- :write
-- :in owner t, until i, now i, panel i, kind t, n i
UPDATE job SET owner = :owner, fence = fence + 1, attempt = attempt + 1, lease_until = :until,
    run_at = :until
WHERE run_at <= :now AND lease_until <= :now AND id IN (
    SELECT id FROM job WHERE panel_id = :panel AND kind = :kind AND run_at <= :now
        AND lease_until <= :now ORDER BY run_at, id LIMIT :n)

-- :name job_mine
-- :read
-- :in owner t
-- :out id i, ref i, arg t?, fence i, attempt i, wanted i
SELECT id, ref, arg, fence, attempt, wanted FROM job WHERE owner = :owner ORDER BY id LIMIT 1000

-- :name job_done
-- :write
-- :in id i, fence i, wanted i
DELETE FROM job WHERE id = :id AND fence = :fence AND wanted = :wanted

-- The row was wished for again while it was worked off: it stays.
-- :name job_rearm
-- :write
-- :in id i, fence i, wanted i
UPDATE job SET owner = NULL, lease_until = 0, attempt = 0, error = NULL
WHERE id = :id AND fence = :fence AND wanted <> :wanted

-- :name job_again
-- :write
-- :in id i, fence i, wanted i, next i, attempt i, error t?
UPDATE job SET owner = NULL, lease_until = 0, attempt = :attempt, error = :error,
    run_at = CASE WHEN wanted <> :wanted AND run_at < :next THEN run_at ELSE :next END
WHERE id = :id AND fence = :fence

-- :name job_backlog
-- :read
-- :in now i
-- :out kind t, n i, late i
SELECT kind, COUNT(*) AS n, MAX(:now - run_at) AS late FROM job WHERE ref <> 0
GROUP BY kind ORDER BY kind LIMIT 100

-- When rows come due by themselves: their time, or the end of a lease.
-- :name job_next
-- :read
-- :in now i
-- :out kind t, at i
SELECT kind, MIN(CASE WHEN run_at > lease_until THEN run_at ELSE lease_until END) AS at FROM job
WHERE run_at > :now OR lease_until > :now GROUP BY kind ORDER BY kind LIMIT 1000

-- :name worker_seen
-- :read
-- :in class t
-- :out seen i, node t
SELECT seen, node FROM worker WHERE class = :class

-- :name worker_beat
-- :write
-- :in class t, node t, now i, every i, done i
INSERT INTO worker (class, node, seen, every, done) VALUES (:class, :node, :now, :every, :done)
ON CONFLICT (class) DO UPDATE SET node = excluded.node, seen = excluded.seen, every = excluded.every,
    done = worker.done + excluded.done

-- ---- mail --------------------------------------------------------------------------------------

-- :name mail_insert
-- :write
-- :in panel i, recipient t, lang t, view t, model t?, state t, error t?, now i
-- :id mail_outbox
INSERT INTO mail_outbox (panel_id, recipient, lang, view, model, state, error, created, changed)
VALUES (:panel, :recipient, :lang, :view, :model, :state, :error, :now, :now)

-- :name mail_get
-- :read
-- :in panel i, id i
-- :out recipient t, lang t, view t, model t?, state t, created i
SELECT recipient, lang, view, model, state, created FROM mail_outbox
WHERE panel_id = :panel AND id = :id

-- The text goes when the mail is out: it may hold one-time links.
-- :name mail_sent
-- :write
-- :in panel i, id i, now i
UPDATE mail_outbox SET state = 'sent', model = NULL, error = NULL, attempt = attempt + 1,
    changed = :now
WHERE panel_id = :panel AND id = :id AND state IN ('queued', 'sending')

-- :name mail_failed
-- :write
-- :in panel i, id i, state t, error t?, now i
UPDATE mail_outbox SET state = :state, error = :error, attempt = attempt + 1, changed = :now
WHERE panel_id = :panel AND id = :id AND state IN ('queued', 'sending')

-- :name mail_again
-- :write
-- :in panel i, id i, now i
-- :expect one
UPDATE mail_outbox SET state = 'queued', error = NULL, changed = :now
WHERE panel_id = :panel AND id = :id AND state = 'dead' AND model IS NOT NULL

-- :name mail_purge
-- :write
-- :in panel i, before i
DELETE FROM mail_outbox
WHERE panel_id = :panel AND state IN ('sent', 'dead') AND changed < :before

-- :name mail_counts
-- :read
-- :in
-- :out state t, n i
SELECT state, COUNT(*) AS n FROM mail_outbox GROUP BY state ORDER BY state LIMIT 10

-- ---- settings, audit log -----------------------------------------------------------------------

-- :name setting_get
-- :read
-- :in panel i, key t
-- :out value t
SELECT value FROM setting WHERE panel_id = :panel AND key = :key

-- :name setting_all
-- :read
-- :in panel i
-- :out key t, value t
SELECT key, value FROM setting WHERE panel_id = :panel LIMIT 1000

-- :name setting_put
-- :write
-- :in panel i, key t, value t, now i, actor i
INSERT INTO setting (panel_id, key, value, changed, changed_by)
VALUES (:panel, :key, :value, :now, :actor)
ON CONFLICT (panel_id, key) DO UPDATE SET value = excluded.value, changed = excluded.changed,
    changed_by = excluded.changed_by

-- :name setting_drop
-- :write
-- :in panel i, key t
DELETE FROM setting WHERE panel_id = :panel AND key = :key

-- :name setting_list
-- :read
-- :in panel i
-- :out key t, value t, changed i, changed_by i
SELECT key, value, changed, changed_by FROM setting WHERE panel_id = :panel ORDER BY key LIMIT 1000

-- :name audit_insert
-- :write
-- :in panel i, now i, actor i, action t, kind t, ref i, old_text t?, new_text t?, why t?, addr t?, request t?
INSERT INTO audit_log (panel_id, created, actor, action, kind, ref, old_text, new_text, why, addr,
    request_id)
VALUES (:panel, :now, :actor, :action, :kind, :ref, :old_text, :new_text, :why, :addr, :request)

-- :name audit_list
-- :read
-- :in panel i, before i, n i
-- :out id i, created i, actor i, action t, kind t, ref i, old_text t?, new_text t?, why t?, addr t?
SELECT id, created, actor, action, kind, ref, old_text, new_text, why, addr FROM audit_log
WHERE panel_id = :panel AND id < :before ORDER BY id DESC LIMIT :n

-- ---- idempotency keys --------------------------------------------------------------------------

-- :name idem_insert
-- :write
-- :in panel i, scope t, actor i, key t, print t, result i, now i
INSERT INTO idem (panel_id, scope, actor, key, print, result, created)
VALUES (:panel, :scope, :actor, :key, :print, :result, :now)

-- :name idem_get
-- :read
-- :in panel i, scope t, actor i, key t
-- :out result i, print t
SELECT result, print FROM idem
WHERE panel_id = :panel AND scope = :scope AND actor = :actor AND key = :key

-- :name idem_purge
-- :write
-- :in panel i, before i
DELETE FROM idem WHERE panel_id = :panel AND created < :before

-- ---- tools -------------------------------------------------------------------------------------

-- :name panel_list
-- :read
-- :in
-- :out id i, key t, name t
SELECT id, key, name FROM panel ORDER BY id LIMIT 1000

-- ---- invariants --------------------------------------------------------------------------------

-- :name verify_settings
-- :read whole
-- :in
-- :out panel i, key t, value t
SELECT panel_id AS panel, key, value FROM setting ORDER BY panel_id, key

-- :name verify_jobs
-- :read whole
-- :in
-- :out id i
SELECT id FROM job WHERE (owner IS NULL) <> (lease_until = 0) ORDER BY id LIMIT 100

-- :name verify_mails
-- :read whole
-- :in
-- :out id i
SELECT m.id FROM mail_outbox m WHERE m.state = 'queued' AND NOT EXISTS (
    SELECT 1 FROM job j WHERE j.panel_id = m.panel_id AND j.kind = 'mail.send' AND j.ref = m.id)
ORDER BY m.id LIMIT 100
