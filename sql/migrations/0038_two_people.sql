-- SPDX-License-Identifier: Apache-2.0
-- What two people decide is of a kind: a correction of a balance, balance that moves to account `ref`, or a refund of the
-- payment `ref`, whose `cause` goes with it. A refund keeps its cause, the request that approved it, and why it has no credit note, if it has none.
-- :step
ALTER TABLE adjust_request ADD COLUMN kind TEXT NOT NULL DEFAULT 'balance' CHECK (kind IN ('balance', 'refund', 'move'))
-- :step
ALTER TABLE adjust_request ADD COLUMN ref {int} NOT NULL DEFAULT 0
-- :step
ALTER TABLE adjust_request ADD COLUMN cause TEXT NOT NULL DEFAULT ''
-- One refund of a payment waits at a time.
-- :step
CREATE UNIQUE INDEX adjust_request_refund ON adjust_request (panel_id, ref) WHERE kind = 'refund' AND state = 'waiting'
-- :step
ALTER TABLE refund_out ADD COLUMN cause TEXT NOT NULL DEFAULT 'other'
-- :step
ALTER TABLE refund_out ADD COLUMN request_id {int} NOT NULL DEFAULT 0
-- :step
ALTER TABLE refund_out ADD COLUMN no_note TEXT NOT NULL DEFAULT ''
-- :step
ALTER TABLE refund_out ADD COLUMN no_note_done TEXT NOT NULL DEFAULT ''
-- :step
CREATE INDEX refund_out_no_note ON refund_out (panel_id, id) WHERE no_note <> '' AND no_note_done = ''
-- :step
CREATE UNIQUE INDEX refund_out_request ON refund_out (request_id) WHERE request_id <> 0
