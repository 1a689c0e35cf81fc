-- SPDX-License-Identifier: Apache-2.0
-- Post-payment. A unit that writes both takes the wallet first, then postpay.

-- :name postpay_request
-- :write
-- :in panel i, account i, kind t, about t, now i
-- :expect one
INSERT INTO postpay (panel_id, account_id, kind, state, about, created, updated) VALUES (:panel, :account, :kind, 'requested', :about, :now, :now)
ON CONFLICT (panel_id, account_id) DO UPDATE SET kind = :kind, state = 'requested', about = :about, note = '', updated = :now, version = postpay.version + 1
WHERE postpay.state IN ('refused', 'ended')

-- what was asked for is not what is decided when the version has moved on
-- :name postpay_decide
-- :write
-- :in panel i, account i, version i, state t, note t, verified i, month i, now i
-- :expect one
UPDATE postpay SET state = :state, note = :note, verified = :verified, updated = :now, version = version + 1,
  month = CASE WHEN state <> 'active' AND :state = 'active' THEN :month ELSE month END
WHERE panel_id = :panel AND account_id = :account AND version = :version

-- a limit below what is owed is no limit
-- :name postpay_limit
-- :write
-- :in panel i, account i, limit i
-- :expect one
UPDATE wallet SET credit_limit = :limit WHERE panel_id = :panel AND account_id = :account AND balance >= -:limit

-- post-payment ends; what is owed stays owed, and nothing is spent until it is paid
-- :name postpay_stop
-- :write
-- :in panel i, account i
-- :expect one
UPDATE wallet SET credit_limit = 0, frozen = CASE WHEN frozen = 0 AND balance < 0 THEN 2 ELSE frozen END
WHERE panel_id = :panel AND account_id = :account

-- money came in, and the wallet has it already: the oldest bill is paid first
-- :name postpay_paid
-- :write
-- :in panel i, account i, amount i
UPDATE postpay SET paid = CASE WHEN paid + :amount >= billed
    OR (SELECT w.balance FROM wallet w WHERE w.panel_id = postpay.panel_id AND w.account_id = postpay.account_id) >= 0 THEN billed ELSE paid + :amount END
WHERE panel_id = :panel AND account_id = :account AND paid < billed

-- who owes nothing more that is overdue may spend again
-- :name postpay_lift
-- :write
-- :in panel i, account i
UPDATE wallet SET frozen = 0 WHERE panel_id = :panel AND account_id = :account AND frozen = 2 AND balance >= -credit_limit
  AND NOT EXISTS (SELECT 1 FROM postpay_bill b JOIN postpay p ON p.panel_id = b.panel_id AND p.account_id = b.account_id
                  WHERE b.panel_id = :panel AND b.account_id = :account AND b.overdue_at > 0 AND b.upto > p.paid)

-- account 0: everybody; state '' all, 'open' requests, 'owing' who owes something
-- :name postpay_list
-- :read
-- :in panel i, account i, state t, rows i
-- :out account i, username t, email t, lang t, kind t, state t, version i, about t, note t, verified i, billed i, paid i, month i, created i, updated i, balance i, held i, credit_limit i, frozen i, due_day i, overdue i
SELECT p.account_id AS account, a.username, a.email, a.language AS lang, p.kind, p.state, p.version, p.about, p.note, p.verified, p.billed, p.paid, p.month, p.created, p.updated,
       COALESCE(w.balance, 0) AS balance, COALESCE(w.held, 0) AS held, COALESCE(w.credit_limit, 0) AS credit_limit, COALESCE(w.frozen, 0) AS frozen,
       CAST(COALESCE((SELECT MIN(b.due_day) FROM postpay_bill b WHERE b.panel_id = p.panel_id AND b.account_id = p.account_id AND b.upto > p.paid), 0) AS {int}) AS due_day,
       CAST((SELECT COUNT(*) FROM postpay_bill b WHERE b.panel_id = p.panel_id AND b.account_id = p.account_id AND b.upto > p.paid AND b.overdue_at > 0) AS {int}) AS overdue
FROM postpay p JOIN account a ON a.id = p.account_id LEFT JOIN wallet w ON w.panel_id = p.panel_id AND w.account_id = p.account_id
WHERE p.panel_id = :panel AND (:account = 0 OR p.account_id = :account)
  AND (:state = '' OR p.state = :state OR (:state = 'owing' AND w.balance < 0))
ORDER BY p.updated DESC, p.account_id LIMIT :rows

