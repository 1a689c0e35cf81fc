-- SPDX-License-Identifier: Apache-2.0
-- The tables of coins, gifts, affiliates, corrections and finance for "smmctl export"; see tools.sql.

-- coins of the panel's people: the balance is of the whole network, the entries are this panel's
-- :name export_coin_wallet
-- :read
-- :in panel i, after i, n i
-- :out account_id i, balance i, created i
SELECT account_id, balance, created FROM coin_wallet
WHERE account_id IN (SELECT account_id FROM member WHERE panel_id = :panel) AND account_id > :after ORDER BY account_id LIMIT :n

-- :name export_coin_entry
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, op t, key t, n i, from_book t, to_book t, amount i, balance_after i, kind t, ref i, memo t, actor i, created i
SELECT id, account_id, op, key, n, from_book, to_book, amount, balance_after, kind, ref, memo, actor, created
FROM coin_entry WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_coin_spend
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, key t, campaign_id i?, coins i, value i, returned i, returns i, created i
SELECT id, account_id, key, campaign_id, coins, value, returned, returns, created
FROM coin_spend WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_coupon
-- :read
-- :in panel i, after i, n i
-- :out id i, code t, kind t, value i, most i, min_amount i, method t, limit_total i, limit_account i, first_only i, valid_from i, valid_to i, active i, used i, created i, actor i
SELECT id, code, kind, value, most, min_amount, method, limit_total, limit_account, first_only, valid_from, valid_to, active, used, created, actor
FROM coupon WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_bonus_tier
-- :read
-- :in panel i, after i, n i
-- :out id i, min_amount i, bps i, most i, active i, created i, actor i
SELECT id, min_amount, bps, most, active, created, actor FROM bonus_tier WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_bonus
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, payment_id i, source t, coupon_id i?, label t, amount i, state t, created i, updated i
SELECT id, account_id, payment_id, source, coupon_id, label, amount, state, created, updated
FROM bonus WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_affiliate
-- :read
-- :in panel i, after i, n i
-- :out account_id i, code t, visits i, matured i, reversed i, paid i, stopped i, created i
SELECT account_id, code, visits, matured, reversed, paid, stopped, created
FROM affiliate WHERE panel_id = :panel AND account_id > :after ORDER BY account_id LIMIT :n

-- :name export_referral
-- :read
-- :in panel i, after i, n i
-- :out account_id i, affiliate_id i, suspect t, created i
SELECT account_id, affiliate_id, suspect, created FROM referral WHERE panel_id = :panel AND account_id > :after ORDER BY account_id LIMIT :n

-- :name export_commission
-- :read
-- :in panel i, after i, n i
-- :out id i, affiliate_id i, account_id i, kind t, ref i, base i, bps i, amount i, reversed i, state t, due i, created i, updated i
SELECT id, affiliate_id, account_id, kind, ref, base, bps, amount, reversed, state, due, created, updated
FROM commission WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_affiliate_payout
-- :read
-- :in panel i, after i, n i
-- :out id i, affiliate_id i, amount i, state t, decided_by i, why t, created i, decided i
SELECT id, affiliate_id, amount, state, decided_by, why, created, decided
FROM affiliate_payout WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_adjust_request
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, unit t, amount i, reason t, state t, asked_by i, decided_by i, note t, created i, expires i, decided i, kind t, ref i, cause t
SELECT id, account_id, unit, amount, reason, state, asked_by, decided_by, note, created, expires, decided, kind, ref, cause
FROM adjust_request WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_gateway_fee
-- :read
-- :in panel i, after i, n i
-- :out payment_id i, amount i, updated i
SELECT payment_id, amount, updated FROM gateway_fee WHERE panel_id = :panel AND payment_id > :after ORDER BY payment_id LIMIT :n

-- :name export_finance_day
-- :read
-- :in panel i, after i, n i
-- :out day i, checked i, ok i, breaches i, text t, wallets i, held i, suspense i, unexplained i, house i
SELECT day, checked, ok, breaches, text, wallets, held, suspense, unexplained, house
FROM finance_day WHERE panel_id = :panel AND day > :after ORDER BY day LIMIT :n
