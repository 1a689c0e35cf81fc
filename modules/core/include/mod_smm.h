/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The httpd side: requests, routes, pages. For mod_smm_* code only; domain code never includes it.
 * The way of a request: route (table) → access, CSRF, limits → form → handler → view or 303.
 */
#ifndef MOD_SMM_H
#define MOD_SMM_H

#include <httpd.h>
#include <http_config.h>
#include "smm_account.h"
#include "smm_csv_out.h"
#include "smm_ctx.h"
#include "smm_form.h"
#include "smm_idem.h"
#include "smm_vm.h"

/** Before AP_DECLARE_MODULE(name): we build with hidden visibility, httpd must find the module
 * record. */
#define SMM_EXPORT_MODULE(name) extern SMM_DECLARE(module) name##_module

typedef struct smm_req_t smm_req_t;

/* ---- access --------------------------------------------------------------------------------- */

typedef enum {
    SMM_PUBLIC,   /* anybody */
    SMM_GUEST,    /* sign-in and sign-up: a signed-in account is sent to /app */
    SMM_CUSTOMER, /* any signed-in, verified account */
    SMM_STAFF,    /* staff or owner of this panel */
    SMM_OWNER,    /* owner of this panel */
    SMM_MACHINE   /* API, notices, health: no session, no CSRF, own authentication */
} smm_access_e;

#define SMM_R_KEY 1u     /* the form carries an idempotency key and the answer may be replayed */
#define SMM_R_RAW 2u     /* the handler reads the body itself (smm_req_body) */
#define SMM_R_NOINDEX 4u /* not listed in the sitemap */
#define SMM_R_SECRET                                                                               \
    8u                   /* the path holds a secret (a token): access logs get its pattern instead \
                          */
#define SMM_R_UPLOAD 16u /* the form may come as multipart/form-data, with files */

/**
 * One route. `path` is relative to the panel's mount; ":id" matches a decimal id (1..2^63-1),
 * ":slug" one segment [A-Za-z0-9._~-]{1,128}. Read them with smm_req_id / smm_req_slug in order.
 * The handler answers an HTTP status: usually by returning smm_page(), smm_see_other(),
 * smm_refuse().
 */
typedef struct smm_route_t {
    const char *method; /* "GET" (serves HEAD too) or "POST"; "*" for machine routes */
    const char *path;
    smm_access_e access;
    unsigned flags;
    const smm_form_t
        *form; /* parsed before the handler; GET forms read the query string and never fail hard */
    int (*handler)(smm_req_t *q);
    const char *limit; /* NULL or "name:count/seconds" a client address, e.g. "signin:10/60" */
    int64_t max_body;  /* bytes; 0 = the default (64 KB) */
    const char *done;  /* SMM_R_KEY: where a replay goes, ":id" = the first run's result:
                          "/app/campaigns/:id" */
} smm_route_t;

/** Called by each module in post_config (through its register function). Table ends with method
 * NULL. */
SMM_DECLARE(void) smm_routes_add(const char *module, const smm_route_t *routes);

/* ---- the request ---------------------------------------------------------------------------- */

struct smm_req_t {
    request_rec *r;
    smm_ctx_t ctx; /* hand &q->ctx to domain functions */
    const smm_route_t *route;
    const smm_account_t *account; /* NULL = not signed in */
    void *form;                   /* the form's struct, or NULL */
    const char *key;              /* idempotency key sent with the form, or NULL */
    int wants_xml;                /* Accept: application/xml */
    int htmx;                     /* HX-Request: true */
    const char *lang;             /* "en" … */
    struct smm_req_private_t *priv;
};

