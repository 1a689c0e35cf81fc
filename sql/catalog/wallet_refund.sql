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
-- :in panel i, account i, payment i, state t, amount i, tax i, minor i, currency t, exponent i, key t, reason t, actor i, now i
-- :id refund_out
INSERT INTO refund_out (panel_id, account_id, payment_id, state, amount, tax, minor, currency, exponent, key, reason, actor, created, updated)
VALUES (:panel, :account, :payment, :state, :amount, :tax, :minor, :currency, :exponent, :key, :reason, :actor, :now, :now)

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
-- :out id i, account i, payment i, state t, version i, amount i, tax i, minor i, currency t, exponent i, key t, gateway_ref t?, reason t, note t, tries i, created i, updated i, username t, actor_name t?, method t
SELECT r.id, r.account_id AS account, r.payment_id AS payment, r.state, r.version, r.amount, r.tax, r.minor, r.currency, r.exponent, r.key,
       r.gateway_ref, r.reason, r.note, r.tries, r.created, r.updated, a.username, s.username AS actor_name, p.method
FROM refund_out r JOIN account a ON a.id = r.account_id JOIN payment p ON p.id = r.payment_id LEFT JOIN account s ON s.id = r.actor
WHERE r.panel_id = :panel AND r.id = :id

-- state '' all, 'open' all that are under way; payment 0: all
-- :name refund_list
-- :read
-- :in panel i, payment i, state t, before i, rows i
-- :out id i, account i, payment i, state t, version i, amount i, tax i, minor i, currency t, exponent i, key t, gateway_ref t?, reason t, note t, tries i, created i, updated i, username t, actor_name t?, method t
SELECT r.id, r.account_id AS account, r.payment_id AS payment, r.state, r.version, r.amount, r.tax, r.minor, r.currency, r.exponent, r.key,
       r.gateway_ref, r.reason, r.note, r.tries, r.created, r.updated, a.username, s.username AS actor_name, p.method
FROM refund_out r JOIN account a ON a.id = r.account_id JOIN payment p ON p.id = r.payment_id LEFT JOIN account s ON s.id = r.actor
WHERE r.panel_id = :panel AND (:payment = 0 OR r.payment_id = :payment) AND r.id < :before
  AND (:state = '' OR r.state = :state OR (:state = 'open' AND r.state IN ('open', 'sending', 'manual')))
ORDER BY r.id DESC LIMIT :rows

-- what was or is being sent back of a payment
-- :name refund_sum
-- :read
-- :in panel i, payment i
-- :out amount i, tax i, minor i
SELECT CAST(COALESCE(SUM(amount), 0) AS {int}) AS amount, CAST(COALESCE(SUM(tax), 0) AS {int}) AS tax, CAST(COALESCE(SUM(minor), 0) AS {int}) AS minor
FROM refund_out WHERE panel_id = :panel AND payment_id = :payment AND state <> 'failed'

-- book 'refund' holds exactly what is under way
-- :name verify_refunds_out
-- :read
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
-- :read
-- :in
-- :out payment i, sent i, paid i
SELECT p.id AS payment, CAST(SUM(r.amount) AS {int}) AS sent, p.amount AS paid
FROM refund_out r JOIN payment p ON p.id = r.payment_id WHERE r.state <> 'failed'
GROUP BY p.id, p.amount HAVING SUM(r.amount) > p.amount
