-- SPDX-License-Identifier: Apache-2.0
-- Refunds to the source.

-- Everybody who starts a refund of a payment passes here one after the other: what is left is read
-- before and holds only while nobody else has passed.
-- :name refund_turn
-- :write
-- :in panel i, payment i, version i
-- :expect one
UPDATE payment SET version = version + 1 WHERE panel_id = :panel AND id = :payment AND version = :version AND state = 'paid'

-- :name refund_insert
-- :write
-- :in panel i, account i, payment i, state t, amount i, tax i, minor i, currency t, exponent i, key t, reason t, actor i, now i, cause t, request i
-- :id refund_out
INSERT INTO refund_out (panel_id, account_id, payment_id, state, amount, tax, minor, currency, exponent, key, reason, actor, created, updated, cause, request_id)
VALUES (:panel, :account, :payment, :state, :amount, :tax, :minor, :currency, :exponent, :key, :reason, :actor, :now, :now, :cause, :request)

-- :name refund_move
-- :write
-- :in panel i, id i, version i, from_state t, to_state t, gateway_ref t?, note t, now i
-- :expect one
UPDATE refund_out SET state = :to_state, version = version + 1, gateway_ref = COALESCE(:gateway_ref, gateway_ref), note = :note,
    tries = tries + CASE WHEN :to_state = 'sending' THEN 1 ELSE 0 END, updated = :now
WHERE panel_id = :panel AND id = :id AND version = :version AND state = :from_state

-- :name refund_get
-- :read
-- :in panel i, id i
-- :out id i, account i, payment i, state t, version i, amount i, tax i, minor i, currency t, exponent i, key t, gateway_ref t?, reason t, note t, tries i, created i, updated i, username t, actor_name t?, method t, cause t, request i, approver t?, no_note t, no_note_done t
SELECT r.id, r.account_id AS account, r.payment_id AS payment, r.state, r.version, r.amount, r.tax, r.minor, r.currency, r.exponent, r.key,
       r.gateway_ref, r.reason, r.note, r.tries, r.created, r.updated, a.username, s.username AS actor_name, p.method, r.cause,
       r.request_id AS request, d.username AS approver, r.no_note, r.no_note_done
FROM refund_out r JOIN account a ON a.id = r.account_id JOIN payment p ON p.id = r.payment_id LEFT JOIN account s ON s.id = r.actor
     LEFT JOIN adjust_request q ON q.id = r.request_id LEFT JOIN account d ON d.id = q.decided_by
WHERE r.panel_id = :panel AND r.id = :id

-- state '' all, 'open' all that are under way, 'done' those of the processor as well; payment 0: all
-- :name refund_list
-- :read
-- :in panel i, payment i, state t, before i, rows i
-- :out id i, account i, payment i, state t, version i, amount i, tax i, minor i, currency t, exponent i, key t, gateway_ref t?, reason t, note t, tries i, created i, updated i, username t, actor_name t?, method t, cause t, request i, approver t?, no_note t, no_note_done t
SELECT r.id, r.account_id AS account, r.payment_id AS payment, r.state, r.version, r.amount, r.tax, r.minor, r.currency, r.exponent, r.key,
       r.gateway_ref, r.reason, r.note, r.tries, r.created, r.updated, a.username, s.username AS actor_name, p.method, r.cause,
       r.request_id AS request, d.username AS approver, r.no_note, r.no_note_done
FROM refund_out r JOIN account a ON a.id = r.account_id JOIN payment p ON p.id = r.payment_id LEFT JOIN account s ON s.id = r.actor
     LEFT JOIN adjust_request q ON q.id = r.request_id LEFT JOIN account d ON d.id = q.decided_by
WHERE r.panel_id = :panel AND (:payment = 0 OR r.payment_id = :payment) AND r.id < :before
  AND (:state = '' OR r.state = :state OR (:state = 'open' AND r.state IN ('open', 'sending', 'manual')) OR (:state = 'done' AND r.state = 'seen'))
ORDER BY r.id DESC LIMIT :rows

-- what we sent back of a payment, or are sending
-- :name refund_sum
-- :read
-- :in panel i, payment i
-- :out amount i, tax i, minor i
SELECT CAST(COALESCE(SUM(amount), 0) AS {int}) AS amount, CAST(COALESCE(SUM(tax), 0) AS {int}) AS tax, CAST(COALESCE(SUM(minor), 0) AS {int}) AS minor
FROM refund_out WHERE panel_id = :panel AND payment_id = :payment AND state NOT IN ('failed', 'seen')

