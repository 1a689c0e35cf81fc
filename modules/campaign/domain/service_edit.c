/* SPDX-License-Identifier: Apache-2.0 */
/* What staff do to services. Each decision is kept: imports leave it alone until staff give it
 * back. */
#include <string.h>
#include <apr_strings.h>
#include "smm_catalogue_int.h"
#include "smm_form.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"

static const char *usd(apr_pool_t *p, int64_t micro)
{
    return smm_usd_text(apr_palloc(p, SMM_USD_TEXT), micro);
}

static const char *limits(apr_pool_t *p, const smm_service_t *s)
{
    return apr_psprintf(p, "%" APR_INT64_T_FMT " - %" APR_INT64_T_FMT, (apr_int64_t)s->min,
                        (apr_int64_t)s->max);
}

/* The category of a name: its id, or the step that makes it. */
static int category(smm_ctx_t *c, smm_unit_t *u, const char *name, smm_service_t *s)
{
    apr_array_header_t *all = smm_categories(c);
    int64_t position = 0;
    int step;

    for (int i = 0; i < all->nelts; i++) {
        smm_category_t *k = &APR_ARRAY_IDX(all, i, smm_category_t);

        if (!strcmp(k->name, name)) {
            s->category_id = k->id;
            return -1;
        }
        position = k->position >= position ? k->position + 1 : position;
    }
    step = smm_unit_add(u, SQL_category_insert,
                        SMM_ARGS(SMM_I(c->panel->id), SMM_T(name), SMM_I(position),
                                 SMM_T(smm_category_icon(name))));
    smm_unit_outcome(u, SMM_CONFLICT);
    return step;
}

static smm_result_t check(const smm_service_t *s)
{
    if (!s->name || !*s->name)
        return smm_fail(SMM_INVALID, "name", "Give the service a name.");
    if (s->rate < 0)
        return smm_fail(SMM_INVALID, "rate", "Enter a price of 0 or more.");
    if (s->min < 1)
        return smm_fail(SMM_INVALID, "min", "The smallest quantity is at least 1.");
    if (s->max < s->min)
        return smm_fail(SMM_INVALID, "max", "The largest quantity cannot be below the smallest.");
    return smm_ok();
}

static void set_fields(smm_ctx_t *c, const smm_service_edit_t *e, smm_service_row_t *w)
{
    smm_service_t *s = &w->s;

    if (e->name && strcmp(e->name, s->name) != 0) {
        s->name = e->name;
        smm_service_tag(c->pool, s);
        w->kept |= SMM_KEPT_NAME;
    }
    if (e->description && strcmp(e->description, s->description) != 0) {
        s->description = e->description;
        w->kept |= SMM_KEPT_NAME;
    }
    if (e->rate != SMM_ABSENT && e->rate != s->rate) {
        s->rate = e->rate;
        w->kept |= SMM_KEPT_RATE;
    }
    if ((e->min != SMM_ABSENT && e->min != s->min) || (e->max != SMM_ABSENT && e->max != s->max)) {
        s->min = e->min == SMM_ABSENT ? s->min : e->min;
        s->max = e->max == SMM_ABSENT ? s->max : e->max;
        w->kept |= SMM_KEPT_LIMITS;
    }
    if (e->status >= 0 && e->status != s->status) {
        s->status = e->status;
        w->kept |= SMM_KEPT_STATUS;
        w->absent = 0;
    }
}

static void log_steps(smm_unit_t *u, smm_ctx_t *c, const smm_service_t *a, const smm_service_t *b,
                      const char *category)
{
    if (a->rate != b->rate)
        smm_service_log_step(u, c, b->id, "price", usd(c->pool, a->rate), usd(c->pool, b->rate));
    if (a->min != b->min || a->max != b->max)
        smm_service_log_step(u, c, b->id, "limits", limits(c->pool, a), limits(c->pool, b));
    if (strcmp(a->name, b->name) != 0)
        smm_service_log_step(u, c, b->id, "name", a->name, b->name);
    if (a->status != b->status)
        smm_service_log_step(u, c, b->id,
                             b->status == SMM_SERVICE_OFF   ? "off"
                             : a->status == SMM_SERVICE_OFF ? "on"
                                                            : "status",
                             smm_service_status_word(a->status),
                             smm_service_status_word(b->status));
    if (category)
        smm_service_log_step(u, c, b->id, "category", a->category, category);
}

