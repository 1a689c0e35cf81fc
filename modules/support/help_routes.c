/* SPDX-License-Identifier: Apache-2.0 */
/* The help centre's pages, and the staff pages that edit it. */
#include <string.h>
#include <apr_strings.h>
#include "domain/smm_help.h"
#include "support_int.h"

typedef struct article_form_t {
    const char *category, *title, *summary, *body;
    int published, popular;
} article_form_t;
typedef struct vote_form_t {
    const char *helpful;
} vote_form_t;

static const smm_field_t article_fields[] = {
    {"category", SMM_F_TEXT, offsetof(article_form_t, category), 1, 80, SMM_F_REQUIRED, NULL,
     "Category"},
    {"title", SMM_F_TEXT, offsetof(article_form_t, title), 3, SMM_HELP_TITLE, SMM_F_REQUIRED, NULL,
     "Title"},
    {"summary", SMM_F_TEXT, offsetof(article_form_t, summary), 3, SMM_HELP_SUMMARY, SMM_F_REQUIRED,
     NULL, "Summary"},
    {"body", SMM_F_AREA, offsetof(article_form_t, body), 3, SMM_HELP_BODY, SMM_F_REQUIRED, NULL,
     "Text (XHTML)"},
    {"popular", SMM_F_FLAG, offsetof(article_form_t, popular), 0, 0, 0, NULL,
     "Show among the most read"},
    {"published", SMM_F_FLAG, offsetof(article_form_t, published), 0, 0, 0, NULL, "Published"},
    SMM_FIELDS_END};
static const smm_form_t article_form = {"article", article_fields, sizeof(article_form_t)};
static const smm_field_t vote_fields[] = {{"helpful", SMM_F_WORD, offsetof(vote_form_t, helpful), 0,
                                           0, SMM_F_REQUIRED, "yes no", "Was this helpful?"},
                                          SMM_FIELDS_END};
static const smm_form_t vote_form = {"vote", vote_fields, sizeof(vote_form_t)};

static void view_category(void *baton, const smm_help_category_t *k)
{
    smm_vm_t *vm = baton;
    smm_vm_el(vm, "cat");
    smm_vm_attr(vm, "slug", k->slug);
    smm_vm_attr(vm, "name", k->name);
    smm_vm_attr(vm, "icon", k->icon);
    smm_vm_attr(vm, "tone", k->tone);
    smm_vm_attr_int(vm, "n", k->articles);
    smm_vm_text(vm, k->summary);
    smm_vm_end(vm);
}

static void article_attrs(smm_vm_t *vm, const smm_article_t *a)
{
    smm_vm_attr_int(vm, "id", a->id);
    smm_vm_attr(vm, "slug", a->slug);
    smm_vm_attr(vm, "title", a->title);
    smm_vm_attr(vm, "category", a->category);
    smm_vm_attr(vm, "category-slug", a->category_slug);
    smm_vm_attr_flag(vm, "published", a->published);
    smm_vm_attr_flag(vm, "popular", a->popular);
    smm_vm_attr_time(vm, "updated", a->updated);
    /* a share of few votes says nothing */
    if (a->votes_up + a->votes_down >= 5) {
        smm_vm_attr_int(vm, "helpful", a->votes_up * 100 / (a->votes_up + a->votes_down));
    }
}

static void view_article(void *baton, const smm_article_t *a)
{
    smm_vm_t *vm = baton;
    smm_vm_el(vm, "art");
    article_attrs(vm, a);
    smm_vm_text(vm, a->summary);
    smm_vm_end(vm);
}

