-- SPDX-License-Identifier: Apache-2.0
-- Tax rules.

-- :name tax_rule_list
-- :read
-- :in panel i, rows i
-- :out id i, country t, region t, kind t, name t, bps i, reverse i, note t, since i, until i, needs_id i, inclusive i
SELECT id, country, region, kind, name, bps, reverse, note, since, until, needs_id, inclusive FROM tax_rule
WHERE panel_id = :panel ORDER BY country, region, kind, since DESC, id DESC LIMIT :rows

-- the most specific first; valid 1: the customer's tax number is well-formed
-- :name tax_rule_for
-- :read
-- :in panel i, country t, region t, kind t, valid i, now i
-- :out id i, country t, region t, kind t, name t, bps i, reverse i, note t, since i, until i, needs_id i, inclusive i
SELECT id, country, region, kind, name, bps, reverse, note, since, until, needs_id, inclusive FROM tax_rule
WHERE panel_id = :panel AND country = :country AND (region = '' OR LOWER(region) = LOWER(:region))
  AND (kind = 'any' OR kind = :kind) AND needs_id <= :valid AND since <= :now AND (until = 0 OR until > :now)
ORDER BY CASE WHEN region = '' THEN 1 ELSE 0 END, CASE WHEN kind = 'any' THEN 1 ELSE 0 END, needs_id DESC, since DESC, id DESC
LIMIT 1

-- :name tax_rule_insert
-- :write
-- :in panel i, country t, region t, kind t, name t, bps i, reverse i, note t, since i, until i, needs_id i, inclusive i, now i, actor i
-- :id tax_rule
INSERT INTO tax_rule (panel_id, country, region, kind, name, bps, reverse, note, since, until, needs_id, inclusive, created, actor)
VALUES (:panel, :country, :region, :kind, :name, :bps, :reverse, :note, :since, :until, :needs_id, :inclusive, :now, :actor)

-- :name tax_rule_end
-- :write
-- :in panel i, id i, now i
-- :expect one
UPDATE tax_rule SET until = CASE WHEN since > :now THEN since ELSE :now END
WHERE panel_id = :panel AND id = :id AND (until = 0 OR until > :now)

-- the rates of exchange that are set: who did it, and when; changed_by 0: smmctl
-- :name fx_rates
-- :read
-- :in panel i
-- :out key t, value t, changed i, changed_by i, username t?
SELECT s.key, s.value, s.changed, s.changed_by, a.username FROM setting s LEFT JOIN account a ON a.id = s.changed_by
WHERE s.panel_id = :panel AND s.key LIKE 'fx.%' ORDER BY s.key LIMIT 50

-- :name export_tax_rule
-- :read
-- :in panel i, after i, n i
-- :out id i, country t, region t, kind t, name t, bps i, reverse i, note t, since i, until i, needs_id i, inclusive i, created i, actor i
SELECT id, country, region, kind, name, bps, reverse, note, since, until, needs_id, inclusive, created, actor
FROM tax_rule WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n
