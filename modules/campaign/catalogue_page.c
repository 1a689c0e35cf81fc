/* SPDX-License-Identifier: Apache-2.0 */
/* The whole catalogue from memory: /services?per=all. */
#include "catalogue_int.h"

int catalogue_page_whole(smm_req_t *q, const smm_catalogue_t *cat, const catalogue_query_t *cq)
{
    return DECLINED;
}
