/* SPDX-License-Identifier: Apache-2.0 */
/* Services as elements of the view model. Attributes: docs/users/view-models.md. */
#include <string.h>
#include <apr_strings.h>
#include "catalogue_int.h"

static void opt_int(smm_vm_t *vm, const char *name, int64_t v)
{
    if (v >= 0)
        smm_vm_attr_int(vm, name, v);
}

void catalogue_view_service(smm_req_t *q, smm_vm_t *vm, const smm_service_t *s)
{
    apr_pool_t *p = q->ctx.pool;

    smm_vm_attr_int(vm, "id", s->id);
    smm_vm_attr(vm, "name", s->name);
    smm_vm_attr(vm, "clean", s->clean);
    smm_vm_attr(vm, "category", s->category);
    smm_vm_attr_int(vm, "category-id", s->category_id);
    smm_vm_attr(vm, "type", smm_stype_word(s->type));
    smm_vm_attr_flag(vm, "package", smm_stype_package(s->type));
    smm_vm_attr_usd(vm, "rate-usd", s->rate);
    smm_vm_attr_int(vm, "min", s->min);
    smm_vm_attr_int(vm, "max", s->max);
    smm_vm_attr(vm, "status", smm_service_status_word(s->status));
    smm_vm_attr_flag(vm, "sold", smm_service_sold(s));
    smm_vm_attr(vm, "href", smm_service_path(p, s->id, s->clean));
    smm_service_tags_vm(p, vm, s);
    smm_vm_attr(vm, "limit-text", smm_short_count(p, s->max));
    if (s->completion >= 0)
        smm_vm_attr_int(vm, "completion", s->completion / 100);
    if (s->rating >= 0)
        smm_vm_attr(vm, "rating",
                    apr_psprintf(p, "%d.%d", (int)(s->rating / 100), (int)(s->rating % 100 / 10)));
    opt_int(vm, "recommends", s->recommends);
    opt_int(vm, "average-seconds", s->average_s);
}

/* ---- facets --------------------------------------------------------------------------------- */

static void option(smm_vm_t *vm, const char *value, const char *label, int raw, int n, int on)
{
    smm_vm_el(vm, "o");
    smm_vm_attr(vm, "v", value);
    smm_vm_attr_int(vm, "n", n);
    smm_vm_attr_flag(vm, "on", on);
    smm_vm_attr(vm, raw ? "raw" : "label", label);
    smm_vm_end(vm);
}

void catalogue_view_option(smm_vm_t *vm, const char *value, const char *label, int raw, int on)
{
    smm_vm_el(vm, "option");
    smm_vm_attr(vm, "value", value);
    smm_vm_attr_flag(vm, "on", on);
    smm_vm_attr(vm, raw ? "raw" : "label", label);
    smm_vm_end(vm);
}

static void begin_facet(smm_vm_t *vm, const char *label, const char *name, const char *type)
{
    smm_vm_el(vm, "facet");
    smm_vm_attr(vm, "label", label);
    smm_vm_attr(vm, "name", name);
    smm_vm_attr(vm, "type", type);
}

static void words_facet(smm_vm_t *vm, const char *label, const char *name, const char *const *words,
                        const char *const *labels, int count, const int *n, unsigned on)
{
    begin_facet(vm, label, name, "checkbox");
    for (int i = 0; i < count; i++)
        if (n[i] || (on & (1u << i)))
            option(vm, words[i], labels[i], 0, n[i], (on >> i) & 1);
    smm_vm_end(vm);
}

static void chip(smm_req_t *q, smm_vm_t *vm, const catalogue_query_t *cq, const char *drop,
                 const char *value, const char *label, int raw)
{
    smm_vm_el(vm, "chip");
    smm_vm_attr(vm, "href", catalogue_query_text(q->ctx.pool, cq, drop, value, 1));
    smm_vm_attr(vm, raw ? "raw" : "label", label);
    smm_vm_end(vm);
}

static const char *const REFILL_LABEL[] = {
    "Auto-refill (AR)",         "30 days (R30)", "60 days (R60)", "90 days or longer",
    "Lifetime (R\xE2\x88\x9E)", "No refill"};
static const char *const FEATURE_LABEL[] = {
    "Best", "Fast start", "Cancel button", "Non drop", "Guaranteed", "Monetizable", "Drip feed"};
static const char *const STATUS_LABEL[] = {"Active", "Slow", "Down"};
static const char *const STATUS_WORD[] = {"active", "slow", "down"};

static const char *category_name(const smm_catalogue_t *cat, int64_t id)
{
    for (int i = 0; i < cat->ncategories; i++)
        if (cat->category[i].id == id)
            return cat->category[i].name;
    return NULL;
}

static void view_chips(smm_req_t *q, smm_vm_t *vm, const smm_catalogue_t *cat,
                       const catalogue_query_t *cq)
{
    apr_pool_t *p = q->ctx.pool;

    if (cq->q)
        chip(q, vm, cq, "q", NULL, apr_pstrcat(p, "\xE2\x80\x9C", cq->q, "\xE2\x80\x9D", NULL), 1);
    for (int i = 0; i < cq->f.ncategories; i++)
        if (category_name(cat, cq->ids[i]))
            chip(q, vm, cq, "category",
                 apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)cq->ids[i]),
                 category_name(cat, cq->ids[i]), 1);
    for (int i = 0; i < SMM_FR_COUNT; i++)
        if (cq->f.refill & (1u << i))
            chip(q, vm, cq, "refill", catalogue_refill_words[i], REFILL_LABEL[i], 0);
    for (int i = 0; i < SMM_FF_COUNT; i++)
        if (cq->f.features & (1u << i))
            chip(q, vm, cq, "features", catalogue_feature_words[i], FEATURE_LABEL[i], 0);
    if (cq->f.done)
        chip(q, vm, cq, "done", NULL, cq->f.done >= 9500 ? "95% or more" : "90% or more", 0);
    for (int i = 0; i < 3; i++)
        if (cq->f.status & (1u << i))
            chip(q, vm, cq, "status", STATUS_WORD[i], STATUS_LABEL[i], 0);
}

