-- SPDX-License-Identifier: Apache-2.0
-- Tax deducted at source.

-- paid GST invoices, with what a deduction is counted of, in paise; number '' all that no claim covers yet. One in dollars
-- counts by its figures in rupees: the rate of the day it was issued (gst_figures)
-- :name tds_invoices
-- :read
-- :in panel i, account i, number t
-- :out id i, number t, issued i, taxable i, rate_e6 i
SELECT i.id, i.number, i.issued,
       CAST(CASE WHEN i.currency = 'INR' THEN i.taxable_minor ELSE g.taxable END
            - COALESCE((SELECT SUM(n.taxable) FROM credit_note n WHERE n.invoice_id = i.id), 0) AS {int}) AS taxable,
       CAST(CASE WHEN i.currency = 'INR' THEN i.rate_e6 ELSE g.fx_e6 END AS {int}) AS rate_e6
FROM invoice i LEFT JOIN gst_figures g ON g.invoice_id = i.id
WHERE i.panel_id = :panel AND i.account_id = :account AND i.status = 'paid'
  AND ((i.currency = 'INR' AND i.rate_e6 > 0) OR (i.currency = 'USD' AND g.fx_e6 > 0))
  AND i.tax IN ('intra', 'inter') AND (:number = '' OR i.number = :number)
  AND CASE WHEN i.currency = 'INR' THEN i.taxable_minor ELSE g.taxable END
      > COALESCE((SELECT SUM(n.taxable) FROM credit_note n WHERE n.invoice_id = i.id), 0)
  AND NOT EXISTS (SELECT 1 FROM tds_invoice t WHERE t.invoice_id = i.id AND t.live = 1)
ORDER BY i.id DESC LIMIT 50

-- :name tds_insert
-- :write
-- :in panel i, account i, deductor t, tan t, deductor_pan t, payee_pan t, section t, fy i, quarter i, bps i, now i
-- :id tds_claim
INSERT INTO tds_claim (panel_id, account_id, state, deductor, tan, deductor_pan, payee_pan, section, fy, quarter, bps, created, updated)
VALUES (:panel, :account, 'declared', :deductor, :tan, :deductor_pan, :payee_pan, :section, :fy, :quarter, :bps, :now, :now)

-- :name tds_invoice_insert
-- :write
-- :in claim i, invoice i, taxable i, rate_e6 i
INSERT INTO tds_invoice (claim_id, invoice_id, taxable, rate_e6, live) VALUES (:claim, :invoice, :taxable, :rate_e6, 1)

-- :name tds_invoice_live
-- :write
-- :in claim i, live i
UPDATE tds_invoice SET live = :live WHERE claim_id = :claim

-- :name tds_event_insert
-- :write
-- :in claim i, event t, state t, note t, actor i, now i
INSERT INTO tds_event (claim_id, event, state, note, actor, created) VALUES (:claim, :event, :state, :note, :actor, :now)

-- :name tds_move
-- :write
-- :in panel i, id i, version i, from_state t, to_state t, now i
-- :expect one
UPDATE tds_claim SET state = :to_state, version = version + 1, updated = :now
WHERE panel_id = :panel AND id = :id AND version = :version AND state = :from_state

-- :name tds_credited
-- :write
-- :in panel i, id i, version i, from_state t, reimburse i, credit i, now i
-- :expect one
UPDATE tds_claim SET state = 'credited', version = version + 1, reimburse = :reimburse, credit = :credit, updated = :now
WHERE panel_id = :panel AND id = :id AND version = :version AND state = :from_state

-- :name tds_upload
-- :write
-- :in panel i, id i, version i, from_state t, form t, cert_no t, value i, certified i, deducted t, bsr t, challan_date t, challan_no t, due_day i, now i
-- :expect one
UPDATE tds_claim SET state = 'submitted', version = version + 1, form = :form, cert_no = :cert_no, value = :value, certified = :certified,
    deducted = :deducted, bsr = :bsr, challan_date = :challan_date, challan_no = :challan_no, submitted = :now, due_day = :due_day, reminded = 0, updated = :now
WHERE panel_id = :panel AND id = :id AND version = :version AND state = :from_state

-- :name tds_file_insert
-- :write
-- :in claim i, type t, name t, sha256 t, size i, data b, uploader i, now i
-- :id tds_file
INSERT INTO tds_file (claim_id, type, name, sha256, size, data, uploader, created)
VALUES (:claim, :type, :name, :sha256, :size, :data, :uploader, :now)

