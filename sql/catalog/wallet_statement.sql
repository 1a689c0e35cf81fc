-- SPDX-License-Identifier: Apache-2.0
-- Bank statements: how each bank writes them, imports, lines.

-- :name stmt_bank_put
-- :write
-- :in panel i, name t, currency t, separator t, decimal t, date_order t, skip i, col_date i, col_amount i, col_reference i, col_text i, now i
-- :expect one
INSERT INTO stmt_bank (panel_id, name, currency, separator, decimal_mark, date_order, skip, col_date, col_amount, col_reference, col_text, updated)
VALUES (:panel, :name, :currency, :separator, :decimal, :date_order, :skip, :col_date, :col_amount, :col_reference, :col_text, :now)
ON CONFLICT (panel_id, name) DO UPDATE SET currency = :currency, separator = :separator, decimal_mark = :decimal, date_order = :date_order,
  skip = :skip, col_date = :col_date, col_amount = :col_amount, col_reference = :col_reference, col_text = :col_text, updated = :now

-- :name stmt_banks
-- :read
-- :in panel i
-- :out id i, name t, currency t, separator t, decimal_mark t, date_order t, skip i, col_date i, col_amount i, col_reference i, col_text i
SELECT id, name, currency, separator, decimal_mark, date_order, skip, col_date, col_amount, col_reference, col_text
FROM stmt_bank WHERE panel_id = :panel ORDER BY updated DESC, id LIMIT 50

-- :name stmt_import_insert
-- :write
-- :in panel i, bank t, actor i, rows_in i, now i
-- :id stmt_import
INSERT INTO stmt_import (panel_id, bank_id, actor, rows_in, created)
SELECT :panel, b.id, :actor, :rows_in, :now FROM stmt_bank b WHERE b.panel_id = :panel AND b.name = :bank

-- :name stmt_import_last
-- :read
-- :in panel i, actor i
-- :out id i
SELECT id FROM stmt_import WHERE panel_id = :panel AND actor = :actor ORDER BY id DESC LIMIT 1

-- a line that is known is left as it is
-- :name stmt_line_insert
-- :write
-- :in panel i, bank t, import i, hash t, booked i, amount i, currency t, reference t, key t?, text t, now i
INSERT INTO stmt_line (panel_id, bank_id, import_id, hash, booked, amount_minor, currency, reference, key, text, state, created)
SELECT :panel, b.id, :import, :hash, :booked, :amount, :currency, :reference, :key, :text, 'open', :now
FROM stmt_bank b WHERE b.panel_id = :panel AND b.name = :bank
ON CONFLICT (panel_id, bank_id, hash) DO NOTHING

-- lines whose reference was credited before the statement came; of several the first
-- :name stmt_line_credited
-- :write
-- :in panel i, import i, now i
UPDATE stmt_line SET state = 'matched', decided = :now,
  payment_id = (SELECT c.payment_id FROM claim c WHERE c.panel_id = stmt_line.panel_id AND c.key = stmt_line.key AND c.state = 'credited')
WHERE panel_id = :panel AND import_id = :import AND state = 'open' AND key IS NOT NULL
  AND EXISTS (SELECT 1 FROM claim c WHERE c.panel_id = stmt_line.panel_id AND c.key = stmt_line.key AND c.state = 'credited' AND c.line_id IS NULL)
  AND NOT EXISTS (SELECT 1 FROM stmt_line o WHERE o.panel_id = stmt_line.panel_id AND o.key = stmt_line.key AND (o.state = 'matched' OR o.id < stmt_line.id))

-- :name stmt_line_known
-- :read
-- :in panel i, bank t, hash t
-- :out id i
SELECT l.id FROM stmt_line l WHERE l.panel_id = :panel AND l.hash = :hash
  AND l.bank_id = (SELECT b.id FROM stmt_bank b WHERE b.panel_id = :panel AND b.name = :bank)

-- :name stmt_imports
-- :read
-- :in panel i, before i, rows i
-- :out id i, bank t, actor_name t?, rows_in i, created i, added i, open_n i, matched_n i
SELECT i.id, b.name AS bank, a.username AS actor_name, i.rows_in, i.created,
       (SELECT COUNT(*) FROM stmt_line l WHERE l.import_id = i.id) AS added,
       (SELECT COUNT(*) FROM stmt_line l WHERE l.import_id = i.id AND l.state = 'open') AS open_n,
       (SELECT COUNT(*) FROM stmt_line l WHERE l.import_id = i.id AND l.state = 'matched') AS matched_n
