-- SPDX-License-Identifier: Apache-2.0
-- Rates by which amounts are shown in other currencies.

-- :name display_rates
-- :read
-- :in panel i, rows i
-- :out currency t, rate_e6 i, source t, follow i, is_on i, version i, changed i, changed_by i, username t?
SELECT r.currency, r.rate_e6, r.source, r.follow, r.is_on, r.version, r.changed, r.changed_by, a.username
FROM display_rate r LEFT JOIN account a ON a.id = r.changed_by
WHERE r.panel_id = :panel ORDER BY r.currency LIMIT :rows

-- :name display_rate_on
-- :read
-- :in panel i, currency t
-- :out rate_e6 i
SELECT rate_e6 FROM display_rate WHERE panel_id = :panel AND currency = :currency AND is_on = 1

-- :name display_offered
-- :read
-- :in panel i
-- :out n i
SELECT COUNT(*) AS n FROM display_rate WHERE panel_id = :panel AND is_on = 1

-- :name display_rate_add
-- :write
-- :in panel i, currency t, rate_e6 i, source t, follow i, now i, actor i
-- :id display_rate
INSERT INTO display_rate (panel_id, currency, rate_e6, source, follow, is_on, changed, changed_by)
VALUES (:panel, :currency, :rate_e6, :source, :follow, 1, :now, :actor)

-- version: what the person saw, or the file was compared with
-- :name display_rate_set
-- :write
-- :in panel i, currency t, rate_e6 i, source t, follow i, is_on i, version i, now i, actor i
-- :expect one
UPDATE display_rate SET rate_e6 = :rate_e6, source = :source, follow = :follow, is_on = :is_on, version = version + 1,
    changed = :now, changed_by = :actor
WHERE panel_id = :panel AND currency = :currency AND version = :version

-- a file or the feed changes the rate alone; version: of the row that it was compared with
-- :name display_rate_file
-- :write
-- :in panel i, currency t, rate_e6 i, source t, version i, now i, actor i
-- :expect one
UPDATE display_rate SET rate_e6 = :rate_e6, source = :source, version = version + 1, changed = :now, changed_by = :actor
WHERE panel_id = :panel AND currency = :currency AND version = :version

-- for "smmctl export"; see tools.sql
-- :name export_display_rate
-- :read
-- :in panel i, after i, n i
-- :out id i, currency t, rate_e6 i, source t, follow i, is_on i, changed i, changed_by i
SELECT id, currency, rate_e6, source, follow, is_on, changed, changed_by
FROM display_rate WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name display_feed_set
-- :write
-- :in panel i, looked i, day t, taken i, held t, error t
INSERT INTO display_feed (panel_id, looked, day, taken, held, error)
VALUES (:panel, :looked, :day, :taken, :held, :error)
ON CONFLICT (panel_id) DO UPDATE SET looked = excluded.looked, day = excluded.day, taken = excluded.taken,
    held = excluded.held, error = excluded.error

-- :name display_feed
-- :read
-- :in panel i
-- :out looked i, day t, taken i, held t, error t
SELECT looked, day, taken, held, error FROM display_feed WHERE panel_id = :panel
