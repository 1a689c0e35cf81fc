-- SPDX-License-Identifier: Apache-2.0
-- Coupons, deposit bonus. A coupon's limits are counters that change under their guard.

-- :name coupon_insert
-- :write
-- :in panel i, code t, kind t, value i, most i, min_amount i, method t, limit_total i, limit_account i, first_only i, valid_from i, valid_to i, now i, actor i
-- :id coupon
INSERT INTO coupon (panel_id, code, kind, value, most, min_amount, method, limit_total, limit_account, first_only, valid_from, valid_to, created, actor)
VALUES (:panel, :code, :kind, :value, :most, :min_amount, :method, :limit_total, :limit_account, :first_only, :valid_from, :valid_to, :now, :actor)

-- :name coupon_switch
-- :write
-- :in panel i, id i, active i
-- :expect one
UPDATE coupon SET active = :active WHERE panel_id = :panel AND id = :id AND active <> :active

-- :name coupon_by_code
-- :read
-- :in panel i, code t
-- :out id i, code t, kind t, value i, most i, min_amount i, method t, limit_total i, limit_account i, first_only i, valid_from i, valid_to i, active i, used i, created i
SELECT id, code, kind, value, most, min_amount, method, limit_total, limit_account, first_only, valid_from, valid_to, active, used, created
FROM coupon WHERE panel_id = :panel AND code = :code

-- :name coupon_list
-- :read
-- :in panel i, before i, rows i
-- :out id i, code t, kind t, value i, most i, min_amount i, method t, limit_total i, limit_account i, first_only i, valid_from i, valid_to i, active i, used i, created i, given i
SELECT c.id, c.code, c.kind, c.value, c.most, c.min_amount, c.method, c.limit_total, c.limit_account, c.first_only, c.valid_from, c.valid_to, c.active, c.used, c.created,
       CAST(COALESCE((SELECT SUM(b.amount) FROM bonus b WHERE b.coupon_id = c.id AND b.state = 'granted'), 0) AS {int}) AS given
FROM coupon c WHERE c.panel_id = :panel AND c.id < :before ORDER BY c.id DESC LIMIT :rows

-- :name coupon_account_used
-- :read
-- :in coupon i, account i
-- :out used i
SELECT used FROM coupon_account WHERE coupon_id = :coupon AND account_id = :account

-- the whole limit: as many as the coupon allows, whatever runs at once
-- :name coupon_take
-- :write
-- :in panel i, id i, now i
-- :expect one
UPDATE coupon SET used = used + 1
WHERE panel_id = :panel AND id = :id AND active = 1 AND (limit_total = 0 OR used < limit_total)
  AND valid_from <= :now AND (valid_to = 0 OR valid_to > :now)

-- :name coupon_account_open
-- :write
-- :in coupon i, account i
INSERT INTO coupon_account (coupon_id, account_id) VALUES (:coupon, :account) ON CONFLICT (coupon_id, account_id) DO NOTHING

-- :name coupon_account_take
-- :write
-- :in coupon i, account i
-- :expect one
UPDATE coupon_account SET used = used + 1 WHERE coupon_id = :coupon AND account_id = :account
  AND used < (SELECT CASE WHEN c.limit_account = 0 THEN 1000000000 ELSE c.limit_account END FROM coupon c WHERE c.id = :coupon)

-- :name coupon_give_back
-- :write
-- :in panel i, id i
-- :expect one
UPDATE coupon SET used = used - 1 WHERE panel_id = :panel AND id = :id AND used > 0

-- :name coupon_account_give_back
-- :write
-- :in coupon i, account i
-- :expect one
UPDATE coupon_account SET used = used - 1 WHERE coupon_id = :coupon AND account_id = :account AND used > 0

-- :name bonus_insert
-- :write
-- :in panel i, account i, payment i, source t, coupon i?, label t, amount i, now i
-- :id bonus
INSERT INTO bonus (panel_id, account_id, payment_id, source, coupon_id, label, amount, created, updated)
VALUES (:panel, :account, :payment, :source, :coupon, :label, :amount, :now, :now)

-- :name bonus_move
-- :write
-- :in id i, from_state t, to_state t, now i
-- :expect one
UPDATE bonus SET state = :to_state, updated = :now WHERE id = :id AND state = :from_state

-- a part of the top-up went back; looked at once for each sum
-- :name bonus_shrink
-- :write
-- :in id i, was i, seen i, back i, now i
-- :expect one
UPDATE bonus SET back = :back, seen = :seen, updated = :now WHERE id = :id AND state = 'granted' AND seen = :was

