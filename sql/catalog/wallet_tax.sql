-- SPDX-License-Identifier: Apache-2.0
-- Tax rules.

-- :name tax_rule_list
-- :read
-- :in panel i, rows i
-- :out id i, country t, region t, kind t, name t, bps i, reverse i, note t, since i, until i
SELECT id, country, region, kind, name, bps, reverse, note, since, until FROM tax_rule
WHERE panel_id = :panel ORDER BY country, region, kind, since DESC, id DESC LIMIT :rows

-- the most specific first
-- :name tax_rule_for
-- :read
-- :in panel i, country t, region t, kind t, now i
-- :out id i, country t, region t, kind t, name t, bps i, reverse i, note t, since i, until i
SELECT id, country, region, kind, name, bps, reverse, note, since, until FROM tax_rule
WHERE panel_id = :panel AND country = :country AND (region = '' OR LOWER(region) = LOWER(:region))
  AND (kind = 'any' OR kind = :kind) AND since <= :now AND (until = 0 OR until > :now)
ORDER BY CASE WHEN region = '' THEN 1 ELSE 0 END, CASE WHEN kind = 'any' THEN 1 ELSE 0 END, since DESC, id DESC
LIMIT 1

-- :name tax_rule_insert
-- :write
-- :in panel i, country t, region t, kind t, name t, bps i, reverse i, note t, since i, until i, now i, actor i
-- :id tax_rule
INSERT INTO tax_rule (panel_id, country, region, kind, name, bps, reverse, note, since, until, created, actor)
VALUES (:panel, :country, :region, :kind, :name, :bps, :reverse, :note, :since, :until, :now, :actor)

-- :name tax_rule_end
-- :write
-- :in panel i, id i, now i
-- :expect one
UPDATE tax_rule SET until = CASE WHEN since > :now THEN since ELSE :now END
WHERE panel_id = :panel AND id = :id AND (until = 0 OR until > :now)
