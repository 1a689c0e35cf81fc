/* SPDX-License-Identifier: Apache-2.0 */
/* Staff forms of the catalogue. */
#include "catalogue_int.h"

#define MICRO 1000000LL
#define STYPES                                                                                     \
    "default package custom_comments custom_comments_package seo mentions "                        \
    "mentions_with_hashtags mentions_custom_list mentions_hashtag mentions_user_followers "        \
    "mentions_media_likers comment_likes poll comment_replies invites_from_groups "                \
    "subscriptions web_traffic"
#define S(member) offsetof(service_form_t, member)
#define UNITS_MOST 1000000000000LL

/* clang-format off */
#define SERVICE_FIELDS                                                                             \
    {"name", SMM_F_TEXT, S(name), 1, 500, SMM_F_REQUIRED, NULL, "Name with its tags"},             \
    {"category", SMM_F_TEXT, S(category), 1, 120, SMM_F_REQUIRED, NULL, "Category"},               \
    {"rate", SMM_F_USD, S(rate), 0, 1000000 * MICRO, SMM_F_REQUIRED, NULL, "Price in USD"},        \
    {"min", SMM_F_INT, S(min), 1, UNITS_MOST, SMM_F_REQUIRED, NULL, "Smallest quantity"},          \
    {"max", SMM_F_INT, S(max), 1, UNITS_MOST, SMM_F_REQUIRED, NULL, "Largest quantity"},           \
    {"status", SMM_F_WORD, S(status), 0, 0, SMM_F_REQUIRED, "active slow down off", "Status"},     \
    {"description", SMM_F_AREA, S(description), 0, 8000, 0, NULL, "Details for customers"}
/* clang-format on */

static const smm_field_t service_fields[] = {SERVICE_FIELDS, SMM_FIELDS_END};
const smm_form_t catalogue_form_service = {"service", service_fields, sizeof(service_form_t)};

static const smm_field_t service_new_fields[] = {
    SERVICE_FIELDS,
    {"type", SMM_F_WORD, offsetof(service_form_t, type), 0, 0, SMM_F_REQUIRED, STYPES, "Type"},
    SMM_FIELDS_END};
const smm_form_t catalogue_form_service_new = {"service-new", service_new_fields,
                                               sizeof(service_form_t)};

static const smm_field_t provider_fields[] = {
    {"name", SMM_F_TEXT, offsetof(provider_form_t, name), 1, 80, SMM_F_REQUIRED, NULL,
     "Name, for staff only"},
    {"kind", SMM_F_WORD, offsetof(provider_form_t, kind), 0, 0, SMM_F_REQUIRED, "api-v2 sandbox",
     "Reached by"},
    {"url", SMM_F_URL, offsetof(provider_form_t, url), 0, 500, 0, NULL, "Address of its API"},
    {"api_key", SMM_F_SECRET, offsetof(provider_form_t, key), 0, 300, SMM_F_NO_ECHO, NULL,
     "API key"},
    {"currency", SMM_F_TEXT, offsetof(provider_form_t, currency), 3, 3, SMM_F_REQUIRED, NULL,
     "Currency of its prices"},
    {"fx", SMM_F_USD, offsetof(provider_form_t, fx), 1, 1000000 * MICRO, SMM_F_REQUIRED, NULL,
     "One unit of it in USD"},
    {"markup", SMM_F_USD, offsetof(provider_form_t, markup), 0, 10000 * MICRO, SMM_F_REQUIRED, NULL,
     "Mark-up in per cent"},
    {"fixed", SMM_F_USD, offsetof(provider_form_t, fixed), 0, 10000 * MICRO, SMM_F_REQUIRED, NULL,
     "Plus USD per 1,000"},
    {"round", SMM_F_USD, offsetof(provider_form_t, round), 1, 100 * MICRO, SMM_F_REQUIRED, NULL,
     "Round prices up to"},
    {"low_balance", SMM_F_USD, offsetof(provider_form_t, low_balance), 0, 1000000000 * MICRO, 0,
     NULL, "Warn when its balance is below"},
    {"timeout", SMM_F_INT, offsetof(provider_form_t, timeout), 2, 300, SMM_F_REQUIRED, NULL,
     "Seconds to wait for an answer"},
    {"sync", SMM_F_WORD, offsetof(provider_form_t, sync), 0, 0, SMM_F_REQUIRED, "update all hand",
     "Price list every hour"},
    {"paused", SMM_F_FLAG, offsetof(provider_form_t, paused), 0, 0, 0, NULL,
     "Paused: send no campaigns there"},
    SMM_FIELDS_END};
const smm_form_t catalogue_form_provider = {"provider", provider_fields, sizeof(provider_form_t)};

static const smm_field_t apply_fields[] = {{"fetched", SMM_F_TEXT, offsetof(apply_form_t, fetched),
                                            1, 20, SMM_F_REQUIRED, NULL, "Fetched"},
                                           {"add", SMM_F_WORD, offsetof(apply_form_t, add), 0, 0,
                                            SMM_F_REQUIRED, "all known", "What to write"},
                                           SMM_FIELDS_END};
const smm_form_t catalogue_form_apply = {"apply", apply_fields, sizeof(apply_form_t)};

static const smm_field_t no_fields[] = {SMM_FIELDS_END};
const smm_form_t catalogue_form_none = {"confirm", no_fields, sizeof(none_form_t)};
