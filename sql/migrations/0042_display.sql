-- SPDX-License-Identifier: Apache-2.0
-- Amounts shown in other currencies (reference/money.md 2). Nothing is charged by these rates. `rate_e6`: units of the
-- currency for 1 USD, times 1e6. `changed_by` 0: the feed, or smmctl.
-- :step
CREATE TABLE display_rate (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    currency TEXT NOT NULL CHECK (LENGTH(currency) = 3 AND currency <> 'USD'),
    rate_e6 {int} NOT NULL CHECK (rate_e6 BETWEEN 1 AND 10000000000000),
    source TEXT NOT NULL CHECK (source IN ('typed', 'file', 'feed')),
    follow {int} NOT NULL CHECK (follow IN (0, 1)),
    is_on {int} NOT NULL CHECK (is_on IN (0, 1)),
    version {int} NOT NULL DEFAULT 0,
    changed {int} NOT NULL,
    changed_by {int} NOT NULL,
    UNIQUE (panel_id, currency)
)

-- What the last look at the feed came to; `held` names the rates that moved too far to be taken.
-- :step
CREATE TABLE display_feed (
    panel_id {int} PRIMARY KEY REFERENCES panel (id),
    looked {int} NOT NULL,
    day TEXT NOT NULL,
    taken {int} NOT NULL,
    held TEXT NOT NULL,
    error TEXT NOT NULL
)

-- What an account chose; empty: nothing yet.
-- :step
ALTER TABLE account ADD COLUMN currency TEXT NOT NULL DEFAULT ''
