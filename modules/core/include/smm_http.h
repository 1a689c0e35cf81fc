/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outbound HTTP by libcurl multi: many transfers at once in a job thread. Each URL passes one
 * egress check (scheme, resolved address, port), no redirects, caps on size and time, and never a
 * retry: the caller decides what a lost answer means.
 */
#ifndef SMM_HTTP_H
#define SMM_HTTP_H

#include "smm_ctx.h"

typedef enum {
    SMM_HTTP_DONE = 0, /* an answer was read whole; see status */
    SMM_HTTP_NOT_SENT, /* proved: no byte of the request left (DNS, refused, TLS, egress): safe to
                          repeat */
    SMM_HTTP_AMBIGUOUS /* a byte left and no whole answer came (time-out, reset, too large): never
                          repeat an add */
} smm_http_rc_e;

typedef struct smm_http_t {
    /* request */
    const char *method; /* "GET" or "POST" */
    const char *url;
    const char *body; /* or NULL */
    apr_size_t body_len;
    const char *const *headers; /* "Name: value", NULL-terminated, or NULL */
    int timeout_ms;             /* whole transfer; 0 = 15000 */
    int connect_ms;             /* 0 = 5000 */
    apr_size_t max_answer;      /* bytes; 0 = 1 MB */
    int fresh;                  /* 1: no re-used connection (for `add`) */
    void *baton;                /* the caller's */
    /* answer */
    smm_http_rc_e rc;
    int status;
    const char *answer; /* NUL-terminated, in the pool */
    apr_size_t answer_len;
    const char *content_type;
    const char *error; /* short, for logs; never holds the body or a secret */
    int64_t sent_bytes;
    int64_t elapsed_ms;
} smm_http_t;

/** Once before any thread starts (post_config, main). Cheap when called again. */
SMM_DECLARE(void) smm_http_start(void);
/** Runs n transfers, at most 16 at once, and returns when all ended. `p` owns the answers. */
SMM_DECLARE(void) smm_http_run(apr_pool_t *p, smm_http_t *x, int n);
/** Adds "127.0.0.0/8:8081" or "10.1.2.0/24" to what may be reached although it is private
 * (SmmEgressAllow). @return error text or NULL. */
SMM_DECLARE(const char *) smm_http_allow(const char *net);
/** name=value&… with form encoding; pairs end with NULL. */
SMM_DECLARE(const char *) smm_http_form(apr_pool_t *p, const char *name, ...);
/** Test points: called (when set) with "first-byte", "last-byte", "answer" and the transfer. */
SMM_DECLARE(void) smm_http_set_probe(void (*fn)(const char *point, smm_http_t *x));

#endif
