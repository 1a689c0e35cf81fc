-- SPDX-License-Identifier: Apache-2.0
-- Coins to addresses of our own: pool, quotes, receipts; confirmations of all coin gateways.

-- ---- coins of a panel ---------------------------------------------------------------------------

-- :name crypto_coins
-- :read
-- :in panel i
-- :out coin t, active i, rate i, rate_at i, wanted i, low i
SELECT coin, active, rate, rate_at, wanted, low FROM crypto_coin WHERE panel_id = :panel ORDER BY id

-- :name crypto_free_counts
-- :read
-- :in panel i
-- :out coin t, n i
SELECT coin, COUNT(*) AS n FROM crypto_address WHERE panel_id = :panel AND payment_id IS NULL AND state = 'open' GROUP BY coin

-- for staff only: they become many
-- :name crypto_used_counts
-- :read
-- :in panel i
-- :out coin t, n i
SELECT coin, COUNT(*) AS n FROM crypto_address WHERE panel_id = :panel AND payment_id IS NOT NULL GROUP BY coin

-- :name crypto_any
-- :read
-- :in panel i, since i
-- :out n i
SELECT 1 AS n FROM crypto_coin k WHERE k.panel_id = :panel AND k.active = 1 AND k.rate_at >= :since
  AND EXISTS (SELECT 1 FROM crypto_address a WHERE a.panel_id = k.panel_id AND a.coin = k.coin AND a.payment_id IS NULL AND a.state = 'open') LIMIT 1

-- active coins that need a person: rate too old, or few addresses left
-- :name crypto_warn_count
-- :read
-- :in panel i, since i
-- :out n i
SELECT COUNT(*) AS n FROM crypto_coin k WHERE k.panel_id = :panel AND k.active = 1 AND (k.rate_at < :since OR
  (SELECT COUNT(*) FROM crypto_address a WHERE a.panel_id = k.panel_id AND a.coin = k.coin AND a.payment_id IS NULL AND a.state = 'open') <= k.low)

-- a rate that stays as it was keeps its time unless it was entered again
-- :name crypto_coin_put
-- :write
-- :in panel i, coin t, active i, rate i, wanted i, low i, actor i, now i
INSERT INTO crypto_coin (panel_id, coin, active, rate, rate_at, wanted, low, actor, updated)
VALUES (:panel, :coin, :active, :rate, :now, :wanted, :low, :actor, :now)
ON CONFLICT (panel_id, coin) DO UPDATE SET active = excluded.active, rate = excluded.rate, rate_at = excluded.rate_at, wanted = excluded.wanted,
  low = excluded.low, actor = excluded.actor, updated = excluded.updated, version = crypto_coin.version + 1

-- ---- the pool -----------------------------------------------------------------------------------

-- :name crypto_address_insert
-- :write
-- :in panel i, coin t, network t, address t, actor i, now i
INSERT INTO crypto_address (panel_id, coin, network, address, state, actor, created)
VALUES (:panel, :coin, :network, :address, 'open', :actor, :now) ON CONFLICT (network, address) DO NOTHING

-- :name crypto_address_retire
-- :write
-- :in panel i, address i
-- :expect one
UPDATE crypto_address SET state = 'retired' WHERE panel_id = :panel AND id = :address AND payment_id IS NULL AND state = 'open'

-- the oldest free one belongs to this payment from now on
-- :name crypto_address_take
-- :write
-- :in panel i, coin t, payment i, now i
-- :expect one
UPDATE crypto_address SET payment_id = :payment, taken = :now
WHERE payment_id IS NULL AND state = 'open' AND id = (SELECT id FROM crypto_address WHERE panel_id = :panel AND coin = :coin
  AND payment_id IS NULL AND state = 'open' ORDER BY id LIMIT 1)

-- the next ones that will be given
-- :name crypto_addresses_free
-- :read
-- :in panel i, coin t, rows i
-- :out id i, address t, state t, payment_id i?, taken i?, created i
SELECT id, address, state, payment_id, taken, created FROM crypto_address WHERE panel_id = :panel AND coin = :coin
  AND payment_id IS NULL AND state = 'open' ORDER BY id LIMIT :rows

-- :name crypto_addresses_used
-- :read
-- :in panel i, coin t, rows i
-- :out id i, address t, state t, payment_id i?, taken i?, created i
SELECT id, address, state, payment_id, taken, created FROM crypto_address WHERE panel_id = :panel AND coin = :coin
  AND payment_id IS NOT NULL ORDER BY payment_id DESC LIMIT :rows

-- ---- quotes -------------------------------------------------------------------------------------

-- soft bound of addresses that one account may tie up
-- :name crypto_open_allowed
-- :write
-- :in panel i, account i, most i
-- :expect one
SELECT 1 WHERE (SELECT COUNT(*) FROM payment p JOIN crypto_quote x ON x.payment_id = p.id WHERE p.panel_id = :panel AND p.account_id = :account
  AND p.state IN ('created', 'pending') AND p.claim_ref IS NULL) < :most

-- the address that was taken for this payment; no other quote may hold it
-- :name crypto_quote_insert
-- :write
-- :in panel i, payment i, minor i, rate i, wanted i, now i, until i
-- :expect one
INSERT INTO crypto_quote (payment_id, panel_id, coin, network, address, minor, rate, wanted, quoted, until)
SELECT a.payment_id, a.panel_id, a.coin, a.network, a.address, :minor, :rate, :wanted, :now, :until
FROM crypto_address a WHERE a.panel_id = :panel AND a.payment_id = :payment

