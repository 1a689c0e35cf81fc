-- SPDX-License-Identifier: Apache-2.0
-- Campaigns: order, dispatch, sync, terminate, staff, API, sandbox, invariants.

-- ---- order ---------------------------------------------------------------------------------------

-- :name campaign_insert
-- :write
-- :in panel i, account i, service i, service_name t, origin t, link t, link_hash t, quantity i, fields t?, rate i, charge i, cost i, provider i?, provider_service t, token t, now i, form_key t?
-- :expect one
-- :id campaign
INSERT INTO campaign (panel_id, account_id, service_id, service_name, origin, link, link_hash, quantity, fields,
    rate, charge, cost, state, status, remains, provider_id, provider_service, token, created, form_key)
VALUES (:panel, :account, :service, :service_name, :origin, :link, :link_hash, :quantity, :fields,
    :rate, :charge, :cost, 'intent', 'Pending', :quantity, :provider, :provider_service, :token, :now, :form_key)

-- :name campaign_by_token
-- :read
-- :in panel i, token t
-- :out id i
SELECT id FROM campaign WHERE panel_id = :panel AND token = :token

-- The price and the state of the service are still what the customer saw.
-- :name campaign_guard_service
-- :write
-- :in panel i, service i, rate i
-- :expect one
SELECT id FROM service WHERE id = :service AND panel_id = :panel AND rate = :rate AND status IN (0, 1)

-- :name campaign_event_insert
-- :write
-- :in panel i, campaign i, at i, from_state t?, to_state t, status t, actor i, why t, detail t?, amount i
-- :expect one
INSERT INTO campaign_event (panel_id, campaign_id, at, from_state, to_state, status, actor, why, detail, amount)
VALUES (:panel, :campaign, :at, :from_state, :to_state, :status, :actor, :why, :detail, :amount)

-- An open campaign of the same account for the same service and link.
-- :name campaign_twin
-- :read
-- :in panel i, account i, service i, link_hash t
-- :out id i
SELECT id FROM campaign WHERE panel_id = :panel AND account_id = :account AND link_hash = :link_hash
    AND service_id = :service AND state IN ('intent', 'dispatching', 'unknown', 'review', 'accepted', 'in_progress')
ORDER BY id DESC LIMIT 1

-- ---- reading -------------------------------------------------------------------------------------

-- :name campaign_get
-- :read
-- :in panel i, account i, id i
-- :out id i, account i, service i, service_name t, origin t, link t, quantity i, fields t?, rate i, charge i, cost i, refunded i, state t, status t, start_count i?, remains i?, provider i?, provider_service t, provider_order t?, token t, grp i, attempt i, fence i, lease_until i, next_try i, flag t?, created i, accepted_at i?, started_at i?, ended_at i?, last_sync i
SELECT id, account_id AS account, service_id AS service, service_name, origin, link, quantity, fields, rate, charge,
    cost, refunded, state, status, start_count, remains, provider_id AS provider, provider_service, provider_order,
    token, grp, attempt, fence, lease_until, next_try, flag, created, accepted_at, started_at, ended_at, last_sync
FROM campaign WHERE panel_id = :panel AND id = :id AND (:account = 0 OR account_id = :account)

-- One page of a list, newest first. tab '' = all; account 0 = everybody's (staff); number -1 or the
-- number that was searched for; word = LIKE pattern in lower case or ''.
-- :name campaign_list
-- :read
-- :in panel i, account i, tab t, number i, word t, since i, before i, cap i, skip i
-- :out id i, account i, service i, service_name t, origin t, link t, quantity i, fields t?, rate i, charge i, cost i, refunded i, state t, status t, start_count i?, remains i?, provider i?, provider_service t, provider_order t?, token t, grp i, attempt i, fence i, lease_until i, next_try i, flag t?, created i, accepted_at i?, started_at i?, ended_at i?, last_sync i
SELECT id, account_id AS account, service_id AS service, service_name, origin, link, quantity, fields, rate, charge,
    cost, refunded, state, status, start_count, remains, provider_id AS provider, provider_service, provider_order,
    token, grp, attempt, fence, lease_until, next_try, flag, created, accepted_at, started_at, ended_at, last_sync