-- `earlier` walks all deposits of the panel: only coupons for a first top-up ask for it
-- :name bonus_of_payment
-- :read
-- :in panel i, payment i
-- :out id i, account_id i, payment_id i, source t, coupon_id i?, label t, amount i, state t, first_only i, payment_state t, earlier i, paid i, gone i, back i, seen i
SELECT b.id, b.account_id, b.payment_id, b.source, b.coupon_id, b.label, b.amount, b.state,
       COALESCE(c.first_only, 0) AS first_only, p.state AS payment_state,
       CASE WHEN COALESCE(c.first_only, 0) = 0 THEN 0 ELSE (SELECT COUNT(*) FROM transfer t JOIN posting o ON o.transfer_id = t.id AND o.book = 'wallet' AND o.account_id = b.account_id
        WHERE t.panel_id = b.panel_id AND t.kind IN ('deposit', 'settle') AND t.ref <> b.payment_id
          AND t.id < COALESCE((SELECT MIN(x.id) FROM transfer x WHERE x.panel_id = b.panel_id AND x.kind = 'deposit' AND x.ref = b.payment_id), 0)) END AS earlier,
       p.amount AS paid, CAST(p.returned + COALESCE((SELECT SUM(r.amount) FROM refund_out r WHERE r.payment_id = p.id AND r.state = 'done'), 0) AS {int}) AS gone, b.back, b.seen
FROM bonus b JOIN payment p ON p.id = b.payment_id LEFT JOIN coupon c ON c.id = b.coupon_id
WHERE b.panel_id = :panel AND b.payment_id = :payment ORDER BY b.id

-- what the sweep has to look at: promises of closed payments, gifts of payments that were taken back
-- :name bonus_due
-- :read
-- :in panel i, rows i
-- :out payment_id i
SELECT DISTINCT b.payment_id FROM bonus b JOIN payment p ON p.id = b.payment_id
WHERE b.panel_id = :panel AND b.state IN ('promised', 'granted') AND ((b.state = 'promised' AND p.state IN ('expired', 'failed', 'cancelled', 'paid'))
    OR (b.state = 'granted' AND p.state IN ('refunded', 'charged_back'))
    OR (b.state = 'granted' AND p.state = 'paid' AND p.returned + COALESCE((SELECT SUM(r.amount) FROM refund_out r WHERE r.payment_id = p.id AND r.state = 'done'), 0) > b.seen))
ORDER BY b.payment_id LIMIT :rows

-- :name bonus_deposits
-- :read
-- :in panel i, account i
-- :out n i
SELECT COUNT(*) AS n FROM payment WHERE panel_id = :panel AND account_id = :account AND state IN ('paid', 'refunded', 'charged_back')

-- :name reward_payment
-- :read
-- :in panel i, payment i
-- :out account_id i, state t, amount i
SELECT account_id, state, amount FROM payment WHERE panel_id = :panel AND id = :payment

-- :name tier_insert
-- :write
-- :in panel i, min_amount i, bps i, most i, now i, actor i
-- :id bonus_tier
INSERT INTO bonus_tier (panel_id, min_amount, bps, most, created, actor) VALUES (:panel, :min_amount, :bps, :most, :now, :actor)

-- :name tier_stop
-- :write
-- :in panel i, id i
-- :expect one
UPDATE bonus_tier SET active = 0 WHERE panel_id = :panel AND id = :id AND active = 1

-- :name tier_list
-- :read
-- :in panel i
-- :out id i, min_amount i, bps i, most i
SELECT id, min_amount, bps, most FROM bonus_tier WHERE panel_id = :panel AND active = 1 ORDER BY min_amount

-- ---- verify ---------------------------------------------------------------------------------

-- :name verify_coupons
-- :read whole
-- :out id i, used i, counted i, of_accounts i
SELECT c.id, c.used, CAST(COALESCE(b.n, 0) AS {int}) AS counted, CAST(COALESCE(a.n, 0) AS {int}) AS of_accounts FROM coupon c
LEFT JOIN (SELECT coupon_id, COUNT(*) AS n FROM bonus WHERE coupon_id IS NOT NULL AND state <> 'released' GROUP BY coupon_id) b ON b.coupon_id = c.id
LEFT JOIN (SELECT coupon_id, SUM(used) AS n FROM coupon_account GROUP BY coupon_id) a ON a.coupon_id = c.id
WHERE c.used <> COALESCE(b.n, 0) OR c.used <> COALESCE(a.n, 0) ORDER BY c.id LIMIT 100

-- each bonus and what the ledger gave for it
-- :name verify_bonuses
-- :read whole
-- :out id i, state t, amount i, booked i
SELECT b.id, b.state, b.amount, CAST(COALESCE(s.booked, 0) AS {int}) AS booked FROM bonus b
LEFT JOIN (SELECT t.ref, t.panel_id, SUM(-p.amount) AS booked FROM transfer t JOIN posting p ON p.transfer_id = t.id AND p.book = 'promotion'
           GROUP BY t.panel_id, t.ref) s ON s.ref = b.id AND s.panel_id = b.panel_id
WHERE COALESCE(s.booked, 0) <> CASE WHEN b.state = 'granted' THEN b.amount - b.back ELSE 0 END ORDER BY b.id LIMIT 100

-- :name verify_bonus_stray
-- :read whole
-- :out transfer_id i
SELECT p.transfer_id FROM posting p JOIN transfer t ON t.id = p.transfer_id
WHERE p.book = 'promotion' AND NOT EXISTS (SELECT 1 FROM bonus b WHERE b.id = t.ref AND b.panel_id = t.panel_id) LIMIT 100