FROM stmt_import i JOIN stmt_bank b ON b.id = i.bank_id LEFT JOIN account a ON a.id = i.actor
WHERE i.panel_id = :panel AND i.id < :before ORDER BY i.id DESC LIMIT :rows

-- :name stmt_line_get
-- :read
-- :in panel i, line i
-- :out id i, bank t, booked i, amount_minor i, currency t, reference t, key t?, text t, state t, payment_id i?, reason t, decided i?, decider_name t?
SELECT l.id, b.name AS bank, l.booked, l.amount_minor, l.currency, l.reference, l.key, l.text, l.state, l.payment_id, l.reason, l.decided, a.username AS decider_name
FROM stmt_line l JOIN stmt_bank b ON b.id = l.bank_id LEFT JOIN account a ON a.id = l.decider
WHERE l.panel_id = :panel AND l.id = :line

-- :name stmt_lines
-- :read
-- :in panel i, state t, before i, rows i
-- :out id i, bank t, booked i, amount_minor i, currency t, reference t, key t?, text t, state t, payment_id i?, reason t, decided i?, decider_name t?
SELECT l.id, b.name AS bank, l.booked, l.amount_minor, l.currency, l.reference, l.key, l.text, l.state, l.payment_id, l.reason, l.decided, a.username AS decider_name
FROM stmt_line l JOIN stmt_bank b ON b.id = l.bank_id LEFT JOIN account a ON a.id = l.decider
WHERE l.panel_id = :panel AND l.state = :state AND l.id < :before ORDER BY l.id DESC LIMIT :rows

-- open money in a currency, booked in a window; amount 0 = any
-- :name stmt_candidates
-- :read
-- :in panel i, currency t, amount i, since i, until i, rows i
-- :out id i, bank t, booked i, amount_minor i, currency t, reference t, key t?, text t, state t, payment_id i?, reason t, decided i?, decider_name t?
SELECT l.id, b.name AS bank, l.booked, l.amount_minor, l.currency, l.reference, l.key, l.text, l.state, l.payment_id, l.reason, l.decided, '' AS decider_name
FROM stmt_line l JOIN stmt_bank b ON b.id = l.bank_id
WHERE l.panel_id = :panel AND l.currency = :currency AND l.state = 'open' AND (:amount = 0 OR l.amount_minor = :amount)
  AND l.booked >= :since AND l.booked <= :until
ORDER BY l.booked DESC, l.id DESC LIMIT :rows

-- :name stmt_line_by_key
-- :read
-- :in panel i, key t
-- :out id i
SELECT id FROM stmt_line WHERE panel_id = :panel AND key = :key AND state = 'open' ORDER BY id LIMIT 1

-- a line pays one payment, once
-- :name stmt_line_match
-- :write
-- :in panel i, line i, payment i, decider i, now i
-- :expect one
UPDATE stmt_line SET state = 'matched', payment_id = :payment, decider = :decider, decided = :now
WHERE panel_id = :panel AND id = :line AND state = 'open'

-- :name stmt_line_ignore
-- :write
-- :in panel i, line i, decider i, reason t, now i
-- :expect one
UPDATE stmt_line SET state = 'ignored', reason = :reason, decider = :decider, decided = :now
WHERE panel_id = :panel AND id = :line AND state = 'open'

-- :name stmt_line_reopen
-- :write
-- :in panel i, line i
-- :expect one
UPDATE stmt_line SET state = 'open', reason = '', decider = NULL, decided = NULL WHERE panel_id = :panel AND id = :line AND state = 'ignored'

-- payments that an open line may belong to
-- :name stmt_payments
-- :read
-- :in panel i, since i, rows i
-- :out id i, username t, name t?, method t, state t, amount i, fee i, received i, created i, currency t?, minor i?, claim_key t?, claim_payer t?
SELECT p.id, a.username, a.name, p.method, p.state, p.amount, p.fee, p.received, p.created, x.currency, x.minor, p.claim_key,
       (SELECT c.payer FROM claim c WHERE c.payment_id = p.id AND c.state = 'open' AND c.kind <> 'request') AS claim_payer
FROM payment p JOIN account a ON a.id = p.account_id LEFT JOIN payment_quote x ON x.payment_id = p.id
WHERE p.panel_id = :panel AND p.created >= :since AND p.state IN ('created', 'pending', 'confirming', 'underpaid', 'expired')
ORDER BY p.id DESC LIMIT :rows
