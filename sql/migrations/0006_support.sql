-- SPDX-License-Identifier: Apache-2.0
-- Tickets and the help centre.

-- :step
CREATE TABLE ticket (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    account_id {int} NOT NULL REFERENCES account (id),
    type TEXT NOT NULL CHECK (type IN ('campaign', 'refill', 'payment', 'account', 'api', 'other')),
    subject TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'answered', 'solved')),
    messages {int} NOT NULL DEFAULT 1,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    first_reply {int},
    assigned_to {int}
)
-- :step
CREATE INDEX ticket_account ON ticket (panel_id, account_id, updated)
-- :step
CREATE INDEX ticket_queue ON ticket (panel_id, status, updated)

-- kind: message (both sides read it), note (staff only), event (what happened, both sides)
-- :step
CREATE TABLE ticket_message (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    ticket_id {int} NOT NULL REFERENCES ticket (id),
    author_id {int} NOT NULL,
    by_staff {int} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('message', 'note', 'event')),
    body TEXT NOT NULL,
    created {int} NOT NULL
)
-- :step
CREATE INDEX ticket_message_thread ON ticket_message (ticket_id, id)

-- :step
CREATE TABLE ticket_campaign (
    ticket_id {int} NOT NULL REFERENCES ticket (id),
    campaign_id {int} NOT NULL,
    panel_id {int} NOT NULL REFERENCES panel (id),
    PRIMARY KEY (ticket_id, campaign_id)
)
-- :step
CREATE INDEX ticket_campaign_campaign ON ticket_campaign (panel_id, campaign_id)

-- :step
CREATE TABLE help_category (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    icon TEXT NOT NULL,
    tone TEXT NOT NULL,
    position {int} NOT NULL,
    UNIQUE (panel_id, slug)
)
-- The body is XHTML, well-formed and reduced to an allow-list when it is stored.
-- :step
CREATE TABLE help_article (
    id {id},
    panel_id {int} NOT NULL REFERENCES panel (id),
    category_id {int} NOT NULL REFERENCES help_category (id),
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    plain TEXT NOT NULL,
    published {int} NOT NULL,
    position {int} NOT NULL,
    popular {int} NOT NULL DEFAULT 0,
    votes_up {int} NOT NULL DEFAULT 0,
    votes_down {int} NOT NULL DEFAULT 0,
    created {int} NOT NULL,
    updated {int} NOT NULL,
    UNIQUE (panel_id, slug)
)
