-- SPDX-License-Identifier: Apache-2.0
-- The number beside "Campaigns" in the side bar is counted on each page: only over what is still open.
-- :step
CREATE INDEX campaign_open ON campaign (panel_id, account_id) WHERE ended_at IS NULL
