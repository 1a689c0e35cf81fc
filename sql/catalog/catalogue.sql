-- SPDX-License-Identifier: Apache-2.0
-- Catalogue: categories, services, providers, imports.

-- ---- revision ----

-- :name catalogue_bump
-- :write
-- :in panel i, now i
INSERT INTO catalogue_revision (panel_id, revision, changed) VALUES (:panel, 1, :now)
ON CONFLICT (panel_id) DO UPDATE SET revision = catalogue_revision.revision + 1, changed = excluded.changed

-- :name catalogue_revision_get
-- :read
-- :in panel i
-- :out revision i
SELECT revision FROM catalogue_revision WHERE panel_id = :panel

-- ---- categories ----

-- :name category_list
-- :read
-- :in panel i
-- :out id i, name t, position i, icon t
SELECT id, name, position, icon FROM category WHERE panel_id = :panel ORDER BY position, id

-- :name category_insert
-- :write
-- :in panel i, name t, position i, icon t
-- :id category
INSERT INTO category (panel_id, name, position, icon) VALUES (:panel, :name, :position, :icon)

-- :name category_update
-- :write
-- :in panel i, id i, name t, position i, icon t
-- :expect one
UPDATE category SET name = :name, position = :position, icon = :icon WHERE panel_id = :panel AND id = :id

-- ---- services ----

-- :name service_by_id
-- :read
-- :in panel i, id i
-- :out id i, category_id i, category t, name t, clean t, description t, type i, rate i, cost i, min i, max i, status i, refill i, cancel i, dripfeed i, provider_id i?, provider_service t, position i, tag_max i?, start_min i?, start_max i?, speed_lo i?, speed_hi i?, refill_kind i, refill_days i?, flags i, completion i?, rating i?, recommends i?, average_s i?, kept i, absent i, changed i
SELECT s.id, s.category_id, c.name AS category, s.name, s.clean, s.description, s.type, s.rate, s.cost, s.min, s.max,
       s.status, s.refill, s.cancel, s.dripfeed, s.provider_id, s.provider_service, s.position, s.tag_max,
       s.start_min, s.start_max, s.speed_lo, s.speed_hi, s.refill_kind, s.refill_days, s.flags, s.completion,
       s.rating, s.recommends, s.average_s, s.kept, s.absent, s.changed
FROM service s JOIN category c ON c.id = s.category_id
WHERE s.panel_id = :panel AND s.id = :id

-- all = 1: with those that are off
-- :name service_all
-- :read
-- :in panel i, all i
-- :out id i, category_id i, category t, name t, clean t, description t, type i, rate i, cost i, min i, max i, status i, refill i, cancel i, dripfeed i, provider_id i?, provider_service t, position i, tag_max i?, start_min i?, start_max i?, speed_lo i?, speed_hi i?, refill_kind i, refill_days i?, flags i, completion i?, rating i?, recommends i?, average_s i?, kept i, absent i, changed i
SELECT s.id, s.category_id, c.name AS category, s.name, s.clean, s.description, s.type, s.rate, s.cost, s.min, s.max,
       s.status, s.refill, s.cancel, s.dripfeed, s.provider_id, s.provider_service, s.position, s.tag_max,
       s.start_min, s.start_max, s.speed_lo, s.speed_hi, s.refill_kind, s.refill_days, s.flags, s.completion,
       s.rating, s.recommends, s.average_s, s.kept, s.absent, s.changed
FROM service s JOIN category c ON c.id = s.category_id
WHERE s.panel_id = :panel AND (s.status < 3 OR :all = 1)
ORDER BY c.position, c.id, s.position, s.id

-- :name service_of_provider
-- :read
-- :in panel i, provider i
-- :out id i, category_id i, category t, name t, clean t, description t, type i, rate i, cost i, min i, max i, status i, refill i, cancel i, dripfeed i, provider_id i?, provider_service t, position i, tag_max i?, start_min i?, start_max i?, speed_lo i?, speed_hi i?, refill_kind i, refill_days i?, flags i, completion i?, rating i?, recommends i?, average_s i?, kept i, absent i, changed i
SELECT s.id, s.category_id, c.name AS category, s.name, s.clean, s.description, s.type, s.rate, s.cost, s.min, s.max,
       s.status, s.refill, s.cancel, s.dripfeed, s.provider_id, s.provider_service, s.position, s.tag_max,
       s.start_min, s.start_max, s.speed_lo, s.speed_hi, s.refill_kind, s.refill_days, s.flags, s.completion,
       s.rating, s.recommends, s.average_s, s.kept, s.absent, s.changed
FROM service s JOIN category c ON c.id = s.category_id
WHERE s.panel_id = :panel AND COALESCE(s.provider_id, 0) = :provider AND s.provider_service <> ''
ORDER BY s.id

-- :name service_count
-- :read
-- :in panel i
-- :out n i
SELECT count(*) AS n FROM service WHERE panel_id = :panel

