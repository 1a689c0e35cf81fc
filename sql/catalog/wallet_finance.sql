-- SPDX-License-Identifier: Apache-2.0
-- Statement of a customer with filters; reports of the panel; the daily proof. Days are UTC.

-- kind '' = all, else a group of kinds
-- :name statement_page
-- :read
-- :in panel i, account i, kind t, before i, since i, until i, rows i
-- :out id i, created i, kind t, ref i, memo t, amount i, balance_after i
SELECT x.id, x.created, x.kind, x.ref, x.memo, x.amount, x.balance_after FROM (
  SELECT p.id, t.created, t.kind, t.ref, t.memo, p.amount, p.balance_after,
         CASE WHEN t.kind IN ('deposit', 'settle', 'join') THEN 'payments' WHEN t.kind LIKE 'campaign-%' THEN 'campaigns'
              WHEN t.kind LIKE 'bonus-%' THEN 'bonuses' WHEN t.kind = 'affiliate' THEN 'affiliates'
              WHEN t.kind LIKE 'membership-%' THEN 'memberships'
              WHEN t.kind LIKE 'adjust%' THEN 'corrections' ELSE 'other' END AS family
  FROM posting p JOIN transfer t ON t.id = p.transfer_id
  WHERE p.panel_id = :panel AND p.account_id = :account AND p.book = 'wallet' AND p.id < :before
    AND t.created >= :since AND t.created < :until) x
WHERE :kind = '' OR x.family = :kind ORDER BY x.id DESC LIMIT :rows

-- :name statement_days
-- :read
-- :in panel i, account i, since i
-- :out day i, plus i, minus i, n i
SELECT t.created / 86400 AS day, CAST(SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END) AS {int}) AS plus,
       CAST(SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END) AS {int}) AS minus, COUNT(*) AS n
FROM posting p JOIN transfer t ON t.id = p.transfer_id
WHERE p.panel_id = :panel AND p.account_id = :account AND p.book = 'wallet' AND t.created >= :since
GROUP BY t.created / 86400 ORDER BY t.created / 86400 LIMIT 1000

-- ---- reports: panel, from, until --------------------------------------------------------------

-- :name fin_payments
-- :read
-- :in panel i, since i, until i, rows i
-- :out day i, method t, n i, received i, credited i, fees i
SELECT t.created / 86400 AS day, y.method, COUNT(DISTINCT t.ref) AS n,
       CAST(SUM(CASE WHEN o.book = 'gateway' THEN -o.amount ELSE 0 END) AS {int}) AS received,
       CAST(SUM(CASE WHEN o.book = 'wallet' THEN o.amount ELSE 0 END) AS {int}) AS credited,
       CAST(SUM(CASE WHEN o.book = 'fees' THEN o.amount ELSE 0 END) AS {int}) AS fees
FROM transfer t JOIN posting o ON o.transfer_id = t.id JOIN payment y ON y.id = t.ref
WHERE t.panel_id = :panel AND t.kind IN ('deposit', 'receipt', 'settle', 'join') AND t.created >= :since AND t.created < :until
GROUP BY t.created / 86400, y.method ORDER BY 1 DESC, 2 LIMIT :rows

-- :name fin_methods
-- :read
-- :in panel i, since i, until i, rows i
-- :out method t, n i, received i, fees i, kept i, known i
SELECT z.method, z.n, z.received, z.fees, CAST(COALESCE(g.kept, 0) AS {int}) AS kept, COALESCE(g.known, 0) AS known FROM (
  SELECT y.method, COUNT(DISTINCT t.ref) AS n,
         CAST(SUM(CASE WHEN o.book = 'gateway' THEN -o.amount ELSE 0 END) AS {int}) AS received,
         CAST(SUM(CASE WHEN o.book = 'fees' THEN o.amount ELSE 0 END) AS {int}) AS fees
  FROM transfer t JOIN posting o ON o.transfer_id = t.id JOIN payment y ON y.id = t.ref
  WHERE t.panel_id = :panel AND t.kind IN ('deposit', 'receipt', 'settle', 'join') AND t.created >= :since AND t.created < :until
  GROUP BY y.method) z
