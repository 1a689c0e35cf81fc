-- SPDX-License-Identifier: Apache-2.0
-- Ledger, statement, seals. Amounts are micro-USD and never negative as parameters.

-- :name wallet_open
-- :write
-- :in panel i, account i, now i
INSERT INTO wallet (panel_id, account_id, created) VALUES (:panel, :account, :now)
ON CONFLICT (panel_id, account_id) DO NOTHING

-- :name wallet_balance
-- :read
-- :in panel i, account i
-- :out balance i, held i, credit_limit i
SELECT balance, held, credit_limit FROM wallet WHERE panel_id = :panel AND account_id = :account

-- :name wallet_hold
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET balance = balance - :amount, held = held + :amount
WHERE panel_id = :panel AND account_id = :account AND balance + credit_limit >= :amount AND frozen = 0

-- :name wallet_capture
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET held = held - :amount
WHERE panel_id = :panel AND account_id = :account AND held >= :amount

-- :name wallet_release
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET held = held - :amount, balance = balance + :amount
WHERE panel_id = :panel AND account_id = :account AND held >= :amount

-- :name wallet_debit
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET balance = balance - :amount
WHERE panel_id = :panel AND account_id = :account AND balance + credit_limit >= :amount AND frozen = 0

-- money that is there, without credit; takes the row for the unit
-- :name wallet_covers
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET balance = balance WHERE panel_id = :panel AND account_id = :account AND balance >= :amount AND frozen = 0

-- room keeps the sum inside 63 bits
-- :name wallet_credit
-- :write
-- :in panel i, account i, amount i, room i
-- :expect one
UPDATE wallet SET balance = balance + :amount
WHERE panel_id = :panel AND account_id = :account AND balance <= :room

-- :name transfer_insert
-- :write
-- :in panel i, kind t, key t, ref i, memo t, actor i, now i
-- :id transfer
INSERT INTO transfer (panel_id, kind, key, ref, memo, actor, created)
VALUES (:panel, :kind, :key, :ref, :memo, :actor, :now)

-- the probe of a lost commit: was this event booked?
-- :name transfer_by_key
-- :read
-- :in panel i, key t
-- :out id i
SELECT id FROM transfer WHERE panel_id = :panel AND key = :key

-- both legs in one statement: a transfer cannot be half written; the debit stands first
-- :name posting_pair
-- :write
-- :in transfer i, panel i, amount i, from_book t, from_account i?, to_book t, to_account i?
-- :expect some
INSERT INTO posting (panel_id, transfer_id, book, account_id, amount, balance_after) VALUES
(:panel, :transfer, :from_book, :from_account, -:amount,
 CASE WHEN :from_book = 'wallet' THEN (SELECT w.balance FROM wallet w WHERE w.panel_id = :panel AND w.account_id = :from_account) END),
(:panel, :transfer, :to_book, :to_account, :amount,
 CASE WHEN :to_book = 'wallet' THEN (SELECT w.balance FROM wallet w WHERE w.panel_id = :panel AND w.account_id = :to_account) END)

-- :name ledger_house
-- :read
-- :in panel i
-- :out book t, balance i
SELECT book, CAST(SUM(amount) AS {int}) AS balance FROM posting WHERE panel_id = :panel GROUP BY book ORDER BY book

-- :name chain_last
-- :read
-- :in panel i
-- :out seq i, hash t, transfer_id i
SELECT seq, hash, transfer_id FROM chain WHERE panel_id = :panel ORDER BY seq DESC LIMIT 1

-- transfers that are not sealed yet, with their postings
-- :name chain_pending
-- :read
-- :in panel i, floor i, rows i
-- :out id i, kind t, key t, ref i, memo t, actor i, created i, posting_id i, book t, account_id i?, amount i, balance_after i?
SELECT t.id, t.kind, t.key, t.ref, t.memo, t.actor, t.created, p.id AS posting_id, p.book, p.account_id, p.amount, p.balance_after
FROM (SELECT x.id, x.kind, x.key, x.ref, x.memo, x.actor, x.created FROM transfer x
      WHERE x.panel_id = :panel AND x.id > :floor AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.transfer_id = x.id)
      ORDER BY x.id LIMIT :rows) t
JOIN posting p ON p.transfer_id = t.id
ORDER BY t.id, p.id