-- :name service_insert
-- :write
-- :in panel i, category i, name t, clean t, description t, type i, rate i, cost i, min i, max i, status i, refill i, cancel i, dripfeed i, provider i?, provider_service t, position i, tag_max i?, start_min i?, start_max i?, speed_lo i?, speed_hi i?, refill_kind i, refill_days i?, flags i, now i
-- :id service
INSERT INTO service (panel_id, category_id, name, clean, description, type, rate, cost, min, max, status, refill, cancel,
                     dripfeed, provider_id, provider_service, position, tag_max, start_min, start_max, speed_lo, speed_hi,
                     refill_kind, refill_days, flags, created, changed)
VALUES (:panel, :category, :name, :clean, :description, :type, :rate, :cost, :min, :max, :status, :refill, :cancel,
        :dripfeed, :provider, :provider_service, :position, :tag_max, :start_min, :start_max, :speed_lo, :speed_hi,
        :refill_kind, :refill_days, :flags, :now, :now)

-- `was` is the time of the last change that the writer saw
-- :name service_update
-- :write
-- :in panel i, id i, was i, category i, name t, clean t, description t, type i, rate i, cost i, min i, max i, status i, refill i, cancel i, dripfeed i, kept i, absent i, tag_max i?, start_min i?, start_max i?, speed_lo i?, speed_hi i?, refill_kind i, refill_days i?, flags i, now i
-- :expect one
UPDATE service SET category_id = :category, name = :name, clean = :clean, description = :description, type = :type,
    rate = :rate, cost = :cost, min = :min, max = :max, status = :status, refill = :refill, cancel = :cancel,
    dripfeed = :dripfeed, kept = :kept, absent = :absent, tag_max = :tag_max, start_min = :start_min,
    start_max = :start_max, speed_lo = :speed_lo, speed_hi = :speed_hi, refill_kind = :refill_kind,
    refill_days = :refill_days, flags = :flags,
    changed = CASE WHEN :now > changed THEN :now ELSE changed + 1 END
WHERE panel_id = :panel AND id = :id AND changed = :was

-- :name service_figures
-- :write
-- :in panel i, id i, completion i?, rating i?, recommends i?, average_s i?
UPDATE service SET completion = :completion, rating = :rating, recommends = :recommends, average_s = :average_s
WHERE panel_id = :panel AND id = :id

-- :name service_change_insert
-- :write
-- :in panel i, service i, now i, actor i, what t, old_text t?, new_text t?
INSERT INTO service_change (panel_id, service_id, at, actor, what, old_text, new_text)
VALUES (:panel, :service, :now, :actor, :what, :old_text, :new_text)

-- :name service_change_of
-- :read
-- :in panel i, service i
-- :out at i, actor i, what t, old_text t?, new_text t?
SELECT at, actor, what, old_text, new_text FROM service_change
WHERE panel_id = :panel AND service_id = :service ORDER BY id DESC LIMIT 50

-- service = 0: of the whole panel
-- :name service_change_recent
-- :read
-- :in panel i, before i, n i
-- :out id i, at i, service i, name t, what t, old_text t?, new_text t?
SELECT h.id, h.at, h.service_id AS service, s.name, h.what, h.old_text, h.new_text
FROM service_change h JOIN service s ON s.id = h.service_id
WHERE h.panel_id = :panel AND h.id < :before
ORDER BY h.id DESC LIMIT :n

-- ---- providers ----

-- :name provider_list
-- :read
-- :in panel i
-- :out id i, name t, kind t, url t, key_sealed t?, currency t, fx i, paused i, timeout_ms i, sync i, errors i, open_until i, markup_bps i, markup_fixed i, round_to i, balance i?, balance_at i, low_balance i, imported_at i, last_error t, services i
SELECT p.id, p.name, p.kind, p.url, p.key_sealed, p.currency, p.fx, p.paused, p.timeout_ms, p.sync, p.errors, p.open_until,
       p.markup_bps, p.markup_fixed, p.round_to, p.balance, p.balance_at, p.low_balance, p.imported_at, p.last_error,
       (SELECT count(*) FROM service s WHERE s.panel_id = p.panel_id AND s.provider_id = p.id AND s.status < 3) AS services
FROM provider p WHERE p.panel_id = :panel ORDER BY p.name LIMIT 100

-- :name provider_by_id
-- :read
-- :in panel i, id i
-- :out id i, name t, kind t, url t, key_sealed t?, currency t, fx i, paused i, timeout_ms i, sync i, errors i, open_until i, markup_bps i, markup_fixed i, round_to i, balance i?, balance_at i, low_balance i, imported_at i, last_error t, services i
SELECT p.id, p.name, p.kind, p.url, p.key_sealed, p.currency, p.fx, p.paused, p.timeout_ms, p.sync, p.errors, p.open_until,
       p.markup_bps, p.markup_fixed, p.round_to, p.balance, p.balance_at, p.low_balance, p.imported_at, p.last_error,
       0 AS services
FROM provider p WHERE p.panel_id = :panel AND p.id = :id

