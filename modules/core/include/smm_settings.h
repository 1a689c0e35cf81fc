/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of a panel, in the database; secrets encrypted (AES-256-GCM, key from SmmSecretFile).
 * Also: audit log, keyed hashes. */
#ifndef SMM_SETTINGS_H
#define SMM_SETTINGS_H

#include "smm_ctx.h"

/** What a value looks like: the staff page checks it before it is stored. Values are text. */
typedef enum {
    SMM_SET_TEXT = 0, /* one line; lo..hi = characters */
    SMM_SET_AREA,     /* several lines */
    SMM_SET_INT,      /* whole number lo..hi */
    SMM_SET_USD,      /* decimal USD; lo..hi in micro-USD */
    SMM_SET_FLAG,     /* "1" or "0" */
    SMM_SET_BPS,      /* basis points 0..10000 */
    SMM_SET_URL,      /* http or https */
    SMM_SET_EMAIL,    /* one address */
    SMM_SET_WORD,     /* one of `words` */
    SMM_SET_DATE      /* "2026-04-01" */
} smm_set_kind_e;

/** Declared once by the owning module; smmctl and the staff pages know a setting only through this.
 */
typedef struct smm_setting_t {
    const char *key;      /* "gateway.bank.iban" */
    const char *fallback; /* value when unset, or NULL */
    int secret;           /* 1: stored encrypted, never shown again */
    const char *label;    /* English */
    smm_set_kind_e kind;  /* the rest may be left out */
    int64_t lo, hi;       /* both 0 = the kind's own bounds */
    const char *words;    /* WORD: "auto terminate" */
} smm_setting_t;
/** Table ends with key NULL. */
SMM_DECLARE(void) smm_settings_add(const smm_setting_t *table);
SMM_DECLARE(const smm_setting_t *) smm_setting_find(const char *key);
/** All declared settings, one after the other from 0; NULL after the last. */
SMM_DECLARE(const smm_setting_t *) smm_setting_nth(int n);
/** So many settings are asked for one by one before all of a panel are read at once: a page with
 * few is cheaper without. */
#define SMM_SETTINGS_SINGLE 4
/** So long is what was read at once good for. */
#define SMM_SETTINGS_KEPT_MS 1000
/**
 * Lets c and its later copies read settings together: the first SMM_SETTINGS_SINGLE are statements
 * of their own, then one gives all of the panel, and the following ones are answered from that
 * until SMM_SETTINGS_KEPT_MS have gone by. For what is short and has one thread: a request. Nothing
 * is shared between requests, so a change counts in each one that begins after it. From the first
 * smm_setting_step() of c or a copy on, each setting is asked for again. A copy with another panel
 * or database asks for each. Only within the life of c->pool as it is now.
 */
SMM_DECLARE(void) smm_settings_keep(smm_ctx_t *c);
/** Value or fallback, in c->pool; secrets come decrypted. NULL when unset without fallback. */
SMM_DECLARE(const char *) smm_setting(smm_ctx_t *c, const char *key);
SMM_DECLARE(int64_t) smm_setting_int(smm_ctx_t *c, const char *key, int64_t fallback);
/** Is there a row for it (also a secret that cannot be opened)? @return 1, 0, or -1: database. */
SMM_DECLARE(int) smm_setting_stored(smm_ctx_t *c, const char *key);
/** Adds the write to a unit; a secret is encrypted here; NULL unsets. @return INVALID for an
 * unknown key. */
SMM_DECLARE(smm_rc_e)
smm_setting_step(smm_unit_t *u, smm_ctx_t *c, const char *key, const char *value);

/** Seals and opens a secret text for storage ("v1:" base64). NULL when it cannot be opened. */
SMM_DECLARE(const char *)
smm_seal(apr_pool_t *p, const smm_panel_t *panel, const char *label, const char *plain);
SMM_DECLARE(const char *)
smm_unseal(apr_pool_t *p, const smm_panel_t *panel, const char *label, const char *sealed);
/** Hex HMAC-SHA256 with a key derived from the panel's secret and `label`. */
SMM_DECLARE(const char *)
smm_mac(apr_pool_t *p, const smm_panel_t *panel, const char *label, const char *text);
/** `n` random bytes as URL-safe base64 without padding. */
SMM_DECLARE(const char *) smm_random_token(apr_pool_t *p, int n);
/** Hex SHA-256. */
SMM_DECLARE(const char *) smm_sha256_hex(apr_pool_t *p, const void *data, apr_size_t len);
SMM_DECLARE(int) smm_equal_ct(const char *a, const char *b);

/** Reads a panel's secret (SmmSecretFile): the SHA-256 of the file's bytes. @return 0, or -1 with
 * *error (file too open, too short …). */
SMM_DECLARE(int)
smm_secret_read(apr_pool_t *p, const char *file, unsigned char key[32], const char **error);

/** Adds a line to the audit log: every staff write has one. `before`/`after` short texts without
 * secrets, or NULL. */
SMM_DECLARE(void)
smm_audit_step(smm_unit_t *u, const smm_ctx_t *c, const char *action, const char *kind, int64_t id,
               const char *before, const char *after, const char *why);

/** Registers the core's checks with smm_verify.h; once at start. */
SMM_DECLARE(void) smm_core_verify_register(void);

#endif
