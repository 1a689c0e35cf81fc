/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the import files only. */
#ifndef IMPORT_INT_H
#define IMPORT_INT_H

#include <jansson.h>
#include "smm_catalogue_int.h"

/** Rows of a gathered list (arrays of eight texts and three flags), made exact; array of
 * smm_import_row_t. */
apr_array_header_t *smm_import_rows(apr_pool_t *p, const json_t *list, int64_t fx);
/** The stored list of a provider. @return SMM_NOT_FOUND when there is none. */
smm_rc_e smm_import_stored(smm_ctx_t *c, const smm_provider_row_t *pv, int64_t *fetched,
                           apr_array_header_t **rows);
/** Compares rows with what the panel has of this provider (0 = by hand). */
smm_result_t smm_import_compare(smm_ctx_t *c, const smm_provider_row_t *pv,
                                const apr_array_header_t *rows, smm_import_plan_t *plan);

#endif
