-- SPDX-License-Identifier: Apache-2.0
-- Tickets. Parameters and results: docs/internals/db.md.

-- :name ticket_insert
-- :write
-- :in panel i, account i, type t, subject t, now i
-- :id ticket
INSERT INTO ticket (panel_id, account_id, type, subject, status, created, updated)
VALUES (:panel, :account, :type, :subject, 'open', :now, :now)

-- :name ticket_message_insert
-- :write
-- :in panel i, ticket i, author i, by_staff i, kind t, body t, now i
-- :id ticket_message
INSERT INTO ticket_message (panel_id, ticket_id, author_id, by_staff, kind, body, created)
VALUES (:panel, :ticket, :author, :by_staff, :kind, :body, :now)

-- :name ticket_campaign_insert
-- :write
-- :in ticket i, campaign i, panel i
INSERT INTO ticket_campaign (ticket_id, campaign_id, panel_id) VALUES (:ticket, :campaign, :panel)
ON CONFLICT DO NOTHING

-- the customer writes: the ticket is open again
-- :name ticket_customer_wrote
-- :write
-- :in panel i, ticket i, account i, now i
-- :expect one
UPDATE ticket SET status = 'open', messages = messages + 1, updated = :now
WHERE panel_id = :panel AND id = :ticket AND account_id = :account

-- staff write; a note changes no status
-- :name ticket_staff_wrote
-- :write
-- :in panel i, ticket i, status t, now i, internal i
-- :expect one
UPDATE ticket SET status = :status,
    messages = messages + 1 - :internal,
    first_reply = CASE WHEN :internal = 1 THEN first_reply ELSE COALESCE(first_reply, :now) END,
    updated = :now
WHERE panel_id = :panel AND id = :ticket

-- :name ticket_set_status
-- :write
-- :in panel i, ticket i, account i, from_status t, to_status t, now i
-- :expect one
UPDATE ticket SET status = :to_status, updated = :now
WHERE panel_id = :panel AND id = :ticket AND account_id = :account AND status = :from_status

-- :name ticket_by_id
-- :read
-- :in panel i, ticket i
-- :out id i, account i, username t, email t, language t, type t, subject t, status t, messages i, created i, updated i, first_reply i?, assigned i?
SELECT t.id, t.account_id AS account, a.username, a.email, a.language, t.type, t.subject, t.status, t.messages,
       t.created, t.updated, t.first_reply, t.assigned_to AS assigned
FROM ticket t JOIN account a ON a.id = t.account_id
WHERE t.panel_id = :panel AND t.id = :ticket

-- account 0 = everybody's (staff); status '' = any
-- :name ticket_list
-- :read
-- :in panel i, account i, status t, count i, skip i
-- :out id i, account i, username t, type t, subject t, status t, messages i, created i, updated i
SELECT t.id, t.account_id AS account, a.username, t.type, t.subject, t.status, t.messages, t.created, t.updated
FROM ticket t JOIN account a ON a.id = t.account_id
WHERE t.panel_id = :panel AND (:account = 0 OR t.account_id = :account) AND (:status = '' OR t.status = :status)
ORDER BY CASE WHEN :account = 0 AND t.status = 'open' THEN t.updated ELSE -t.updated END, t.id DESC
LIMIT :count OFFSET :skip

-- :name ticket_counts
-- :read
-- :in panel i, account i
-- :out status t, n i
SELECT status, COUNT(*) AS n FROM ticket
WHERE panel_id = :panel AND (:account = 0 OR account_id = :account) GROUP BY status

-- :name ticket_thread
-- :read
-- :in ticket i, panel i, staff i
-- :out id i, author i, username t?, name t?, by_staff i, kind t, body t, created i
SELECT m.id, m.author_id AS author, a.username, a.name, m.by_staff, m.kind, m.body, m.created
FROM ticket_message m LEFT JOIN account a ON a.id = m.author_id
WHERE m.ticket_id = :ticket AND m.panel_id = :panel AND (:staff = 1 OR m.kind <> 'note')
ORDER BY m.id LIMIT 500

-- :name ticket_campaigns
-- :read
-- :in ticket i, panel i
-- :out campaign i
SELECT campaign_id AS campaign FROM ticket_campaign WHERE ticket_id = :ticket AND panel_id = :panel ORDER BY campaign_id LIMIT 50

-- an unsolved ticket of this customer about this campaign (N17)
-- :name ticket_open_for_campaign
-- :read
-- :in panel i, account i, campaign i
-- :out id i
SELECT t.id FROM ticket_campaign tc JOIN ticket t ON t.id = tc.ticket_id
WHERE tc.panel_id = :panel AND tc.campaign_id = :campaign AND t.account_id = :account AND t.status <> 'solved'
ORDER BY t.id LIMIT 1

-- :name ticket_opened_since
-- :read
-- :in panel i, account i, since i
-- :out n i
SELECT COUNT(*) AS n FROM ticket WHERE panel_id = :panel AND account_id = :account AND created >= :since
