-- SPDX-License-Identifier: Apache-2.0
-- The working-day clock of a certificate: 1 staff was reminded before its day, 2 also after it. An upload starts anew.
-- :step
ALTER TABLE tds_claim ADD COLUMN reminded {int} NOT NULL DEFAULT 0
