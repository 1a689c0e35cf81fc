-- SPDX-License-Identifier: Apache-2.0
-- Gifts on top-ups. A bonus is promised when the payment is started and granted once, after it was credited.

-- :step
CREATE TABLE coupon (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('fixed', 'percent')),
    value {int} NOT NULL CHECK (value > 0),
    most {int} NOT NULL DEFAULT 0 CHECK (most >= 0),
    min_amount {int} NOT NULL DEFAULT 0 CHECK (min_amount >= 0),
    method TEXT NOT NULL DEFAULT '',
    limit_total {int} NOT NULL DEFAULT 0 CHECK (limit_total >= 0),
    limit_account {int} NOT NULL DEFAULT 1 CHECK (limit_account >= 0),
    first_only {int} NOT NULL DEFAULT 0 CHECK (first_only IN (0, 1)),
    valid_from {int} NOT NULL DEFAULT 0,
    valid_to {int} NOT NULL DEFAULT 0,
    active {int} NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    used {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    actor {int} NOT NULL,
    UNIQUE (panel_id, code),
    CHECK (kind = 'fixed' OR value <= 10000),
    CHECK (used >= 0 AND (limit_total = 0 OR used <= limit_total))
)
-- :step
CREATE TABLE coupon_account (
    coupon_id {int} NOT NULL REFERENCES coupon (id),
    account_id {int} NOT NULL REFERENCES account (id),
    used {int} NOT NULL DEFAULT 0 CHECK (used >= 0),
    PRIMARY KEY (coupon_id, account_id)
)

-- A step of the deposit bonus: from so much on, so many per cent.
-- :step
CREATE TABLE bonus_tier (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    min_amount {int} NOT NULL CHECK (min_amount > 0),
    bps {int} NOT NULL CHECK (bps BETWEEN 1 AND 10000),
    most {int} NOT NULL DEFAULT 0 CHECK (most >= 0),
    active {int} NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created {int} NOT NULL,
    actor {int} NOT NULL
)
-- :step
CREATE UNIQUE INDEX bonus_tier_min ON bonus_tier (panel_id, min_amount) WHERE active = 1

-- `back`: taken back with parts of the top-up that went back; `seen`: how much of it had gone when it was last looked at.
-- :step
CREATE TABLE bonus (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    payment_id {int} NOT NULL REFERENCES payment (id),
    source TEXT NOT NULL CHECK (source IN ('coupon', 'deposit')),
    coupon_id {int} REFERENCES coupon (id),
    label TEXT NOT NULL,
    amount {int} NOT NULL CHECK (amount > 0),
    back {int} NOT NULL DEFAULT 0 CHECK (back >= 0 AND back <= amount),
    seen {int} NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'promised' CHECK (state IN ('promised', 'granted', 'released', 'taken')),
    created {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (payment_id, source),
    CHECK ((source = 'coupon') = (coupon_id IS NOT NULL))
)
-- :step
CREATE INDEX bonus_open ON bonus (panel_id, state, payment_id) WHERE state IN ('promised', 'granted')
-- :step
CREATE INDEX bonus_coupon ON bonus (coupon_id) WHERE coupon_id IS NOT NULL