-- :name chain_waits
-- :read
-- :in panel i
-- :out id i
SELECT x.id FROM transfer x WHERE x.panel_id = :panel
    AND x.id > COALESCE((SELECT transfer_id FROM chain WHERE panel_id = :panel ORDER BY seq DESC LIMIT 1), 0) - 10000
    AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.transfer_id = x.id)
LIMIT 1

-- :name chain_insert
-- :write
-- :in panel i, seq i, transfer i, hash t, now i
INSERT INTO chain (panel_id, seq, transfer_id, hash, sealed) VALUES (:panel, :seq, :transfer, :hash, :now)

-- the whole chain of every panel in the order of its seals
-- :name chain_walk
-- :read
-- :out panel_id i, seq i, hash t, id i, kind t, key t, ref i, memo t, actor i, created i, posting_id i, book t, account_id i?, amount i, balance_after i?
SELECT c.panel_id, c.seq, c.hash, t.id, t.kind, t.key, t.ref, t.memo, t.actor, t.created, p.id AS posting_id, p.book, p.account_id, p.amount, p.balance_after
FROM chain c JOIN transfer t ON t.id = c.transfer_id JOIN posting p ON p.transfer_id = t.id
ORDER BY c.panel_id, c.seq, p.id

-- ---- verify: each answers breaches only -----------------------------------------------------

-- :name verify_counts
-- :read whole
-- :out transfers i, postings i
SELECT (SELECT COUNT(*) FROM transfer) AS transfers, (SELECT COUNT(*) FROM posting) AS postings

-- :name verify_sums
-- :read whole
-- :out transfer_id i, total i, legs i
SELECT t.id AS transfer_id, CAST(COALESCE(SUM(p.amount), 0) AS {int}) AS total, COUNT(p.id) AS legs
FROM transfer t LEFT JOIN posting p ON p.transfer_id = t.id
GROUP BY t.id HAVING COALESCE(SUM(p.amount), 0) <> 0 OR COUNT(p.id) < 2 LIMIT 100

-- :name verify_wallets
-- :read whole
-- :out panel_id i, account_id i, balance i, held i, posted i, posted_held i
SELECT w.panel_id, w.account_id, w.balance, w.held,
       CAST(COALESCE(s.posted, 0) AS {int}) AS posted, CAST(COALESCE(s.posted_held, 0) AS {int}) AS posted_held
FROM wallet w LEFT JOIN (SELECT panel_id, account_id,
         SUM(CASE WHEN book = 'wallet' THEN amount ELSE 0 END) AS posted,
         SUM(CASE WHEN book = 'held' THEN amount ELSE 0 END) AS posted_held
       FROM posting WHERE account_id IS NOT NULL GROUP BY panel_id, account_id) s
  ON s.panel_id = w.panel_id AND s.account_id = w.account_id
WHERE w.balance <> COALESCE(s.posted, 0) OR w.held <> COALESCE(s.posted_held, 0) LIMIT 100

-- :name verify_strays
-- :read whole
-- :out posting_id i
SELECT p.id AS posting_id FROM posting p
LEFT JOIN wallet w ON w.panel_id = p.panel_id AND w.account_id = p.account_id
WHERE p.account_id IS NOT NULL AND w.account_id IS NULL LIMIT 100

-- :name verify_negative
-- :read whole
-- :out panel_id i, account_id i, balance i, held i
SELECT panel_id, account_id, balance, held FROM wallet
WHERE (balance < -credit_limit AND frozen = 0) OR held < 0 LIMIT 100

-- :name verify_running
-- :read whole
-- :out posting_id i, balance_after i, expected i
SELECT x.id AS posting_id, x.balance_after, x.expected FROM (
  SELECT id, balance_after,
         amount + COALESCE(LAG(balance_after) OVER (PARTITION BY panel_id, account_id ORDER BY id), 0) AS expected
  FROM posting WHERE book = 'wallet') x
WHERE x.balance_after <> x.expected LIMIT 100

-- :name verify_panels
-- :read whole
-- :out posting_id i
SELECT p.id AS posting_id FROM posting p JOIN transfer t ON t.id = p.transfer_id WHERE p.panel_id <> t.panel_id LIMIT 100

-- :name verify_holds
-- :read whole
-- :out panel_id i, ref i, held i
SELECT p.panel_id, t.ref, CAST(SUM(p.amount) AS {int}) AS held
FROM posting p JOIN transfer t ON t.id = p.transfer_id
WHERE p.book = 'held' GROUP BY p.panel_id, t.ref HAVING SUM(p.amount) < 0 LIMIT 100

