-- SPDX-License-Identifier: Apache-2.0
-- Notices of refunds and disputes name the gateway's payment, not the checkout.
-- :step
CREATE INDEX payment_receipt ON payment (panel_id, method, gateway_payment) WHERE gateway_payment IS NOT NULL
