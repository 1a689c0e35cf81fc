/* SPDX-License-Identifier: Apache-2.0 */
/* Public pages: the landing page and the legal texts. */
#include <string.h>
#include <apr_strings.h>
#include "domain/smm_document.h"
#include "smm_catalogue.h"
#include "smm_cfg.h"
#include "support_int.h"

#define TOP 6

typedef struct {
    smm_vm_t *vm;
    apr_pool_t *pool;
    int shown, total;
    int64_t last_category;
    int categories;
} top_t;

/* The first active service of each of the first categories. */
static int on_service(void *baton, const smm_service_t *s)
{
    top_t *b = baton;
    b->total++;
    if (s->category_id == b->last_category) {
        return 0;
    }
    b->last_category = s->category_id;
    b->categories++;
    if (b->shown >= TOP || !smm_service_sold(s)) {
        return 0;
    }
    b->shown++;
    smm_vm_el(b->vm, "top");
    smm_vm_attr_int(b->vm, "id", s->id);
    smm_vm_attr(b->vm, "href", smm_service_path(b->pool, s->id, s->clean));
    smm_vm_attr(b->vm, "category", s->category);
    smm_vm_attr_usd(b->vm, "rate-usd", s->rate);
    smm_vm_attr_flag(b->vm, "package", smm_stype_package(s->type));
    smm_vm_text(b->vm, s->clean);
    smm_vm_end(b->vm);
    return 0;
}

static int landing(smm_req_t *q)
{
    smm_vm_t *vm = smm_page_begin(q, "public", "home",
                                  "Promotion services that keep their promises", "support/landing");
    top_t b = {vm, q->ctx.pool, 0, 0, -1, 0};
    smm_service_each(&q->ctx, on_service, &b);
    smm_vm_el(vm, "figures");
    smm_vm_attr_int(vm, "services", b.total);
    smm_vm_attr_int(vm, "categories", b.categories);
    smm_vm_end(vm);
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

const smm_route_t support_home_routes[] = {
    {"GET", "/", SMM_PUBLIC, 0, NULL, landing, NULL, 0, NULL},
    {"GET", "/terms", SMM_PUBLIC, 0, NULL, terms, NULL, 0, NULL},
    {"GET", "/refunds", SMM_PUBLIC, 0, NULL, refunds, NULL, 0, NULL},
    {"GET", "/privacy", SMM_PUBLIC, 0, NULL, privacy, NULL, 0, NULL},
    {NULL}};
