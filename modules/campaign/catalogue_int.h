/* SPDX-License-Identifier: Apache-2.0 */
/* Catalogue pages: shared by the catalogue_*.c files on the httpd side. */
#ifndef CATALOGUE_INT_H
#define CATALOGUE_INT_H

#include "domain/smm_catalogue_int.h"
#include "mod_smm.h"

#define CATALOGUE_PER 50
#define CATALOGUE_PER_MAX 100

/* ---- query (catalogue_query.c) -------------------------------------------------------------- */

/** The list's state as the address has it. */
typedef struct catalogue_query_t {
    smm_filter_t f;
    const char *q;   /* as typed, or NULL */
    int64_t ids[32]; /* chosen categories */
    int plain;       /* nothing filtered, first page, usual order */
} catalogue_query_t;

extern const char *const catalogue_refill_words[SMM_FR_COUNT];
extern const char *const catalogue_feature_words[SMM_FF_COUNT];
extern const char *const catalogue_sort_words[];

void catalogue_query(smm_req_t *q, catalogue_query_t *out);
/** "?q=…&category=3": the same list without one value of one parameter (NULL: nothing left out), at
 * a page. */
const char *catalogue_query_text(apr_pool_t *p, const catalogue_query_t *c, const char *drop,
                                 const char *value, int page);
/** 1…1000000; 1 for anything else, also NULL. */
int catalogue_page_number(const char *text);
/** For use in a query string. */
const char *catalogue_urlencode(apr_pool_t *p, const char *s);

/* ---- views (catalogue_views.c) -------------------------------------------------------------- */

/** Attributes of a service as customers see it; its element is open and has no children yet. */
void catalogue_view_service(smm_req_t *q, smm_vm_t *vm, const smm_service_t *s);
void catalogue_view_facets(smm_req_t *q, smm_vm_t *vm, const smm_catalogue_t *cat,
                           const catalogue_query_t *cq, const smm_found_t *found);
void catalogue_view_groups(smm_req_t *q, smm_vm_t *vm, const smm_catalogue_t *cat,
                           const catalogue_query_t *cq, const smm_found_t *found);
void catalogue_view_pager(apr_pool_t *p, smm_vm_t *vm, int page, int per, int total,
                          const char *(*href)(apr_pool_t *p, const void *baton, int page),
                          const void *baton);
void catalogue_view_change(smm_req_t *q, smm_vm_t *vm, const smm_service_change_t *h);
/** <o v on raw>label</o> of a select. */
void catalogue_view_option(smm_vm_t *vm, const char *value, const char *label, int raw, int on);

/* ---- forms (catalogue_forms.c) -------------------------------------------------------------- */

typedef struct service_form_t {
    const char *name, *category, *description, *status, *type;
    int64_t rate, min, max;
} service_form_t;
extern const smm_form_t catalogue_form_service, catalogue_form_service_new;

typedef struct provider_form_t {
    const char *name, *kind, *url, *key, *currency, *sync;
    int64_t fx, markup, fixed, round, low_balance, timeout;
    int paused;
} provider_form_t;
extern const smm_form_t catalogue_form_provider;

typedef struct apply_form_t {
    const char *fetched, *add;
} apply_form_t;
extern const smm_form_t catalogue_form_apply;

typedef struct none_form_t {
    int nothing;
} none_form_t;
extern const smm_form_t catalogue_form_none;

/* ---- routes --------------------------------------------------------------------------------- */

extern const smm_route_t catalogue_public_routes[], catalogue_staff_routes[],
    catalogue_provider_routes[];

/** "customer" when signed in, else "public". */
const char *catalogue_area(smm_req_t *q);
/** Attributes and children of the list's content. */
void catalogue_view_list(smm_req_t *q, smm_vm_t *vm, const smm_catalogue_t *cat,
                         const catalogue_query_t *cq);

/* ---- whole catalogue from memory (catalogue_page.c) ----------------------------------------- */

/** Answers /services?per=all without filters from memory. DECLINED: render it the plain way. */
/** In post_config, before the children are forked. */
void catalogue_page_init(apr_pool_t *pconf);
int catalogue_page_whole(smm_req_t *q, const smm_catalogue_t *cat, const catalogue_query_t *cq);

/** Called by mod_smm_campaign's hooks in post_config: routes, navigation, settings, jobs. */
void mod_smm_catalogue_register(apr_pool_t *pconf);

#endif
