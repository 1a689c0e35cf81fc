-- SPDX-License-Identifier: Apache-2.0
-- Wallet: ledger, payments, invoices, the sandbox gateway. All amounts micro-USD unless named minor.

-- The cached balance of a customer. It always equals the sum of the customer's postings; the CHECK
-- is the last of three guards against an overdraft (the first is the unit's own guard).
-- Only an open wallet (frozen 0) pays for anything: 1 = by staff, or money was taken back; 2 = a bill
-- of post-payment is overdue, or post-payment ended with something owed.
-- :step
CREATE TABLE wallet (
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    balance {int} NOT NULL DEFAULT 0,
    held {int} NOT NULL DEFAULT 0,
    credit_limit {int} NOT NULL DEFAULT 0,
    frozen {int} NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1, 2)),
    created {int} NOT NULL,
    PRIMARY KEY (panel_id, account_id),
    CHECK (credit_limit >= 0),
    CHECK (held >= 0),
    CHECK (balance >= -credit_limit OR frozen <> 0)
)

-- One business event. `key` is its idempotency key: the same event is never booked twice.
-- :step
CREATE TABLE transfer (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    ref {int} NOT NULL,
    memo TEXT NOT NULL,
    actor {int} NOT NULL,
    created {int} NOT NULL,
    UNIQUE (panel_id, key)
)
-- :step
CREATE INDEX transfer_ref ON transfer (panel_id, kind, ref)
-- sealing goes on where it stopped: without it each batch walks all transfers of the panel
-- :step
CREATE INDEX transfer_panel ON transfer (panel_id, id)

-- One line of a transfer. The house has no balance row: its balance is the sum of its postings.
-- :step
CREATE TABLE posting (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    transfer_id {int} NOT NULL REFERENCES transfer (id),
    book TEXT NOT NULL CHECK (book IN ('wallet', 'held', 'revenue', 'gateway', 'suspense', 'fees', 'loss', 'adjust', 'promotion', 'affiliate', 'tax', 'refund', 'tds')),
    account_id {int} REFERENCES account (id),
    amount {int} NOT NULL CHECK (amount <> 0),
    balance_after {int},
    CHECK ((book IN ('wallet', 'held')) = (account_id IS NOT NULL)),
    CHECK ((book = 'wallet') = (balance_after IS NOT NULL))
)
-- :step
CREATE INDEX posting_transfer ON posting (transfer_id)
-- :step
CREATE INDEX posting_account ON posting (panel_id, account_id, book, id) WHERE account_id IS NOT NULL

-- :step pgsql
CREATE TRIGGER transfer_fixed BEFORE UPDATE OR DELETE ON transfer
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER transfer_whole BEFORE TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER transfer_no_update BEFORE UPDATE ON transfer
BEGIN
    SELECT RAISE(ABORT, 'table transfer is append-only');
END
-- :step sqlite
CREATE TRIGGER transfer_no_delete BEFORE DELETE ON transfer
BEGIN
    SELECT RAISE(ABORT, 'table transfer is append-only');
END

-- :step pgsql
CREATE TRIGGER posting_fixed BEFORE UPDATE OR DELETE ON posting
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER posting_whole BEFORE TRUNCATE ON posting
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting
BEGIN
    SELECT RAISE(ABORT, 'table posting is append-only');
END
-- :step sqlite
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting
BEGIN
    SELECT RAISE(ABORT, 'table posting is append-only');
END

-- A transfer's postings sum to zero. PostgreSQL checks each INSERT as a whole. SQLite knows row
-- triggers only: a credit must complete a debit written before it, and a debit must open a pair, so
-- that no money can appear; a debit alone is found by verify and never sealed.
-- :step pgsql
CREATE FUNCTION posting_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh GROUP BY transfer_id HAVING SUM(amount) <> 0) THEN
        RAISE EXCEPTION 'the postings of a transfer do not sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
-- :step pgsql
CREATE TRIGGER posting_balanced AFTER INSERT ON posting REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION posting_balanced()
-- :step sqlite
CREATE TRIGGER posting_balanced AFTER INSERT ON posting
WHEN (NEW.amount > 0 AND (SELECT SUM(amount) FROM posting WHERE transfer_id = NEW.transfer_id) <> 0)
  OR (NEW.amount < 0 AND (SELECT SUM(amount) FROM posting WHERE transfer_id = NEW.transfer_id) <> NEW.amount)
BEGIN
    SELECT RAISE(ABORT, 'the postings of a transfer do not sum to zero');
END

-- Sealed transfers: each hash covers the transfer, its postings and the hash before it.
-- :step
CREATE TABLE chain (
    panel_id {int} NOT NULL REFERENCES panel (id),
    seq {int} NOT NULL CHECK (seq > 0),
    transfer_id {int} NOT NULL UNIQUE REFERENCES transfer (id),
    hash TEXT NOT NULL,
    sealed {int} NOT NULL,
    PRIMARY KEY (panel_id, seq)
)

