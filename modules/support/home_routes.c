/* SPDX-License-Identifier: Apache-2.0 */
/* Public pages: the landing page and the legal texts. */
#include <string.h>
#include <apr_strings.h>
#include "domain/smm_document.h"
#include "smm_catalogue.h"
#include "smm_cfg.h"
#include "smm_settings.h"
#include "support_int.h"

#define TOP 8
#define CATEGORIES 12

typedef struct {
    int64_t id, n, from; /* services, least price per 1000 */
    const char *name, *icon;
    smm_service_t best; /* the one to show: marked as best, else the first */
    int has;
} category_t;

typedef struct {
    apr_pool_t *pool;
    apr_array_header_t *categories;
    int total, active, refill;
} shop_t;

static int on_service(void *baton, const smm_service_t *s)
{
    shop_t *b = baton;
    int n = b->categories->nelts;
    category_t *k = n ? &APR_ARRAY_IDX(b->categories, n - 1, category_t) : NULL;

    if (!k || k->id != s->category_id) {
        k = &APR_ARRAY_PUSH(b->categories, category_t);
        memset(k, 0, sizeof(*k));
        k->id = s->category_id;
        k->name = apr_pstrdup(b->pool, s->category);
        k->icon = smm_category_symbol(s->category);
    }
    k->n++;
    b->total++;
    if (!smm_service_sold(s)) {
        return 0;
    }
    b->active++;
    b->refill += s->refill_kind != SMM_REFILL_NONE;
    if (!smm_stype_package(s->type)) {
        k->from = !k->from || s->rate < k->from ? s->rate : k->from;
        if (!k->has || (s->flags & ~k->best.flags & SMM_TAG_BEST)) {
            k->best = *s;
            k->best.clean = apr_pstrdup(b->pool, s->clean);
            k->has = 1;
        }
    }
    return 0;
}

static void view_category(smm_vm_t *vm, const category_t *k)
{
    smm_vm_el(vm, "category");
    smm_vm_attr_int(vm, "id", k->id);
    smm_vm_attr(vm, "name", k->name);
    smm_vm_attr(vm, "icon", k->icon);
    smm_vm_attr_int(vm, "n", k->n);
    if (k->has) {
        smm_vm_attr_usd(vm, "from-usd", k->from);
    }
    smm_vm_end(vm);
}

static void view_top(smm_req_t *q, smm_vm_t *vm, const category_t *k)
{
    const smm_service_t *s = &k->best;

    smm_vm_el(vm, "top");
    smm_vm_attr_int(vm, "id", s->id);
    smm_vm_attr(vm, "href", smm_service_path(q->ctx.pool, s->id, s->clean));
    smm_vm_attr(vm, "category", k->name);
    smm_vm_attr(vm, "icon", k->icon);
    smm_vm_attr_usd(vm, "rate-usd", s->rate);
    smm_service_tags_vm(q->ctx.pool, vm, s);
    smm_vm_leaf(vm, "name", s->clean);
    smm_vm_end(vm);
}

static int landing(smm_req_t *q)
{
    smm_vm_t *vm = smm_page_begin(q, "public", "home",
                                  "Promotion services that keep their promises", "support/landing");
    shop_t b = {.pool = q->ctx.pool,
                .categories = apr_array_make(q->ctx.pool, 16, sizeof(category_t))};
    smm_service_each(&q->ctx, on_service, &b);
    smm_vm_el(vm, "figures");
    smm_vm_attr_int(vm, "services", b.total);
    smm_vm_attr_int(vm, "categories", b.categories->nelts);
    smm_vm_attr_int(vm, "active", b.total ? (int64_t)b.active * 100 / b.total : 0);
    smm_vm_attr_int(vm, "refill", b.refill);
    smm_vm_end(vm);
    for (int i = 0, shown = 0; i < b.categories->nelts; i++) {
        const category_t *k = &APR_ARRAY_IDX(b.categories, i, category_t);
        if (i < CATEGORIES) {
            view_category(vm, k);
        }
        if (k->has && shown < TOP) {
            view_top(q, vm, k);
            shown++;
        }
    }
    return smm_page(q, HTTP_OK);
}

/* Read at each request: legal pages are rare, and the operator may change the file at any time. */
static int legal(smm_req_t *q, const char *name)
{
    smm_document_t d;
    const char *error, *theme = smm_cfg_theme(q->r->server);
    smm_rc_e rc = SMM_NOT_FOUND;
    if (theme) {
        rc = smm_document_read(q->ctx.pool, apr_pstrcat(q->ctx.pool, theme, "/legal/en", NULL),
                               name, &d, &error);
    }
    if (rc == SMM_NOT_FOUND) {
        rc = smm_document_read(
            q->ctx.pool,
            apr_pstrcat(q->ctx.pool, smm_cfg_theme_root(q->r->server), "/legal/en", NULL), name, &d,
            &error);
    }
    if (rc != SMM_OK) {
        return smm_refuse(q, HTTP_NOT_FOUND, "This text is not published yet.");
    }
    smm_vm_t *vm = smm_page_begin(q, "public", name, d.title, "support/legal");
    smm_vm_el(vm, "article");
    smm_vm_attr(vm, "title", d.title);
    smm_vm_attr(vm, "summary", d.summary);
    smm_vm_attr(vm, "date", d.date);
    smm_vm_el(vm, "body");
    smm_vm_xhtml(vm, d.body);
    smm_vm_end(vm);
    smm_vm_end(vm);
    return smm_page(q, HTTP_OK);
}

static int terms(smm_req_t *q)
{
    return legal(q, "terms");
}

static int refunds(smm_req_t *q)
{
    return legal(q, "refunds");
}

static int privacy(smm_req_t *q)
{
    return legal(q, "privacy");
}

/* Ways to reach us: ticket, mail, articles. */
static int contact(smm_req_t *q)
{
    smm_vm_t *vm = smm_page_begin(q, "public", "contact", "Contact", "support/contact");
    const char *mail = smm_setting(&q->ctx, "support.email");
    const char *seller = smm_setting(&q->ctx, "seller.email");
    smm_vm_attr(vm, "email", mail && *mail ? mail : seller && *seller ? seller : NULL);
    smm_vm_attr(vm, "company", smm_setting(&q->ctx, "seller.name"));
    const char *street = smm_setting(&q->ctx, "seller.address");
    const char *code = smm_setting(&q->ctx, "seller.postal_code");
    const char *city = smm_setting(&q->ctx, "seller.city");
    if (street && *street) {
        smm_vm_leaf(vm, "l", street);
    }
    if (city && *city) {
        smm_vm_leaf(vm, "l",
                    apr_pstrcat(q->ctx.pool, code ? code : "", code ? " " : "", city, NULL));
    }
    return smm_page(q, HTTP_OK);
}

const smm_route_t support_home_routes[] = {
    {"GET", "/contact", SMM_PUBLIC, 0, NULL, contact, NULL, 0, NULL},
    {"GET", "/", SMM_PUBLIC, 0, NULL, landing, NULL, 0, NULL},
    {"GET", "/terms", SMM_PUBLIC, 0, NULL, terms, NULL, 0, NULL},
    {"GET", "/refunds", SMM_PUBLIC, 0, NULL, refunds, NULL, 0, NULL},
    {"GET", "/privacy", SMM_PUBLIC, 0, NULL, privacy, NULL, 0, NULL},
    {NULL}};
