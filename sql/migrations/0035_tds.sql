-- SPDX-License-Identifier: Apache-2.0
-- Tax that Indian customers deducted at source, paid back against a certificate (reference/money.md 9). `expected`,
-- `certified`, `value` and `reimburse` are paise, `credit` is micro-USD: what the wallet got.
-- :step
CREATE TABLE tds_claim (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    state TEXT NOT NULL CHECK (state IN ('declared', 'submitted', 'under_review', 'needs_info', 'approved', 'credited', 'rejected', 'clawback')),
    version {int} NOT NULL DEFAULT 0,
    deductor TEXT NOT NULL,
    tan TEXT NOT NULL,
    deductor_pan TEXT NOT NULL,
    payee_pan TEXT NOT NULL,
    section TEXT NOT NULL,
    fy {int} NOT NULL,
    quarter {int} NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    bps {int} NOT NULL CHECK (bps > 0),
    form TEXT NOT NULL DEFAULT '',
    cert_no TEXT NOT NULL DEFAULT '',
    value {int} NOT NULL DEFAULT 0,
    certified {int} NOT NULL DEFAULT 0,
    deducted TEXT NOT NULL DEFAULT '',
    bsr TEXT NOT NULL DEFAULT '',
    challan_date TEXT NOT NULL DEFAULT '',
    challan_no TEXT NOT NULL DEFAULT '',
    reimburse {int} NOT NULL DEFAULT 0,
    credit {int} NOT NULL DEFAULT 0,
    submitted {int} NOT NULL DEFAULT 0,
    due_day {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    CHECK (state NOT IN ('credited', 'clawback') OR (cert_no <> '' AND credit > 0))
)
-- :step
CREATE INDEX tds_claim_state ON tds_claim (panel_id, state, id)
-- :step
CREATE INDEX tds_claim_account ON tds_claim (panel_id, account_id, id)

-- The invoices that a certificate covers. An invoice is in one claim that has not been rejected.
-- :step
CREATE TABLE tds_invoice (
    claim_id {int} NOT NULL REFERENCES tds_claim (id),
    invoice_id {int} NOT NULL REFERENCES invoice (id),
    taxable {int} NOT NULL CHECK (taxable > 0),
    rate_e6 {int} NOT NULL CHECK (rate_e6 > 0),
    live {int} NOT NULL CHECK (live IN (0, 1)),
    PRIMARY KEY (claim_id, invoice_id)
)
-- :step
CREATE UNIQUE INDEX tds_invoice_once ON tds_invoice (invoice_id) WHERE live = 1

-- Certificates as they were uploaded; all of them are kept, the newest counts.
-- :step
CREATE TABLE tds_file (
    id {id},
    claim_id {int} NOT NULL REFERENCES tds_claim (id),
    type TEXT NOT NULL CHECK (type IN ('application/pdf', 'image/png', 'image/jpeg')),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size {int} NOT NULL CHECK (size BETWEEN 1 AND 2097152),
    data {blob} NOT NULL,
    uploader {int} NOT NULL,
    created {int} NOT NULL
)
-- :step
CREATE INDEX tds_file_claim ON tds_file (claim_id, id)

-- Each move of a claim.
-- :step
CREATE TABLE tds_event (
    id {id},
    claim_id {int} NOT NULL REFERENCES tds_claim (id),
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    actor {int} NOT NULL,
    created {int} NOT NULL
)
-- :step
CREATE INDEX tds_event_claim ON tds_event (claim_id, id)
-- :step pgsql
CREATE TRIGGER tds_event_fixed BEFORE UPDATE OR DELETE ON tds_event
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER tds_event_no_update BEFORE UPDATE ON tds_event
BEGIN
    SELECT RAISE(ABORT, 'table tds_event is append-only');
END
-- :step sqlite
CREATE TRIGGER tds_event_no_delete BEFORE DELETE ON tds_event
BEGIN
    SELECT RAISE(ABORT, 'table tds_event is append-only');
END
