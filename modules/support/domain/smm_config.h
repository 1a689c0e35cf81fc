/* SPDX-License-Identifier: Apache-2.0 */
/* The declared settings as groups, one page each; and storing a page's changes in one unit. */
#ifndef SMM_CONFIG_H
#define SMM_CONFIG_H

#include "smm_settings.h"

#define SMM_CONFIG_MAX 60 /* settings of one group */

typedef struct smm_config_group_t {
    const char *slug, *icon, *title, *sub; /* of an unknown prefix the title is the prefix */
    int n;
    const smm_setting_t *settings[SMM_CONFIG_MAX];
} smm_config_group_t;

/** Groups with at least one declared setting, in the order of the pages. @return how many. */
int smm_config_groups(apr_pool_t *p, const smm_config_group_t **groups);
/** The group of a page, or NULL. */
const smm_config_group_t *smm_config_group(apr_pool_t *p, const char *slug);

/** What a page wants of one setting. */
typedef struct smm_config_change_t {
    const smm_setting_t *setting;
    const char *value; /* NULL = unset: the fallback counts */
} smm_config_change_t;
/**
 * Stores what differs, with an audit line each (never a secret's value), all or nothing.
 * *changed = how many differed.
 */
smm_result_t smm_config_save(smm_ctx_t *c, const smm_config_change_t *changes, int n, int *changed);

#endif