-- refunds of a campaign never pass what was captured for it
-- :name verify_refunds
-- :read whole
-- :out panel_id i, ref i, refunded i, captured i
SELECT p.panel_id, t.ref,
       CAST(SUM(CASE WHEN t.kind = 'campaign-refund' THEN -p.amount ELSE 0 END) AS {int}) AS refunded,
       CAST(SUM(CASE WHEN t.kind = 'campaign-capture' THEN p.amount ELSE 0 END) AS {int}) AS captured
FROM posting p JOIN transfer t ON t.id = p.transfer_id
WHERE p.book = 'revenue' AND t.kind IN ('campaign-refund', 'campaign-capture')
GROUP BY p.panel_id, t.ref
HAVING SUM(CASE WHEN t.kind = 'campaign-refund' THEN -p.amount ELSE 0 END)
     > SUM(CASE WHEN t.kind = 'campaign-capture' THEN p.amount ELSE 0 END) LIMIT 100

-- :name verify_unsealed
-- :read whole
-- :in panel_settled i
-- :out id i
SELECT t.id FROM transfer t LEFT JOIN chain c ON c.transfer_id = t.id
WHERE c.transfer_id IS NULL AND t.created < :panel_settled
  AND t.id < (SELECT COALESCE(MAX(transfer_id), 0) FROM chain) - 10000 LIMIT 100

-- ---- invoices -------------------------------------------------------------------------------

-- :name invoice_insert
-- :write
-- :in panel i, account i, status t, currency t, exponent i, total i, now i, due i, tax t, tax_name t, tax_bps i, taxable i, place t, sac t, rate_e6 i, note t
-- :id invoice
INSERT INTO invoice (panel_id, account_id, status, currency, exponent, total_minor, created, due, tax, tax_name, tax_bps, taxable_minor, place, sac, rate_e6, note)
VALUES (:panel, :account, :status, :currency, :exponent, :total, :now, :due, :tax, :tax_name, :tax_bps, :taxable, :place, :sac, :rate_e6, :note)

-- :name invoice_line_insert
-- :write
-- :in invoice i, n i, text t, detail t, quantity i, unit i, amount i, kind t, bps i
INSERT INTO invoice_line (invoice_id, n, text, detail, quantity, unit_minor, amount_minor, kind, bps)
VALUES (:invoice, :n, :text, :detail, :quantity, :unit, :amount, :kind, :bps)

-- :name invoice_status
-- :write
-- :in panel i, invoice i, from_status t, to_status t
-- :expect one
UPDATE invoice SET status = :to_status WHERE panel_id = :panel AND id = :invoice AND status = :from_status

-- one row a series and year, locked from here to the end of the unit
-- :name invoice_series_next
-- :write
-- :in panel i, series t, fy t
INSERT INTO invoice_series (panel_id, series, fy, last) VALUES (:panel, :series, :fy, 1)
ON CONFLICT (panel_id, series, fy) DO UPDATE SET last = invoice_series.last + 1

-- the number is taken in the unit that first enters paid
-- :name invoice_issue
-- :write
-- :in panel i, invoice i, from_status t, series t, fy t, now i
-- :expect one
UPDATE invoice SET status = 'paid', series = :series, fy = :fy, issued = :now,
  seq = (SELECT s.last FROM invoice_series s WHERE s.panel_id = :panel AND s.series = :series AND s.fy = :fy),
  number = :series || '/' || :fy || '/' || (SELECT substr(CAST(1000000 + s.last AS TEXT), 2) FROM invoice_series s WHERE s.panel_id = :panel AND s.series = :series AND s.fy = :fy)
WHERE panel_id = :panel AND id = :invoice AND status = :from_status AND number IS NULL

-- :name invoice_party_insert
-- :write
-- :in invoice i, role t, name t, company t, address t, city t, state t, postal_code t, country t, tax_id t, email t
INSERT INTO invoice_party (invoice_id, role, name, company, address, city, state, postal_code, country, tax_id, email)
VALUES (:invoice, :role, :name, :company, :address, :city, :state, :postal_code, :country, :tax_id, :email)

