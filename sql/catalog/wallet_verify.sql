-- SPDX-License-Identifier: Apache-2.0
-- Invariants between the tables of money: who is in debt and why, what was credited twice, what
-- crosses panels or customers, what lies in suspense for nobody.

-- only money that went back to a payer, or post-payment that ended, may leave a wallet below its limit
-- :name verify_overdrawn
-- :read whole
-- :out panel_id i, account_id i, balance i
SELECT w.panel_id, w.account_id, w.balance FROM wallet w
WHERE w.balance < -w.credit_limit AND w.frozen <> 2 AND NOT EXISTS (
    SELECT 1 FROM posting p JOIN transfer t ON t.id = p.transfer_id
    WHERE p.panel_id = w.panel_id AND p.account_id = w.account_id AND p.book = 'wallet' AND p.amount < 0
      AND t.kind IN ('chargeback', 'refund-seen')) LIMIT 100

-- what a processor calls one payment was credited to one of ours
-- :name verify_credited_twice
-- :read whole
-- :out panel_id i, method t, gateway_payment t, n i
SELECT panel_id, method, gateway_payment, COUNT(*) AS n FROM payment
WHERE gateway_payment IS NOT NULL AND state IN ('paid', 'refunded', 'charged_back')
GROUP BY panel_id, method, gateway_payment HAVING COUNT(*) > 1 LIMIT 100

-- rows that hang together belong to one panel, and to one customer where they have one
-- :name verify_crossings
-- :read whole
-- :out what t, id i
SELECT 'payment' AS what, p.id FROM payment p JOIN invoice i ON i.id = p.invoice_id WHERE i.panel_id <> p.panel_id OR i.account_id <> p.account_id
UNION ALL
SELECT 'notice', n.id FROM notice n JOIN payment p ON p.id = n.payment_id WHERE p.panel_id <> n.panel_id
UNION ALL
SELECT 'refund', r.id FROM refund_out r JOIN payment p ON p.id = r.payment_id WHERE p.panel_id <> r.panel_id OR p.account_id <> r.account_id
UNION ALL
SELECT 'bonus', b.id FROM bonus b JOIN payment p ON p.id = b.payment_id WHERE p.panel_id <> b.panel_id OR p.account_id <> b.account_id
UNION ALL
SELECT 'bonus', b.id FROM bonus b JOIN coupon k ON k.id = b.coupon_id WHERE k.panel_id <> b.panel_id
UNION ALL
SELECT 'claim', c.id FROM claim c JOIN payment p ON p.id = c.payment_id WHERE p.panel_id <> c.panel_id OR p.account_id <> c.account_id
UNION ALL
SELECT 'statement line', l.id FROM stmt_line l JOIN payment p ON p.id = l.payment_id WHERE p.panel_id <> l.panel_id
UNION ALL
SELECT 'credit note', n.id FROM credit_note n JOIN invoice i ON i.id = n.invoice_id WHERE i.panel_id <> n.panel_id OR i.account_id <> n.account_id
UNION ALL
SELECT 'quote of payment', q.payment_id FROM payment_quote q JOIN payment p ON p.id = q.payment_id WHERE p.panel_id <> q.panel_id
UNION ALL
SELECT 'seal of transfer', c.transfer_id FROM chain c JOIN transfer t ON t.id = c.transfer_id WHERE t.panel_id <> c.panel_id
UNION ALL
SELECT 'credit of payment', t.ref FROM transfer t JOIN payment p ON p.id = t.ref AND p.panel_id = t.panel_id
  JOIN posting o ON o.transfer_id = t.id AND o.book = 'wallet'
WHERE t.kind IN ('deposit', 'settle', 'join', 'chargeback', 'chargeback-won') AND o.account_id <> p.account_id
LIMIT 100

-- suspense is cleared payment by payment: money there that no payment explains is never cleared
-- :name verify_suspense_strays
-- :read whole
-- :out transfer_id i, kind t, amount i
SELECT t.id AS transfer_id, t.kind, CAST(SUM(o.amount) AS {int}) AS amount FROM posting o JOIN transfer t ON t.id = o.transfer_id
LEFT JOIN payment p ON p.id = t.ref AND p.panel_id = t.panel_id
WHERE o.book = 'suspense' AND (p.id IS NULL OR t.kind NOT IN ('deposit', 'receipt', 'settle', 'join'))
GROUP BY t.id, t.kind HAVING SUM(o.amount) <> 0 LIMIT 100