FROM campaign WHERE panel_id = :panel AND (:account = 0 OR account_id = :account)
    AND (:tab = '' OR (:tab = 'pending' AND status IN ('Pending', 'Processing'))
        OR (:tab = 'running' AND status = 'In progress') OR (:tab = 'completed' AND status = 'Completed')
        OR (:tab = 'partial' AND status = 'Partial') OR (:tab = 'canceled' AND status = 'Canceled')
        OR (:tab = 'unknown' AND state IN ('unknown', 'review')) OR (:tab = 'flagged' AND flag IS NOT NULL))
    AND ((:number = -1 AND :word = '') OR id = :number OR service_id = :number
        OR (:word <> '' AND (LOWER(link) LIKE :word ESCAPE '!' OR LOWER(service_name) LIKE :word ESCAPE '!')))
    AND created >= :since AND created < :before
ORDER BY id DESC LIMIT :cap OFFSET :skip

-- The same of one account, by its index: with "0 OR" in the text every row of the panel is read.
-- :name campaign_list_of
-- :read
-- :in panel i, account i, tab t, number i, word t, since i, before i, cap i, skip i
-- :out id i, account i, service i, service_name t, origin t, link t, quantity i, fields t?, rate i, charge i, cost i, refunded i, state t, status t, start_count i?, remains i?, provider i?, provider_service t, provider_order t?, token t, grp i, attempt i, fence i, lease_until i, next_try i, flag t?, created i, accepted_at i?, started_at i?, ended_at i?, last_sync i
SELECT id, account_id AS account, service_id AS service, service_name, origin, link, quantity, fields, rate, charge,
    cost, refunded, state, status, start_count, remains, provider_id AS provider, provider_service, provider_order,
    token, grp, attempt, fence, lease_until, next_try, flag, created, accepted_at, started_at, ended_at, last_sync
FROM campaign WHERE panel_id = :panel AND account_id = :account
    AND (:tab = '' OR (:tab = 'pending' AND status IN ('Pending', 'Processing'))
        OR (:tab = 'running' AND status = 'In progress') OR (:tab = 'completed' AND status = 'Completed')
        OR (:tab = 'partial' AND status = 'Partial') OR (:tab = 'canceled' AND status = 'Canceled')
        OR (:tab = 'unknown' AND state IN ('unknown', 'review')) OR (:tab = 'flagged' AND flag IS NOT NULL))
    AND ((:number = -1 AND :word = '') OR id = :number OR service_id = :number
        OR (:word <> '' AND (LOWER(link) LIKE :word ESCAPE '!' OR LOWER(service_name) LIKE :word ESCAPE '!')))
    AND created >= :since AND created < :before
ORDER BY id DESC LIMIT :cap OFFSET :skip

-- :name campaign_tabs
-- :read
-- :in panel i, account i, number i, word t, since i, before i
-- :out status t, n i, doubtful i, flagged i
SELECT status, count(*) AS n, sum(CASE WHEN state IN ('unknown', 'review') THEN 1 ELSE 0 END) AS doubtful,
    sum(CASE WHEN flag IS NOT NULL THEN 1 ELSE 0 END) AS flagged
FROM campaign WHERE panel_id = :panel AND (:account = 0 OR account_id = :account)
    AND ((:number = -1 AND :word = '') OR id = :number OR service_id = :number
        OR (:word <> '' AND (LOWER(link) LIKE :word ESCAPE '!' OR LOWER(service_name) LIKE :word ESCAPE '!')))
    AND created >= :since AND created < :before
GROUP BY status

-- The same of one account, by its index: with "0 OR" in the text every row of the panel is read.
-- :name campaign_tabs_of
-- :read
-- :in panel i, account i, number i, word t, since i, before i
-- :out status t, n i, doubtful i, flagged i
SELECT status, count(*) AS n, sum(CASE WHEN state IN ('unknown', 'review') THEN 1 ELSE 0 END) AS doubtful,
    sum(CASE WHEN flag IS NOT NULL THEN 1 ELSE 0 END) AS flagged
FROM campaign WHERE panel_id = :panel AND account_id = :account
    AND ((:number = -1 AND :word = '') OR id = :number OR service_id = :number
        OR (:word <> '' AND (LOWER(link) LIKE :word ESCAPE '!' OR LOWER(service_name) LIKE :word ESCAPE '!')))
    AND created >= :since AND created < :before
