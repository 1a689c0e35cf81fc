/* SPDX-License-Identifier: Apache-2.0 */
/* Services in the database: reading, steps of write units, the words of types and states. */
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_catalogue_int.h"
#include "smm_eta.h"
#include "smm_nametag.h"
#include "smm_sql.h"

/* the three reads have the same columns in the same order */
_Static_assert((int)C_service_by_id_changed == (int)C_service_all_changed &&
                   (int)C_service_by_id_changed == (int)C_service_of_provider_changed &&
                   (int)C_service_by_id_flags == (int)C_service_all_flags &&
                   (int)C_service_by_id_flags == (int)C_service_of_provider_flags,
               "service reads differ");
_Static_assert((int)SMM_REFILL_UNKNOWN == (int)SMM_NT_REFILL_UNKNOWN &&
                   (int)SMM_REFILL_DAYS == (int)SMM_NT_REFILL_DAYS,
               "refill kinds differ");

/* ---- words ---------------------------------------------------------------------------------- */

static const struct {
    smm_stype_e type;
    const char *word;
} TYPES[] = {
    {SMM_ST_DEFAULT, "Default"},
    {SMM_ST_PACKAGE, "Package"},
    {SMM_ST_SEO, "SEO"},
    {SMM_ST_COMMENTS, "Custom Comments"},
    {SMM_ST_COMMENTS_PACKAGE, "Custom Comments Package"},
    {SMM_ST_MENTIONS, "Mentions"},
    {SMM_ST_MENTIONS_HASHTAGS, "Mentions with Hashtags"},
    {SMM_ST_MENTIONS_LIST, "Mentions Custom List"},
    {SMM_ST_MENTIONS_HASHTAG, "Mentions Hashtag"},
    {SMM_ST_MENTIONS_FOLLOWERS, "Mentions User Followers"},
    {SMM_ST_MENTIONS_LIKERS, "Mentions Media Likers"},
    {SMM_ST_COMMENT_LIKES, "Comment Likes"},
    {SMM_ST_POLL, "Poll"},
    {SMM_ST_COMMENT_REPLIES, "Comment Replies"},
    {SMM_ST_GROUPS, "Invites from Groups"},
    {SMM_ST_SUBSCRIPTIONS, "Subscriptions"},
    {SMM_ST_WEB_TRAFFIC, "Web Traffic"},
    /* other spellings of engines in the field */
    {SMM_ST_COMMENTS, "Special Comments"},
    {SMM_ST_COMMENTS_PACKAGE, "Package Comments"},
};

const char *smm_stype_word(smm_stype_e type)
{
    for (size_t i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++)
        if (TYPES[i].type == type)
            return TYPES[i].word;
    return "Default";
}

/* Compares letters and digits only, without case. */
static int same_word(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a && !apr_isalnum(*a))
            a++;
        while (*b && !apr_isalnum(*b))
            b++;
        if (apr_tolower(*a) != apr_tolower(*b))
            return 0;
        if (!*a)
            return 1;
    }
}

smm_stype_e smm_stype_parse(const char *word)
{
    if (!word || !*word)
        return SMM_ST_DEFAULT;
    for (size_t i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++)
        if (same_word(TYPES[i].word, word))
            return TYPES[i].type;
    return SMM_ST_UNKNOWN;
}

int smm_stype_package(smm_stype_e type)
{
    return type == SMM_ST_PACKAGE || type == SMM_ST_COMMENTS_PACKAGE;
}

const char *smm_service_status_word(int status)
{
    static const char *const WORD[] = {"active", "slow", "down", "off"};

    return status >= 0 && status < 4 ? WORD[status] : "off";
}

int smm_service_sold(const smm_service_t *s)
{
    return s->status == SMM_SERVICE_ACTIVE || s->status == SMM_SERVICE_SLOW;
}

/* ---- reading -------------------------------------------------------------------------------- */

static int64_t opt(const smm_row_t *row, int col)
{
    return smm_row_null(row, col) ? -1 : smm_row_int(row, col);
}

