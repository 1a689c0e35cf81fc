-- SPDX-License-Identifier: Apache-2.0
-- A tax rule may ask for a valid tax number, and may say that prices hold the tax already.
-- :step
ALTER TABLE tax_rule ADD COLUMN needs_id {int} NOT NULL DEFAULT 0 CHECK (needs_id IN (0, 1))
-- :step
ALTER TABLE tax_rule ADD COLUMN inclusive {int} NOT NULL DEFAULT 0 CHECK (inclusive IN (0, 1))
-- once a box, now a word: a box cannot say "as the kind of money has it"
-- :step
UPDATE setting SET value = CASE WHEN value = '1' THEN 'yes' ELSE 'no' END WHERE key LIKE 'gateway.%.convertible\_fx' ESCAPE '\' AND value IN ('0', '1')
