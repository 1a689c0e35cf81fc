-- SPDX-License-Identifier: Apache-2.0
-- Addresses that were given away, the newest first: a pool grows for ever.
-- :step
CREATE INDEX crypto_address_used ON crypto_address (panel_id, coin, payment_id)
