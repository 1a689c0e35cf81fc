/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of route/. */
#ifndef SMM_ROUTE_TABLE_H
#define SMM_ROUTE_TABLE_H

#include "../core_int.h"

/** The route needs no database and no session: health, assets. */
#define SMM_R_BARE 0x100u

const smm_match_t *smm_core_matcher(void);
void smm_core_frames_run(smm_req_t *q, smm_vm_t *vm);
void smm_core_nav_write(smm_req_t *q, smm_vm_t *vm, const char *area);
/** Writes an answer's body with its headers; q->r->status is set. @return OK */
int smm_core_send(smm_req_t *q, int status, const char *type, const char *body, apr_size_t len);
/** An error page without stylesheet. */
int smm_core_plain_error(smm_req_t *q, int status);
/** Is the session's role enough? @return 0 to go on, else the finished answer's status for httpd.
 */
int smm_core_access(smm_req_t *q, int *answered);

#endif