-- account 0: any account of the panel
-- :name invoice_get
-- :read
-- :in panel i, account i, invoice i, number t
-- :out id i, account_id i, status t, currency t, exponent i, total_minor i, number t?, created i, due i, issued i?, tax t, tax_name t, tax_bps i, taxable_minor i, place t, sac t, rate_e6 i, note t, payment_id i?, method t?, gateway_payment t?, amount i?, received i?, payment_state t?
SELECT i.id, i.account_id, i.status, i.currency, i.exponent, i.total_minor, i.number, i.created, i.due, i.issued,
       i.tax, i.tax_name, i.tax_bps, i.taxable_minor, i.place, i.sac, i.rate_e6, i.note,
       p.id AS payment_id, p.method, p.gateway_payment, p.amount, p.received, p.state AS payment_state
FROM invoice i LEFT JOIN payment_excess x ON x.invoice_id = i.id LEFT JOIN payment p ON p.invoice_id = i.id OR p.id = x.payment_id
WHERE i.panel_id = :panel AND (:account = 0 OR i.account_id = :account)
  AND ((:number = '' AND i.id = :invoice) OR (:number <> '' AND i.number = :number))
ORDER BY p.id DESC LIMIT 1

-- :name invoice_lines
-- :read
-- :in invoice i
-- :out n i, text t, detail t, quantity i, unit_minor i, amount_minor i, kind t, bps i
SELECT n, text, detail, quantity, unit_minor, amount_minor, kind, bps FROM invoice_line WHERE invoice_id = :invoice ORDER BY n

-- :name invoice_parties
-- :read
-- :in invoice i
-- :out role t, name t, company t, address t, city t, state t, postal_code t, country t, tax_id t, email t
SELECT role, name, company, address, city, state, postal_code, country, tax_id, email FROM invoice_party WHERE invoice_id = :invoice

-- ---- payments -------------------------------------------------------------------------------

-- :name payment_insert
-- :write
-- :in panel i, account i, invoice i, method t, state t, amount i, fee i, tax i, create_key t, now i, expires i
-- :id payment
INSERT INTO payment (panel_id, account_id, invoice_id, method, state, amount, fee, tax, create_key, created, updated, expires)
VALUES (:panel, :account, :invoice, :method, :state, :amount, :fee, :tax, :create_key, :now, :now, :expires)

-- :name payment_by_key
-- :read
-- :in panel i, create_key t
-- :out id i
SELECT id FROM payment WHERE panel_id = :panel AND create_key = :create_key

-- account 0: any account of the panel, for staff and jobs
-- :name payment_get
-- :read
-- :in panel i, account i, payment i
-- :out id i, account_id i, invoice_id i, method t, state t, version i, amount i, fee i, tax i, received i, receipts i, create_key t, gateway_ref t?, pay_url t?, gateway_payment t?, claim_ref t?, claim_amount i?, claim_note t?, claimed i?, reason t, review t, created i, updated i, expires i, polls i, invoice_status t, invoice_number t?, username t, email t, language t, pay_currency t?, pay_exponent i?, pay_minor i?, pay_rate i?, qr t?, returned i, disputed i, excess i, excess_tax i, excess_number t?, joined i
SELECT p.id, p.account_id, p.invoice_id, p.method, p.state, p.version, p.amount, p.fee, p.tax, p.received, p.receipts, p.create_key,
       p.gateway_ref, p.pay_url, p.gateway_payment, p.claim_ref, p.claim_amount, p.claim_note, p.claimed, p.reason, p.review,
       p.created, p.updated, p.expires, p.polls, i.status AS invoice_status, i.number AS invoice_number,
       a.username, a.email, a.language, x.currency AS pay_currency, x.exponent AS pay_exponent, x.minor AS pay_minor, x.rate_e6 AS pay_rate, p.qr, p.returned, p.disputed,
       COALESCE(e.excess, 0) AS excess, COALESCE(e.tax, 0) AS excess_tax, ei.number AS excess_number,
       CAST(COALESCE((SELECT j.amount FROM payment_join j WHERE j.payment_id = p.id AND j.state IN ('asked', 'done') AND j.state = 'done'), 0) AS {int}) AS joined
FROM payment p JOIN invoice i ON i.id = p.invoice_id JOIN account a ON a.id = p.account_id LEFT JOIN payment_quote x ON x.payment_id = p.id
LEFT JOIN payment_excess e ON e.payment_id = p.id LEFT JOIN invoice ei ON ei.id = e.invoice_id
WHERE p.panel_id = :panel AND p.id = :payment AND (:account = 0 OR p.account_id = :account)

