/* SPDX-License-Identifier: Apache-2.0 */
/* Who asks, where and when: the first argument of every domain function. */
#ifndef SMM_CTX_H
#define SMM_CTX_H

#include "smm_db.h"

/** One virtual host's shop. Immutable while a configuration lives. */
typedef struct smm_panel_t {
    int64_t id;            /* panel.id; known once the database was opened */
    const char *key;       /* short name from SmmPanel: [a-z0-9-]{1,32} */
    const char *name;      /* shown to people */
    const char *base_url;  /* "https://panel.example": for mail and payment links; never from the
                              Host header */
    const char *mount;     /* "" or "/panel": prefix of every path */
    const char *mail_from; /* address of outgoing mail */
    const char *currency;  /* "USD" */
    const unsigned char *secret; /* 32 bytes: HMAC and AES keys are derived from it with a label */
} smm_panel_t;

typedef struct smm_ctx_t {
    apr_pool_t *pool; /* everything a domain function returns lives here */
    smm_db_t *db;
    const smm_panel_t *panel;
    int64_t now;            /* seconds UTC; fixed for one request or job */
    int64_t actor;          /* account that acts; 0 = the system */
    const char *addr;       /* client address or NULL */
    const char *request_id; /* for the audit log, or NULL */
} smm_ctx_t;

#endif