GROUP BY status

-- The frame of each page: campaigns that still run.
-- :name campaign_open_count
-- :read
-- :in panel i, account i
-- :out n i
SELECT count(*) AS n FROM campaign WHERE panel_id = :panel AND account_id = :account AND ended_at IS NULL

-- Campaigns without a clear answer of their provider: they wait for staff.
-- :name campaign_review_count
-- :read
-- :in panel i
-- :out n i
SELECT count(*) AS n FROM campaign WHERE panel_id = :panel AND state = 'review'

-- :name campaign_events
-- :read
-- :in panel i, campaign i
-- :out id i, at i, from_state t?, to_state t, status t, actor i, why t, detail t?, amount i
SELECT id, at, from_state, to_state, status, actor, why, detail, amount FROM campaign_event
WHERE panel_id = :panel AND campaign_id = :campaign ORDER BY id LIMIT 100

-- :name campaign_attempts
-- :read
-- :in panel i, campaign i
-- :out grp i, attempt i, fence i, started i, finished i?, outcome t, reason t?, sent_bytes i?, elapsed_ms i?, http_status i?, answer t?, expected_cost i, balance_before i?, balance_after i?
SELECT grp, attempt, fence, started, finished, outcome, reason, sent_bytes, elapsed_ms, http_status, answer,
    expected_cost, balance_before, balance_after
FROM dispatch_attempt WHERE panel_id = :panel AND campaign_id = :campaign ORDER BY id DESC LIMIT 50

-- :name campaign_account_name
-- :read
-- :in account i
-- :out username t
SELECT username FROM account WHERE id = :account

-- ---- dispatch ------------------------------------------------------------------------------------

-- Committed before the first byte leaves.
-- :name campaign_claim
-- :write
-- :in panel i, id i, from_state t, fence i, lease i
-- :expect one
UPDATE campaign SET state = 'dispatching', attempt = attempt + 1, fence = fence + 1, lease_until = :lease
WHERE panel_id = :panel AND id = :id AND state = :from_state AND fence = :fence

-- :name attempt_insert
-- :write
-- :in panel i, campaign i, provider i, grp i, attempt i, fence i, started i, expected_cost i, balance i?
-- :expect one
INSERT INTO dispatch_attempt (panel_id, campaign_id, provider_id, grp, attempt, fence, started, outcome,
    expected_cost, balance_before)
VALUES (:panel, :campaign, :provider, :grp, :attempt, :fence, :started, 'started', :expected_cost, :balance)

-- :name attempt_finish
-- :write
-- :in campaign i, fence i, finished i, outcome t, reason t?, sent_bytes i, elapsed_ms i, http_status i, answer t?
-- :expect one
UPDATE dispatch_attempt SET finished = :finished, outcome = :outcome, reason = :reason, sent_bytes = :sent_bytes,
    elapsed_ms = :elapsed_ms, http_status = :http_status, answer = :answer
WHERE campaign_id = :campaign AND fence = :fence AND outcome = 'started'

-- :name attempt_balance
-- :write
-- :in campaign i, fence i, balance i
UPDATE dispatch_attempt SET balance_after = :balance WHERE campaign_id = :campaign AND fence = :fence

-- The outcome counts only for the claim that it belongs to.
-- :name campaign_accept
-- :write
-- :in panel i, id i, fence i, provider_order t, now i
-- :expect one
UPDATE campaign SET state = 'accepted', status = 'Pending', provider_order = :provider_order, accepted_at = :now,
    lease_until = 0, flag = NULL
WHERE panel_id = :panel AND id = :id AND state = 'dispatching' AND fence = :fence

-- :name campaign_outcome
-- :write
-- :in panel i, id i, fence i, to_state t, next_try i, flag t?
-- :expect one
UPDATE campaign SET state = :to_state, lease_until = 0, next_try = :next_try, flag = :flag
WHERE panel_id = :panel AND id = :id AND state = 'dispatching' AND fence = :fence

