-- SPDX-License-Identifier: Apache-2.0
-- Joining an under-paid payment with the excess of another one. An excess that has an invoice of its own (payment_excess)
-- is taxed already and takes no part.

-- pairs that fit: account 0 everybody's, payment 0 any
-- :name join_pairs
-- :read
-- :in panel i, account i, payment i, rows i
-- :out payment i, other i, account i, username t, missing i, spare i, updated i
SELECT x.payment, x.other, x.account, x.username, x.missing, x.spare, x.updated FROM (
  SELECT p.id AS payment, o.id AS other, p.account_id AS account, a.username, p.amount + p.fee - p.received AS missing,
         CAST(o.received - o.amount - o.fee - COALESCE((SELECT SUM(j.amount) FROM payment_join j WHERE j.from_id = o.id AND j.state = 'done'), 0) AS {int}) AS spare, o.updated
  FROM payment p JOIN payment o ON o.panel_id = p.panel_id AND o.account_id = p.account_id AND o.id <> p.id JOIN account a ON a.id = p.account_id
  WHERE p.panel_id = :panel AND p.state = 'underpaid' AND (:account = 0 OR p.account_id = :account) AND (:payment = 0 OR p.id = :payment)
    AND o.received > o.amount + o.fee AND o.state = 'paid' AND o.returned = 0 AND o.disputed = 0 AND NOT EXISTS (SELECT 1 FROM payment_excess e WHERE e.payment_id = o.id)) x
WHERE x.spare >= x.missing ORDER BY x.payment DESC, x.other DESC LIMIT :rows

-- what was asked, and what became of it; payment 0: all that wait
-- :name join_requests
-- :read
-- :in panel i, payment i, rows i
-- :out id i, payment i, other i, account i, username t, amount i, state t, reason t, created i
SELECT j.id, j.payment_id AS payment, j.from_id AS other, j.account_id AS account, a.username, j.amount, j.state, j.reason, j.created
FROM payment_join j JOIN account a ON a.id = j.account_id
WHERE j.panel_id = :panel AND ((:payment = 0 AND j.state = 'asked') OR j.payment_id = :payment) ORDER BY j.id DESC LIMIT :rows

-- :name join_ask
-- :write
-- :in panel i, account i, payment i, from i, now i
-- :expect one
INSERT INTO payment_join (panel_id, account_id, payment_id, from_id, amount, state, created, updated)
SELECT p.panel_id, p.account_id, p.id, o.id, p.amount + p.fee - p.received, 'asked', :now, :now
FROM payment p JOIN payment o ON o.id = :from AND o.panel_id = p.panel_id AND o.account_id = p.account_id
WHERE p.panel_id = :panel AND p.account_id = :account AND p.id = :payment AND p.state = 'underpaid' AND o.state = 'paid' AND o.returned = 0 AND o.disputed = 0 AND NOT EXISTS (SELECT 1 FROM payment_excess e WHERE e.payment_id = o.id)
  AND o.received - o.amount - o.fee - COALESCE((SELECT SUM(j.amount) FROM payment_join j WHERE j.from_id = o.id AND j.state = 'done'), 0) >= p.amount + p.fee - p.received

-- the request is answered by what is done, whichever payment it named
-- :name join_answered
-- :write
-- :in panel i, payment i
DELETE FROM payment_join WHERE panel_id = :panel AND payment_id = :payment AND state = 'asked'

-- what is left of the excess is counted here, after refund_turn has locked its payment
-- :name join_insert
-- :write
-- :in panel i, account i, payment i, from i, amount i, actor i, reason t, now i
-- :expect one
INSERT INTO payment_join (panel_id, account_id, payment_id, from_id, amount, state, actor, reason, created, updated)
SELECT o.panel_id, o.account_id, :payment, o.id, :amount, 'done', :actor, :reason, :now, :now
FROM payment o WHERE o.panel_id = :panel AND o.account_id = :account AND o.id = :from AND o.state = 'paid' AND o.returned = 0 AND o.disputed = 0 AND NOT EXISTS (SELECT 1 FROM payment_excess e WHERE e.payment_id = o.id)
  AND o.received - o.amount - o.fee - COALESCE((SELECT SUM(j.amount) FROM payment_join j WHERE j.from_id = o.id AND j.state = 'done'), 0) >= :amount

-- :name join_refuse
-- :write
-- :in panel i, payment i, actor i, reason t, now i
-- :expect one
UPDATE payment_join SET state = 'refused', actor = :actor, reason = :reason, updated = :now WHERE panel_id = :panel AND payment_id = :payment AND state = 'asked'

-- no excess was used for more than it was, and who was joined is paid
-- :name verify_joins
-- :read whole
-- :in
-- :out payment i, other i, amount i
SELECT j.payment_id AS payment, j.from_id AS other, j.amount FROM payment_join j JOIN payment p ON p.id = j.payment_id JOIN payment o ON o.id = j.from_id
WHERE j.state = 'done' AND (p.account_id <> o.account_id OR p.panel_id <> o.panel_id OR p.state IN ('created', 'pending', 'confirming', 'underpaid', 'expired', 'failed', 'cancelled')
   OR o.received - o.amount - o.fee < (SELECT SUM(k.amount) FROM payment_join k WHERE k.from_id = o.id AND k.state = 'done')) LIMIT 100
