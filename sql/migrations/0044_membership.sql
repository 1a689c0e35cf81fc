-- SPDX-License-Identifier: Apache-2.0
-- VIP membership: plans with a monthly price, who has one, what was charged. Everybody without a row is FREE.
-- Days are numbers of UTC days.

-- :step
CREATE TABLE plan (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    name TEXT NOT NULL,
    price {int} NOT NULL CHECK (price > 0 AND price % 10000 = 0),
    perks TEXT NOT NULL,
    active {int} NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (panel_id, name)
)

-- One row a member. `version` counts its changes: every change is decided on one and names it, so two of them never
-- both happen. `price` is what the running period costs (0: given by staff); `next_plan` NULL: it ends with the
-- period; `next_price` what the next one was announced at, NULL: as the plan costs then.
-- :step
CREATE TABLE membership (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    plan_id {int} NOT NULL REFERENCES plan (id),
    state TEXT NOT NULL CHECK (state IN ('active', 'grace', 'ended')),
    price {int} NOT NULL CHECK (price >= 0),
    anchor {int} NOT NULL,
    periods {int} NOT NULL CHECK (periods >= 1),
    starts {int} NOT NULL,
    ends {int} NOT NULL,
    next_plan {int} REFERENCES plan (id),
    next_price {int} CHECK (next_price > 0),
    reminded {int} NOT NULL DEFAULT 0,
    version {int} NOT NULL DEFAULT 1,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (panel_id, account_id),
    CHECK (ends > starts),
    CHECK (next_plan IS NOT NULL OR next_price IS NULL),
    CHECK (state <> 'grace' OR next_plan IS NOT NULL)
)
-- :step
CREATE INDEX membership_due ON membership (panel_id, state, ends)

-- What was taken for a period: price less the credit of an upgrade.
-- :step
CREATE TABLE membership_charge (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    plan_id {int} NOT NULL REFERENCES plan (id),
    version {int} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('join', 'renew', 'upgrade')),
    price {int} NOT NULL CHECK (price > 0),
    credit {int} NOT NULL CHECK (credit >= 0 AND credit < price),
    starts {int} NOT NULL,
    ends {int} NOT NULL,
    transfer_id {int} NOT NULL UNIQUE REFERENCES transfer (id),
    created {int} NOT NULL,
    UNIQUE (panel_id, account_id, version),
    CHECK (credit = 0 OR kind = 'upgrade'),
    CHECK (ends > starts)
)