-- :name postpay_bills
-- :read
-- :in panel i, account i, rows i
-- :out id i, month i, amount i, upto i, due_day i, overdue_at i, created i
SELECT id, month, amount, upto, due_day, overdue_at, created FROM postpay_bill WHERE panel_id = :panel AND account_id = :account ORDER BY id DESC LIMIT :rows

-- :name postpay_waiting
-- :read
-- :in panel i
-- :out n i
SELECT COUNT(*) AS n FROM postpay WHERE panel_id = :panel AND state = 'requested'

-- ---- what the decision rests on ----------------------------------------------------------------

-- spent on campaigns, what came back taken off
-- :name postpay_spend
-- :read
-- :in panel i, account i, since i, until i
-- :out n i
SELECT CAST(COALESCE(SUM(k.charge - k.refunded), 0) AS {int}) AS n FROM campaign k
WHERE k.panel_id = :panel AND k.account_id = :account AND k.created >= :since AND k.created < :until AND k.state NOT IN ('rejected', 'voided')

-- :name postpay_first_spend
-- :read
-- :in panel i, account i
-- :out first i?
SELECT MIN(k.created) AS first FROM campaign k
WHERE k.panel_id = :panel AND k.account_id = :account AND k.state NOT IN ('rejected', 'voided') AND k.charge > k.refunded

-- the largest ones that run
-- :name postpay_campaigns
-- :read
-- :in panel i, account i, rows i
-- :out started i, quantity i, remains i, charge i
SELECT COALESCE(started_at, accepted_at, created) AS started, quantity, COALESCE(remains, quantity) AS remains, charge - refunded AS charge
FROM campaign WHERE panel_id = :panel AND account_id = :account AND state IN ('accepted', 'in_progress') ORDER BY charge DESC, id LIMIT :rows

-- :name postpay_chargebacks
-- :read
-- :in panel i, account i
-- :out n i
SELECT COUNT(*) AS n FROM payment WHERE panel_id = :panel AND account_id = :account AND disputed > 0

-- ---- bills ---------------------------------------------------------------------------------------

-- who has not been looked at since the month ended
-- :name postpay_due_accounts
-- :read
-- :in panel i, month i, rows i
-- :out account i
SELECT account_id AS account FROM postpay WHERE panel_id = :panel AND month < :month AND state IN ('active', 'ended') ORDER BY account_id LIMIT :rows

-- one month is billed once; from here on payments wait until the bill is written
-- :name postpay_month
-- :write
-- :in panel i, account i, month i
-- :expect one
UPDATE postpay SET month = :month, version = version + 1 WHERE panel_id = :panel AND account_id = :account AND month < :month

-- the amount was read before: it holds only if nothing has moved
-- :name postpay_bill_insert
-- :write
-- :in panel i, account i, month i, amount i, due_day i, now i
-- :id postpay_bill
-- :expect one
INSERT INTO postpay_bill (panel_id, account_id, month, amount, upto, due_day, created)
SELECT p.panel_id, p.account_id, :month, :amount, p.billed + :amount, :due_day, :now
FROM postpay p JOIN wallet w ON w.panel_id = p.panel_id AND w.account_id = p.account_id
WHERE p.panel_id = :panel AND p.account_id = :account AND -w.balance - (p.billed - p.paid) = :amount

-- nothing was owed beyond earlier bills; holds only if nothing has moved
-- :name postpay_bill_none
-- :write
-- :in panel i, account i
-- :expect one
UPDATE postpay SET updated = updated WHERE panel_id = :panel AND account_id = :account
  AND COALESCE((SELECT -w.balance FROM wallet w WHERE w.panel_id = :panel AND w.account_id = :account), 0) - (billed - paid) <= 0

-- :name postpay_billed
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE postpay SET billed = billed + :amount WHERE panel_id = :panel AND account_id = :account

-- open bills: those to remind of, and those that are over; overdue ones stay in the list for nobody
-- :name postpay_bills_due
-- :read
-- :in panel i, remind_day i, today i, rows i
-- :out id i, account i, month i, amount i, due_day i, reminded i
SELECT b.id, b.account_id AS account, b.month, b.amount, b.due_day, b.reminded FROM postpay_bill b
JOIN postpay p ON p.panel_id = b.panel_id AND p.account_id = b.account_id
JOIN wallet w ON w.panel_id = b.panel_id AND w.account_id = b.account_id
WHERE b.panel_id = :panel AND b.upto > p.paid AND w.balance < 0 AND b.overdue_at = 0 AND (b.due_day < :today OR (b.due_day <= :remind_day AND b.reminded = 0))
ORDER BY b.id LIMIT :rows