-- :name payment_by_ref
-- :read
-- :in panel i, method t, gateway_ref t
-- :out id i
SELECT id FROM payment WHERE panel_id = :panel AND method = :method AND gateway_ref = :gateway_ref

-- state '' = all; 'open' = waiting for somebody; 'review' = a person must look
-- :name payment_list
-- :read
-- :in panel i, state t, before i, rows i
-- :out id i, account_id i, username t, method t, state t, amount i, fee i, received i, claim_ref t?, claim_amount i?, claimed i?, review t, created i, updated i, invoice_id i, invoice_number t?
SELECT p.id, p.account_id, a.username, p.method, p.state, p.amount, p.fee, p.received, p.claim_ref, p.claim_amount, p.claimed,
       p.review, p.created, p.updated, p.invoice_id, i.number AS invoice_number
FROM payment p JOIN account a ON a.id = p.account_id JOIN invoice i ON i.id = p.invoice_id
WHERE p.panel_id = :panel AND p.id < :before
  AND (:state = '' OR p.state = :state
       OR (:state = 'open' AND p.state IN ('created', 'pending', 'confirming', 'underpaid'))
       OR (:state = 'claimed' AND p.claimed IS NOT NULL AND p.state IN ('created', 'pending', 'confirming', 'underpaid', 'expired'))
       OR (:state = 'review' AND (p.review <> '' OR p.state = 'underpaid')))
ORDER BY p.id DESC LIMIT :rows

-- the same of one customer: it begins at the account's own payments. state: '' or 'open'
-- :name payment_list_of
-- :read
-- :in panel i, account i, state t, before i, rows i
-- :out id i, account_id i, username t, method t, state t, amount i, fee i, received i, claim_ref t?, claim_amount i?, claimed i?, review t, created i, updated i, invoice_id i, invoice_number t?
SELECT p.id, p.account_id, a.username, p.method, p.state, p.amount, p.fee, p.received, p.claim_ref, p.claim_amount, p.claimed,
       p.review, p.created, p.updated, p.invoice_id, i.number AS invoice_number
FROM payment p JOIN account a ON a.id = p.account_id JOIN invoice i ON i.id = p.invoice_id
WHERE p.panel_id = :panel AND p.account_id = :account AND p.id < :before
  AND (:state = '' OR p.state IN ('created', 'pending', 'confirming', 'underpaid'))
ORDER BY p.id DESC LIMIT :rows

-- :name payment_counts
-- :read
-- :in panel i
-- :out open_n i, claimed_n i, review_n i
SELECT COUNT(CASE WHEN state IN ('created', 'pending', 'confirming', 'underpaid') THEN 1 END) AS open_n,
       COUNT(CASE WHEN claimed IS NOT NULL AND state IN ('created', 'pending', 'confirming', 'underpaid', 'expired') THEN 1 END) AS claimed_n,
       COUNT(CASE WHEN review <> '' OR state = 'underpaid' THEN 1 END) AS review_n
FROM payment WHERE panel_id = :panel

-- :name payment_open_count
-- :read
-- :in panel i, account i
-- :out n i
SELECT COUNT(*) AS n FROM payment WHERE panel_id = :panel AND account_id = :account AND state IN ('created', 'pending')

-- :name payment_opened
-- :write
-- :in panel i, payment i, version i, gateway_ref t?, pay_url t?, qr t?, expires i, now i
-- :expect one
UPDATE payment SET state = 'pending', gateway_ref = :gateway_ref, pay_url = :pay_url, qr = :qr, expires = :expires, updated = :now, version = version + 1
WHERE panel_id = :panel AND id = :payment AND version = :version AND state = 'created'

-- every move of a payment: compare and set
-- :name payment_move
-- :write
-- :in panel i, payment i, version i, from_state t, to_state t, received i, receipts i, gateway_payment t?, reason t, review t, now i
-- :expect one
UPDATE payment SET state = :to_state, received = :received, receipts = :receipts,
  gateway_payment = COALESCE(:gateway_payment, gateway_payment), reason = :reason, review = :review, updated = :now, version = version + 1
WHERE panel_id = :panel AND id = :payment AND version = :version AND state = :from_state