-- :name provider_id_by_name
-- :read
-- :in panel i, name t
-- :out id i
SELECT id FROM provider WHERE panel_id = :panel AND name = :name

-- :name provider_insert
-- :write
-- :in panel i, name t, kind t, url t, key_sealed t?, currency t, fx i, paused i, timeout_ms i, sync i, markup_bps i, markup_fixed i, round_to i, low_balance i, now i
-- :id provider
INSERT INTO provider (panel_id, name, kind, url, key_sealed, currency, fx, paused, timeout_ms, sync, markup_bps,
                      markup_fixed, round_to, low_balance, created)
VALUES (:panel, :name, :kind, :url, :key_sealed, :currency, :fx, :paused, :timeout_ms, :sync, :markup_bps,
        :markup_fixed, :round_to, :low_balance, :now)

-- :name provider_update
-- :write
-- :in panel i, id i, name t, kind t, url t, key_sealed t?, currency t, fx i, paused i, timeout_ms i, sync i, markup_bps i, markup_fixed i, round_to i, low_balance i
-- :expect one
UPDATE provider SET name = :name, kind = :kind, url = :url, key_sealed = COALESCE(:key_sealed, key_sealed),
    currency = :currency, fx = :fx, paused = :paused, timeout_ms = :timeout_ms, sync = :sync, markup_bps = :markup_bps,
    markup_fixed = :markup_fixed, round_to = :round_to, low_balance = :low_balance
WHERE panel_id = :panel AND id = :id

-- :name provider_balance
-- :write
-- :in panel i, id i, balance i, now i
UPDATE provider SET balance = :balance, balance_at = :now, last_error = '' WHERE panel_id = :panel AND id = :id

-- :name provider_imported
-- :write
-- :in panel i, id i, now i
UPDATE provider SET imported_at = :now, last_error = '' WHERE panel_id = :panel AND id = :id

-- :name provider_fault
-- :write
-- :in panel i, id i, error t
UPDATE provider SET last_error = :error WHERE panel_id = :panel AND id = :id

-- :name provider_good
-- :write
-- :in panel i, id i
UPDATE provider SET errors = 0, trips = 0, open_until = 0
WHERE panel_id = :panel AND id = :id AND (errors > 0 OR trips > 0 OR open_until > 0)

-- the fifth failure in a row opens the circuit: 60 s, doubled at each further trip, at most an hour
-- :name provider_bad
-- :write
-- :in panel i, id i, now i
UPDATE provider SET
    errors = CASE WHEN errors + 1 >= 5 THEN 0 ELSE errors + 1 END,
    trips = CASE WHEN errors + 1 >= 5 AND trips < 6 THEN trips + 1 ELSE trips END,
    open_until = CASE WHEN errors + 1 < 5 THEN open_until
                      WHEN trips >= 6 THEN :now + 3600
                      ELSE :now + CASE trips WHEN 0 THEN 60 WHEN 1 THEN 120 WHEN 2 THEN 240 WHEN 3 THEN 480
                                             WHEN 4 THEN 960 ELSE 1920 END END
WHERE panel_id = :panel AND id = :id AND open_until <= :now

-- :name provider_list_put
-- :write
-- :in provider i, panel i, now i, n i, body t
INSERT INTO provider_list (provider_id, panel_id, fetched, n, body) VALUES (:provider, :panel, :now, :n, :body)
ON CONFLICT (provider_id) DO UPDATE SET fetched = excluded.fetched, n = excluded.n, body = excluded.body

-- :name provider_list_get
-- :read
-- :in panel i, provider i
-- :out fetched i, n i, body t
SELECT fetched, n, body FROM provider_list WHERE panel_id = :panel AND provider_id = :provider

-- :name provider_list_guard
-- :write
-- :in panel i, provider i, fetched i
-- :expect one
SELECT provider_id FROM provider_list WHERE panel_id = :panel AND provider_id = :provider AND fetched = :fetched

-- ---- figures computed from finished campaigns ----

-- Campaigns that ended since then, by service, beside what the service shows now.
-- :name service_outcomes
-- :read
-- :in panel i, since i
-- :out service i, n i, done i, seconds i, completion i?, average_s i?
SELECT k.service_id AS service, count(*) AS n,
       CAST(sum(CASE WHEN k.state = 'completed' THEN 1 ELSE 0 END) AS {int}) AS done,
       CAST(sum(CASE WHEN k.state = 'completed' THEN k.ended_at - k.created ELSE 0 END) AS {int}) AS seconds,
       s.completion, s.average_s
FROM campaign k JOIN service s ON s.id = k.service_id
WHERE k.panel_id = :panel AND k.ended_at >= :since AND k.state IN ('completed', 'partial', 'canceled', 'terminated')
GROUP BY k.service_id, s.completion, s.average_s

-- :name service_outcome_put
-- :write
-- :in panel i, id i, completion i?, average_s i?
UPDATE service SET completion = :completion, average_s = :average_s WHERE panel_id = :panel AND id = :id
