-- SPDX-License-Identifier: Apache-2.0
-- Ledger, statement, seals. Amounts are micro-USD and never negative as parameters.

-- :name wallet_open
-- :write
-- :in panel i, account i, now i
INSERT INTO wallet (panel_id, account_id, created) VALUES (:panel, :account, :now)
ON CONFLICT (panel_id, account_id) DO NOTHING

-- :name wallet_balance
-- :read
-- :in panel i, account i
-- :out balance i, held i, credit_limit i
SELECT balance, held, credit_limit FROM wallet WHERE panel_id = :panel AND account_id = :account

-- :name wallet_hold
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET balance = balance - :amount, held = held + :amount
WHERE panel_id = :panel AND account_id = :account AND balance + credit_limit >= :amount AND frozen = 0

-- :name wallet_capture
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET held = held - :amount
WHERE panel_id = :panel AND account_id = :account AND held >= :amount

-- :name wallet_release
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET held = held - :amount, balance = balance + :amount
WHERE panel_id = :panel AND account_id = :account AND held >= :amount

-- :name wallet_debit
-- :write
-- :in panel i, account i, amount i
-- :expect one
UPDATE wallet SET balance = balance - :amount
WHERE panel_id = :panel AND account_id = :account AND balance + credit_limit >= :amount AND frozen = 0

-- room keeps the sum inside 63 bits
-- :name wallet_credit
-- :write
-- :in panel i, account i, amount i, room i
-- :expect one
UPDATE wallet SET balance = balance + :amount
WHERE panel_id = :panel AND account_id = :account AND balance <= :room

-- :name transfer_insert
-- :write
-- :in panel i, kind t, key t, ref i, memo t, actor i, now i
-- :id transfer
INSERT INTO transfer (panel_id, kind, key, ref, memo, actor, created)
VALUES (:panel, :kind, :key, :ref, :memo, :actor, :now)

-- the probe of a lost commit: was this event booked?
-- :name transfer_by_key
-- :read
-- :in panel i, key t
-- :out id i
SELECT id FROM transfer WHERE panel_id = :panel AND key = :key

-- both legs in one statement: a transfer cannot be half written; the debit stands first
-- :name posting_pair
-- :write
-- :in transfer i, panel i, amount i, from_book t, from_account i?, to_book t, to_account i?
-- :expect some
INSERT INTO posting (panel_id, transfer_id, book, account_id, amount, balance_after) VALUES
(:panel, :transfer, :from_book, :from_account, -:amount,
 CASE WHEN :from_book = 'wallet' THEN (SELECT w.balance FROM wallet w WHERE w.panel_id = :panel AND w.account_id = :from_account) END),
(:panel, :transfer, :to_book, :to_account, :amount,
 CASE WHEN :to_book = 'wallet' THEN (SELECT w.balance FROM wallet w WHERE w.panel_id = :panel AND w.account_id = :to_account) END)

-- :name ledger_page
-- :read
-- :in panel i, account i, before i, since i, until i, rows i
-- :out id i, created i, kind t, ref i, memo t, amount i, balance_after i
SELECT p.id, t.created, t.kind, t.ref, t.memo, p.amount, p.balance_after
FROM posting p JOIN transfer t ON t.id = p.transfer_id
WHERE p.panel_id = :panel AND p.account_id = :account AND p.book = 'wallet' AND p.id < :before
  AND t.created >= :since AND t.created < :until
ORDER BY p.id DESC LIMIT :rows

-- :name ledger_house
-- :read
-- :in panel i
-- :out book t, balance i
SELECT book, CAST(SUM(amount) AS {int}) AS balance FROM posting WHERE panel_id = :panel GROUP BY book ORDER BY book

-- :name chain_last
-- :read
-- :in panel i
-- :out seq i, hash t, transfer_id i
SELECT seq, hash, transfer_id FROM chain WHERE panel_id = :panel ORDER BY seq DESC LIMIT 1

-- transfers that are not sealed yet, with their postings
-- :name chain_pending
-- :read
-- :in panel i, floor i, rows i
-- :out id i, kind t, key t, ref i, memo t, actor i, created i, posting_id i, book t, account_id i?, amount i, balance_after i?
SELECT t.id, t.kind, t.key, t.ref, t.memo, t.actor, t.created, p.id AS posting_id, p.book, p.account_id, p.amount, p.balance_after
FROM (SELECT x.id, x.kind, x.key, x.ref, x.memo, x.actor, x.created FROM transfer x
      WHERE x.panel_id = :panel AND x.id > :floor AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.transfer_id = x.id)
      ORDER BY x.id LIMIT :rows) t
JOIN posting p ON p.transfer_id = t.id
ORDER BY t.id, p.id

-- :name chain_insert
-- :write
-- :in panel i, seq i, transfer i, hash t, now i
INSERT INTO chain (panel_id, seq, transfer_id, hash, sealed) VALUES (:panel, :seq, :transfer, :hash, :now)