LEFT JOIN (SELECT y.method, SUM(f.amount) AS kept, COUNT(*) AS known FROM gateway_fee f JOIN payment y ON y.id = f.payment_id
           WHERE f.panel_id = :panel AND EXISTS (SELECT 1 FROM transfer t WHERE t.panel_id = f.panel_id AND t.ref = f.payment_id
             AND t.kind IN ('deposit', 'receipt') AND t.created >= :since AND t.created < :until)
           GROUP BY y.method) g ON g.method = z.method
ORDER BY z.received DESC LIMIT :rows

-- :name fin_revenue
-- :read
-- :in panel i, since i, until i, rows i
-- :out day i, campaigns i, captured i, returned i, memberships i, net i, cost i
SELECT t.created / 86400 AS day, CAST(SUM(CASE WHEN t.kind = 'campaign-capture' THEN 1 ELSE 0 END) AS {int}) AS campaigns,
       CAST(SUM(CASE WHEN o.amount > 0 AND t.kind NOT LIKE 'membership-%' THEN o.amount ELSE 0 END) AS {int}) AS captured,
       CAST(SUM(CASE WHEN o.amount < 0 THEN -o.amount ELSE 0 END) AS {int}) AS returned,
       CAST(SUM(CASE WHEN t.kind LIKE 'membership-%' THEN o.amount ELSE 0 END) AS {int}) AS memberships, CAST(SUM(o.amount) AS {int}) AS net,
       CAST(SUM(CASE WHEN t.kind = 'campaign-capture' THEN COALESCE(k.cost, 0) ELSE 0 END) AS {int}) AS cost
FROM transfer t JOIN posting o ON o.transfer_id = t.id AND o.book = 'revenue' LEFT JOIN campaign k ON k.id = t.ref AND t.kind LIKE 'campaign-%'
WHERE t.panel_id = :panel AND t.created >= :since AND t.created < :until
GROUP BY t.created / 86400 ORDER BY 1 DESC LIMIT :rows

-- :name fin_gifts
-- :read
-- :in panel i, since i, until i, rows i
-- :out day i, coupons i, bonuses i, taken i, affiliates i, corrections i, shortages i
SELECT t.created / 86400 AS day,
       CAST(SUM(CASE WHEN t.kind = 'bonus-coupon' THEN -o.amount ELSE 0 END) AS {int}) AS coupons,
       CAST(SUM(CASE WHEN t.kind = 'bonus-deposit' THEN -o.amount ELSE 0 END) AS {int}) AS bonuses,
       CAST(SUM(CASE WHEN t.kind = 'bonus-back' THEN o.amount ELSE 0 END) AS {int}) AS taken,
       CAST(SUM(CASE WHEN o.book = 'affiliate' THEN -o.amount ELSE 0 END) AS {int}) AS affiliates,
       CAST(SUM(CASE WHEN o.book = 'adjust' THEN -o.amount ELSE 0 END) AS {int}) AS corrections,
       CAST(SUM(CASE WHEN o.book = 'loss' THEN -o.amount ELSE 0 END) AS {int}) AS shortages
FROM transfer t JOIN posting o ON o.transfer_id = t.id AND o.book IN ('promotion', 'affiliate', 'adjust', 'loss')
WHERE t.panel_id = :panel AND t.created >= :since AND t.created < :until
GROUP BY t.created / 86400 ORDER BY 1 DESC LIMIT :rows

-- :name fin_tax
-- :read
-- :in panel i, since i, until i, rows i
-- :out day i, taken i, returned i, due i
SELECT t.created / 86400 AS day, CAST(SUM(CASE WHEN o.amount > 0 THEN o.amount ELSE 0 END) AS {int}) AS taken,
       CAST(SUM(CASE WHEN o.amount < 0 THEN -o.amount ELSE 0 END) AS {int}) AS returned, CAST(SUM(o.amount) AS {int}) AS due
