-- SPDX-License-Identifier: Apache-2.0
-- smmctl: a panel as JSON, table by table, without secrets; and what a restore lays to rest.
-- An export statement gives its rows in the order of its first column, an id.

-- :name export_account
-- :read
-- :in panel i, after i, n i
-- :out id i, username t, email t, status t, created i, verified_at i?, last_signin i?
-- :out password_changed i, name t, company t, address t, city t, state t, postal_code t
-- :out country t, tax_id t, language t, timezone t, theme t, currency t
SELECT id, username, email, status, created, verified_at, last_signin, password_changed, name,
    company, address, city, state, postal_code, country, tax_id, language, timezone, theme, currency
FROM account
WHERE id IN (SELECT account_id FROM member WHERE panel_id = :panel) AND id > :after ORDER BY id LIMIT :n

-- :name export_category
-- :read
-- :in panel i, after i, n i
-- :out id i, name t, position i, icon t
SELECT id, name, position, icon
FROM category
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_provider
-- :read
-- :in panel i, after i, n i
-- :out id i, name t, kind t, url t, currency t, paused i, markup_bps i, markup_fixed i, created i
SELECT id, name, kind, url, currency, paused, markup_bps, markup_fixed, created
FROM provider
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_service
-- :read
-- :in panel i, after i, n i
-- :out id i, category_id i, name t, clean t, description t, type i, rate i, cost i, min i, max i
-- :out status i, refill i, cancel i, dripfeed i, provider_id i?, provider_service t, position i
-- :out kept i, absent i, tag_max i?, start_min i?, start_max i?, speed_lo i?, speed_hi i?
-- :out refill_kind i, refill_days i?, flags i, completion i?, rating i?, recommends i?
-- :out average_s i?, created i, changed i
SELECT id, category_id, name, clean, description, type, rate, cost, min, max, status, refill,
    cancel, dripfeed, provider_id, provider_service, position, kept, absent, tag_max, start_min,
    start_max, speed_lo, speed_hi, refill_kind, refill_days, flags, completion, rating, recommends,
    average_s, created, changed
FROM service
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_service_change
-- :read
-- :in panel i, after i, n i
-- :out id i, service_id i, at i, actor i, what t, old_text t?, new_text t?
SELECT id, service_id, at, actor, what, old_text, new_text
FROM service_change
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_wallet
-- :read
-- :in panel i, after i, n i
-- :out account_id i, balance i, held i, credit_limit i, frozen i, created i
SELECT account_id, balance, held, credit_limit, frozen, created
FROM wallet
WHERE panel_id = :panel AND account_id > :after ORDER BY account_id LIMIT :n

-- :name export_transfer
-- :read
-- :in panel i, after i, n i
-- :out id i, kind t, key t, ref i, memo t, actor i, created i
SELECT id, kind, key, ref, memo, actor, created
FROM transfer
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_posting
-- :read
-- :in panel i, after i, n i
-- :out id i, transfer_id i, book t, account_id i?, amount i, balance_after i?
SELECT id, transfer_id, book, account_id, amount, balance_after
FROM posting
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_invoice
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, status t, currency t, exponent i, total_minor i, series t?, fy t?
-- :out seq i?, number t?, created i, due i, issued i?
SELECT id, account_id, status, currency, exponent, total_minor, series, fy, seq, number, created,
    due, issued
FROM invoice
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_payment
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, invoice_id i, method t, state t, amount i, fee i, received i
-- :out gateway_ref t?, gateway_payment t?, claim_ref t?, claim_key t?, claim_amount i?
-- :out claim_note t?, claimed i?, reason t, review t, created i, updated i, expires i
SELECT id, account_id, invoice_id, method, state, amount, fee, received, gateway_ref,
    gateway_payment, claim_ref, claim_key, claim_amount, claim_note, claimed, reason, review,
    created, updated, expires
FROM payment
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_payment_quote
-- :read
-- :in panel i, after i, n i
-- :out id i, currency t, exponent i, minor i, rate_e6 i, quoted i
SELECT payment_id AS id, currency, exponent, minor, rate_e6, quoted
FROM payment_quote
WHERE panel_id = :panel AND payment_id > :after ORDER BY payment_id LIMIT :n

-- :name export_claim
-- :read
-- :in panel i, after i, n i
-- :out id i, payment_id i, account_id i, kind t, state t, reference t, key t?, amount_minor i?
-- :out paid_on i?, payer t, phone t, note t, reason t, line_id i?, decider i?, decided i?, created i
SELECT id, payment_id, account_id, kind, state, reference, key, amount_minor, paid_on, payer, phone,
    note, reason, line_id, decider, decided, created
FROM claim
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_stmt_bank
-- :read
-- :in panel i, after i, n i
-- :out id i, name t, currency t, separator t, decimal_mark t, date_order t, skip i, col_date i
-- :out col_amount i, col_reference i, col_text i, updated i
SELECT id, name, currency, separator, decimal_mark, date_order, skip, col_date, col_amount,
    col_reference, col_text, updated