-- Ends a campaign whose money is still held: refused, withdrawn or written off.
-- :name campaign_end_held
-- :write
-- :in panel i, id i, from_state t, fence i, to_state t, now i
-- :expect one
UPDATE campaign SET state = :to_state, status = 'Canceled', remains = quantity, refunded = charge, ended_at = :now,
    lease_until = 0, flag = NULL
WHERE panel_id = :panel AND id = :id AND state = :from_state AND fence = :fence

-- Fulfilled by hand: nobody to hand it to.
-- :name campaign_accept_manual
-- :write
-- :in panel i, id i, now i
-- :expect one
UPDATE campaign SET state = 'accepted', accepted_at = :now
WHERE panel_id = :panel AND id = :id AND state = 'intent' AND provider_id IS NULL

-- :name campaign_expire
-- :write
-- :in panel i, id i, fence i, now i
-- :expect one
UPDATE campaign SET state = 'unknown', lease_until = 0, flag = 'lease-expired'
WHERE panel_id = :panel AND id = :id AND state = 'dispatching' AND fence = :fence AND lease_until < :now

-- :name attempt_expire
-- :write
-- :in campaign i, fence i, now i
UPDATE dispatch_attempt SET finished = :now, outcome = 'expired', reason = 'lease-expired'
WHERE campaign_id = :campaign AND fence = :fence AND outcome = 'started'

-- Too long without evidence: a person decides.
-- :name campaign_to_review
-- :write
-- :in panel i, id i, fence i
-- :expect one
UPDATE campaign SET state = 'review' WHERE panel_id = :panel AND id = :id AND state = 'unknown' AND fence = :fence

-- :name campaign_next_try
-- :write
-- :in panel i, id i, state t, next_try i
UPDATE campaign SET next_try = :next_try WHERE panel_id = :panel AND id = :id AND state = :state

-- Campaigns that may have lost their job row: the sweeper queues them again.
-- :name campaign_stray
-- :read
-- :in panel i, now i, old i
-- :out id i
SELECT id FROM campaign WHERE panel_id = :panel
    AND ((state = 'dispatching' AND lease_until < :now) OR (state = 'intent' AND next_try < :old AND created < :old)
        OR (state = 'unknown' AND next_try < :old))
ORDER BY CASE WHEN state = 'unknown' THEN 1 ELSE 0 END, id LIMIT 200

-- Is there any campaign that the sweep may have to pick up, now or when a lease ends?
-- :name campaign_on_the_way
-- :read
-- :in panel i
-- :out id i
SELECT id FROM campaign WHERE panel_id = :panel AND state IN ('intent', 'dispatching', 'unknown') LIMIT 1

-- :name campaign_any
-- :read
-- :in panel i
-- :out id i
SELECT id FROM campaign WHERE panel_id = :panel LIMIT 1

-- How many hand-overs to a provider since :since: got no clear answer and still wait for evidence: the
-- brake. What a repeat or a person has settled does not count any more.
-- :name provider_unknowns
-- :read
-- :in provider i, since i
-- :out n i
SELECT count(*) AS n FROM dispatch_attempt a JOIN campaign c ON c.id = a.campaign_id AND c.fence = a.fence
WHERE a.provider_id = :provider AND a.started >= :since AND a.outcome IN ('unknown', 'expired')
    AND c.state IN ('unknown', 'review')

-- :name provider_proof_get
-- :read
-- :in panel i, provider i
-- :out request_id i
SELECT request_id FROM provider_proof WHERE panel_id = :panel AND provider_id = :provider

-- Requests of this attempt group that left before the provider was proven: they carried no request_id, so
-- that repeating them with one would order again.
-- :name campaign_sent_unmarked
-- :read
-- :in panel i, campaign i, grp i
-- :out n i
SELECT count(*) AS n FROM dispatch_attempt a JOIN provider_proof p ON p.provider_id = a.provider_id
WHERE a.panel_id = :panel AND a.campaign_id = :campaign AND a.grp = :grp AND a.outcome <> 'not_sent'
    AND a.started <= p.changed

-- :name provider_proof_put
-- :write
-- :in panel i, provider i, request_id i, now i, actor i
INSERT INTO provider_proof (provider_id, panel_id, request_id, changed, changed_by)
VALUES (:provider, :panel, :request_id, :now, :actor)
ON CONFLICT (provider_id) DO UPDATE SET request_id = excluded.request_id,
    changed = CASE WHEN provider_proof.request_id = excluded.request_id THEN provider_proof.changed
        ELSE excluded.changed END,
    changed_by = excluded.changed_by