static const char *summary(apr_pool_t *p, const smm_service_t *s, const char *category)
{
    return apr_psprintf(p, "%s | %s | %s USD | %s | %s", s->name, category, usd(p, s->rate),
                        limits(p, s), smm_service_status_word(s->status));
}

smm_result_t smm_service_edit(smm_ctx_t *c, int64_t id, const smm_service_edit_t *e)
{
    smm_service_row_t was, will;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;
    smm_result_t res;
    const char *moved = NULL;
    int slot = -1;
    smm_rc_e rc = smm_service_row(c, id, &was);

    if (rc != SMM_OK)
        return smm_fail(rc, NULL, "This service does not exist.");
    will = was;
    set_fields(c, e, &will);
    res = check(&will.s);
    if (res.code != SMM_OK)
        return res;
    if (e->category && *e->category && strcmp(e->category, was.s.category) != 0) {
        moved = e->category;
        will.kept |= SMM_KEPT_CATEGORY;
        slot = category(c, u, moved, &will.s);
    }
    smm_service_put_step(u, c, &will, slot);
    log_steps(u, c, &was.s, &will.s, moved);
    smm_audit_step(u, c, "service.change", "service", id, summary(c->pool, &was.s, was.s.category),
                   summary(c->pool, &will.s, moved ? moved : was.s.category), NULL);
    smm_catalogue_bump(u, c);
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_fail(smm_written_rc(&w), NULL,
                        "This service was changed by somebody else just now. Open it again and "
                        "repeat your change.");
    return smm_ok();
}

smm_result_t smm_service_new(smm_ctx_t *c, const smm_service_edit_t *e, smm_stype_e type,
                             int64_t *id)
{
    smm_service_t s = {.name = e->name,
                       .description = e->description ? e->description : "",
                       .type = type,
                       .rate = e->rate,
                       .min = e->min,
                       .max = e->max,
                       .status = e->status < 0 ? 0 : e->status,
                       .provider_service = ""};
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;
    smm_result_t res;
    int slot, step;

    if (smm_stype_package(type))
        s.min = s.max = 1;
    res = check(&s);
    if (res.code != SMM_OK)
        return res;
    if (!e->category || !*e->category)
        return smm_fail(SMM_INVALID, "category", "Choose or type a category.");
    smm_service_tag(c->pool, &s);
    slot = category(c, u, e->category, &s);
    step = smm_service_add_step(u, c, &s, slot);
    smm_unit_add(u, SQL_service_change_insert,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_SLOT(step), SMM_I(c->now), SMM_I(c->actor),
                          SMM_T("added"), SMM_NUL, SMM_T(usd(c->pool, s.rate))));
    smm_audit_step(u, c, "service.add", "service", 0, NULL, summary(c->pool, &s, e->category),
                   NULL);
    smm_catalogue_bump(u, c);
    w = smm_db_write(c->db, u);
    if (w.rc != SMM_DB_OK)
        return smm_fail(smm_written_rc(&w), NULL, "The service could not be saved. Try again.");
    *id = w.replayed ? 0 : smm_unit_id(u, step);
    return smm_ok();
}

smm_result_t smm_service_follow(smm_ctx_t *c, int64_t id)
{
    smm_service_row_t row;
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    if (smm_service_row(c, id, &row) != SMM_OK)
        return smm_fail(SMM_NOT_FOUND, NULL, "This service does not exist.");
    if (!row.s.provider_id)
        return smm_fail(SMM_CONFLICT, NULL,
                        "This service is fulfilled by hand: there is no price list to follow.");
    row.kept = 0;
    smm_service_put_step(u, c, &row, -1);
    smm_audit_step(u, c, "service.follow", "service", id, NULL, NULL, NULL);
    w = smm_db_write(c->db, u);
    return w.rc == SMM_DB_OK
               ? smm_ok()
               : smm_fail(smm_written_rc(&w), NULL, "The service could not be saved. Try again.");
}