/** The n-th (from 0) :id, the n-th :slug of the path; 0 / NULL when the route has none. */
SMM_DECLARE(int64_t) smm_req_id(smm_req_t *q, int n);
SMM_DECLARE(const char *) smm_req_slug(smm_req_t *q, int n);
/** Query parameter, decoded, valid UTF-8, at most 200 bytes; NULL when absent. */
SMM_DECLARE(const char *) smm_req_query(smm_req_t *q, const char *name);
/** Whole raw body up to the route's cap. @return OK or an HTTP status. */
SMM_DECLARE(int) smm_req_body(smm_req_t *q, const char **body, apr_size_t *len);
/** Absolute path under the mount: smm_link(q, "/app/campaigns/%" APR_INT64_T_FMT, id). */
SMM_DECLARE(const char *)
smm_link(smm_req_t *q, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- answers -------------------------------------------------------------------------------- */

/**
 * Starts a page: opens <page> with site, user, nav, flash and <content>. Fill content through q's
 * view model, then return smm_page(). `id` marks the navigation entry; `view` is the stylesheet
 * "<module>/<view>" under htdocs/xsl; `area` is "public", "customer", "staff" or "print".
 */
SMM_DECLARE(smm_vm_t *)
smm_page_begin(smm_req_t *q, const char *area, const char *id, const char *title, const char *view);
/** What {0} in the next smm_page_begin()'s title stands for: "Campaign #{0}". */
SMM_DECLARE(void) smm_page_arg(smm_req_t *q, const char *a);
/** Renders with status 200, or the status of a failed result (422 …). @return DONE/OK for httpd. */
SMM_DECLARE(int) smm_page(smm_req_t *q, int status);
/** 303 to a path under the mount. `flash` (English source, literal, may hold {0}) or NULL is shown
 * once on the next page. */
SMM_DECLARE(int)
smm_see_other(smm_req_t *q, const char *path, const char *tone, const char *flash, const char *a);
/** The error page for a status; `message` says what to do, may be NULL. Carries the request id. */
SMM_DECLARE(int) smm_refuse(smm_req_t *q, int status, const char *message);
/** A result's error page: INVALID 422, NOT_FOUND 404, CONFLICT 409 … */
SMM_DECLARE(int) smm_refuse_result(smm_req_t *q, const smm_result_t *res);
/** HTTP status of a result code. */
SMM_DECLARE(int) smm_http_status(smm_rc_e rc);
/** JSON or text answer of a machine route. */
SMM_DECLARE(int)
smm_answer(smm_req_t *q, int status, const char *type, const char *body, apr_size_t len);

/** Broken edits of the panel's theme while it reloads, a line each, or NULL: for the system page.
 */
SMM_DECLARE(const char *) smm_theme_faults(smm_req_t *q);

/**
 * An answer whose length is not known: begin it, hand parts over, return what begin answered.
 * @return OK; with r->header_only nothing needs to be written.
 */
SMM_DECLARE(int) smm_stream_begin(smm_req_t *q, const char *type);
/** @return 0, or -1 when the client has gone. */
SMM_DECLARE(int) smm_stream_write(smm_req_t *q, const char *data, apr_size_t len);
/** What was to follow cannot be read: the client must not take the part for the whole. */
SMM_DECLARE(void) smm_stream_break(smm_req_t *q);
/** The answer is a file to be saved under `name`, an ASCII name without quotes. */
SMM_DECLARE(void) smm_attachment(smm_req_t *q, const char *name);
/** Answers a CSV file with the rows so far. */
SMM_DECLARE(int) smm_answer_csv(smm_req_t *q, const char *name, const smm_csv_out_t *rows);
/** Writes the next rows, reading with `c`, whose pool ends with them. @return 1 there may be more,
 * 0 that was all, -1 the database refused. */
typedef int smm_csv_page_fn(void *baton, smm_ctx_t *c, smm_csv_out_t *o);
/** Answers a CSV file of any length, page by page in bounded memory. */
SMM_DECLARE(int)
smm_stream_csv(smm_req_t *q, const char *name, const char *const *head, smm_csv_page_fn *page,
               void *baton);

/* ---- pages around a large part that is the same for everybody (route/around.c) --------------- */

/** Rendered once, kept by the caller for many requests. */
typedef struct smm_fragment_t {
    const char *html;
    apr_size_t len;
    const char *packed; /* the same as a raw deflate stream that may be continued */
    apr_size_t packed_len;
    unsigned crc; /* CRC-32 of html */
} smm_fragment_t;

/** Like smm_page_begin(), without anything personal: only the content of view's sheet is rendered.
 */
SMM_DECLARE(smm_vm_t *)
smm_fragment_begin(smm_req_t *q, const char *area, const char *id, const char *view);
/** Renders and compresses into `p`. @return 0, or -1 (logged). */
SMM_DECLARE(int) smm_fragment_end(smm_req_t *q, apr_pool_t *p, smm_fragment_t *out);
/**
 * Instead of smm_page_begin() and smm_page(): answers the page with the fragment as its content.
 * The sheet writes content/@marker where the fragment belongs. ETag is checked before anything is
 * rendered; a person's frame is kept for a moment (smm_memo.h). The fragment must live as long as
 * the request's pool.
 */
SMM_DECLARE(int)
smm_page_around(smm_req_t *q, const char *area, const char *id, const char *title, const char *view,
                const smm_fragment_t *f);

/* ---- forms in pages ------------------------------------------------------------------------- */

/**
 * Writes <form name action csrf key> with a <field name type value error label min max required>
 * each, from the declaration: values and errors of the failed POST when this request is one, else
 * from `values` (a struct of the form's type, NULL = empty). Leaves <form> OPEN for extra children:
 * close it with smm_vm_end(). `key` is fresh unless the failed POST carried one.
 */
SMM_DECLARE(void)
smm_form_begin(smm_req_t *q, smm_vm_t *vm, const smm_form_t *form, const char *action,
               const void *values);
/** True when the form's fields all parsed. A POST handler that sees 0 shows its page with status
 * 422. */
SMM_DECLARE(int) smm_form_valid(smm_req_t *q);
/**
 * For a form that is made while the server runs (fields from a table of the module): fills it from
 * this request and makes it the request's form. Call it once, first thing in the handler of a route
 * without `form`; `form` lives in q->ctx.pool. @return its data, also in q->form.
 */
SMM_DECLARE(void *) smm_form_read(smm_req_t *q, const smm_form_t *form);
/** What a field of this POST shows when its page comes back: a file that was read becomes text. */
SMM_DECLARE(void) smm_form_set(smm_req_t *q, const char *name, const char *text);
/** Adds an error to a field (or to the whole form with field NULL), e.g. from a domain result. */
SMM_DECLARE(void) smm_form_error(smm_req_t *q, const smm_result_t *res);

/* ---- idempotency of POSTs ------------------------------------------------------------------- */

/**
 * For routes with SMM_R_KEY. smm_idem_begin() looks the key up: an earlier success with the same
 * fields answers *done = its location (the route's `done`), else *done is NULL; with other fields →
 * CONFLICT. The domain function then adds smm_idem_step() to its unit, so key and effect commit
 * together; a race shows as UNIQUE at that step and the handler calls smm_idem_begin() again.
 */
SMM_DECLARE(smm_result_t) smm_idem_begin(smm_req_t *q, const char **done);
/** This request's key and fingerprint for smm_idem_step(); NULL when the route has no SMM_R_KEY. */
SMM_DECLARE(const smm_idem_t *) smm_idem_of(smm_req_t *q);
/** The result id that the last smm_idem_begin() found, or 0. */
SMM_DECLARE(int64_t) smm_idem_result(smm_req_t *q);

/* ---- frame ---------------------------------------------------------------------------------- */

typedef struct smm_nav_t {
    const char *area;  /* "customer", "staff" or "public" */
    const char *group; /* heading or ""; groups stand by the least `order` in them */
    const char *id, *href, *icon, *label;
    int order;
    int tab;   /* 1: also in the phone's bottom bar; 2: its main button */
    int owner; /* 1: shown to owners of the panel only */
} smm_nav_t;
/** Table ends with area NULL. */
SMM_DECLARE(void) smm_nav_add(const smm_nav_t *nav);

/** "Mina Rao" → "MR", "mina" → "M": what stands in the round picture of a person. */
SMM_DECLARE(const char *) smm_initials(apr_pool_t *p, const char *name);

/** Hooks into the frame of each page: `user` is open, add attributes (balance-usd, unread …). */
typedef void smm_frame_fn(smm_req_t *q, smm_vm_t *vm);
SMM_DECLARE(void) smm_frame_add(smm_frame_fn *fn);
/** For frame functions: a number beside the navigation entry `id` of this page; 0 shows nothing. */
SMM_DECLARE(void) smm_nav_badge(smm_req_t *q, const char *id, int64_t n);

/* ---- amounts in another currency ------------------------------------------------------------- */

/** Asked once a request that chose one: fills *out (code is set). @return 1 when it is offered.
 * With out NULL: is any offered? The answers are to look at only. */
typedef int smm_shown_fn(smm_req_t *q, smm_shown_t *out);
SMM_DECLARE(void) smm_shown_by(smm_shown_fn *fn);
/** The currency that customers' and public pages show amounts in beside USD: the account's choice,
 * else the browser's. NULL: USD alone. */
SMM_DECLARE(const smm_shown_t *) smm_req_shown(smm_req_t *q);
/** Remembers the choice in the browser. */
SMM_DECLARE(void) smm_shown_keep(smm_req_t *q, const char *code);

/* ---- panels --------------------------------------------------------------------------------- */

/** The panel of a server, or NULL where SmmPanel is not set. */
SMM_DECLARE(const smm_panel_t *) smm_panel_of(server_rec *s);
SMM_DECLARE(smm_db_t *) smm_db_of(server_rec *s);

#endif
