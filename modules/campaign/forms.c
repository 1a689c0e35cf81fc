/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of campaigns. Which fields of `new` a service asks for is its type's business
 * (place.c); what is required is checked there too, so that a price can be shown before all is
 * filled in. */
#include "campaign_mod.h"

#define F(member) offsetof(campaign_form_t, member)

static const smm_field_t new_fields[] = {
    {"category", SMM_F_INT, F(category), 1, INT64_MAX, 0, NULL, "Category"},
    {"service", SMM_F_INT, F(service), 1, INT64_MAX, 0, NULL, "Service"},
    {"link", SMM_F_TEXT, F(link), 0, 2000, 0, NULL, "Link"},
    {"quantity", SMM_F_INT, F(quantity), 1, 1000000000000000, 0, NULL, "Quantity"},
    {"runs", SMM_F_INT, F(runs), 1, 1000, 0, NULL, "Runs"},
    {"interval", SMM_F_INT, F(interval), 1, 100000, 0, NULL, "Minutes between runs"},
    {"comments", SMM_F_AREA, F(comments), 0, SMM_PLACE_LIST, 0, NULL, "Comments"},
    {"usernames", SMM_F_AREA, F(usernames), 0, SMM_PLACE_LIST, 0, NULL, "User names"},
    {"hashtags", SMM_F_AREA, F(hashtags), 0, SMM_PLACE_LIST, 0, NULL, "Hashtags"},
    {"hashtag", SMM_F_TEXT, F(hashtag), 0, 200, 0, NULL, "Hashtag"},
    {"username", SMM_F_TEXT, F(username), 0, 300, 0, NULL, "User name"},
    {"media", SMM_F_TEXT, F(media), 0, 2000, 0, NULL, "Link of the post"},
    {"answer_number", SMM_F_INT, F(answer_number), 1, 1000, 0, NULL, "Number of the option"},
    {"groups", SMM_F_AREA, F(groups), 0, SMM_PLACE_LIST, 0, NULL, "Groups"},
    {"keywords", SMM_F_AREA, F(keywords), 0, SMM_PLACE_LIST, 0, NULL, "Search keywords"},
    {"country", SMM_F_TEXT, F(country), 0, 60, 0, NULL, "Country"},
    {"device", SMM_F_INT, F(device), 1, 5, 0, NULL, "Device"},
    {"type_of_traffic", SMM_F_INT, F(type_of_traffic), 1, 3, 0, NULL, "Kind of traffic"},
    {"google_keyword", SMM_F_TEXT, F(google_keyword), 0, 200, 0, NULL, "Search keyword"},
    {"referring_url", SMM_F_TEXT, F(referring_url), 0, 2000, 0, NULL, "Referring page"},
    {"seen", SMM_F_TEXT, F(seen), 0, 60, 0, NULL, "Price shown"},
    {"coins", SMM_F_INT, F(coins), 0, 1000000000000, 0, NULL, "Coins"},
    {"warn", SMM_F_FLAG, F(warn), 0, 0, 0, NULL, "Ask before the same order again"},
    {"confirm", SMM_F_FLAG, F(confirm), 0, 0, 0, NULL, "Order it a second time"},
    {"preview", SMM_F_FLAG, F(preview), 0, 0, 0, NULL, "Update price"},
    SMM_FIELDS_END};
const smm_form_t campaign_form_new = {"campaign", new_fields, sizeof(campaign_form_t)};

static const smm_field_t resolve_fields[] = {
    {"decision", SMM_F_WORD, offsetof(resolve_form_t, decision), 0, 0, SMM_F_REQUIRED,
     "accepted again refund", "Decision"},
    {"order", SMM_F_TEXT, offsetof(resolve_form_t, order), 0, 64, 0, NULL,
     "Number at the provider"},
    {"reason", SMM_F_TEXT, offsetof(resolve_form_t, reason), 3, 300, SMM_F_REQUIRED, NULL,
     "Reason"},
    SMM_FIELDS_END};
const smm_form_t campaign_form_resolve = {"resolve", resolve_fields, sizeof(resolve_form_t)};

static const smm_field_t set_fields[] = {
    {"status", SMM_F_WORD, offsetof(set_form_t, status), 0, 0, SMM_F_REQUIRED,
     "processing in_progress completed partial canceled", "Status"},
    {"start_count", SMM_F_INT, offsetof(set_form_t, start_count), 0, INT64_MAX, 0, NULL,
     "Start count"},
    {"remains", SMM_F_INT, offsetof(set_form_t, remains), 0, INT64_MAX, 0, NULL, "Remains"},
    {"reason", SMM_F_TEXT, offsetof(set_form_t, reason), 3, 300, SMM_F_REQUIRED, NULL, "Reason"},
    SMM_FIELDS_END};
const smm_form_t campaign_form_set = {"set", set_fields, sizeof(set_form_t)};

static const smm_field_t no_fields[] = {SMM_FIELDS_END};
const smm_form_t campaign_form_none = {"confirm", no_fields, sizeof(int)};
