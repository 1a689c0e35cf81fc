/* SPDX-License-Identifier: Apache-2.0 */
/* What the modules register in post_config: routes, navigation, frame functions. */
#include <limits.h>
#include <string.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include "../core_int.h"
#include "table.h"

APLOG_USE_MODULE(smm_core);

#define NAV_MAX 96

typedef struct entry_t {
    const char *module;
    const smm_route_t *routes;
} entry_t;

/* Written in post_config by one thread, read-only afterwards; in the configuration's pool. */
static apr_pool_t *pool;
static apr_array_header_t *entries, *navs, *frames, *areas;
static smm_match_t *matcher;
static void nav_build(apr_pool_t *pconf);

void smm_core_routes_reset(apr_pool_t *pconf)
{
    pool = pconf;
    matcher = NULL;
    entries = apr_array_make(pconf, 8, sizeof(entry_t));
    navs = apr_array_make(pconf, 8, sizeof(const smm_nav_t *));
    frames = apr_array_make(pconf, 8, sizeof(smm_frame_fn *));
}

void smm_routes_add(const char *module, const smm_route_t *routes)
{
    for (int i = 0; i < entries->nelts; i++) {
        if (APR_ARRAY_IDX(entries, i, entry_t).routes == routes) {
            return; /* post_config runs twice at a start */
        }
    }
    APR_ARRAY_PUSH(entries, entry_t) = (entry_t){module, routes};
}

void smm_nav_add(const smm_nav_t *nav)
{
    for (int i = 0; i < navs->nelts; i++) {
        if (APR_ARRAY_IDX(navs, i, const smm_nav_t *) == nav) {
            return;
        }
    }
    APR_ARRAY_PUSH(navs, const smm_nav_t *) = nav;
}

void smm_frame_add(smm_frame_fn *fn)
{
    for (int i = 0; i < frames->nelts; i++) {
        if (APR_ARRAY_IDX(frames, i, smm_frame_fn *) == fn) {
            return;
        }
    }
    APR_ARRAY_PUSH(frames, smm_frame_fn *) = fn;
}

static const char *check_route(const smm_route_t *r)
{
    if (r->handler == NULL) {
        return "no handler";
    }
    if (r->limit && smm_core_limit_check(r->limit)) {
        return smm_core_limit_check(r->limit);
    }
    if (strcmp(r->method, "*") == 0 && r->access != SMM_MACHINE) {
        return "only machine routes take every method";
    }
    return NULL;
}

int smm_core_routes_build(apr_pool_t *pconf, server_rec *s)
{
    int bad = 0;

    matcher = smm_match_make(pconf);
    nav_build(pconf);
    for (int i = 0; i < entries->nelts; i++) {
        const entry_t *e = &APR_ARRAY_IDX(entries, i, entry_t);
        for (const smm_route_t *r = e->routes; r->method; r++) {
            const char *error = check_route(r);
            error = error ? error : smm_match_add(matcher, r->method, r->path, r);
            if (error) {
                ap_log_error(APLOG_MARK, APLOG_EMERG, 0, s, "SMM0215: route %s %s of %s: %s",
                             r->method, r->path, e->module, error);
                bad = 1;
            }
        }
    }
    return bad ? HTTP_INTERNAL_SERVER_ERROR : OK;
}

const smm_match_t *smm_core_matcher(void)
{
    return matcher;
}

void smm_core_frames_run(smm_req_t *q, smm_vm_t *vm)
{
    for (int i = 0; i < frames->nelts; i++) {
        APR_ARRAY_IDX(frames, i, smm_frame_fn *)(q, vm);
    }
}

/* ---- navigation ----------------------------------------------------------------------------- */

/* The least order in an entry's group: where the whole group stands. */
static int group_order(const smm_nav_t *const *list, int n, const char *group)
{
    int least = INT_MAX;

    for (int i = 0; i < n; i++) {
        if (strcmp(list[i]->group, group) == 0 && list[i]->order < least) {
            least = list[i]->order;
        }
    }
    return least;
}

