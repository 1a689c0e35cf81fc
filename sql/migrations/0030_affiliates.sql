-- SPDX-License-Identifier: Apache-2.0
-- Affiliates. What matured, was reversed and was paid out are counters; the commissions and pay-outs behind them are rows.

-- :step
CREATE TABLE affiliate (
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    code TEXT NOT NULL,
    visits {int} NOT NULL DEFAULT 0,
    matured {int} NOT NULL DEFAULT 0 CHECK (matured >= 0),
    reversed {int} NOT NULL DEFAULT 0 CHECK (reversed >= 0),
    paid {int} NOT NULL DEFAULT 0 CHECK (paid >= 0),
    stopped {int} NOT NULL DEFAULT 0 CHECK (stopped IN (0, 1)),
    created {int} NOT NULL,
    PRIMARY KEY (panel_id, account_id),
    UNIQUE (panel_id, code)
)

-- Who brought whom. `suspect` says why a person should look before a pay-out.
-- :step
CREATE TABLE referral (
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    affiliate_id {int} NOT NULL REFERENCES account (id),
    suspect TEXT NOT NULL DEFAULT '',
    created {int} NOT NULL,
    PRIMARY KEY (panel_id, account_id),
    CHECK (account_id <> affiliate_id)
)
-- :step
CREATE INDEX referral_affiliate ON referral (panel_id, affiliate_id, created)

-- One commission of one top-up or campaign. `reversed` is the part that was taken back after it matured.
-- :step
CREATE TABLE commission (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    affiliate_id {int} NOT NULL REFERENCES account (id),
    account_id {int} NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('topup', 'spend')),
    ref {int} NOT NULL,
    base {int} NOT NULL CHECK (base > 0),
    bps {int} NOT NULL CHECK (bps BETWEEN 1 AND 10000),
    amount {int} NOT NULL CHECK (amount > 0),
    reversed {int} NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'matured', 'cancelled')),
    due {int} NOT NULL,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (panel_id, kind, ref),
    CHECK (affiliate_id <> account_id),
    CHECK (reversed >= 0 AND reversed <= amount)
)
-- :step
CREATE INDEX commission_affiliate ON commission (panel_id, affiliate_id, id)
-- :step
CREATE INDEX commission_open ON commission (panel_id, state, due)

-- :step
CREATE TABLE affiliate_payout (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    affiliate_id {int} NOT NULL REFERENCES account (id),
    amount {int} NOT NULL CHECK (amount > 0),
    state TEXT NOT NULL CHECK (state IN ('requested', 'paid', 'rejected')),
    decided_by {int} NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT '',
    created {int} NOT NULL,
    decided {int} NOT NULL DEFAULT 0,
    CHECK (decided_by <> affiliate_id)
)
-- :step
CREATE INDEX affiliate_payout_open ON affiliate_payout (panel_id, state, id)
-- :step
CREATE INDEX affiliate_payout_of ON affiliate_payout (panel_id, affiliate_id, id)
