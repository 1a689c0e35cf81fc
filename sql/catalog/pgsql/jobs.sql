-- SPDX-License-Identifier: Apache-2.0

-- Claimers step over each other's rows instead of waiting for them.
-- :name job_claim
UPDATE job SET owner = :owner, fence = fence + 1, attempt = attempt + 1, lease_until = :until,
    run_at = :until
WHERE run_at <= :now AND lease_until <= :now AND id IN (
    SELECT id FROM job WHERE panel_id = :panel AND kind = :kind AND run_at <= :now
        AND lease_until <= :now ORDER BY run_at, id LIMIT :n FOR UPDATE SKIP LOCKED)
