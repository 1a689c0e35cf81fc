-- SPDX-License-Identifier: Apache-2.0
-- Payments as their gateways name them.

-- :name payment_by_receipt
-- :read
-- :in panel i, method t, gateway_payment t
-- :out id i
SELECT id FROM payment WHERE panel_id = :panel AND method = :method AND gateway_payment = :gateway_payment
ORDER BY id DESC LIMIT 1