void smm_service_read(void *item, const smm_row_t *row, apr_pool_t *p)
{
    smm_service_row_t *out = item;
    smm_service_t *s = &out->s;

    s->id = smm_row_int(row, C_service_by_id_id);
    s->category_id = smm_row_int(row, C_service_by_id_category_id);
    s->category = smm_row_dup(row, C_service_by_id_category, p);
    s->name = smm_row_dup(row, C_service_by_id_name, p);
    s->clean = smm_row_dup(row, C_service_by_id_clean, p);
    s->description = smm_row_dup(row, C_service_by_id_description, p);
    s->type = (smm_stype_e)smm_row_int(row, C_service_by_id_type);
    s->rate = smm_row_int(row, C_service_by_id_rate);
    s->cost = smm_row_int(row, C_service_by_id_cost);
    s->min = smm_row_int(row, C_service_by_id_min);
    s->max = smm_row_int(row, C_service_by_id_max);
    s->status = (int)smm_row_int(row, C_service_by_id_status);
    s->refill = (int)smm_row_int(row, C_service_by_id_refill);
    s->cancel = (int)smm_row_int(row, C_service_by_id_cancel);
    s->dripfeed = (int)smm_row_int(row, C_service_by_id_dripfeed);
    s->provider_id = smm_row_int(row, C_service_by_id_provider_id);
    s->provider_service = smm_row_dup(row, C_service_by_id_provider_service, p);
    s->position = smm_row_int(row, C_service_by_id_position);
    s->tag_max = opt(row, C_service_by_id_tag_max);
    s->start_min = opt(row, C_service_by_id_start_min);
    s->start_max = opt(row, C_service_by_id_start_max);
    s->speed_lo = opt(row, C_service_by_id_speed_lo);
    s->speed_hi = opt(row, C_service_by_id_speed_hi);
    s->refill_kind = (int)smm_row_int(row, C_service_by_id_refill_kind);
    s->refill_days = opt(row, C_service_by_id_refill_days);
    s->flags = (unsigned)smm_row_int(row, C_service_by_id_flags);
    s->completion = opt(row, C_service_by_id_completion);
    s->rating = opt(row, C_service_by_id_rating);
    s->recommends = opt(row, C_service_by_id_recommends);
    s->average_s = opt(row, C_service_by_id_average_s);
    out->kept = (int)smm_row_int(row, C_service_by_id_kept);
    out->absent = (int)smm_row_int(row, C_service_by_id_absent);
    out->changed = smm_row_int(row, C_service_by_id_changed);
}

smm_rc_e smm_service_row(smm_ctx_t *c, int64_t id, smm_service_row_t *out)
{
    return smm_get(c, SQL_service_by_id, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), smm_service_read,
                   out);
}

smm_rc_e smm_service_get(smm_ctx_t *c, int64_t id, smm_service_t *out)
{
    smm_service_row_t row;
    smm_rc_e rc = smm_service_row(c, id, &row);

    if (rc == SMM_OK)
        *out = row.s;
    return rc;
}

/* From the copy in memory: reading and sorting a thousand rows takes a millisecond. */
smm_rc_e smm_service_each(smm_ctx_t *c, smm_service_fn *fn, void *baton)
{
    smm_ctx_t own = *c;
    const smm_catalogue_t *cat;

    apr_pool_create(&own.pool, c->pool); /* the copy is let go with it */
    cat = smm_catalogue_hold(&own);
    for (int i = 0; cat && i < cat->n; i++)
        if (fn(baton, &cat->service[i]) != 0)
            break;
    apr_pool_destroy(own.pool);
    return cat ? SMM_OK : SMM_BUSY;
}

int smm_service_eta(const smm_service_t *s, int64_t qty, int64_t *fast, int64_t *slow)
{
    smm_promise_t promise = {s->start_min, s->start_max, s->speed_lo, s->speed_hi};

    return qty > 0 && s->speed_lo > 0 && smm_eta(&promise, qty, fast, slow) == 0;
}