-- ---- status sync ---------------------------------------------------------------------------------

-- :name campaign_open
-- :read
-- :in panel i, provider i, before i, cap i
-- :out id i, account i, service i, service_name t, origin t, link t, quantity i, fields t?, rate i, charge i, cost i, refunded i, state t, status t, start_count i?, remains i?, provider i?, provider_service t, provider_order t?, token t, grp i, attempt i, fence i, lease_until i, next_try i, flag t?, created i, accepted_at i?, started_at i?, ended_at i?, last_sync i
SELECT id, account_id AS account, service_id AS service, service_name, origin, link, quantity, fields, rate, charge,
    cost, refunded, state, status, start_count, remains, provider_id AS provider, provider_service, provider_order,
    token, grp, attempt, fence, lease_until, next_try, flag, created, accepted_at, started_at, ended_at, last_sync
FROM campaign WHERE panel_id = :panel AND provider_id = :provider AND state IN ('accepted', 'in_progress')
    AND provider_order IS NOT NULL AND last_sync <= :before
ORDER BY last_sync, id LIMIT :cap

-- :name campaign_open_providers
-- :read
-- :in panel i
-- :out provider i
SELECT DISTINCT provider_id AS provider FROM campaign WHERE panel_id = :panel
    AND state IN ('accepted', 'in_progress') AND provider_id IS NOT NULL AND provider_order IS NOT NULL

-- :name campaign_synced
-- :write
-- :in panel i, id i, now i, flag t?
UPDATE campaign SET last_sync = :now, flag = :flag
WHERE panel_id = :panel AND id = :id AND state IN ('accepted', 'in_progress')

-- :name campaign_report
-- :write
-- :in panel i, id i, from_state t, shown t, to_state t, status t, start_count i?, remains i?, now i, started_at i?, ended_at i?, flag t?
-- :expect one
UPDATE campaign SET state = :to_state, status = :status, start_count = :start_count, remains = :remains,
    last_sync = :now, started_at = :started_at, ended_at = :ended_at, flag = :flag
WHERE panel_id = :panel AND id = :id AND state = :from_state AND status = :shown

-- ---- terminate -----------------------------------------------------------------------------------

-- :name campaign_terminate
-- :write
-- :in panel i, id i, from_state t, refunded i, due i
-- :expect one
UPDATE campaign SET state = 'terminated', refunded = refunded + :due
WHERE panel_id = :panel AND id = :id AND state = :from_state AND refunded = :refunded

-- ---- staff ---------------------------------------------------------------------------------------

-- :name campaign_resolve_accept
-- :write
-- :in panel i, id i, from_state t, fence i, provider_order t, now i
-- :expect one
UPDATE campaign SET state = 'accepted', status = 'Pending', provider_order = :provider_order, accepted_at = :now,
    lease_until = 0, flag = NULL, fence = fence + 1
WHERE panel_id = :panel AND id = :id AND state = :from_state AND fence = :fence

-- A person's word that nothing was made: a new attempt group.
-- :name campaign_resolve_again
-- :write
-- :in panel i, id i, from_state t, fence i, now i
-- :expect one
UPDATE campaign SET state = 'intent', grp = grp + 1, next_try = :now, lease_until = 0, flag = NULL, fence = fence + 1
WHERE panel_id = :panel AND id = :id AND state = :from_state AND fence = :fence

-- ---- sandbox -------------------------------------------------------------------------------------

-- :name sandbox_insert
-- :write
-- :in panel i, provider i, request t, service t, link t, quantity i, behaviour t, start_count i, now i
-- :expect one
-- :id sandbox_order
INSERT INTO sandbox_order (panel_id, provider_id, request_id, service, link, quantity, behaviour, start_count, created)
VALUES (:panel, :provider, :request, :service, :link, :quantity, :behaviour, :start_count, :now)

