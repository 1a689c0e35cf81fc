-- SPDX-License-Identifier: Apache-2.0
-- Claims of customers and the queue of staff.

-- breaks when too many references of this account did not fit
-- :name claim_allowed
-- :write
-- :in panel i, account i, since i, tries i
-- :expect one
SELECT 1 WHERE (SELECT COUNT(*) FROM claim WHERE panel_id = :panel AND account_id = :account AND created > :since
  AND state IN ('wrong', 'rejected', 'replaced')) < :tries

-- the one that has to grow old before another try is allowed
-- :name claim_wait
-- :read
-- :in panel i, account i, since i, skip i
-- :out created i
SELECT created FROM claim WHERE panel_id = :panel AND account_id = :account AND created > :since
  AND state IN ('wrong', 'rejected', 'replaced') ORDER BY created DESC, id DESC LIMIT 1 OFFSET :skip

-- :name claim_tries
-- :read
-- :in panel i, account i, since i
-- :out n i
SELECT COUNT(*) AS n FROM claim WHERE panel_id = :panel AND account_id = :account AND created > :since
  AND state IN ('wrong', 'rejected', 'replaced')

-- the customer sends something better: what waited gives way
-- :name claim_replace
-- :write
-- :in panel i, payment i, now i
UPDATE claim SET state = 'replaced', version = version + 1, decided = :now
WHERE panel_id = :panel AND payment_id = :payment AND state = 'open' AND kind <> 'request'

-- :name claim_insert
-- :write
-- :in panel i, payment i, account i, kind t, reference t, key t?, amount i?, paid_on i?, payer t, phone t, note t, now i
-- :id claim
INSERT INTO claim (panel_id, payment_id, account_id, kind, state, reference, key, amount_minor, paid_on, payer, phone, note, created)
VALUES (:panel, :payment, :account, :kind, 'open', :reference, :key, :amount, :paid_on, :payer, :phone, :note, :now)

-- only for payments that can still be paid
-- :name claim_payment_open
-- :write
-- :in panel i, account i, payment i
-- :expect one
SELECT 1 FROM payment WHERE panel_id = :panel AND account_id = :account AND id = :payment
  AND state IN ('created', 'pending', 'confirming', 'underpaid', 'expired')

-- :name claim_get
-- :read
-- :in panel i, claim i
-- :out id i, payment_id i, account_id i, kind t, state t, version i, reference t, key t?, amount_minor i?, paid_on i?, payer t, phone t, note t, reason t, line_id i?, decided i?, decider_name t?, created i, username t
SELECT c.id, c.payment_id, c.account_id, c.kind, c.state, c.version, c.reference, c.key, c.amount_minor, c.paid_on, c.payer, c.phone, c.note,
       c.reason, c.line_id, c.decided, d.username AS decider_name, c.created, a.username
FROM claim c JOIN account a ON a.id = c.account_id LEFT JOIN account d ON d.id = c.decider
WHERE c.panel_id = :panel AND c.id = :claim

-- the newest word of the customer about a payment
-- :name claim_of_payment
-- :read
-- :in panel i, payment i, kind t
-- :out id i
SELECT id FROM claim WHERE panel_id = :panel AND payment_id = :payment AND ((kind = 'request') = (:kind = 'request')) ORDER BY id DESC LIMIT 1

-- the reference of a credited claim is unique in the panel: index claim_once
-- :name claim_credit
-- :write
-- :in panel i, claim i, version i, key t?, line i?, decider i, reason t, now i
-- :expect one
UPDATE claim SET state = 'credited', version = version + 1, key = COALESCE(:key, key), line_id = :line, decider = :decider, reason = :reason, decided = :now
WHERE panel_id = :panel AND id = :claim AND version = :version AND state = 'open'

-- rejected, wrong or done
-- :name claim_end
-- :write
-- :in panel i, claim i, version i, state t, decider i, reason t, now i
-- :expect one
UPDATE claim SET state = :state, version = version + 1, decider = :decider, reason = :reason, decided = :now
WHERE panel_id = :panel AND id = :claim AND version = :version AND state = 'open'