FROM transfer t JOIN posting o ON o.transfer_id = t.id AND o.book = 'tax'
WHERE t.panel_id = :panel AND t.created >= :since AND t.created < :until
GROUP BY t.created / 86400 ORDER BY 1 DESC LIMIT :rows

-- what customers could ask for now
-- :name fin_liabilities
-- :read
-- :in panel i, since i, until i, rows i
-- :out account_id i, username t, balance i, held i, credit_limit i
SELECT w.account_id, a.username, w.balance, w.held, w.credit_limit FROM wallet w JOIN account a ON a.id = w.account_id
WHERE w.panel_id = :panel AND (w.balance <> 0 OR w.held <> 0) AND w.created < :until AND :since >= 0
ORDER BY w.balance + w.held DESC, w.account_id LIMIT :rows

-- money that came in and belongs to nobody yet
-- :name fin_suspense
-- :read
-- :in panel i, since i, until i, rows i
-- :out payment_id i, username t, method t, state t, waiting i, updated i
SELECT y.id AS payment_id, a.username, y.method, y.state, s.waiting, y.updated FROM (
  SELECT t.ref, CAST(SUM(o.amount) AS {int}) AS waiting FROM transfer t JOIN posting o ON o.transfer_id = t.id AND o.book = 'suspense'
  WHERE t.panel_id = :panel AND :since >= 0 AND :until > 0 GROUP BY t.ref HAVING SUM(o.amount) <> 0) s
JOIN payment y ON y.id = s.ref JOIN account a ON a.id = y.account_id ORDER BY y.id DESC LIMIT :rows

-- each book: before, in, out, after
-- :name fin_books
-- :read
-- :in panel i, since i, until i, rows i
-- :out book t, opening i, plus i, minus i, closing i
SELECT o.book, CAST(SUM(CASE WHEN t.created < :since THEN o.amount ELSE 0 END) AS {int}) AS opening,
       CAST(SUM(CASE WHEN t.created >= :since AND o.amount > 0 THEN o.amount ELSE 0 END) AS {int}) AS plus,
       CAST(SUM(CASE WHEN t.created >= :since AND o.amount < 0 THEN -o.amount ELSE 0 END) AS {int}) AS minus,
       CAST(SUM(o.amount) AS {int}) AS closing
FROM posting o JOIN transfer t ON t.id = o.transfer_id
WHERE o.panel_id = :panel AND t.created < :until GROUP BY o.book ORDER BY o.book LIMIT :rows

-- :name fin_proofs
-- :read
-- :in panel i, since i, until i, rows i
-- :out day i, checked i, ok i, breaches i, wallets i, held i, suspense i, unexplained i, house i, text t
SELECT day, checked, ok, breaches, wallets, held, suspense, unexplained, house, text FROM finance_day
WHERE panel_id = :panel AND checked >= :since AND checked < :until ORDER BY day DESC LIMIT :rows

-- ---- figures ---------------------------------------------------------------------------------

-- :name fin_now
-- :read
-- :in panel i
-- :out wallets i, held i, owing i, accounts i, promised i, commissions i, claims i, review i
SELECT CAST(COALESCE(SUM(CASE WHEN w.balance > 0 THEN w.balance ELSE 0 END), 0) AS {int}) AS wallets, CAST(COALESCE(SUM(w.held), 0) AS {int}) AS held,
       CAST(COALESCE(SUM(CASE WHEN w.balance < 0 THEN -w.balance ELSE 0 END), 0) AS {int}) AS owing,
       CAST(COALESCE(SUM(CASE WHEN w.balance <> 0 THEN 1 ELSE 0 END), 0) AS {int}) AS accounts,
       CAST(COALESCE((SELECT SUM(b.amount) FROM bonus b WHERE b.panel_id = :panel AND b.state = 'promised'), 0) AS {int}) AS promised,
       CAST(COALESCE((SELECT SUM(f.matured - f.reversed - f.paid) FROM affiliate f WHERE f.panel_id = :panel), 0)
          + COALESCE((SELECT SUM(c.amount) FROM commission c WHERE c.panel_id = :panel AND c.state = 'held'), 0)
          + COALESCE((SELECT SUM(p.amount) FROM affiliate_payout p WHERE p.panel_id = :panel AND p.state = 'requested'), 0) AS {int}) AS commissions,
       (SELECT COUNT(*) FROM claim k WHERE k.panel_id = :panel AND k.state = 'open') AS claims,
       (SELECT COUNT(*) FROM payment y WHERE y.panel_id = :panel AND (y.review <> '' OR y.state = 'underpaid')) AS review