/* Entries of one area by the order of their group, then their own. @return how many. */
static int nav_sort(const char *area, const smm_nav_t *out[NAV_MAX])
{
    const smm_nav_t *all[NAV_MAX];
    int n = 0;

    for (int i = 0; i < navs->nelts; i++) {
        for (const smm_nav_t *e = APR_ARRAY_IDX(navs, i, const smm_nav_t *); e->area; e++) {
            if (strcmp(e->area, area) == 0 && n < NAV_MAX) {
                all[n++] = e;
            }
        }
    }
    for (int i = 0; i < n; i++) {
        int mine = group_order(all, n, all[i]->group), at = i;
        for (; at > 0; at--) {
            int other = group_order(all, n, out[at - 1]->group);
            if (other < mine || (other == mine && out[at - 1]->order <= all[i]->order)) {
                break;
            }
            out[at] = out[at - 1];
        }
        out[at] = all[i];
    }
    return n;
}

typedef struct area_t {
    const char *name;
    int n;
    const smm_nav_t *list[NAV_MAX];
} area_t;

/* In the order of a page, for each area: made in post_config, when all modules have registered. */
static void nav_build(apr_pool_t *pconf)
{
    areas = apr_array_make(pconf, 4, sizeof(area_t));
    for (int i = 0; i < navs->nelts; i++) {
        for (const smm_nav_t *e = APR_ARRAY_IDX(navs, i, const smm_nav_t *); e->area; e++) {
            area_t *a = NULL;
            for (int k = 0; k < areas->nelts && a == NULL; k++) {
                if (strcmp(APR_ARRAY_IDX(areas, k, area_t).name, e->area) == 0) {
                    a = &APR_ARRAY_IDX(areas, k, area_t);
                }
            }
            if (a == NULL) {
                a = apr_array_push(areas);
                a->name = e->area;
                a->n = nav_sort(e->area, a->list);
            }
        }
    }
}

static int nav_of(const char *area, const smm_nav_t *const **list)
{
    for (int k = 0; k < areas->nelts; k++) {
        const area_t *a = &APR_ARRAY_IDX(areas, k, area_t);
        if (strcmp(a->name, area) == 0) {
            *list = a->list;
            return a->n;
        }
    }
    *list = NULL;
    return 0;
}

void smm_nav_badge(smm_req_t *q, const char *id, int64_t n)
{
    if (n <= 0) {
        return;
    }
    if (!q->priv->badges) {
        q->priv->badges = apr_hash_make(q->r->pool);
    }
    apr_hash_set(q->priv->badges, id, APR_HASH_KEY_STRING, apr_pmemdup(q->r->pool, &n, sizeof(n)));
}

static void write_item(smm_req_t *q, smm_vm_t *vm, const char *element, const smm_nav_t *e)
{
    const int64_t *n =
        q->priv->badges ? apr_hash_get(q->priv->badges, e->id, APR_HASH_KEY_STRING) : NULL;

    smm_vm_el(vm, element);
    smm_vm_attr(vm, "id", e->id);
    smm_vm_attr(vm, "href", e->href);
    smm_vm_attr(vm, "icon", e->icon);
    smm_vm_attr(vm, "label", e->label);
    if (strcmp(element, "tab") == 0) {
        smm_vm_attr_flag(vm, "main", e->tab == 2);
    } else if (n) {
        smm_vm_attr_int(vm, "badge", *n);
    }
    smm_vm_end(vm);
}

void smm_core_nav_write(smm_req_t *q, smm_vm_t *vm, const char *area)
{
    const smm_nav_t *list[NAV_MAX + 1], *const *all;
    int n = 0, count = nav_of(area, &all);
    int owner = q->account && q->account->role == SMM_ROLE_OWNER;

    for (int i = 0; i < count; i++) {
        if (owner || !all[i]->owner) {
            list[n++] = all[i];
        }
    }

    smm_vm_el(vm, "nav");
    for (int i = 0; i < n; i++) {
        if (i == 0 || strcmp(list[i]->group, list[i - 1]->group) != 0) {
            smm_vm_el(vm, "group");
            smm_vm_attr(vm, "label", *list[i]->group ? list[i]->group : NULL);
        }
        write_item(q, vm, "item", list[i]);
        if (i + 1 == n || strcmp(list[i]->group, list[i + 1]->group) != 0) {
            smm_vm_end(vm);
        }
    }
    for (int i = 0; i < n; i++) {
        if (list[i]->tab) {
            write_item(q, vm, "tab", list[i]);
        }
    }
    smm_vm_end(vm);
}