static void view_sorts(smm_vm_t *vm, const catalogue_query_t *cq)
{
    static const char *const LABEL[] = {"Recommended",   "Price, low to high", "Price, high to low",
                                        "Fastest start", "Highest speed",      "Completion rate",
                                        "Rating"};

    smm_vm_el(vm, "sort");
    for (int i = 0; catalogue_sort_words[i]; i++)
        catalogue_view_option(vm, catalogue_sort_words[i], LABEL[i], 0, (int)cq->f.sort == i);
    smm_vm_end(vm);
}

void catalogue_view_facets(smm_req_t *q, smm_vm_t *vm, const smm_catalogue_t *cat,
                           const catalogue_query_t *cq, const smm_found_t *found)
{
    apr_pool_t *p = q->ctx.pool;

    begin_facet(vm, "Category", "category", "checkbox");
    for (int i = 0; i < cat->ncategories; i++) {
        int on = 0;

        for (int k = 0; k < cq->f.ncategories; k++)
            on |= cq->ids[k] == cat->category[i].id;
        if (found->category[i] || on)
            option(vm, apr_psprintf(p, "%" APR_INT64_T_FMT, (apr_int64_t)cat->category[i].id),
                   cat->category[i].name, 1, found->category[i], on);
    }
    smm_vm_end(vm);
    words_facet(vm, "Refill", "refill", catalogue_refill_words, REFILL_LABEL, SMM_FR_COUNT,
                found->refill, cq->f.refill);
    words_facet(vm, "Features", "features", catalogue_feature_words, FEATURE_LABEL, SMM_FF_COUNT,
                found->features, cq->f.features);
    if (found->done[1] || cq->f.done) {
        begin_facet(vm, "Completion rate", "done", "radio");
        option(vm, "0", "Any", 0, found->done[0], !cq->f.done);
        option(vm, "90", "90% or more", 0, found->done[1], cq->f.done == 9000);
        option(vm, "95", "95% or more", 0, found->done[2], cq->f.done == 9500);
        smm_vm_end(vm);
    }
    words_facet(vm, "Status", "status", STATUS_WORD, STATUS_LABEL, 3, found->status, cq->f.status);
    view_chips(q, vm, cat, cq);
    view_sorts(vm, cq);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void begin_group(smm_vm_t *vm, const smm_catalogue_t *cat, const smm_found_t *found,
                        int64_t category)
{
    smm_vm_el(vm, "group");
    for (int i = 0; i < cat->ncategories; i++)
        if (cat->category[i].id == category) {
            smm_vm_attr_int(vm, "id", category);
            smm_vm_attr(vm, "name", cat->category[i].name);
            smm_vm_attr(vm, "icon", cat->category[i].icon);
            smm_vm_attr_int(vm, "n", found->category[i]);
        }
}

void catalogue_view_groups(smm_req_t *q, smm_vm_t *vm, const smm_catalogue_t *cat,
                           const catalogue_query_t *cq, const smm_found_t *found)
{
    int64_t open = -1;

    for (int i = 0; i < found->n; i++) {
        const smm_service_t *s = found->service[i];
        int64_t group =
            cq->f.sort == SMM_SORT_BEST ? s->category_id : 0; /* other orders mix the categories */

        if (group != open) {
            if (open >= 0)
                smm_vm_end(vm);
            begin_group(vm, cat, found, group);
            open = group;
        }
        smm_vm_el(vm, "service");
        catalogue_view_service(q, vm, s);
        smm_vm_end(vm);
    }
    if (open >= 0)
        smm_vm_end(vm);
}

static void page_link(apr_pool_t *p, smm_vm_t *vm, int n, int on, const char *label,
                      const char *href)
{
    smm_vm_el(vm, "pg");
    smm_vm_attr(vm, "href", href);
    smm_vm_attr_flag(vm, "on", on);
    smm_vm_attr(vm, "l", label);
    smm_vm_text(vm, label ? (*label == 'P' ? "\xE2\x80\xB9" : "\xE2\x80\xBA")
                          : apr_psprintf(p, "%d", n));
    smm_vm_end(vm);
}

void catalogue_view_pager(apr_pool_t *p, smm_vm_t *vm, int page, int per, int total,
                          const char *(*href)(apr_pool_t *p, const void *baton, int page),
                          const void *baton)
{
    int pages = per ? (total + per - 1) / per : 1, from = (page - 1) * per;

    if (total == 0)
        return;
    smm_vm_el(vm, "pager");
    smm_vm_attr_int(vm, "from", from + 1 > total ? total : from + 1);
    smm_vm_attr_int(vm, "to", !per || from + per > total ? total : from + per);
    smm_vm_attr_int(vm, "total", total);
    if (page > 1 && pages > 1)
        page_link(p, vm, page - 1, 0, "Previous page", href(p, baton, page - 1));
    for (int i = 1; i <= pages && pages > 1; i++)
        if (i == 1 || i == pages || (i >= page - 2 && i <= page + 2))
            page_link(p, vm, i, i == page, NULL, href(p, baton, i));
    if (page < pages)
        page_link(p, vm, page + 1, 0, "Next page", href(p, baton, page + 1));
    smm_vm_end(vm);
}

void catalogue_view_change(smm_req_t *q, smm_vm_t *vm, const smm_service_change_t *h)
{
    smm_service_change_vm(q->ctx.pool, vm, h);
}