-- :name payment_review
-- :write
-- :in panel i, payment i, version i, review t, now i
-- :expect one
UPDATE payment SET review = :review, updated = :now, version = version + 1
WHERE panel_id = :panel AND id = :payment AND version = :version

-- :name payment_claim
-- :write
-- :in panel i, account i, payment i, claim_ref t, claim_key t, claim_amount i?, claim_note t, now i
-- :expect one
UPDATE payment SET claim_ref = :claim_ref, claim_key = :claim_key, claim_amount = :claim_amount, claim_note = :claim_note, claimed = :now, updated = :now, version = version + 1
WHERE panel_id = :panel AND account_id = :account AND id = :payment AND state IN ('created', 'pending', 'confirming', 'underpaid', 'expired')

-- others with the same reference: a conflict for staff, never shown to the customer
-- :name payment_claim_twins
-- :read
-- :in panel i, payment i
-- :out id i, username t, state t
SELECT o.id, a.username, o.state FROM payment p JOIN payment o ON o.panel_id = p.panel_id AND o.claim_key = p.claim_key AND o.id <> p.id
JOIN account a ON a.id = o.account_id
WHERE p.panel_id = :panel AND p.id = :payment AND p.claim_key IS NOT NULL ORDER BY o.id LIMIT 10

-- :name payment_polled
-- :write
-- :in panel i, payment i
UPDATE payment SET polls = polls + 1 WHERE panel_id = :panel AND id = :payment

-- :name payment_log_insert
-- :write
-- :in panel i, payment i, event t, from_state t, to_state t, amount i, actor i, why t, now i
INSERT INTO payment_log (panel_id, payment_id, event, from_state, to_state, amount, actor, why, created)
VALUES (:panel, :payment, :event, :from_state, :to_state, :amount, :actor, :why, :now)

-- :name payment_history
-- :read
-- :in panel i, payment i
-- :out event t, from_state t, to_state t, amount i, actor i, actor_name t?, why t, created i
SELECT l.event, l.from_state, l.to_state, l.amount, l.actor, a.username AS actor_name, l.why, l.created
FROM payment_log l LEFT JOIN account a ON a.id = l.actor
WHERE l.panel_id = :panel AND l.payment_id = :payment ORDER BY l.id DESC LIMIT 50

-- :name notice_insert
-- :write
-- :in panel i, gateway t, event_key t, payment i?, body b, outcome t, now i
-- :expect one
INSERT INTO notice (panel_id, gateway, event_key, payment_id, body, outcome, created)
VALUES (:panel, :gateway, :event_key, :payment, :body, :outcome, :now)

-- :name notice_handled
-- :write
-- :in panel i, payment i, outcome t
UPDATE notice SET outcome = :outcome WHERE panel_id = :panel AND payment_id = :payment AND outcome = 'queued'

-- ---- verify: payments -----------------------------------------------------------------------

-- what a payment received equals what the ledger took in for it
-- :name verify_receipts
-- :read whole
-- :out payment_id i, received i, booked i
SELECT p.id AS payment_id, p.received, CAST(COALESCE(s.booked, 0) AS {int}) AS booked
FROM payment p LEFT JOIN (SELECT t.panel_id, t.ref, -SUM(x.amount) AS booked FROM posting x JOIN transfer t ON t.id = x.transfer_id
       WHERE (x.book = 'gateway' AND t.kind IN ('deposit', 'receipt')) OR (x.book = 'wallet' AND t.kind = 'join') GROUP BY t.panel_id, t.ref) s
  ON s.panel_id = p.panel_id AND s.ref = p.id
WHERE p.received <> COALESCE(s.booked, 0) LIMIT 100

-- a payment in state paid credited at least its amount; any other credited nothing
-- :name verify_credits
-- :read whole
-- :out payment_id i, state t, amount i, credited i
SELECT p.id AS payment_id, p.state, p.amount, CAST(COALESCE(s.credited, 0) AS {int}) AS credited
FROM payment p LEFT JOIN (SELECT t.panel_id, t.ref, SUM(x.amount) AS credited FROM posting x JOIN transfer t ON t.id = x.transfer_id
       WHERE x.book = 'wallet' AND t.kind IN ('deposit', 'settle') GROUP BY t.panel_id, t.ref) s
  ON s.panel_id = p.panel_id AND s.ref = p.id
