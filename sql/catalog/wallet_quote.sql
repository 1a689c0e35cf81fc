-- SPDX-License-Identifier: Apache-2.0
-- Payments in another currency than USD.

-- :name payment_quote_insert
-- :write
-- :in payment i, panel i, currency t, exponent i, minor i, rate i, now i
INSERT INTO payment_quote (payment_id, panel_id, currency, exponent, minor, rate_e6, quoted)
VALUES (:payment, :panel, :currency, :exponent, :minor, :rate, :now)
