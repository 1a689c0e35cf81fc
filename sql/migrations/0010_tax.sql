-- SPDX-License-Identifier: Apache-2.0
-- Taxes of countries without a scheme of their own in the code: VAT, sales tax. Rows are never changed:
-- a new rate is a new row, the old one ends.
-- :step
CREATE TABLE tax_rule (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('any', 'business', 'consumer')),
    name TEXT NOT NULL,
    bps {int} NOT NULL CHECK (bps BETWEEN 0 AND 10000),
    reverse {int} NOT NULL CHECK (reverse IN (0, 1)),
    note TEXT NOT NULL,
    since {int} NOT NULL,
    until {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    actor {int} NOT NULL,
    CHECK (until = 0 OR until >= since)
)
-- :step
CREATE INDEX tax_rule_country ON tax_rule (panel_id, country)