-- :step pgsql
CREATE TRIGGER chain_fixed BEFORE UPDATE OR DELETE ON chain
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER chain_whole BEFORE TRUNCATE ON chain
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER chain_no_update BEFORE UPDATE ON chain
BEGIN
    SELECT RAISE(ABORT, 'table chain is append-only');
END
-- :step sqlite
CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain
BEGIN
    SELECT RAISE(ABORT, 'table chain is append-only');
END

-- A document. Without a number it is a proforma (shown as PI- and its id); the number is taken in the
-- unit that first enters paid, and then never changes.
-- :step
CREATE TABLE invoice (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'pending', 'paid', 'underpaid', 'overpaid', 'expired', 'cancelled', 'refunded', 'charged_back')),
    currency TEXT NOT NULL,
    exponent {int} NOT NULL CHECK (exponent BETWEEN 0 AND 4),
    total_minor {int} NOT NULL CHECK (total_minor > 0),
    tax TEXT NOT NULL DEFAULT 'none' CHECK (tax IN ('none', 'intra', 'inter', 'sez_lut', 'sez_paid', 'export_lut', 'export_paid', 'rule', 'reverse')),
    tax_name TEXT NOT NULL DEFAULT '',
    tax_bps {int} NOT NULL DEFAULT 0,
    taxable_minor {int} NOT NULL DEFAULT 0,
    place TEXT NOT NULL DEFAULT '',
    sac TEXT NOT NULL DEFAULT '',
    rate_e6 {int} NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    series TEXT,
    fy TEXT,
    seq {int},
    number TEXT,
    created {int} NOT NULL,
    due {int} NOT NULL,
    issued {int},
    UNIQUE (panel_id, number),
    UNIQUE (panel_id, series, fy, seq),
    CHECK ((number IS NULL) = (issued IS NULL)),
    CHECK ((number IS NULL) = (seq IS NULL)),
    CHECK (status <> 'paid' OR number IS NOT NULL)
)
-- :step
CREATE INDEX invoice_account ON invoice (panel_id, account_id, id)
-- :step pgsql
CREATE FUNCTION invoice_number_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issued invoice is fixed' USING ERRCODE = 'integrity_constraint_violation';
END $$
-- :step pgsql
CREATE TRIGGER invoice_number_fixed BEFORE UPDATE ON invoice FOR EACH ROW
WHEN (OLD.number IS NOT NULL AND (NEW.number IS DISTINCT FROM OLD.number OR NEW.total_minor <> OLD.total_minor OR NEW.issued IS DISTINCT FROM OLD.issued))
EXECUTE FUNCTION invoice_number_fixed()
-- :step pgsql
CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice FOR EACH ROW
WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION invoice_number_fixed()
-- :step sqlite
CREATE TRIGGER invoice_number_fixed BEFORE UPDATE ON invoice
WHEN OLD.number IS NOT NULL AND (NEW.number IS NOT OLD.number OR NEW.total_minor <> OLD.total_minor OR NEW.issued IS NOT OLD.issued)
BEGIN
    SELECT RAISE(ABORT, 'an issued invoice is fixed');
END
-- :step sqlite
CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice WHEN OLD.number IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'an issued invoice is fixed');
END

-- The last number of a series in a financial year: one row, locked by the unit that takes a number,
-- so numbers have no gap.
-- :step
CREATE TABLE invoice_series (
    panel_id {int} NOT NULL REFERENCES panel (id),
    series TEXT NOT NULL,
    fy TEXT NOT NULL,
    last {int} NOT NULL CHECK (last BETWEEN 1 AND 999999),
    PRIMARY KEY (panel_id, series, fy)
)