-- account 0: anybody's; state '' all, 'open' what waits for staff; id 0: all
-- :name tds_list
-- :read
-- :in panel i, account i, id i, state t, before i, rows i
-- :out id i, account i, state t, version i, deductor t, tan t, deductor_pan t, payee_pan t, section t, fy i, quarter i, bps i, form t, cert_no t, value i, certified i, deducted t, bsr t, challan_date t, challan_no t, reimburse i, credit i, submitted i, due_day i, created i, updated i, username t, taxable i, file i
SELECT t.id, t.account_id AS account, t.state, t.version, t.deductor, t.tan, t.deductor_pan, t.payee_pan, t.section, t.fy, t.quarter, t.bps,
       t.form, t.cert_no, t.value, t.certified, t.deducted, t.bsr, t.challan_date, t.challan_no, t.reimburse, t.credit, t.submitted, t.due_day,
       t.created, t.updated, a.username,
       CAST(COALESCE((SELECT SUM(i.taxable) FROM tds_invoice i WHERE i.claim_id = t.id), 0) AS {int}) AS taxable,
       CAST(COALESCE((SELECT MAX(f.id) FROM tds_file f WHERE f.claim_id = t.id), 0) AS {int}) AS file
FROM tds_claim t JOIN account a ON a.id = t.account_id
WHERE t.panel_id = :panel AND (:account = 0 OR t.account_id = :account) AND (:id = 0 OR t.id = :id) AND t.id < :before
  AND (:state = '' OR t.state = :state OR (:state = 'open' AND t.state IN ('submitted', 'under_review', 'approved', 'clawback')))
ORDER BY t.id DESC LIMIT :rows

-- :name tds_invoices_of
-- :read
-- :in claim i
-- :out id i, number t, issued i, taxable i, rate_e6 i
SELECT i.id, i.number, i.issued, t.taxable, t.rate_e6 FROM tds_invoice t JOIN invoice i ON i.id = t.invoice_id WHERE t.claim_id = :claim ORDER BY i.id

-- :name tds_events
-- :read
-- :in claim i
-- :out event t, state t, note t, actor t?, created i
SELECT e.event, e.state, e.note, a.username AS actor, e.created FROM tds_event e LEFT JOIN account a ON a.id = e.actor
WHERE e.claim_id = :claim ORDER BY e.id

-- the newest file of a claim
-- :name tds_file_get
-- :read
-- :in claim i
-- :out type t, name t, data b
SELECT type, name, data FROM tds_file WHERE claim_id = :claim ORDER BY id DESC LIMIT 1

-- whose day is near (reminded 0) or over (reminded below 2), not told yet; soon: the next working day
-- :name tds_due
-- :read
-- :in panel i, today i, soon i, rows i
-- :out id i
SELECT id FROM tds_claim WHERE panel_id = :panel AND state IN ('submitted', 'under_review') AND due_day > 0
  AND ((reminded < 1 AND due_day <= :soon) OR (reminded < 2 AND due_day < :today)) ORDER BY id LIMIT :rows

-- :name tds_reminded
-- :write
-- :in panel i, id i, version i, what i
-- :expect one
UPDATE tds_claim SET reminded = :what
WHERE panel_id = :panel AND id = :id AND version = :version AND reminded < :what AND state IN ('submitted', 'under_review')

-- :name tds_open_count
-- :read
-- :in panel i
-- :out n i
SELECT COUNT(*) AS n FROM tds_claim WHERE panel_id = :panel AND state IN ('submitted', 'under_review', 'clawback')

-- book 'tds' is what the authorities owe us: exactly the claims that stand credited
-- :name verify_tds
-- :read whole
-- :in
-- :out panel i, booked i, credited i
SELECT n.id AS panel,
    CAST(-COALESCE((SELECT SUM(o.amount) FROM posting o WHERE o.panel_id = n.id AND o.book = 'tds'), 0) AS {int}) AS booked,
    CAST(COALESCE((SELECT SUM(t.credit) FROM tds_claim t WHERE t.panel_id = n.id AND t.state IN ('credited', 'clawback')), 0) AS {int}) AS credited
FROM panel n
WHERE COALESCE((SELECT SUM(o.amount) FROM posting o WHERE o.panel_id = n.id AND o.book = 'tds'), 0) +
      COALESCE((SELECT SUM(t.credit) FROM tds_claim t WHERE t.panel_id = n.id AND t.state IN ('credited', 'clawback')), 0) <> 0
