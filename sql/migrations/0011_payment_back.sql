-- SPDX-License-Identifier: Apache-2.0
-- What went back to the payer, as the gateway reported it so far, and what a bank holds back. Micro-USD, already booked.
-- :step
ALTER TABLE payment ADD COLUMN returned {int} NOT NULL DEFAULT 0 CHECK (returned >= 0)
-- :step
ALTER TABLE payment ADD COLUMN disputed {int} NOT NULL DEFAULT 0 CHECK (disputed >= 0)