-- :name postpay_reminded
-- :write
-- :in id i, now i
-- :expect one
UPDATE postpay_bill SET reminded = :now WHERE id = :id AND reminded = 0

-- takes the wallet first: a payment that comes at once is before or after all of it
-- :name postpay_freeze
-- :write
-- :in panel i, account i
-- :expect one
UPDATE wallet SET frozen = CASE WHEN frozen = 0 THEN 2 ELSE frozen END WHERE panel_id = :panel AND account_id = :account AND balance < 0

-- :name postpay_overdue
-- :write
-- :in panel i, account i, id i, now i
-- :expect one
UPDATE postpay_bill SET overdue_at = :now WHERE panel_id = :panel AND id = :id AND overdue_at = 0
  AND upto > (SELECT p.paid FROM postpay p WHERE p.panel_id = :panel AND p.account_id = :account)

-- more time for all open bills
-- :name postpay_extend
-- :write
-- :in panel i, account i, day i
UPDATE postpay_bill SET due_day = :day, overdue_at = 0, reminded = 0 WHERE panel_id = :panel AND account_id = :account
  AND upto > (SELECT p.paid FROM postpay p WHERE p.panel_id = :panel AND p.account_id = :account)

-- nothing owed: whatever paid it, a correction or a gift too
-- :name postpay_settled_accounts
-- :read
-- :in panel i, rows i
-- :out account i
SELECT p.account_id AS account FROM postpay p JOIN wallet w ON w.panel_id = p.panel_id AND w.account_id = p.account_id
WHERE p.panel_id = :panel AND w.balance >= 0 AND (p.paid < p.billed OR w.frozen = 2) ORDER BY p.account_id LIMIT :rows

-- anything that time could change
-- :name postpay_any
-- :read
-- :in panel i
-- :out n i
SELECT 1 AS n FROM postpay WHERE panel_id = :panel AND (state IN ('active', 'ended') OR paid < billed) LIMIT 1

-- ---- invariants ----------------------------------------------------------------------------------

-- what is billed is the sum of the bills, and each one ends where the next begins
-- :name verify_postpay
-- :read whole
-- :in
-- :out panel i, account i, billed i, bills i
SELECT p.panel_id AS panel, p.account_id AS account, p.billed, CAST(COALESCE((SELECT SUM(b.amount) FROM postpay_bill b WHERE b.panel_id = p.panel_id AND b.account_id = p.account_id), 0) AS {int}) AS bills
FROM postpay p
WHERE p.billed <> COALESCE((SELECT SUM(b.amount) FROM postpay_bill b WHERE b.panel_id = p.panel_id AND b.account_id = p.account_id), 0)
   OR p.billed <> COALESCE((SELECT MAX(b.upto) FROM postpay_bill b WHERE b.panel_id = p.panel_id AND b.account_id = p.account_id), 0) LIMIT 100

-- credit without an agreement, or a stop without a reason
-- :name verify_postpay_wallets
-- :read whole
-- :in
-- :out panel i, account i, credit_limit i, frozen i
SELECT w.panel_id AS panel, w.account_id AS account, w.credit_limit, w.frozen FROM wallet w LEFT JOIN postpay p ON p.panel_id = w.panel_id AND p.account_id = w.account_id
WHERE (w.credit_limit > 0 AND COALESCE(p.state, '') <> 'active') OR (w.frozen = 2 AND p.state IS NULL) LIMIT 100

-- The last bill asked for all that was owed: what is owed now beyond the open bills was spent since then (a day is
-- left for what was under way).
-- :name verify_postpay_owed
-- :read whole
-- :in
-- :out panel i, account i, unbilled i
SELECT p.panel_id AS panel, p.account_id AS account, -w.balance - (p.billed - p.paid) AS unbilled
FROM postpay p JOIN wallet w ON w.panel_id = p.panel_id AND w.account_id = p.account_id
WHERE w.balance < 0 AND p.billed > 0 AND -w.balance - (p.billed - p.paid) > COALESCE((
    SELECT SUM(-x.amount) FROM posting x JOIN transfer t ON t.id = x.transfer_id
    WHERE x.panel_id = p.panel_id AND x.account_id = p.account_id AND x.book = 'wallet' AND x.amount < 0
      AND t.created >= (SELECT MAX(b.created) FROM postpay_bill b WHERE b.panel_id = p.panel_id AND b.account_id = p.account_id) - 86400), 0) LIMIT 100