const char *smm_service_path(apr_pool_t *p, int64_t id, const char *clean)
{
    char slug[64];
    size_t n = 0;

    for (const char *s = clean ? clean : ""; *s && n < sizeof(slug) - 1; s++) {
        if (apr_isalnum(*s) && !(*s & 0x80))
            slug[n++] = (char)apr_tolower(*s);
        else if (n && slug[n - 1] != '-')
            slug[n++] = '-';
    }
    while (n && slug[n - 1] == '-')
        n--;
    slug[n] = '\0';
    return n ? apr_psprintf(p, "/services/%" APR_INT64_T_FMT "-%s", (apr_int64_t)id, slug)
             : apr_psprintf(p, "/services/%" APR_INT64_T_FMT, (apr_int64_t)id);
}

/* ---- tags ----------------------------------------------------------------------------------- */

void smm_service_tag(apr_pool_t *p, smm_service_t *s)
{
    smm_nametag_t t;

    smm_nametag_parse(p, s->name, &t);
    s->clean = t.clean;
    s->tag_max = t.qty_max == SMM_NT_UNLIMITED ? -1 : t.qty_max;
    s->start_min = t.start_min;
    s->start_max = t.start_max;
    s->speed_lo = t.speed_lo;
    s->speed_hi = t.speed_hi;
    s->refill_kind = t.refill_kind;
    s->refill_days = t.refill_kind == SMM_NT_REFILL_DAYS ? t.refill_days : -1;
    s->flags =
        (t.best ? SMM_TAG_BEST : 0) | (t.fast ? SMM_TAG_FAST : 0) | (t.slow ? SMM_TAG_SLOW : 0) |
        (t.guaranteed == 1 ? SMM_TAG_GUARANTEED : 0) |
        (t.guaranteed == 0 ? SMM_TAG_NOT_GUARANTEED : 0) |
        (t.monetized == 1 ? SMM_TAG_MONETIZED : 0) |
        (t.drop == SMM_NT_DROP_NON ? SMM_TAG_NON_DROP : 0) |
        (t.refill_auto ? SMM_TAG_AUTO_REFILL : 0) | (t.refill_button ? SMM_TAG_REFILL_BUTTON : 0) |
        (t.cancel == 1 ? SMM_TAG_CANCEL_BUTTON : 0) | (t.speed_open ? SMM_TAG_SPEED_OPEN : 0) |
        (t.qty_max == SMM_NT_UNLIMITED ? SMM_TAG_UNLIMITED : 0);
}

/* ---- steps ---------------------------------------------------------------------------------- */

static smm_arg_t nullable(int64_t v)
{
    return v < 0 ? SMM_NUL : SMM_I(v);
}

static smm_arg_t category_arg(const smm_service_t *s, int slot)
{
    return slot >= 0 ? SMM_SLOT(slot) : SMM_I(s->category_id);
}

int smm_service_add_step(smm_unit_t *u, const smm_ctx_t *c, const smm_service_t *s,
                         int category_slot)
{
    return smm_unit_add(
        u, SQL_service_insert,
        SMM_ARGS(SMM_I(c->panel->id), category_arg(s, category_slot), SMM_T(s->name),
                 SMM_T(s->clean), SMM_T(s->description), SMM_I(s->type), SMM_I(s->rate),
                 SMM_I(s->cost), SMM_I(s->min), SMM_I(s->max), SMM_I(s->status), SMM_I(s->refill),
                 SMM_I(s->cancel), SMM_I(s->dripfeed),
                 s->provider_id ? SMM_I(s->provider_id) : SMM_NUL, SMM_T(s->provider_service),
                 SMM_I(s->position), nullable(s->tag_max), nullable(s->start_min),
                 nullable(s->start_max), nullable(s->speed_lo), nullable(s->speed_hi),
                 SMM_I(s->refill_kind), nullable(s->refill_days), SMM_I(s->flags), SMM_I(c->now)));
}

