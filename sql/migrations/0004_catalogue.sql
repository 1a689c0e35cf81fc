-- SPDX-License-Identifier: Apache-2.0
-- Catalogue: categories, providers, services, the log of their changes.

-- One counter a panel: every unit that changes what the catalogue shows raises it. Caches hang on it.
-- :step
CREATE TABLE catalogue_revision (
    panel_id {int} NOT NULL PRIMARY KEY REFERENCES panel (id),
    revision {int} NOT NULL,
    changed {int} NOT NULL
)

-- :step
CREATE TABLE category (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    name TEXT NOT NULL,
    position {int} NOT NULL,
    icon TEXT NOT NULL DEFAULT '',
    UNIQUE (panel_id, name)
)

-- An upstream panel. key_sealed is encrypted. fx: micro-USD for one unit of its currency. Its prices become
-- ours by the rule markup_bps, then markup_fixed (micro-USD per 1000), then up to a multiple of round_to.
-- sync: 0 by hand, 1 known services follow by themselves, 2 new services are added too.
-- :step
CREATE TABLE provider (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL DEFAULT '',
    key_sealed TEXT,
    currency TEXT NOT NULL DEFAULT 'USD',
    fx {int} NOT NULL DEFAULT 1000000 CHECK (fx > 0),
    paused {int} NOT NULL DEFAULT 0,
    timeout_ms {int} NOT NULL DEFAULT 15000,
    sync {int} NOT NULL DEFAULT 1,
    errors {int} NOT NULL DEFAULT 0,
    trips {int} NOT NULL DEFAULT 0,
    open_until {int} NOT NULL DEFAULT 0,
    markup_bps {int} NOT NULL DEFAULT 0 CHECK (markup_bps >= 0),
    markup_fixed {int} NOT NULL DEFAULT 0 CHECK (markup_fixed >= 0),
    round_to {int} NOT NULL DEFAULT 1 CHECK (round_to > 0),
    balance {int},
    balance_at {int} NOT NULL DEFAULT 0,
    low_balance {int} NOT NULL DEFAULT 0,
    imported_at {int} NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    created {int} NOT NULL,
    UNIQUE (panel_id, name)
)

-- A fetched price list waiting for the operator's decision; one a provider.
-- :step
CREATE TABLE provider_list (
    provider_id {int} NOT NULL PRIMARY KEY REFERENCES provider (id),
    panel_id {int} NOT NULL REFERENCES panel (id),
    fetched {int} NOT NULL,
    n {int} NOT NULL,
    body TEXT NOT NULL
)

-- rate and cost: micro-USD per 1000, or per package. kept: what the operator decided and imports leave alone
-- (1 name, 2 rate, 4 limits, 8 status, 16 category). absent: the provider does not list it any more.
-- Tags: NULL = not stated. Computed figures: NULL = not enough data; nobody types them in.
-- :step
CREATE TABLE service (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    category_id {int} NOT NULL REFERENCES category (id),
    name TEXT NOT NULL,
    clean TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    type {int} NOT NULL DEFAULT 0,
    rate {int} NOT NULL CHECK (rate >= 0),
    cost {int} NOT NULL DEFAULT 0 CHECK (cost >= 0),
    min {int} NOT NULL CHECK (min >= 1),
    max {int} NOT NULL CHECK (max >= min),
    status {int} NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 3),
    refill {int} NOT NULL DEFAULT 0,
    cancel {int} NOT NULL DEFAULT 0,
    dripfeed {int} NOT NULL DEFAULT 0,
    provider_id {int} REFERENCES provider (id),
    provider_service TEXT NOT NULL DEFAULT '',
    position {int} NOT NULL DEFAULT 0,
    kept {int} NOT NULL DEFAULT 0,
    absent {int} NOT NULL DEFAULT 0,
    tag_max {int},
    start_min {int},
    start_max {int},
    speed_lo {int},
    speed_hi {int},
    refill_kind {int} NOT NULL DEFAULT 0,
    refill_days {int},
    flags {int} NOT NULL DEFAULT 0,
    completion {int},
    rating {int},
    recommends {int},
    average_s {int},
    created {int} NOT NULL,
    changed {int} NOT NULL
)
-- :step
CREATE UNIQUE INDEX service_provider ON service (panel_id, provider_id, provider_service) WHERE provider_service <> ''
-- :step
CREATE INDEX service_category ON service (panel_id, category_id, position)

-- What happened to a service, for staff and for the feed of news. what: added, price, name, limits, off, on, status, category.
-- :step
CREATE TABLE service_change (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    service_id {int} NOT NULL REFERENCES service (id),
    at {int} NOT NULL,
    actor {int} NOT NULL,
    what TEXT NOT NULL,
    old_text TEXT,
    new_text TEXT
)
-- :step
CREATE INDEX service_change_panel ON service_change (panel_id, id)
-- :step
CREATE INDEX service_change_service ON service_change (service_id, id)
