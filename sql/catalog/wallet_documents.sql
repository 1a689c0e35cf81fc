-- SPDX-License-Identifier: Apache-2.0
-- Documents of a customer by year and state; figures of tax; credit notes.

-- fy '' and state '' = all; account 0 = everybody's; only_issued 1 = numbered documents only
-- :name document_list
-- :read
-- :in panel i, account i, fy t, state t, only_issued i, before i, rows i
-- :out id i, status t, currency t, exponent i, total_minor i, number t?, created i, issued i?, payment_id i?, method t?
SELECT i.id, i.status, i.currency, i.exponent, i.total_minor, i.number, i.created, i.issued,
       (SELECT MAX(p.id) FROM payment p WHERE p.invoice_id = i.id) AS payment_id,
       (SELECT p.method FROM payment p WHERE p.invoice_id = i.id ORDER BY p.id DESC LIMIT 1) AS method
FROM invoice i WHERE i.panel_id = :panel AND i.account_id = :account AND i.id < :before
  AND (:fy = '' OR i.fy = :fy) AND (:state = '' OR i.status = :state) AND (:only_issued = 0 OR i.number IS NOT NULL)
ORDER BY i.id DESC LIMIT :rows

-- :name document_years
-- :read
-- :in panel i, account i
-- :out fy t, n i
SELECT fy, COUNT(*) AS n FROM invoice WHERE panel_id = :panel AND account_id = :account AND number IS NOT NULL
GROUP BY fy ORDER BY fy DESC LIMIT 30

-- ---- figures of tax ----------------------------------------------------------------------------

-- paise, also for documents in other currencies: the return is in rupees
-- :name gst_figures_insert
-- :write
-- :in invoice i, kind t, pos t, sac t, rate_bps i, taxable i, cgst i, sgst i, igst i, total i, fx_e6 i
INSERT INTO gst_figures (invoice_id, kind, pos, sac, rate_bps, taxable, cgst, sgst, igst, total, fx_e6)
VALUES (:invoice, :kind, :pos, :sac, :rate_bps, :taxable, :cgst, :sgst, :igst, :total, :fx_e6)

-- :name gst_figures_get
-- :read
-- :in invoice i
-- :out kind t, pos t, sac t, rate_bps i, taxable i, cgst i, sgst i, igst i, total i, fx_e6 i
SELECT kind, pos, sac, rate_bps, taxable, cgst, sgst, igst, total, fx_e6 FROM gst_figures WHERE invoice_id = :invoice

-- numbered documents of a time with their figures, by number; charged back or refunded ones stay: a note takes them back
-- :name gst_invoices
-- :read
-- :in panel i, since i, until i
-- :out number t, issued i, status t, kind t, pos t, rate_bps i, taxable i, cgst i, sgst i, igst i, total i, tax_id t, country t, name t, company t
SELECT i.number, i.issued, i.status, x.kind, x.pos, x.rate_bps, x.taxable, x.cgst, x.sgst, x.igst, x.total, b.tax_id, b.country, b.name, b.company
FROM invoice i JOIN gst_figures x ON x.invoice_id = i.id JOIN invoice_party b ON b.invoice_id = i.id AND b.role = 'buyer'
WHERE i.panel_id = :panel AND i.issued >= :since AND i.issued < :until
ORDER BY i.series DESC, i.fy, i.seq LIMIT 20000

-- :name gst_notes
-- :read
-- :in panel i, since i, until i
-- :out number t, issued i, original i, kind t, pos t, rate_bps i, taxable i, cgst i, sgst i, igst i, total i, tax_id t, country t, name t, company t
SELECT n.number, n.issued, x.total AS original, x.kind, x.pos, x.rate_bps, n.taxable, n.cgst, n.sgst, n.igst, n.total_paise AS total, b.tax_id, b.country, b.name, b.company
FROM credit_note n JOIN gst_figures x ON x.invoice_id = n.invoice_id JOIN invoice_party b ON b.invoice_id = n.invoice_id AND b.role = 'buyer'
WHERE n.panel_id = :panel AND n.issued >= :since AND n.issued < :until
ORDER BY n.series, n.fy, n.seq LIMIT 20000

-- numbered documents of a time that have no figures of tax
-- :name gst_without
-- :read
-- :in panel i, since i, until i
-- :out n i
SELECT COUNT(*) AS n FROM invoice i WHERE i.panel_id = :panel AND i.issued >= :since AND i.issued < :until
  AND NOT EXISTS (SELECT 1 FROM gst_figures x WHERE x.invoice_id = i.id)

-- ---- credit notes ------------------------------------------------------------------------------

