/* SPDX-License-Identifier: Apache-2.0 */
/* Every directive once: how it is read, its bounds, its default. Create, setters and merge use it.
 */
#ifndef SMM_CFG_ITEMS_H
#define SMM_CFG_ITEMS_H

#include "../core_int.h"

#define SMM_UNSET INT64_MIN

typedef enum {
    SMM_C_TEXT,  /* const char * */
    SMM_C_URL,   /* const char *: http(s)://host, no path, no slash at the end */
    SMM_C_MOUNT, /* const char *: "" or "/x/y" */
    SMM_C_DIR,   /* const char *: an existing folder, made absolute */
    SMM_C_FLAG,  /* int64_t 0/1 */
    SMM_C_INT,   /* int64_t lo..hi */
    SMM_C_WORD,  /* int64_t: index in words */
    SMM_C_LIST,  /* array of const char * */
    SMM_C_NETS   /* array of apr_ipsubnet_t * */
} smm_ckind_e;

typedef struct smm_citem_t {
    const char *name;
    smm_ckind_e kind;
    size_t offset;
    int64_t lo, hi, fallback;
    const char *words;
} smm_citem_t;

extern const smm_citem_t smm_citems[]; /* ends with name NULL */

/** Setters for the command table: cmd->info is unused, the item is found by the directive's name.
 */
const char *smm_set_one(cmd_parms *cmd, void *unused, const char *arg);
const char *smm_set_flag(cmd_parms *cmd, void *unused, int on);
const char *smm_set_panel(cmd_parms *cmd, void *unused, const char *key, const char *name);
const char *smm_set_secret_file(cmd_parms *cmd, void *unused, const char *file);

#endif
