-- SPDX-License-Identifier: Apache-2.0

-- Takers step over each other's rows instead of meeting at one.
-- :name crypto_address_take
UPDATE crypto_address SET payment_id = :payment, taken = :now
WHERE payment_id IS NULL AND state = 'open' AND id = (SELECT id FROM crypto_address WHERE panel_id = :panel AND coin = :coin
  AND payment_id IS NULL AND state = 'open' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