-- :name crypto_quote_get
-- :read
-- :in panel i, payment i
-- :out coin t, address t, minor i, rate i, wanted i, quoted i, until i
SELECT coin, address, minor, rate, wanted, quoted, until FROM crypto_quote WHERE panel_id = :panel AND payment_id = :payment

-- ---- receipts -----------------------------------------------------------------------------------

-- :name crypto_receipt_insert
-- :write
-- :in panel i, payment i, network t, txid t, output i, minor i, confirmations i, state t, rate i, usd i, actor i, now i
INSERT INTO crypto_receipt (panel_id, payment_id, network, txid, output, minor, confirmations, state, rate, usd, actor, created, updated)
VALUES (:panel, :payment, :network, :txid, :output, :minor, :confirmations, :state, :rate, :usd, :actor, :now, :now)

-- :name crypto_receipt_update
-- :write
-- :in panel i, receipt i, version i, minor i, confirmations i, state t, rate i, usd i, actor i, now i
-- :expect one
UPDATE crypto_receipt SET minor = :minor, confirmations = :confirmations, state = :state, rate = :rate, usd = :usd, actor = :actor, updated = :now, version = version + 1
WHERE panel_id = :panel AND id = :receipt AND version = :version AND state = 'seen'

-- an output of a transaction, whoever's it is
-- :name crypto_receipt_find
-- :read
-- :in network t, txid t, output i
-- :out id i, panel_id i, payment_id i, state t, version i
SELECT id, panel_id, payment_id, state, version FROM crypto_receipt WHERE network = :network AND txid = :txid AND output = :output

-- :name crypto_receipts
-- :read
-- :in panel i, payment i
-- :out id i, txid t, output i, minor i, confirmations i, state t, usd i, created i, updated i
SELECT id, txid, output, minor, confirmations, state, usd, created, updated FROM crypto_receipt
WHERE panel_id = :panel AND payment_id = :payment ORDER BY id LIMIT 50

-- ---- confirmations ------------------------------------------------------------------------------

-- :name payment_chain_put
-- :write
-- :in panel i, payment i, confirmations i?, wanted i, now i
INSERT INTO payment_chain (payment_id, panel_id, confirmations, wanted, updated) VALUES (:payment, :panel, :confirmations, :wanted, :now)
ON CONFLICT (payment_id) DO UPDATE SET confirmations = excluded.confirmations, wanted = excluded.wanted, updated = excluded.updated
WHERE COALESCE(payment_chain.confirmations, -1) <> COALESCE(excluded.confirmations, -1) OR payment_chain.wanted <> excluded.wanted

-- :name payment_chain_get
-- :read
-- :in panel i, payment i
-- :out confirmations i?, wanted i, updated i
SELECT confirmations, wanted, updated FROM payment_chain WHERE panel_id = :panel AND payment_id = :payment

-- ---- verify: each answers breaches only -----------------------------------------------------------

-- a quote holds the address that was taken for its payment
-- :name verify_crypto_quotes
-- :read whole
-- :out payment_id i, address t
SELECT x.payment_id, x.address FROM crypto_quote x LEFT JOIN crypto_address a ON a.network = x.network AND a.address = x.address
WHERE a.payment_id IS NULL OR a.payment_id <> x.payment_id LIMIT 100

-- what was credited for outputs is in the ledger under the key of the output, with the same amount
-- :name verify_crypto_receipts
-- :read whole
-- :out receipt_id i, payment_id i, usd i, booked i
SELECT r.id AS receipt_id, r.payment_id, r.usd, CAST(COALESCE(s.booked, 0) AS {int}) AS booked
FROM crypto_receipt r LEFT JOIN (SELECT t.panel_id, t.ref, t.key, -SUM(x.amount) AS booked FROM posting x JOIN transfer t ON t.id = x.transfer_id
  WHERE x.book = 'gateway' AND t.key LIKE 'crypto/%' GROUP BY t.panel_id, t.ref, t.key) s
  ON s.panel_id = r.panel_id AND s.ref = r.payment_id AND s.key = 'crypto/' || r.network || '/' || r.txid || '/' || r.output
WHERE r.state = 'credited' AND COALESCE(s.booked, 0) <> r.usd LIMIT 100

-- ---- smmctl export --------------------------------------------------------------------------------

-- :name export_crypto_coin
-- :read
-- :in panel i, after i, n i
-- :out id i, coin t, active i, rate i, rate_at i, wanted i, low i, actor i, updated i
SELECT id, coin, active, rate, rate_at, wanted, low, actor, updated FROM crypto_coin WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_crypto_address
-- :read
-- :in panel i, after i, n i
-- :out id i, coin t, network t, address t, state t, payment_id i?, taken i?, actor i, created i
SELECT id, coin, network, address, state, payment_id, taken, actor, created
FROM crypto_address WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_crypto_quote
-- :read
-- :in panel i, after i, n i
-- :out id i, coin t, network t, address t, minor i, rate i, wanted i, quoted i, until i
SELECT payment_id AS id, coin, network, address, minor, rate, wanted, quoted, until
FROM crypto_quote WHERE panel_id = :panel AND payment_id > :after ORDER BY payment_id LIMIT :n

-- :name export_crypto_receipt
-- :read
-- :in panel i, after i, n i
-- :out id i, payment_id i, network t, txid t, output i, minor i, confirmations i, state t, rate i, usd i, actor i, created i, updated i
SELECT id, payment_id, network, txid, output, minor, confirmations, state, rate, usd, actor, created, updated
FROM crypto_receipt WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_payment_chain
-- :read
-- :in panel i, after i, n i
-- :out id i, confirmations i?, wanted i, updated i
SELECT payment_id AS id, confirmations, wanted, updated FROM payment_chain WHERE panel_id = :panel AND payment_id > :after ORDER BY payment_id LIMIT :n
