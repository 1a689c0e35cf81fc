-- SPDX-License-Identifier: Apache-2.0
-- What came in above a taxed invoice in rupees.

-- :name payment_excess_insert
-- :write
-- :in payment i, panel i, invoice i, excess i, tax i, now i
INSERT INTO payment_excess (payment_id, panel_id, invoice_id, excess, tax, created)
VALUES (:payment, :panel, :invoice, :excess, :tax, :now)

-- the tax that a payment brought into its book is what its two documents say
-- :name verify_excess
-- :read whole
-- :out payment_id i, booked i, tax i
SELECT p.id AS payment_id, CAST(COALESCE(s.booked, 0) AS {int}) AS booked, CAST(p.tax + COALESCE(x.tax, 0) AS {int}) AS tax
FROM payment p LEFT JOIN payment_excess x ON x.payment_id = p.id
LEFT JOIN (SELECT t.panel_id, t.ref, SUM(o.amount) AS booked FROM posting o JOIN transfer t ON t.id = o.transfer_id
       WHERE o.book = 'tax' AND t.kind = 'deposit' GROUP BY t.panel_id, t.ref) s ON s.panel_id = p.panel_id AND s.ref = p.id
WHERE p.state IN ('paid', 'refunded', 'charged_back') AND COALESCE(s.booked, 0) <> p.tax + COALESCE(x.tax, 0)
UNION ALL
SELECT x.payment_id, CAST(x.excess AS {int}), CAST(x.tax AS {int}) FROM payment_excess x JOIN payment p ON p.id = x.payment_id JOIN invoice i ON i.id = x.invoice_id
WHERE x.panel_id <> p.panel_id OR i.panel_id <> p.panel_id OR i.account_id <> p.account_id OR i.number IS NULL OR x.excess > p.received
LIMIT 100

-- :name export_payment_excess
-- :read
-- :in panel i, after i, n i
-- :out payment_id i, invoice_id i, excess i, tax i, created i
SELECT payment_id, invoice_id, excess, tax, created FROM payment_excess
WHERE panel_id = :panel AND payment_id > :after ORDER BY payment_id LIMIT :n