-- :name sandbox_log_insert
-- :write
-- :in panel i, now i, order_id i, campaign i, attempt i, link t, quantity i
-- :expect one
INSERT INTO sandbox_log (panel_id, at, order_id, campaign, attempt, link, quantity)
VALUES (:panel, :now, :order_id, :campaign, :attempt, :link, :quantity)

-- :name sandbox_by_request
-- :read
-- :in panel i, request t
-- :out id i
SELECT id FROM sandbox_order WHERE panel_id = :panel AND request_id = :request

-- :name sandbox_get
-- :read
-- :in panel i, id i
-- :out id i, quantity i, start_count i?, created i, behaviour t
SELECT id, quantity, start_count, created, behaviour FROM sandbox_order WHERE panel_id = :panel AND id = :id

-- ---- invariants: all panels together -------------------------------------------------------------

-- I4: what the wallets hold is what open campaigns hold, per account and panel.
-- :name verify_campaign_held
-- :read whole
-- :out account i, panel i, held i, open i
SELECT w.account_id AS account, w.panel_id AS panel, w.held AS held, COALESCE(c.s, 0) AS open
FROM wallet w LEFT JOIN (SELECT panel_id, account_id, CAST(sum(charge) AS {int}) AS s FROM campaign
        WHERE state IN ('intent', 'dispatching', 'unknown', 'review') GROUP BY panel_id, account_id) c
    ON c.account_id = w.account_id AND c.panel_id = w.panel_id
WHERE w.held <> COALESCE(c.s, 0)
ORDER BY w.panel_id, w.account_id LIMIT 100

-- I6: each campaign was placed once …
-- :name verify_campaign_first_event
-- :read whole
-- :out id i
SELECT c.id FROM campaign c
WHERE (SELECT count(*) FROM campaign_event e WHERE e.campaign_id = c.id AND e.why = 'placed') <> 1
ORDER BY c.id LIMIT 100

-- … and is in the state that its history ends with.
-- :name verify_campaign_last_event
-- :read whole
-- :out id i, state t, told t
SELECT c.id, c.state, e.to_state AS told FROM campaign c
JOIN campaign_event e ON e.id = (SELECT max(x.id) FROM campaign_event x WHERE x.campaign_id = c.id)
WHERE e.to_state <> c.state ORDER BY c.id LIMIT 100

-- I7 (sandbox): at most one order an attempt group …
-- :name verify_campaign_sandbox_twice
-- :read whole
-- :out campaign i, n i
SELECT l.campaign, count(*) AS n FROM sandbox_log l JOIN campaign c ON c.id = l.campaign AND c.panel_id = l.panel_id
GROUP BY l.campaign, c.grp HAVING count(*) > c.grp ORDER BY l.campaign LIMIT 100

-- … what the sandbox made is accepted, ended or in doubt …
-- :name verify_campaign_sandbox_lost
-- :read whole
-- :out campaign i, state t
SELECT l.campaign, COALESCE(c.state, 'not there') AS state FROM sandbox_log l
LEFT JOIN campaign c ON c.id = l.campaign AND c.panel_id = l.panel_id
WHERE (c.id IS NULL OR c.state IN ('intent', 'rejected', 'voided')) AND COALESCE(c.grp, 1) = 1
    AND NOT EXISTS (SELECT 1 FROM campaign_event e WHERE e.campaign_id = l.campaign AND e.why = 'written-off')
ORDER BY l.campaign LIMIT 100

-- … and what is accepted was made.
-- :name verify_campaign_sandbox_unmade
-- :read whole
-- :out id i
SELECT c.id FROM campaign c JOIN provider p ON p.id = c.provider_id
WHERE p.kind = 'sandbox' AND c.provider_order IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM sandbox_log l WHERE l.panel_id = c.panel_id AND l.campaign = c.id)
    AND NOT EXISTS (SELECT 1 FROM campaign_event e WHERE e.campaign_id = c.id AND e.why = 'found-by-staff')
ORDER BY c.id LIMIT 100