-- book 'refund' holds exactly what is under way
-- :name verify_refunds_out
-- :read whole
-- :in
-- :out panel i, booked i, open i
SELECT n.id AS panel,
    CAST(COALESCE((SELECT SUM(o.amount) FROM posting o WHERE o.panel_id = n.id AND o.book = 'refund'), 0) AS {int}) AS booked,
    CAST(COALESCE((SELECT SUM(r.amount + r.tax) FROM refund_out r WHERE r.panel_id = n.id AND r.state IN ('open', 'sending', 'manual')), 0) AS {int}) AS open
FROM panel n
WHERE COALESCE((SELECT SUM(o.amount) FROM posting o WHERE o.panel_id = n.id AND o.book = 'refund'), 0) <>
      COALESCE((SELECT SUM(r.amount + r.tax) FROM refund_out r WHERE r.panel_id = n.id AND r.state IN ('open', 'sending', 'manual')), 0)

-- never more than was paid
-- :name verify_refund_sums
-- :read whole
-- :in
-- :out payment i, sent i, paid i
SELECT p.id AS payment, CAST(SUM(r.amount) AS {int}) AS sent, p.amount AS paid
FROM refund_out r JOIN payment p ON p.id = r.payment_id WHERE r.state NOT IN ('failed', 'seen')
GROUP BY p.id, p.amount HAVING SUM(r.amount) > p.amount

-- sent, but its credit note could not be written: `why` until a person has seen to it
-- :name refund_no_note
-- :write
-- :in panel i, id i, why t
-- :expect one
UPDATE refund_out SET no_note = :why WHERE panel_id = :panel AND id = :id AND no_note = ''

-- :name refund_note_done
-- :write
-- :in panel i, id i, what t, now i
-- :expect one
UPDATE refund_out SET no_note_done = :what, version = version + 1, updated = :now
WHERE panel_id = :panel AND id = :id AND no_note <> '' AND no_note_done = ''

-- :name refund_no_notes
-- :read
-- :in panel i
-- :out n i
SELECT COUNT(*) AS n FROM refund_out WHERE panel_id = :panel AND no_note <> '' AND no_note_done = ''

-- a refund that was approved by a second person was started once and as it was asked for
-- :name verify_refund_requests
-- :read whole
-- :in
-- :out id i, state t, amount i, started i
SELECT q.id, q.state, q.amount, CAST(COALESCE(r.amount, 0) AS {int}) AS started FROM adjust_request q
LEFT JOIN refund_out r ON r.request_id = q.id AND r.panel_id = q.panel_id AND r.payment_id = q.ref
WHERE q.kind = 'refund' AND COALESCE(r.amount, 0) <> CASE WHEN q.state = 'approved' THEN q.amount ELSE 0 END LIMIT 100

-- what left for good without a credit note is known to staff
-- :name verify_refund_notes
-- :read whole
-- :in
-- :out id i
SELECT r.id FROM refund_out r JOIN payment p ON p.id = r.payment_id JOIN invoice i ON i.id = p.invoice_id
WHERE r.state IN ('done', 'seen') AND i.number IS NOT NULL AND r.no_note = ''
  AND NOT EXISTS (SELECT 1 FROM credit_note n WHERE n.panel_id = r.panel_id AND n.key = 'refund:' || CAST(r.id AS TEXT))
  AND NOT EXISTS (SELECT 1 FROM credit_note n WHERE n.panel_id = r.panel_id AND n.key = 'refund:' || r.key)
  AND NOT EXISTS (SELECT 1 FROM credit_note n WHERE n.panel_id = r.panel_id AND n.key = 'refund:' || r.key || '/excess') LIMIT 100

-- a refund that the processor reports without an order of ours; its money is booked by payment_back
-- :name refund_seen
-- :write
-- :in panel i, account i, payment i, amount i, tax i, minor i, currency t, exponent i, key t, reason t, now i, no_note t, no_note_done t
INSERT INTO refund_out (panel_id, account_id, payment_id, state, amount, tax, minor, currency, exponent, key, reason, actor, created, updated, cause, no_note, no_note_done)
VALUES (:panel, :account, :payment, 'seen', :amount, :tax, :minor, :currency, :exponent, :key, :reason, 0, :now, :now, 'processor', :no_note, :no_note_done)

-- what the processor reported by itself so far
-- :name refund_seen_sum
-- :read
-- :in panel i, payment i
-- :out minor i
SELECT CAST(COALESCE(SUM(minor), 0) AS {int}) AS minor FROM refund_out WHERE panel_id = :panel AND payment_id = :payment AND state = 'seen'
