-- SPDX-License-Identifier: Apache-2.0
-- Customers in special economic zones of India: what they declare, and what staff say to it. A row is one
-- declaration for one GSTIN; a later one replaces it. Only a confirmed one changes the tax, and only while the
-- customer's GSTIN is the one that was confirmed.
-- :step
CREATE TABLE sez_declaration (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('sewop', 'sewp')),
    gstin TEXT NOT NULL,
    approval TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('declared', 'confirmed', 'rejected', 'withdrawn')),
    note TEXT NOT NULL DEFAULT '',
    created {int} NOT NULL,
    decided {int} NOT NULL DEFAULT 0,
    actor {int} NOT NULL DEFAULT 0
)
-- :step
CREATE UNIQUE INDEX sez_live ON sez_declaration (panel_id, account_id) WHERE state IN ('declared', 'confirmed')
-- :step
CREATE INDEX sez_state ON sez_declaration (panel_id, state, id)
