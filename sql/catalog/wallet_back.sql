-- SPDX-License-Identifier: Apache-2.0
-- Money that left again: refunds and chargebacks that a gateway reports. Frozen wallets.

-- compares what was known: of two that report the same sum one is refused
-- :name payment_back
-- :write
-- :in panel i, payment i, version i, was_returned i, was_disputed i, returned i, disputed i, to_state t, reason t, now i
-- :expect one
UPDATE payment SET returned = :returned, disputed = :disputed, state = :to_state, reason = :reason, updated = :now, version = version + 1
WHERE panel_id = :panel AND id = :payment AND version = :version AND returned = :was_returned AND disputed = :was_disputed

-- the money is gone already: the balance may become negative, and then the wallet is frozen whatever was asked
-- :name wallet_take
-- :write
-- :in panel i, account i, amount i, freeze i
-- :expect one
UPDATE wallet SET balance = balance - :amount,
  frozen = CASE WHEN :freeze = 1 OR balance - :amount < -credit_limit THEN 1 ELSE frozen END
WHERE panel_id = :panel AND account_id = :account

-- :name wallet_freeze
-- :write
-- :in panel i, account i
-- :expect one
UPDATE wallet SET frozen = 1 WHERE panel_id = :panel AND account_id = :account AND frozen <> 1

-- a balance below the limit must be settled first; an overdue bill stops the wallet whoever opens it
-- :name wallet_unfreeze
-- :write
-- :in panel i, account i
-- :expect one
UPDATE wallet SET frozen = CASE WHEN EXISTS (SELECT 1 FROM postpay_bill b JOIN postpay p ON p.panel_id = b.panel_id AND p.account_id = b.account_id
    WHERE b.panel_id = :panel AND b.account_id = :account AND b.overdue_at > 0 AND b.upto > p.paid) THEN 2 ELSE 0 END
WHERE panel_id = :panel AND account_id = :account AND frozen = 1 AND balance >= -credit_limit

-- :name wallet_frozen
-- :read
-- :in panel i, account i
-- :out frozen i
SELECT frozen FROM wallet WHERE panel_id = :panel AND account_id = :account