WHERE (p.state = 'paid' AND COALESCE(s.credited, 0) < p.amount)
   OR (p.state NOT IN ('paid', 'refunded', 'charged_back', 'cancelled') AND COALESCE(s.credited, 0) <> 0)
   OR COALESCE(s.credited, 0) > p.received + 50000 + p.amount / 1000 LIMIT 100

-- money of a payment rests in suspense only while a person has to decide
-- :name verify_suspense
-- :read whole
-- :out payment_id i, state t, suspended i
SELECT p.id AS payment_id, p.state, CAST(s.suspended AS {int}) AS suspended
FROM payment p JOIN (SELECT t.panel_id, t.ref, SUM(x.amount) AS suspended FROM posting x JOIN transfer t ON t.id = x.transfer_id
       WHERE x.book = 'suspense' AND t.kind IN ('deposit', 'receipt', 'settle', 'join') GROUP BY t.panel_id, t.ref HAVING SUM(x.amount) <> 0) s
  ON s.panel_id = p.panel_id AND s.ref = p.id
WHERE p.state NOT IN ('underpaid', 'overpaid') LIMIT 100

-- :name verify_notices
-- :read whole
-- :in waited i
-- :out id i
SELECT id FROM notice WHERE outcome = 'queued' AND created < :waited LIMIT 100

-- numbers of a series have no gap and no repeat
-- :name verify_series
-- :read whole
-- :out panel_id i, series t, fy t, last i, issued i
SELECT s.panel_id, s.series, s.fy, s.last, s.issued
FROM (SELECT n.panel_id, n.series, n.fy, n.last,
             (SELECT COUNT(*) FROM invoice i WHERE i.panel_id = n.panel_id AND i.series = n.series AND i.fy = n.fy) +
             (SELECT COUNT(*) FROM credit_note c WHERE c.panel_id = n.panel_id AND c.series = n.series AND c.fy = n.fy) AS issued
      FROM invoice_series n) s
WHERE s.last <> s.issued LIMIT 100

-- ---- the sandbox gateway's own side -----------------------------------------------------------

-- :name sandbox_payment_insert
-- :write
-- :in panel i, token t, create_key t, reference t, amount i, currency t, description t, return_url t, notify_url t, now i, expires i
-- :id sandbox_payment
INSERT INTO sandbox_payment (panel_id, token, create_key, reference, amount_minor, currency, description, return_url, notify_url, state, created, updated, expires)
VALUES (:panel, :token, :create_key, :reference, :amount, :currency, :description, :return_url, :notify_url, 'open', :now, :now, :expires)

-- :name sandbox_by_token
-- :read
-- :in panel i, token t
-- :out id i, token t, reference t, amount_minor i, currency t, description t, return_url t, notify_url t, state t, paid_minor i, receipts i, version i, created i, expires i
SELECT id, token, reference, amount_minor, currency, description, return_url, notify_url, state, paid_minor, receipts, version, created, expires
FROM sandbox_payment WHERE panel_id = :panel AND token = :token

-- :name sandbox_by_key
-- :read
-- :in panel i, create_key t
-- :out token t, amount_minor i, currency t, reference t
SELECT token, amount_minor, currency, reference FROM sandbox_payment WHERE panel_id = :panel AND create_key = :create_key

-- :name sandbox_move
-- :write
-- :in panel i, id i, version i, state t, paid i, receipts i, now i
-- :expect one
UPDATE sandbox_payment SET state = :state, paid_minor = :paid, receipts = :receipts, updated = :now, version = version + 1
WHERE panel_id = :panel AND id = :id AND version = :version

-- :name sandbox_notice_insert
-- :write
-- :in panel i, sandbox i, event t, body t, now i
-- :id sandbox_notice
INSERT INTO sandbox_notice (panel_id, sandbox_id, event, body, created) VALUES (:panel, :sandbox, :event, :body, :now)

-- :name sandbox_notice_get
-- :read
-- :in panel i, id i
-- :out id i, event t, body t, attempts i, sent i?, notify_url t
SELECT n.id, n.event, n.body, n.attempts, n.sent, s.notify_url
FROM sandbox_notice n JOIN sandbox_payment s ON s.id = n.sandbox_id WHERE n.panel_id = :panel AND n.id = :id

-- :name sandbox_notice_tried
-- :write
-- :in panel i, id i, sent i?
UPDATE sandbox_notice SET attempts = attempts + 1, sent = COALESCE(:sent, sent) WHERE panel_id = :panel AND id = :id