FROM stmt_bank
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_stmt_import
-- :read
-- :in panel i, after i, n i
-- :out id i, bank_id i, actor i, rows_in i, created i
SELECT id, bank_id, actor, rows_in, created
FROM stmt_import
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_stmt_line
-- :read
-- :in panel i, after i, n i
-- :out id i, bank_id i, import_id i, booked i, amount_minor i, currency t, reference t, key t?
-- :out text t, state t, payment_id i?, reason t, decider i?, decided i?, created i
SELECT id, bank_id, import_id, booked, amount_minor, currency, reference, key, text, state,
    payment_id, reason, decider, decided, created
FROM stmt_line
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_payment_log
-- :read
-- :in panel i, after i, n i
-- :out id i, payment_id i, event t, from_state t, to_state t, amount i, actor i, why t, created i
SELECT id, payment_id, event, from_state, to_state, amount, actor, why, created
FROM payment_log
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_campaign
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, service_id i, service_name t, origin t, link t, quantity i, fields t?
-- :out rate i, charge i, cost i, refunded i, state t, status t, start_count i?, remains i?
-- :out provider_id i?, provider_service t, provider_order t?, attempt i, flag t?, created i
-- :out accepted_at i?, started_at i?, ended_at i?
SELECT id, account_id, service_id, service_name, origin, link, quantity, fields, rate, charge,
    cost, refunded, state, status, start_count, remains, provider_id, provider_service,
    provider_order, attempt, flag, created, accepted_at, started_at, ended_at
FROM campaign
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_campaign_event
-- :read
-- :in panel i, after i, n i
-- :out id i, campaign_id i, at i, from_state t?, to_state t, status t, actor i, why t, detail t?
-- :out amount i
SELECT id, campaign_id, at, from_state, to_state, status, actor, why, detail, amount
FROM campaign_event
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_ticket
-- :read
-- :in panel i, after i, n i
-- :out id i, account_id i, type t, subject t, status t, messages i, created i, updated i
-- :out first_reply i?, assigned_to i?
SELECT id, account_id, type, subject, status, messages, created, updated, first_reply, assigned_to
FROM ticket
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_ticket_message
-- :read
-- :in panel i, after i, n i
-- :out id i, ticket_id i, author_id i, by_staff i, kind t, body t, created i
SELECT id, ticket_id, author_id, by_staff, kind, body, created
FROM ticket_message
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_help_category
-- :read
-- :in panel i, after i, n i
-- :out id i, slug t, name t, summary t, icon t, tone t, position i
SELECT id, slug, name, summary, icon, tone, position
FROM help_category
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_help_article
-- :read
-- :in panel i, after i, n i
-- :out id i, category_id i, slug t, title t, summary t, body t, published i, position i
-- :out popular i, votes_up i, votes_down i, created i, updated i
SELECT id, category_id, slug, title, summary, body, published, position, popular, votes_up,
    votes_down, created, updated
FROM help_article
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_audit_log
-- :read
-- :in panel i, after i, n i
-- :out id i, created i, actor i, action t, kind t, ref i, old_text t?, new_text t?, why t?
-- :out addr t?, request_id t?
SELECT id, created, actor, action, kind, ref, old_text, new_text, why, addr, request_id
FROM audit_log
WHERE panel_id = :panel AND id > :after ORDER BY id LIMIT :n

-- :name export_member
-- :read
-- :in panel i, after i, n i
-- :out account_id i, role t, joined i
SELECT account_id, role, joined
FROM member
WHERE panel_id = :panel AND account_id > :after ORDER BY account_id LIMIT :n

-- ---- after a restore ---------------------------------------------------------------------------

-- What was waiting or under way when the backup was taken may have been done since: nobody knows.
-- :name restore_campaign_events
-- :write
-- :in panel i, now i
INSERT INTO campaign_event (panel_id, campaign_id, at, from_state, to_state, status, actor, why)
SELECT panel_id, id, :now, state, 'unknown', status, 0, 'restored from a backup'
FROM campaign WHERE panel_id = :panel AND provider_id IS NOT NULL
    AND state IN ('intent', 'dispatching')

-- :name restore_campaigns
-- :write
-- :in panel i
UPDATE campaign SET state = 'unknown', lease_until = 0, fence = fence + 1, flag = 'restored'
WHERE panel_id = :panel AND provider_id IS NOT NULL AND state IN ('intent', 'dispatching')

-- :name restore_attempts
-- :write
-- :in panel i, now i
UPDATE dispatch_attempt SET finished = :now, outcome = 'expired', reason = 'restored from a backup'
WHERE panel_id = :panel AND outcome = 'started'

-- :name restore_mails
-- :write
-- :in panel i, now i
UPDATE mail_outbox SET state = 'dead', model = NULL, changed = :now,
    error = 'restored from a backup: it may have been sent already'
WHERE panel_id = :panel AND state IN ('queued', 'sending')

-- :name restore_jobs
-- :write
-- :in panel i, now i
UPDATE job SET owner = NULL, lease_until = 0, fence = fence + 1,
    run_at = CASE WHEN run_at > :now THEN :now ELSE run_at END
WHERE panel_id = :panel
