/* SPDX-License-Identifier: Apache-2.0 */
/* The search of the top bar, and the state of all services. */
#include <string.h>
#include <apr_strings.h>
#include "domain/smm_help.h"
#include "domain/smm_search.h"
#include "smm_catalogue.h"
#include "support_int.h"

#define SERVICES 6 /* hits of a search */
#define ARTICLES 4
#define TROUBLED 60 /* services with a warning that /status lists */

/* ---- search --------------------------------------------------------------------------------- */

typedef struct {
    smm_req_t *q;
    smm_vm_t *vm;
    smm_search_t s;
    int n, services, articles;
    int exact;       /* hits whose number is what was typed */
    const char *one; /* address of the last of them */
} found_t;

/* "INV/2627/000001" as one segment of an address. */
static const char *segment(apr_pool_t *p, const char *number)
{
    char *s = apr_pstrdup(p, number);
    for (char *c = s; *c; c++) {
        if (*c == '/') {
            *c = '-';
        }
    }
    return s;
}

static const char *hit_href(apr_pool_t *p, const smm_hit_t *h)
{
    if (!strcmp(h->kind, "invoice")) {
        return apr_pstrcat(p, "/app/invoices/", segment(p, h->label), NULL);
    }
    return apr_psprintf(p, "/app/%ss/%" APR_INT64_T_FMT, h->kind, (apr_int64_t)h->id);
}

static void on_hit(void *baton, const smm_hit_t *h)
{
    found_t *b = baton;
    apr_pool_t *p = b->q->ctx.pool;
    const char *href = hit_href(p, h);

    b->n++;
    if (h->exact) {
        b->exact++;
        b->one = href;
    }
    smm_vm_el(b->vm, h->kind);
    smm_vm_attr_int(b->vm, "id", h->id);
    smm_vm_attr(b->vm, "status", h->status);
    smm_vm_attr(b->vm, "href", href);
    smm_vm_attr(b->vm, "link", h->text);
    smm_vm_text(b->vm, h->label);
    smm_vm_end(b->vm);
}

static int on_service(void *baton, const smm_service_t *s)
{
    found_t *b = baton;
    apr_pool_t *p = b->q->ctx.pool;

    if (s->id != b->s.number &&
        !smm_search_in(&b->s, apr_pstrcat(p, s->clean, " ", s->category, NULL))) {
        return 0;
    }
    if (++b->services <= SERVICES) {
        smm_vm_el(b->vm, "service");
        smm_vm_attr_int(b->vm, "id", s->id);
        smm_vm_attr(b->vm, "href", smm_service_path(p, s->id, s->clean));
        smm_vm_attr(b->vm, "category", s->category);
        smm_vm_attr_usd(b->vm, "rate-usd", s->rate);
        smm_vm_attr_flag(b->vm, "package", smm_stype_package(s->type));
        smm_vm_text(b->vm, s->clean);
        smm_vm_end(b->vm);
    }
    return 0;
}

static void on_article(void *baton, const smm_article_t *a)
{
    found_t *b = baton;

    if (++b->articles <= ARTICLES) {
        smm_vm_el(b->vm, "art");
        smm_vm_attr(b->vm, "href", apr_pstrcat(b->q->ctx.pool, "/help/", a->slug, NULL));
        smm_vm_attr(b->vm, "title", a->title);
        smm_vm_text(b->vm, a->summary);
        smm_vm_end(b->vm);
    }
}