FROM wallet w WHERE w.panel_id = :panel

-- coins are of the whole network
-- :name fin_coins
-- :read
-- :out coins i
SELECT CAST(COALESCE(SUM(balance), 0) AS {int}) AS coins FROM coin_wallet

-- the proof: cached balances against the book, and money in suspense against payments that wait
-- :name fin_proof
-- :read
-- :in panel i
-- :out wallets i, booked i, held i, booked_held i, suspense i, explained i, house i
SELECT CAST(COALESCE((SELECT SUM(w.balance) FROM wallet w WHERE w.panel_id = :panel), 0) AS {int}) AS wallets,
       CAST(COALESCE(SUM(CASE WHEN o.book = 'wallet' THEN o.amount ELSE 0 END), 0) AS {int}) AS booked,
       CAST(COALESCE((SELECT SUM(w.held) FROM wallet w WHERE w.panel_id = :panel), 0) AS {int}) AS held,
       CAST(COALESCE(SUM(CASE WHEN o.book = 'held' THEN o.amount ELSE 0 END), 0) AS {int}) AS booked_held,
       CAST(COALESCE(SUM(CASE WHEN o.book = 'suspense' THEN o.amount ELSE 0 END), 0) AS {int}) AS suspense,
       CAST(COALESCE((SELECT SUM(y.received) FROM payment y WHERE y.panel_id = :panel AND y.state = 'underpaid'), 0) AS {int}) AS explained,
       CAST(COALESCE(SUM(o.amount), 0) AS {int}) AS house
FROM posting o WHERE o.panel_id = :panel

-- :name finance_day_get
-- :read
-- :in panel i, day i
-- :out checked i, ok i, breaches i, unexplained i, text t
SELECT checked, ok, breaches, unexplained, text FROM finance_day WHERE panel_id = :panel AND day = :day

-- :name finance_day_last
-- :read
-- :in panel i
-- :out day i, checked i, ok i, breaches i, unexplained i, text t
SELECT day, checked, ok, breaches, unexplained, text FROM finance_day WHERE panel_id = :panel ORDER BY day DESC LIMIT 1

-- :name finance_day_put
-- :write
-- :in panel i, day i, now i, ok i, breaches i, text t, wallets i, held i, suspense i, unexplained i, house i
INSERT INTO finance_day (panel_id, day, checked, ok, breaches, text, wallets, held, suspense, unexplained, house)
VALUES (:panel, :day, :now, :ok, :breaches, :text, :wallets, :held, :suspense, :unexplained, :house)
ON CONFLICT (panel_id, day) DO UPDATE SET checked = excluded.checked, ok = excluded.ok, breaches = excluded.breaches, text = excluded.text,
  wallets = excluded.wallets, held = excluded.held, suspense = excluded.suspense, unexplained = excluded.unexplained, house = excluded.house

-- :name gateway_fee_put
-- :write
-- :in payment i, panel i, amount i, now i
INSERT INTO gateway_fee (payment_id, panel_id, amount, updated) VALUES (:payment, :panel, :amount, :now)
ON CONFLICT (payment_id) DO UPDATE SET amount = excluded.amount, updated = excluded.updated