void smm_service_put_step(smm_unit_t *u, const smm_ctx_t *c, const smm_service_row_t *row,
                          int category_slot)
{
    const smm_service_t *s = &row->s;

    smm_unit_add(u, SQL_service_update,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(s->id), SMM_I(row->changed),
                          category_arg(s, category_slot), SMM_T(s->name), SMM_T(s->clean),
                          SMM_T(s->description), SMM_I(s->type), SMM_I(s->rate), SMM_I(s->cost),
                          SMM_I(s->min), SMM_I(s->max), SMM_I(s->status), SMM_I(s->refill),
                          SMM_I(s->cancel), SMM_I(s->dripfeed), SMM_I(row->kept),
                          SMM_I(row->absent), nullable(s->tag_max), nullable(s->start_min),
                          nullable(s->start_max), nullable(s->speed_lo), nullable(s->speed_hi),
                          SMM_I(s->refill_kind), nullable(s->refill_days), SMM_I(s->flags),
                          SMM_I(c->now)));
    smm_unit_outcome(u, SMM_CONFLICT);
}

void smm_service_log_step(smm_unit_t *u, const smm_ctx_t *c, int64_t id, const char *what,
                          const char *from, const char *to)
{
    smm_unit_add(u, SQL_service_change_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), SMM_I(c->now), SMM_I(c->actor),
                          SMM_T(what), SMM_T(from), SMM_T(to)));
}

int64_t smm_catalogue_revision(smm_ctx_t *c)
{
    int64_t v = 0;
    int found;

    if (smm_db_int(c->db, SQL_catalogue_revision_get, SMM_ARGS(SMM_I(c->panel->id)), &v, &found) !=
        SMM_DB_OK)
        return -1;
    return found ? v : 0;
}

void smm_catalogue_bump(smm_unit_t *u, const smm_ctx_t *c)
{
    smm_unit_add(u, SQL_catalogue_bump, SMM_ARGS(SMM_I(c->panel->id), SMM_I(c->now)));
}

void smm_service_figures(smm_unit_t *u, const smm_ctx_t *c, int64_t id, int64_t completion,
                         int64_t rating, int64_t recommends, int64_t average_s)
{
    smm_unit_add(u, SQL_service_figures,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_I(id), nullable(completion), nullable(rating),
                          nullable(recommends), nullable(average_s)));
}

/* ---- categories ----------------------------------------------------------------------------- */

static int read_category(void *baton, const smm_row_t *row)
{
    apr_array_header_t *a = baton;
    smm_category_t *k = apr_array_push(a);

    k->id = smm_row_int(row, C_category_list_id);
    k->position = smm_row_int(row, C_category_list_position);
    k->name = smm_row_dup(row, C_category_list_name, a->pool);
    k->icon = smm_row_dup(row, C_category_list_icon, a->pool);
    return 0;
}

apr_array_header_t *smm_categories(smm_ctx_t *c)
{
    apr_array_header_t *a = apr_array_make(c->pool, 16, sizeof(smm_category_t));

    smm_db_read(c->db, SQL_category_list, SMM_ARGS(SMM_I(c->panel->id)), read_category, a);
    return a;
}

const char *smm_category_icon(const char *name)
{
    static const char *const BY_WORD[][2] = {
        {"comment", "message"},   {"review", "star"},       {"engage", "thumb-up"},
        {"event", "calendar"},    {"post", "photo"},        {"stor", "photo"},
        {"video", "player-play"}, {"view", "player-play"},  {"stream", "player-play"},
        {"traffic", "world"},     {"website", "world"},     {"visitor", "world"},
        {"search", "search"},     {"seo", "search"},        {"podcast", "music"},
        {"audio", "music"},       {"music", "music"},       {"poll", "chart-bar"},
        {"vote", "chart-bar"},    {"mail", "mail"},         {"newsletter", "mail"},
        {"like", "thumb-up"},     {"reaction", "thumb-up"}, {"follower", "users"},
        {"member", "users"},      {"page", "users"},        {"app", "device-mobile"},
    };
    char low[64];
    size_t n = 0;

    for (; n < sizeof(low) - 1 && name[n]; n++)
        low[n] = (char)apr_tolower(name[n]);
    low[n] = '\0';
    for (size_t i = 0; i < sizeof(BY_WORD) / sizeof(BY_WORD[0]); i++)
        if (strstr(low, BY_WORD[i][0]))
            return BY_WORD[i][1];
    return "tag";
}

/* ---- the log -------------------------------------------------------------------------------- */

