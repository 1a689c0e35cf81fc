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
    int64_t now;             /* seconds UTC; fixed for one request or job */
    int64_t actor;           /* account that acts; 0 = the system */
    const char *addr;        /* client address or NULL */
    const char *request_id;  /* for the audit log, or NULL */
    struct smm_kept_t *kept; /* smm_settings_keep(), or NULL: each setting is asked for */
} smm_ctx_t;

/* What smm_list() and smm_get() call with the size of an element. */
SMM_DECLARE(int)
smm_ctx_list(const smm_ctx_t *c, int stmt, const smm_arg_t *args, int nargs, smm_item_fn *fn,
             void *out, size_t size, int max);
SMM_DECLARE(smm_rc_e)
smm_ctx_get(const smm_ctx_t *c, int stmt, const smm_arg_t *args, int nargs, smm_item_fn *fn,
            void *out, size_t size, int strict);

/**
 * Reads at most @a max rows into the array @a out: smm_list(c, SQL_x, SMM_ARGS(…), x_item, out,
 * 20).
 * @return how many, or -1 when the database did not answer.
 */
#define smm_list(c, stmt, args, fn, out, max)                                                      \
    smm_ctx_list((c), (stmt), args, (fn), (out), sizeof(*(out)), (max))
/**
 * Reads one row into @a *out, which is zeroed first and stays so without a row. @return SMM_OK,
 * SMM_NOT_FOUND, or SMM_BUSY when the database did not answer for whatever reason.
 */
#define smm_get(c, stmt, args, fn, out)                                                            \
    smm_ctx_get((c), (stmt), args, (fn), (out), sizeof(*(out)), 0)
/** As smm_get(), but SMM_BUG for a read that is wrong in itself: see SMM_DB_BUG. */
#define smm_get_strict(c, stmt, args, fn, out)                                                     \
    smm_ctx_get((c), (stmt), args, (fn), (out), sizeof(*(out)), 1)

#endif