static int help_home(smm_req_t *q)
{
    smm_vm_t *vm = smm_page_begin(q, "public", "help", "Help centre", "support/help");
    if (smm_help_categories(&q->ctx, view_category, vm) != SMM_OK ||
        smm_help_list(&q->ctx, 0, view_article, vm) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    return smm_page(q, HTTP_OK);
}

static int help_category(smm_req_t *q)
{
    smm_help_category_t k;
    smm_rc_e rc = smm_help_category(&q->ctx, smm_req_slug(q, 0), &k);
    if (rc != SMM_OK) {
        return smm_refuse(q, smm_http_status(rc),
                          "This category does not exist. The help centre lists all of them.");
    }
    smm_vm_t *vm = smm_page_begin(q, "public", "help", k.name, "support/help-list");
    view_category(vm, &k);
    smm_help_list(&q->ctx, k.id, view_article, vm);
    return smm_page(q, HTTP_OK);
}

static int help_search(smm_req_t *q)
{
    const char *words = smm_req_query(q, "q");
    smm_vm_t *vm = smm_page_begin(q, "public", "help", "Search results", "support/help-list");
    smm_vm_attr(vm, "q", words ? words : "");
    if (words && *words) {
        smm_help_search(&q->ctx, words, view_article, vm);
    }
    return smm_page(q, HTTP_OK);
}

static int article_page(smm_req_t *q, int status)
{
    smm_article_t a;
    smm_rc_e rc = smm_help_by_slug(&q->ctx, smm_req_slug(q, 0), &a);
    if (rc != SMM_OK) {
        return smm_refuse(
            q, smm_http_status(rc),
            "This article does not exist any more. Try the search of the help centre.");
    }
    smm_vm_t *vm = smm_page_begin(q, "public", "help", a.title, "support/article");
    smm_form_begin(q, vm, &vote_form, apr_psprintf(q->ctx.pool, "/help/%s/vote", a.slug), NULL);
    smm_vm_end(vm);
    smm_vm_el(vm, "article");
    article_attrs(vm, &a);
    smm_vm_attr(vm, "summary", a.summary);
    smm_vm_el(vm, "body");
    smm_vm_xhtml(vm, a.body);
    smm_vm_end(vm);
    smm_vm_end(vm);
    smm_help_list(&q->ctx, a.category_id, view_article, vm);
    return smm_page(q, status);
}

static int help_article(smm_req_t *q)
{
    return article_page(q, HTTP_OK);
}

static int help_vote(smm_req_t *q)
{
    vote_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return article_page(q, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_rc_e rc = smm_help_vote(&q->ctx, smm_req_slug(q, 0), !strcmp(f->helpful, "yes"));
    if (rc != SMM_OK) {
        return smm_refuse(q, smm_http_status(rc), NULL);
    }
    return smm_see_other(q, apr_pstrcat(q->ctx.pool, "/help/", smm_req_slug(q, 0), NULL), "ok",
                         "Thank you, noted.", NULL);
}

static int staff_help(smm_req_t *q)
{
    smm_vm_t *vm = smm_page_begin(q, "staff", "staff-help", "Help articles", "support/staff-help");
    if (smm_help_all(&q->ctx, view_article, vm) != SMM_OK) {
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    }
    return smm_page(q, HTTP_OK);
}

static int edit_page(smm_req_t *q, int64_t id, int status)
{
    article_form_t v = {"", "", "", "", 1, 0};
    if (id) {
        smm_article_t a;
        smm_rc_e rc = smm_help_by_id(&q->ctx, id, &a);
        if (rc != SMM_OK) {
            return smm_refuse(q, smm_http_status(rc), NULL);
        }
        v = (article_form_t){a.category_slug, a.title, a.summary, a.body, a.published, a.popular};
    }
    smm_vm_t *vm = smm_page_begin(q, "staff", "staff-help", id ? "Edit article" : "New article",
                                  "support/staff-article");
    smm_form_begin(
        q, vm, &article_form,
        id ? smm_link(q, "/staff/help/%" APR_INT64_T_FMT, id) : smm_link(q, "/staff/help/new"), &v);
    smm_vm_end(vm);
    smm_help_categories(&q->ctx, view_category, vm);
    return smm_page(q, status);
}

static int staff_article(smm_req_t *q)
{
    return edit_page(q, smm_req_id(q, 0), HTTP_OK);
}

static int staff_article_new(smm_req_t *q)
{
    return edit_page(q, 0, HTTP_OK);
}

static int save(smm_req_t *q, int64_t id)
{
    article_form_t *f = q->form;
    if (!smm_form_valid(q)) {
        return edit_page(q, id, HTTP_UNPROCESSABLE_ENTITY);
    }
    smm_article_edit_t in = {id,      f->category,  f->title,  f->summary,
                             f->body, f->published, f->popular};
    smm_result_t res = smm_help_save(&q->ctx, &in, &id);
    if (res.code == SMM_INVALID) {
        smm_form_error(q, &res);
        return edit_page(q, in.id, HTTP_UNPROCESSABLE_ENTITY);
    }
    if (res.code != SMM_OK) {
        return smm_refuse_result(q, &res);
    }
    return smm_see_other(q, "/staff/help", "ok", "The article is saved.", NULL);
}

static int staff_article_save(smm_req_t *q)
{
    return save(q, smm_req_id(q, 0));
}

static int staff_article_create(smm_req_t *q)
{
    return save(q, 0);
}

const smm_route_t support_help_routes[] = {
    {"GET", "/help", SMM_PUBLIC, 0, NULL, help_home, NULL, 0, NULL},
    {"GET", "/help/search", SMM_PUBLIC, SMM_R_NOINDEX, NULL, help_search, NULL, 0, NULL},
    {"GET", "/help/c/:slug", SMM_PUBLIC, 0, NULL, help_category, NULL, 0, NULL},
    {"GET", "/help/:slug", SMM_PUBLIC, 0, NULL, help_article, NULL, 0, NULL},
    {"POST", "/help/:slug/vote", SMM_PUBLIC, 0, &vote_form, help_vote, "vote:10/3600", 0, NULL},
    {"GET", "/staff/help", SMM_STAFF, 0, NULL, staff_help, NULL, 0, NULL},
    {"GET", "/staff/help/new", SMM_STAFF, 0, NULL, staff_article_new, NULL, 0, NULL},
    {"POST", "/staff/help/new", SMM_STAFF, 0, &article_form, staff_article_create, NULL, 200000,
     NULL},
    {"GET", "/staff/help/:id", SMM_STAFF, 0, NULL, staff_article, NULL, 0, NULL},
    {"POST", "/staff/help/:id", SMM_STAFF, 0, &article_form, staff_article_save, NULL, 200000,
     NULL},
    {NULL}};