static int search(smm_req_t *q)
{
    found_t b = {.q = q};

    smm_search_read(q->ctx.pool, smm_req_query(q, "q"), &b.s);
    b.vm = smm_page_begin(q, "customer", "search", "Search", "support/search");
    smm_vm_attr(b.vm, "q", b.s.word);
    if (!*b.s.word) {
        return smm_page(q, HTTP_OK);
    }
    if (smm_search(&q->ctx, q->account->id, &b.s, on_hit, &b) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    if (b.exact == 1 && !q->wants_xml) { /* a number means one thing: go there */
        return smm_see_other(q, b.one, NULL, NULL, NULL);
    }
    smm_service_each(&q->ctx, on_service, &b);
    smm_help_search(&q->ctx, b.s.word, on_article, &b);
    smm_vm_el(b.vm, "found");
    smm_vm_attr_int(b.vm, "own", b.n);
    smm_vm_attr_int(b.vm, "services", b.services);
    smm_vm_attr_int(b.vm, "articles", b.articles);
    smm_vm_end(b.vm);
    return smm_page(q, HTTP_OK);
}

/* ---- state of services ---------------------------------------------------------------------- */

typedef struct {
    smm_vm_t *vm;
    apr_pool_t *pool;
    const char *category;
    int64_t id, n, slow, down;       /* of the category that is being counted */
    int64_t all, all_slow, all_down; /* of all */
    int listed;
} status_t;

static void category_end(status_t *b)
{
    if (!b->category) {
        return;
    }
    smm_vm_el(b->vm, "category");
    smm_vm_attr_int(b->vm, "id", b->id);
    smm_vm_attr(b->vm, "name", b->category);
    smm_vm_attr_int(b->vm, "n", b->n);
    smm_vm_attr_int(b->vm, "slow", b->slow);
    smm_vm_attr_int(b->vm, "down", b->down);
    smm_vm_attr(b->vm, "status",
                b->down * 2 > b->n      ? "down"
                : b->down + b->slow > 0 ? "degraded"
                                        : "operational");
    smm_vm_end(b->vm);
    b->n = b->slow = b->down = 0;
}

static int count_service(void *baton, const smm_service_t *s)
{
    status_t *b = baton;

    if (b->id != s->category_id) {
        category_end(b);
        b->id = s->category_id;
        b->category = apr_pstrdup(b->pool, s->category);
    }
    b->n++;
    b->all++;
    b->slow += s->status == SMM_SERVICE_SLOW;
    b->down += s->status == SMM_SERVICE_DOWN;
    b->all_slow += s->status == SMM_SERVICE_SLOW;
    b->all_down += s->status == SMM_SERVICE_DOWN;
    return 0;
}

static int list_troubled(void *baton, const smm_service_t *s)
{
    status_t *b = baton;

    if (s->status == SMM_SERVICE_ACTIVE) {
        return 0;
    }
    smm_vm_el(b->vm, "service");
    smm_vm_attr_int(b->vm, "id", s->id);
    smm_vm_attr(b->vm, "href", smm_service_path(b->pool, s->id, s->clean));
    smm_vm_attr(b->vm, "category", s->category);
    smm_vm_attr(b->vm, "status", smm_service_status_word(s->status));
    smm_vm_text(b->vm, s->clean);
    smm_vm_end(b->vm);
    return ++b->listed >= TROUBLED;
}

static int status(smm_req_t *q)
{
    status_t b = {.pool = q->ctx.pool, .id = -1};

    b.vm = smm_page_begin(q, "public", "status", "Service status", "support/status");
    if (smm_service_each(&q->ctx, count_service, &b) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    category_end(&b);
    smm_vm_el(b.vm, "all");
    smm_vm_attr_int(b.vm, "n", b.all);
    smm_vm_attr_int(b.vm, "slow", b.all_slow);
    smm_vm_attr_int(b.vm, "down", b.all_down);
    smm_vm_attr_time(b.vm, "at", q->ctx.now);
    smm_vm_end(b.vm);
    smm_service_each(&q->ctx, list_troubled, &b);
    return smm_page(q, HTTP_OK);
}

const smm_route_t support_search_routes[] = {
    {"GET", "/app/search", SMM_CUSTOMER, SMM_R_NOINDEX, NULL, search, "search:60/60", 0, NULL},
    {"GET", "/status", SMM_PUBLIC, 0, NULL, status, NULL, 0, NULL},
    {NULL}};