-- what notes took back of an invoice so far
-- :name credit_note_sum
-- :read
-- :in invoice i
-- :out total_minor i, taxable i, cgst i, sgst i, igst i, total_paise i
SELECT CAST(COALESCE(SUM(total_minor), 0) AS {int}) AS total_minor, CAST(COALESCE(SUM(taxable), 0) AS {int}) AS taxable,
       CAST(COALESCE(SUM(cgst), 0) AS {int}) AS cgst, CAST(COALESCE(SUM(sgst), 0) AS {int}) AS sgst,
       CAST(COALESCE(SUM(igst), 0) AS {int}) AS igst, CAST(COALESCE(SUM(total_paise), 0) AS {int}) AS total_paise
FROM credit_note WHERE invoice_id = :invoice

-- the number is taken from the series in the same unit; what was taken back before must still be what the split was made from
-- :name credit_note_insert
-- :write
-- :in panel i, invoice i, key t, series t, fy t, before i, total i, taxable i, cgst i, sgst i, igst i, total_paise i, reason t, actor i, now i
-- :id credit_note
-- :expect one
INSERT INTO credit_note (panel_id, account_id, invoice_id, key, series, fy, seq, number, total_minor, taxable, cgst, sgst, igst, total_paise, reason, actor, issued)
SELECT :panel, i.account_id, i.id, :key, :series, :fy, s.last, :series || '/' || :fy || '/' || substr(CAST(1000000 + s.last AS TEXT), 2),
       :total, :taxable, :cgst, :sgst, :igst, :total_paise, :reason, :actor, :now
FROM invoice i JOIN invoice_series s ON s.panel_id = i.panel_id AND s.series = :series AND s.fy = :fy
WHERE i.panel_id = :panel AND i.id = :invoice AND i.number IS NOT NULL AND i.status IN ('paid', 'refunded', 'charged_back')
  AND (SELECT COALESCE(SUM(n.total_minor), 0) FROM credit_note n WHERE n.invoice_id = i.id) = :before
  AND :before + :total <= i.total_minor

-- account 0: any account of the panel; id 0: by number
-- :name credit_note_get
-- :read
-- :in panel i, account i, id i, number t
-- :out id i, invoice_id i, invoice_number t, invoice_issued i, account_id i, number t, currency t, exponent i, total_minor i, taxable i, cgst i, sgst i, igst i, total_paise i, reason t, issued i, email t, username t, language t
SELECT n.id, n.invoice_id, i.number AS invoice_number, i.issued AS invoice_issued, n.account_id, n.number, i.currency, i.exponent,
       n.total_minor, n.taxable, n.cgst, n.sgst, n.igst, n.total_paise, n.reason, n.issued, a.email, a.username, a.language
FROM credit_note n JOIN invoice i ON i.id = n.invoice_id JOIN account a ON a.id = n.account_id
WHERE n.panel_id = :panel AND (:account = 0 OR n.account_id = :account)
  AND ((:id > 0 AND n.id = :id) OR (:id = 0 AND n.number = :number))

-- :name credit_notes_of
-- :read
-- :in panel i, account i, invoice i, fy t, before i, rows i
-- :out id i, number t, invoice_number t, currency t, exponent i, total_minor i, reason t, issued i
SELECT n.id, n.number, i.number AS invoice_number, i.currency, i.exponent, n.total_minor, n.reason, n.issued
FROM credit_note n JOIN invoice i ON i.id = n.invoice_id
WHERE n.panel_id = :panel AND n.account_id = :account AND (:invoice = 0 OR n.invoice_id = :invoice)
  AND (:fy = '' OR n.fy = :fy) AND n.id < :before ORDER BY n.id DESC LIMIT :rows

-- :name credit_note_by_key
-- :read
-- :in panel i, key t
-- :out id i
SELECT id FROM credit_note WHERE panel_id = :panel AND key = :key

-- notes never take back more than their invoice, and no more tax than it has
-- :name verify_credit_notes
-- :read whole
-- :out number t, noted i, total i
SELECT i.number, CAST(SUM(n.total_minor) AS {int}) AS noted, i.total_minor AS total
FROM credit_note n JOIN invoice i ON i.id = n.invoice_id LEFT JOIN gst_figures x ON x.invoice_id = i.id
GROUP BY i.id, i.number, i.total_minor, x.taxable, x.cgst, x.sgst, x.igst, x.total
HAVING SUM(n.total_minor) > i.total_minor OR SUM(n.cgst) > COALESCE(x.cgst, 0) OR SUM(n.sgst) > COALESCE(x.sgst, 0)
    OR SUM(n.igst) > COALESCE(x.igst, 0) OR SUM(n.total_paise) > COALESCE(x.total, 0) LIMIT 100