-- what waited for a payment that is decided now
-- :name claim_end_of_payment
-- :write
-- :in panel i, payment i, state t, decider i, reason t, now i
UPDATE claim SET state = :state, version = version + 1, decider = :decider, reason = :reason, decided = :now
WHERE panel_id = :panel AND payment_id = :payment AND state = 'open'

-- :name payment_claim_clear
-- :write
-- :in panel i, payment i
UPDATE payment SET claim_ref = NULL, claim_key = NULL, claim_amount = NULL, claim_note = NULL, claimed = NULL WHERE panel_id = :panel AND id = :payment

-- :name claim_taken
-- :read
-- :in panel i, key t
-- :out payment_id i
SELECT payment_id FROM claim WHERE panel_id = :panel AND key = :key AND state = 'credited'

-- what = 'open', 'request' or 'decided'
-- :name claim_list
-- :read
-- :in panel i, what t, after i, before i, rows i
-- :out id i, payment_id i, kind t, state t, reference t, amount_minor i?, payer t, created i, decided i?, username t, method t, due_micro i, received i, currency t?, exponent i?, minor i?, twins i
SELECT c.id, c.payment_id, c.kind, c.state, c.reference, c.amount_minor, c.payer, c.created, c.decided, a.username, p.method,
       p.amount + p.fee AS due_micro, p.received, x.currency, x.exponent, x.minor,
       (SELECT COUNT(DISTINCT o.payment_id) FROM claim o WHERE o.panel_id = c.panel_id AND o.key = c.key AND o.id <> c.id AND o.payment_id <> c.payment_id) AS twins
FROM claim c JOIN payment p ON p.id = c.payment_id JOIN account a ON a.id = c.account_id LEFT JOIN payment_quote x ON x.payment_id = c.payment_id
WHERE c.panel_id = :panel AND c.id > :after AND c.id < :before
  AND ((:what = 'open' AND c.state = 'open' AND c.kind <> 'request') OR (:what = 'request' AND c.state = 'open' AND c.kind = 'request')
       OR (:what = 'decided' AND c.state <> 'open'))
ORDER BY CASE WHEN :what = 'decided' THEN -c.id ELSE c.id END LIMIT :rows

-- :name claim_counts
-- :read
-- :in panel i
-- :out open_n i, request_n i, money_n i, joins_n i
SELECT (SELECT COUNT(*) FROM claim WHERE panel_id = :panel AND state = 'open' AND kind <> 'request') AS open_n,
       (SELECT COUNT(*) FROM claim WHERE panel_id = :panel AND state = 'open' AND kind = 'request') AS request_n,
       (SELECT COUNT(*) FROM stmt_line WHERE panel_id = :panel AND state = 'open') AS money_n,
       (SELECT COUNT(*) FROM payment_join WHERE panel_id = :panel AND state = 'asked') AS joins_n

-- what waits for staff, for the number in the side bar
-- :name claim_open_count
-- :read
-- :in panel i
-- :out n i
SELECT (SELECT COUNT(*) FROM claim WHERE panel_id = :panel AND state = 'open') + (SELECT COUNT(*) FROM payment_join WHERE panel_id = :panel AND state = 'asked') AS n

-- :name claim_waiting
-- :read
-- :in panel i, after i, rows i
-- :out id i
SELECT id FROM claim WHERE panel_id = :panel AND state = 'open' AND kind = 'reference' AND id > :after ORDER BY id LIMIT :rows

-- ---- verify: each answers breaches only -------------------------------------------------------

-- a credited reference belongs to one payment, and that one received money
-- :name verify_claims
-- :read whole
-- :out claim_id i, payment_id i
SELECT c.id AS claim_id, c.payment_id FROM claim c JOIN payment p ON p.id = c.payment_id
WHERE c.state = 'credited' AND p.received <= 0 LIMIT 100

-- a line of a statement that is matched names its payment, and no line is matched by two claims
-- :name verify_lines
-- :read whole
-- :out line_id i
SELECT l.id AS line_id FROM stmt_line l WHERE l.state = 'matched' AND l.payment_id IS NULL
UNION ALL
SELECT c.line_id FROM claim c WHERE c.line_id IS NOT NULL AND c.state = 'credited' GROUP BY c.line_id HAVING COUNT(*) > 1 LIMIT 100
