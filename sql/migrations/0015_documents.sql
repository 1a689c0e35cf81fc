-- SPDX-License-Identifier: Apache-2.0
-- Figures of tax of numbered invoices, and credit notes. Paise are Indian: the return is in rupees.

-- One row an invoice that belongs into the Indian return, written in the unit that makes its lines.
-- :step
CREATE TABLE gst_figures (
    invoice_id {int} PRIMARY KEY REFERENCES invoice (id),
    kind TEXT NOT NULL CHECK (kind IN ('intra', 'inter', 'sez_lut', 'sez_paid', 'export_lut', 'export_paid')),
    pos TEXT NOT NULL,
    sac TEXT NOT NULL,
    rate_bps {int} NOT NULL CHECK (rate_bps BETWEEN 0 AND 10000),
    taxable {int} NOT NULL CHECK (taxable >= 0),
    cgst {int} NOT NULL CHECK (cgst >= 0),
    sgst {int} NOT NULL CHECK (sgst >= 0),
    igst {int} NOT NULL CHECK (igst >= 0),
    total {int} NOT NULL CHECK (total > 0),
    fx_e6 {int} NOT NULL
)

-- A credit note takes back part of a numbered invoice. Its number comes from invoice_series, like the
-- invoices' own; total_minor is in the invoice's currency, the other figures are paise.
-- :step
CREATE TABLE credit_note (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    invoice_id {int} NOT NULL REFERENCES invoice (id),
    key TEXT NOT NULL,
    series TEXT NOT NULL,
    fy TEXT NOT NULL,
    seq {int} NOT NULL,
    number TEXT NOT NULL,
    total_minor {int} NOT NULL CHECK (total_minor > 0),
    taxable {int} NOT NULL CHECK (taxable >= 0),
    cgst {int} NOT NULL CHECK (cgst >= 0),
    sgst {int} NOT NULL CHECK (sgst >= 0),
    igst {int} NOT NULL CHECK (igst >= 0),
    total_paise {int} NOT NULL CHECK (total_paise >= 0),
    reason TEXT NOT NULL,
    actor {int} NOT NULL,
    issued {int} NOT NULL,
    UNIQUE (panel_id, key),
    UNIQUE (panel_id, number)
)
-- :step
CREATE INDEX credit_note_invoice ON credit_note (invoice_id)
-- :step
CREATE INDEX credit_note_account ON credit_note (panel_id, account_id, id)
-- :step
CREATE INDEX credit_note_issued ON credit_note (panel_id, issued)
-- :step
CREATE INDEX invoice_issued ON invoice (panel_id, issued)
-- :step pgsql
CREATE TRIGGER credit_note_fixed BEFORE UPDATE OR DELETE ON credit_note
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER credit_note_whole BEFORE TRUNCATE ON credit_note
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER credit_note_no_update BEFORE UPDATE ON credit_note
BEGIN
    SELECT RAISE(ABORT, 'table credit_note is append-only');
END
-- :step sqlite
CREATE TRIGGER credit_note_no_delete BEFORE DELETE ON credit_note
BEGIN
    SELECT RAISE(ABORT, 'table credit_note is append-only');
END
