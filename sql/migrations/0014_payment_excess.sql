-- SPDX-License-Identifier: Apache-2.0
-- What came in above a taxed invoice in rupees: an advance that holds the tax. It has an invoice of its own;
-- excess is what came in too much, tax its part for the authorities, the rest was credited (micro-USD). Rows never
-- change.
-- :step
CREATE TABLE payment_excess (
    payment_id {int} PRIMARY KEY REFERENCES payment (id),
    panel_id {int} NOT NULL REFERENCES panel (id),
    invoice_id {int} NOT NULL UNIQUE REFERENCES invoice (id),
    excess {int} NOT NULL CHECK (excess > 0),
    tax {int} NOT NULL CHECK (tax BETWEEN 0 AND excess),
    created {int} NOT NULL
)
-- :step pgsql
CREATE TRIGGER payment_excess_fixed BEFORE UPDATE OR DELETE ON payment_excess
    FOR EACH ROW EXECUTE FUNCTION smm_append_only()
-- :step pgsql
CREATE TRIGGER payment_excess_whole BEFORE TRUNCATE ON payment_excess
    FOR EACH STATEMENT EXECUTE FUNCTION smm_append_only()
-- :step sqlite
CREATE TRIGGER payment_excess_no_update BEFORE UPDATE ON payment_excess
BEGIN
    SELECT RAISE(ABORT, 'table payment_excess is append-only');
END
-- :step sqlite
CREATE TRIGGER payment_excess_no_delete BEFORE DELETE ON payment_excess
BEGIN
    SELECT RAISE(ABORT, 'table payment_excess is append-only');
END
