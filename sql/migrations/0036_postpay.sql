-- SPDX-License-Identifier: Apache-2.0
-- Post-payment: customers who spend first and pay the bill of a month (features S60, S61). Amounts are micro-USD.

-- Who asked, and what became of it. The limit itself is wallet.credit_limit. `billed` and `paid` only grow: a bill
-- is paid when `paid` has reached its `upto`. `month` (year * 12 + month - 1, India) is the last one that was looked at.
-- :step
CREATE TABLE postpay (
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('advertiser', 'agency')),
    state TEXT NOT NULL CHECK (state IN ('requested', 'active', 'refused', 'ended')),
    version {int} NOT NULL DEFAULT 0,
    about TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    verified {int} NOT NULL DEFAULT 0 CHECK (verified IN (0, 1)),
    billed {int} NOT NULL DEFAULT 0,
    paid {int} NOT NULL DEFAULT 0,
    month {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    PRIMARY KEY (panel_id, account_id),
    CHECK (paid >= 0 AND paid <= billed)
)
-- :step
CREATE INDEX postpay_state ON postpay (panel_id, state, updated)

-- The bill of one month: what was owed when the month was over, less what earlier bills ask for already. `upto` is the
-- sum of this and all earlier bills. overdue_at 0: not overdue.
-- :step
CREATE TABLE postpay_bill (
    id {id},
    panel_id {int} NOT NULL,
    account_id {int} NOT NULL,
    month {int} NOT NULL,
    amount {int} NOT NULL CHECK (amount > 0),
    upto {int} NOT NULL CHECK (upto >= amount),
    due_day {int} NOT NULL,
    reminded {int} NOT NULL DEFAULT 0,
    overdue_at {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    UNIQUE (panel_id, account_id, month),
    FOREIGN KEY (panel_id, account_id) REFERENCES postpay (panel_id, account_id)
)
