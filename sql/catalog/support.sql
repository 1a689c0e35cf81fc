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

-- the same of one account, by its index
-- :name ticket_counts_of
-- :read
-- :in panel i, account i
-- :out status t, n i
SELECT status, COUNT(*) AS n FROM ticket WHERE panel_id = :panel AND account_id = :account GROUP BY status

-- For the frame of each page: answers that wait for the customer, tickets that wait for staff.
-- :name ticket_answered_count
-- :read
-- :in panel i, account i
-- :out n i
SELECT COUNT(*) AS n FROM ticket WHERE panel_id = :panel AND account_id = :account AND status = 'answered'

-- :name ticket_open_count
-- :read
-- :in panel i
-- :out n i
SELECT COUNT(*) AS n FROM ticket WHERE panel_id = :panel AND status = 'open'

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

-- ---- help centre ----

-- :name help_category_insert
-- :write
-- :in panel i, slug t, name t, summary t, icon t, tone t, position i
-- :id help_category
INSERT INTO help_category (panel_id, slug, name, summary, icon, tone, position)
VALUES (:panel, :slug, :name, :summary, :icon, :tone, :position)

-- :name help_article_insert
-- :write
-- :in panel i, category i, slug t, title t, summary t, body t, plain t, published i, position i, popular i, now i
-- :id help_article
INSERT INTO help_article (panel_id, category_id, slug, title, summary, body, plain, published, position, popular, created, updated)
VALUES (:panel, :category, :slug, :title, :summary, :body, :plain, :published, :position, :popular, :now, :now)

-- :name help_article_update
-- :write
-- :in panel i, article i, category i, title t, summary t, body t, plain t, published i, popular i, now i
-- :expect one
UPDATE help_article SET category_id = :category, title = :title, summary = :summary, body = :body, plain = :plain,
    published = :published, popular = :popular, updated = :now
WHERE panel_id = :panel AND id = :article

-- :name help_vote
-- :write
-- :in panel i, slug t, up i
-- :expect one
UPDATE help_article SET votes_up = votes_up + :up, votes_down = votes_down + 1 - :up
WHERE panel_id = :panel AND slug = :slug AND published = 1

-- :name help_categories
-- :read
-- :in panel i
-- :out id i, slug t, name t, summary t, icon t, tone t, articles i
SELECT c.id, c.slug, c.name, c.summary, c.icon, c.tone,
       (SELECT COUNT(*) FROM help_article a WHERE a.category_id = c.id AND a.published = 1) AS articles
FROM help_category c WHERE c.panel_id = :panel ORDER BY c.position, c.id LIMIT 100

-- category 0 = popular ones of all
-- :name help_list
-- :read
-- :in panel i, category i
-- :out id i, category_id i, slug t, title t, summary t, category t, category_slug t, published i, popular i, votes_up i, votes_down i, updated i
SELECT a.id, a.category_id, a.slug, a.title, a.summary, c.name AS category, c.slug AS category_slug, a.published, a.popular,
       a.votes_up, a.votes_down, a.updated
FROM help_article a JOIN help_category c ON c.id = a.category_id
WHERE a.panel_id = :panel AND a.published = 1 AND ((:category = 0 AND a.popular = 1) OR a.category_id = :category)
ORDER BY c.position, a.position, a.id LIMIT 100

-- :name help_all
-- :read
-- :in panel i
-- :out id i, category_id i, slug t, title t, summary t, category t, category_slug t, published i, popular i, votes_up i, votes_down i, updated i
SELECT a.id, a.category_id, a.slug, a.title, a.summary, c.name AS category, c.slug AS category_slug, a.published, a.popular,
       a.votes_up, a.votes_down, a.updated
FROM help_article a JOIN help_category c ON c.id = a.category_id
WHERE a.panel_id = :panel ORDER BY c.position, a.position, a.id LIMIT 500

-- the text to search in, folded in C; a panel has some hundred articles at most
-- :name help_texts
-- :read
-- :in panel i
-- :out id i, category_id i, slug t, title t, summary t, category t, category_slug t, plain t
SELECT a.id, a.category_id, a.slug, a.title, a.summary, c.name AS category, c.slug AS category_slug, a.plain
FROM help_article a JOIN help_category c ON c.id = a.category_id
WHERE a.panel_id = :panel AND a.published = 1 ORDER BY c.position, a.position, a.id LIMIT 500

-- :name help_article
-- :read
-- :in panel i, slug t, article i
-- :out id i, category_id i, slug t, title t, summary t, category t, category_slug t, published i, popular i, votes_up i, votes_down i, updated i, body t
SELECT a.id, a.category_id, a.slug, a.title, a.summary, c.name AS category, c.slug AS category_slug, a.published, a.popular,
       a.votes_up, a.votes_down, a.updated, a.body
FROM help_article a JOIN help_category c ON c.id = a.category_id
WHERE a.panel_id = :panel AND (a.slug = :slug OR a.id = :article)

-- :name help_count
-- :read
-- :in panel i
-- :out n i
SELECT COUNT(*) AS n FROM help_article WHERE panel_id = :panel

-- no article yet: two loads at once leave one set
-- :name help_empty
-- :write
-- :in panel i
-- :expect one
SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM help_article WHERE panel_id = :panel)


-- ---- search of the customer: number = what was typed or -1, word = LIKE pattern in lower case ----

-- :name search_campaigns
-- :read
-- :in panel i, account i, number i, word t
-- :out id i, name t, link t, status t
SELECT id, service_name AS name, link, status FROM campaign
WHERE panel_id = :panel AND account_id = :account
  AND (id = :number OR LOWER(link) LIKE :word ESCAPE '!' OR LOWER(service_name) LIKE :word ESCAPE '!')
ORDER BY CASE WHEN id = :number THEN 0 ELSE 1 END, id DESC LIMIT 6

-- :name search_tickets
-- :read
-- :in panel i, account i, number i, word t
-- :out id i, subject t, status t
SELECT id, subject, status FROM ticket
WHERE panel_id = :panel AND account_id = :account AND (id = :number OR LOWER(subject) LIKE :word ESCAPE '!')
ORDER BY CASE WHEN id = :number THEN 0 ELSE 1 END, id DESC LIMIT 6

-- label = the number of the document or its part; proformas have only their id
-- :name search_invoices
-- :read
-- :in panel i, account i, number i, word t
-- :out id i, number t?, status t
SELECT id, number, status FROM invoice
WHERE panel_id = :panel AND account_id = :account
  AND ((number IS NULL AND id = :number) OR LOWER(number) LIKE :word ESCAPE '!')
ORDER BY id DESC LIMIT 6