-- the whole chain of every panel in the order of its seals
-- :name chain_walk
-- :read
-- :out panel_id i, seq i, hash t, id i, kind t, key t, ref i, memo t, actor i, created i, posting_id i, book t, account_id i?, amount i, balance_after i?
SELECT c.panel_id, c.seq, c.hash, t.id, t.kind, t.key, t.ref, t.memo, t.actor, t.created, p.id AS posting_id, p.book, p.account_id, p.amount, p.balance_after
FROM chain c JOIN transfer t ON t.id = c.transfer_id JOIN posting p ON p.transfer_id = t.id
ORDER BY c.panel_id, c.seq, p.id

-- ---- verify: each answers breaches only -----------------------------------------------------

-- :name verify_counts
-- :read
-- :out transfers i, postings i
SELECT (SELECT COUNT(*) FROM transfer) AS transfers, (SELECT COUNT(*) FROM posting) AS postings

-- :name verify_sums
-- :read
-- :out transfer_id i, total i, legs i
SELECT t.id AS transfer_id, CAST(COALESCE(SUM(p.amount), 0) AS {int}) AS total, COUNT(p.id) AS legs
FROM transfer t LEFT JOIN posting p ON p.transfer_id = t.id
GROUP BY t.id HAVING COALESCE(SUM(p.amount), 0) <> 0 OR COUNT(p.id) < 2 LIMIT 100

-- :name verify_wallets
-- :read
-- :out panel_id i, account_id i, balance i, held i, posted i, posted_held i
SELECT w.panel_id, w.account_id, w.balance, w.held,
       CAST(COALESCE(s.posted, 0) AS {int}) AS posted, CAST(COALESCE(s.posted_held, 0) AS {int}) AS posted_held
FROM wallet w LEFT JOIN (SELECT panel_id, account_id,
         SUM(CASE WHEN book = 'wallet' THEN amount ELSE 0 END) AS posted,
         SUM(CASE WHEN book = 'held' THEN amount ELSE 0 END) AS posted_held
       FROM posting WHERE account_id IS NOT NULL GROUP BY panel_id, account_id) s
  ON s.panel_id = w.panel_id AND s.account_id = w.account_id
WHERE w.balance <> COALESCE(s.posted, 0) OR w.held <> COALESCE(s.posted_held, 0) LIMIT 100

-- :name verify_strays
-- :read
-- :out posting_id i
SELECT p.id AS posting_id FROM posting p
LEFT JOIN wallet w ON w.panel_id = p.panel_id AND w.account_id = p.account_id
WHERE p.account_id IS NOT NULL AND w.account_id IS NULL LIMIT 100

-- :name verify_negative
-- :read
-- :out panel_id i, account_id i, balance i, held i
SELECT panel_id, account_id, balance, held FROM wallet
WHERE (balance < -credit_limit AND frozen = 0) OR held < 0 LIMIT 100

-- :name verify_running
-- :read
-- :out posting_id i, balance_after i, expected i
SELECT x.id AS posting_id, x.balance_after, x.expected FROM (
  SELECT id, balance_after,
         amount + COALESCE(LAG(balance_after) OVER (PARTITION BY panel_id, account_id ORDER BY id), 0) AS expected
  FROM posting WHERE book = 'wallet') x
WHERE x.balance_after <> x.expected LIMIT 100

-- :name verify_panels
-- :read
-- :out posting_id i
SELECT p.id AS posting_id FROM posting p JOIN transfer t ON t.id = p.transfer_id WHERE p.panel_id <> t.panel_id LIMIT 100

-- :name verify_holds
-- :read
-- :out panel_id i, ref i, held i
SELECT p.panel_id, t.ref, CAST(SUM(p.amount) AS {int}) AS held
FROM posting p JOIN transfer t ON t.id = p.transfer_id
WHERE p.book = 'held' GROUP BY p.panel_id, t.ref HAVING SUM(p.amount) < 0 LIMIT 100

-- refunds of a campaign never pass what was captured for it
-- :name verify_refunds
-- :read
-- :out panel_id i, ref i, refunded i, captured i
SELECT p.panel_id, t.ref,
       CAST(SUM(CASE WHEN t.kind = 'campaign-refund' THEN -p.amount ELSE 0 END) AS {int}) AS refunded,
       CAST(SUM(CASE WHEN t.kind = 'campaign-capture' THEN p.amount ELSE 0 END) AS {int}) AS captured
FROM posting p JOIN transfer t ON t.id = p.transfer_id
WHERE p.book = 'revenue' AND t.kind IN ('campaign-refund', 'campaign-capture')
GROUP BY p.panel_id, t.ref
HAVING SUM(CASE WHEN t.kind = 'campaign-refund' THEN -p.amount ELSE 0 END)
     > SUM(CASE WHEN t.kind = 'campaign-capture' THEN p.amount ELSE 0 END) LIMIT 100

-- :name verify_unsealed
-- :read
-- :in panel_settled i
-- :out id i
SELECT t.id FROM transfer t LEFT JOIN chain c ON c.transfer_id = t.id
WHERE c.transfer_id IS NULL AND t.created < :panel_settled
  AND t.id < (SELECT COALESCE(MAX(transfer_id), 0) FROM chain) - 10000 LIMIT 100