-- I8: refunds never pass the charge, only ended campaigns have any …
-- what was set aside for a campaign, earned by it and given back as rejected, by its state
-- :name verify_campaign_money
-- :read whole
-- :out id i, state t, charge i, held i, earned i, released i
SELECT c.id, c.state, c.charge, COALESCE(m.held, 0) AS held, COALESCE(m.earned, 0) AS earned, COALESCE(m.released, 0) AS released
FROM campaign c LEFT JOIN (SELECT t.panel_id, t.ref,
        CAST(SUM(CASE WHEN t.kind = 'campaign-hold' THEN p.amount ELSE 0 END) AS {int}) AS held,
        CAST(SUM(CASE WHEN t.kind = 'campaign-capture' THEN p.amount ELSE 0 END) AS {int}) AS earned,
        CAST(SUM(CASE WHEN t.kind = 'campaign-release' THEN p.amount ELSE 0 END) AS {int}) AS released
    FROM transfer t JOIN posting p ON p.transfer_id = t.id AND p.amount > 0
    WHERE t.kind IN ('campaign-hold', 'campaign-capture', 'campaign-release') GROUP BY t.panel_id, t.ref) m
    ON m.panel_id = c.panel_id AND m.ref = c.id
WHERE COALESCE(m.held, 0) <> c.charge
   OR COALESCE(m.earned, 0) <> CASE WHEN c.state IN ('accepted', 'in_progress', 'completed', 'partial', 'canceled', 'terminated') THEN c.charge ELSE 0 END
   OR COALESCE(m.released, 0) <> CASE WHEN c.state IN ('rejected', 'voided') THEN c.charge ELSE 0 END
ORDER BY c.id LIMIT 100

-- an order that was sent again under its key is one campaign (keys may come again after days)
-- :name verify_campaign_key_twice
-- :read whole
-- :out panel i, account i, n i
SELECT panel_id AS panel, account_id AS account, count(*) AS n FROM campaign WHERE form_key IS NOT NULL
GROUP BY panel_id, account_id, origin, form_key HAVING count(*) > 1 AND max(created) - min(created) < 86400 LIMIT 100

-- :name verify_campaign_refunds
-- :read whole
-- :out id i, charge i, refunded i
SELECT id, charge, refunded FROM campaign WHERE refunded > charge OR refunded < 0
    OR (refunded > 0 AND state NOT IN ('terminated', 'rejected', 'voided'))
ORDER BY id LIMIT 100

-- … and the ledger says the same.
-- :name verify_campaign_refund_postings
-- :read whole
-- :out id i, posted i, refunded i
SELECT c.id, COALESCE(t.s, 0) AS posted, c.refunded FROM campaign c
LEFT JOIN (SELECT r.panel_id, r.ref, CAST(sum(p.amount) AS {int}) AS s FROM transfer r
        JOIN posting p ON p.transfer_id = r.id AND p.book = 'wallet'
        WHERE r.kind IN ('campaign-release', 'campaign-refund') GROUP BY r.panel_id, r.ref) t
    ON t.panel_id = c.panel_id AND t.ref = c.id
WHERE c.refunded <> COALESCE(t.s, 0) ORDER BY c.id LIMIT 100

-- I9: what counts as spent is an order at a provider.
-- :name verify_campaign_accepted
-- :read whole
-- :out id i
SELECT c.id FROM campaign c WHERE c.provider_id IS NOT NULL
    AND c.state IN ('accepted', 'in_progress', 'completed', 'partial', 'canceled', 'terminated')
    AND (c.provider_order IS NULL OR c.accepted_at IS NULL OR NOT EXISTS (SELECT 1 FROM campaign_event e
        WHERE e.campaign_id = c.id AND e.to_state = 'accepted'))
ORDER BY c.id LIMIT 100

-- I11: no row crosses panels.
-- :name verify_campaign_panels
-- :read whole
-- :out id i
SELECT c.id FROM campaign c JOIN service s ON s.id = c.service_id
LEFT JOIN provider p ON p.id = c.provider_id
WHERE s.panel_id <> c.panel_id OR (p.id IS NOT NULL AND p.panel_id <> c.panel_id)
ORDER BY c.id LIMIT 100

-- I12: no claim outlives its lease for long.
-- :name verify_campaign_stuck
-- :read whole
-- :in old i
-- :out id i
SELECT id FROM campaign WHERE state = 'dispatching' AND lease_until < :old ORDER BY id LIMIT 100

-- :name verify_campaign_count
-- :read whole
-- :out n i
SELECT count(*) AS n FROM campaign