static int read_change(void *baton, const smm_row_t *row)
{
    apr_array_header_t *a = baton;
    smm_service_change_t *h = apr_array_push(a);

    memset(h, 0, sizeof(*h));
    h->at = smm_row_int(row, C_service_change_of_at);
    h->actor = smm_row_int(row, C_service_change_of_actor);
    h->what = smm_row_dup(row, C_service_change_of_what, a->pool);
    h->old_text = smm_row_dup(row, C_service_change_of_old_text, a->pool);
    h->new_text = smm_row_dup(row, C_service_change_of_new_text, a->pool);
    return 0;
}

apr_array_header_t *smm_service_changes(smm_ctx_t *c, int64_t id)
{
    apr_array_header_t *a = apr_array_make(c->pool, 16, sizeof(smm_service_change_t));

    smm_db_read(c->db, SQL_service_change_of, SMM_ARGS(SMM_I(c->panel->id), SMM_I(id)), read_change,
                a);
    return a;
}

static int read_news(void *baton, const smm_row_t *row)
{
    apr_array_header_t *a = baton;
    smm_service_change_t *h = apr_array_push(a);

    memset(h, 0, sizeof(*h));
    h->at = smm_row_int(row, C_service_change_recent_at);
    h->service = smm_row_int(row, C_service_change_recent_service);
    h->name = smm_row_dup(row, C_service_change_recent_name, a->pool);
    h->what = smm_row_dup(row, C_service_change_recent_what, a->pool);
    h->old_text = smm_row_dup(row, C_service_change_recent_old_text, a->pool);
    h->new_text = smm_row_dup(row, C_service_change_recent_new_text, a->pool);
    return 0;
}

apr_array_header_t *smm_catalogue_news(smm_ctx_t *c, int n)
{
    apr_array_header_t *a = apr_array_make(c->pool, 16, sizeof(smm_service_change_t));

    smm_db_read(c->db, SQL_service_change_recent,
                SMM_ARGS(SMM_I(c->panel->id), SMM_I(INT64_MAX), SMM_I(n > 100 ? 100 : n)),
                read_news, a);
    return a;
}

static void change_open(apr_pool_t *p, smm_vm_t *vm, const smm_service_change_t *h)
{
    int price = !strcmp(h->what, "price") || !strcmp(h->what, "added");

    smm_vm_el(vm, "change");
    smm_vm_attr_time(vm, "at", h->at);
    smm_vm_attr(vm, "what", h->what);
    smm_vm_attr(vm, price ? "old-usd" : "old", h->old_text);
    smm_vm_attr(vm, price ? "new-usd" : "new", h->new_text);
    if (h->service) {
        smm_vm_attr_int(vm, "service", h->service);
        smm_vm_attr(vm, "name", h->name);
        smm_vm_attr(vm, "href", smm_service_path(p, h->service, h->name));
    }
}

void smm_service_change_vm(apr_pool_t *p, smm_vm_t *vm, const smm_service_change_t *h)
{
    change_open(p, vm, h);
    smm_vm_end(vm);
}

/* Services that were added in the same second are one piece of news. */
static int together(const smm_service_change_t *a, const smm_service_change_t *b)
{
    return a->at == b->at && !strcmp(a->what, "added") && !strcmp(b->what, "added");
}

void smm_catalogue_news_vm(smm_ctx_t *c, smm_vm_t *vm, int n)
{
    smm_ctx_t own = *c;
    const smm_catalogue_t *cat;

    apr_pool_create(&own.pool,
                    c->pool); /* the copy is let go with it; the view model has its own */
    cat = smm_catalogue_hold(&own);
    for (int i = 0; cat && i < cat->nnews && n > 0; i++) {
        if (i > 0 && together(&cat->news[i - 1], &cat->news[i]))
            continue;
        change_open(own.pool, vm, &cat->news[i]);
        smm_vm_attr_flag(vm, "more",
                         i + 1 < cat->nnews && together(&cat->news[i], &cat->news[i + 1]));
        smm_vm_end(vm);
        n--;
    }
    apr_pool_destroy(own.pool);
}