-- :step
CREATE TABLE invoice_line (
    invoice_id {int} NOT NULL REFERENCES invoice (id),
    n {int} NOT NULL,
    text TEXT NOT NULL,
    detail TEXT NOT NULL,
    quantity {int} NOT NULL,
    unit_minor {int} NOT NULL,
    amount_minor {int} NOT NULL,
    kind TEXT NOT NULL DEFAULT 'topup' CHECK (kind IN ('topup', 'conversion', 'cross_border', 'manpower', 'accounting', 'income_tax', 'refund_filing', 'platform', 'handling', 'cgst', 'sgst', 'utgst', 'igst', 'tax', 'rounding')),
    bps {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (invoice_id, n)
)

-- Who sold and who bought, copied when the number is taken: later edits do not change the document.
-- :step
CREATE TABLE invoice_party (
    invoice_id {int} NOT NULL REFERENCES invoice (id),
    role TEXT NOT NULL CHECK (role IN ('seller', 'buyer')),
    name TEXT NOT NULL,
    company TEXT NOT NULL,
    address TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    tax_id TEXT NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (invoice_id, role)
)

-- :step pgsql
CREATE TRIGGER invoice_party_fixed BEFORE UPDATE OR DELETE ON invoice_party
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER invoice_party_whole BEFORE TRUNCATE ON invoice_party
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER invoice_party_no_update BEFORE UPDATE ON invoice_party
BEGIN
    SELECT RAISE(ABORT, 'table invoice_party is append-only');
END
-- :step sqlite
CREATE TRIGGER invoice_party_no_delete BEFORE DELETE ON invoice_party
BEGIN
    SELECT RAISE(ABORT, 'table invoice_party is append-only');
END

-- One attempt to pay an invoice through a gateway. amount is credited; amount + fee is due; tax is the
-- part of fee that is due to the authorities. `version` is raised by every transition and every
-- receipt: writers compare it and lose when it has moved on.
-- :step
CREATE TABLE payment (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    invoice_id {int} NOT NULL REFERENCES invoice (id),
    method TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('created', 'pending', 'confirming', 'underpaid', 'overpaid', 'paid', 'expired', 'failed', 'cancelled', 'refunded', 'charged_back')),
    version {int} NOT NULL DEFAULT 0,
    amount {int} NOT NULL CHECK (amount > 0 AND amount % 10000 = 0),
    fee {int} NOT NULL CHECK (fee >= 0 AND fee % 10000 = 0),
    tax {int} NOT NULL DEFAULT 0 CHECK (tax >= 0 AND tax <= fee AND tax % 10000 = 0),
    received {int} NOT NULL DEFAULT 0 CHECK (received >= 0),
    receipts {int} NOT NULL DEFAULT 0,
    create_key TEXT NOT NULL,
    gateway_ref TEXT,
    pay_url TEXT,
    gateway_payment TEXT,
    claim_ref TEXT,
    claim_key TEXT,
    claim_amount {int},
    claim_note TEXT,
    claimed {int},
    reason TEXT NOT NULL DEFAULT '',
    review TEXT NOT NULL DEFAULT '',
    created {int} NOT NULL,
    updated {int} NOT NULL,
    expires {int} NOT NULL,
    polls {int} NOT NULL DEFAULT 0,
    UNIQUE (panel_id, create_key)
)
-- :step
CREATE INDEX payment_account ON payment (panel_id, account_id, id)
-- :step
CREATE INDEX payment_invoice ON payment (invoice_id)
-- :step
CREATE INDEX payment_state ON payment (panel_id, state, id)
-- :step
CREATE UNIQUE INDEX payment_gateway ON payment (panel_id, method, gateway_ref) WHERE gateway_ref IS NOT NULL
-- :step
CREATE INDEX payment_claim ON payment (panel_id, claim_key) WHERE claim_key IS NOT NULL

-- Every transition of a payment: who, when and why.
-- :step
CREATE TABLE payment_log (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    payment_id {int} NOT NULL REFERENCES payment (id),
    event TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    amount {int} NOT NULL,
    actor {int} NOT NULL,
    why TEXT NOT NULL,
    created {int} NOT NULL
)
-- :step
CREATE INDEX payment_log_payment ON payment_log (payment_id, id)

-- :step pgsql
CREATE TRIGGER payment_log_fixed BEFORE UPDATE OR DELETE ON payment_log
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER payment_log_whole BEFORE TRUNCATE ON payment_log
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER payment_log_no_update BEFORE UPDATE ON payment_log
BEGIN
    SELECT RAISE(ABORT, 'table payment_log is append-only');
END
-- :step sqlite
CREATE TRIGGER payment_log_no_delete BEFORE DELETE ON payment_log
BEGIN
    SELECT RAISE(ABORT, 'table payment_log is append-only');
END

-- What gateways told us, exactly as it came. The unique key absorbs repeats.
-- :step
CREATE TABLE notice (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    gateway TEXT NOT NULL,
    event_key TEXT NOT NULL,
    payment_id {int} REFERENCES payment (id),
    body {blob} NOT NULL,
    outcome TEXT NOT NULL,
    created {int} NOT NULL,
    UNIQUE (panel_id, gateway, event_key)
)
-- :step
CREATE INDEX notice_payment ON notice (payment_id)

-- The sandbox gateway's own side: a stand-in for a processor, never part of a shop's books.
-- :step
CREATE TABLE sandbox_payment (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    token TEXT NOT NULL UNIQUE,
    create_key TEXT NOT NULL,
    reference TEXT NOT NULL,
    amount_minor {int} NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    description TEXT NOT NULL,
    return_url TEXT NOT NULL,
    notify_url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'processing', 'partly_paid', 'paid', 'failed', 'expired')),
    paid_minor {int} NOT NULL DEFAULT 0,
    receipts {int} NOT NULL DEFAULT 0,
    version {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    expires {int} NOT NULL,
    UNIQUE (panel_id, create_key)
)
-- :step
CREATE TABLE sandbox_notice (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    sandbox_id {int} NOT NULL REFERENCES sandbox_payment (id),
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts {int} NOT NULL DEFAULT 0,
    sent {int},
    created {int} NOT NULL
)
