/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was read from the database a moment ago and may be used again. An entry is good until
 * anything was written by this process, and for SMM_MEMO_MS at most: that is the time for which
 * another process (a second child, smmctl) can have changed something unnoticed. Nothing that
 * decides about money may come from here: guards stand in the write units.
 */
#ifndef SMM_MEMO_H
#define SMM_MEMO_H

#include <stdint.h>
#include <apr_pools.h>
#include "smm_db.h"
#include "smm_result.h"

#define SMM_MEMO_MS 1000
#define SMM_MEMO_KEY_MAX 512
#define SMM_MEMO_DATA_MAX 32768

/** Number of the newest write of this process. Take it before reading what will be kept. */
SMM_DECLARE(uint64_t) smm_memo_epoch(void);
/** Something was written: nothing kept before is used again. smm_db_write() calls it. */
SMM_DECLARE(void) smm_memo_written(void);
/** @return a copy in p of what is kept under the whole key, its length in *len, or NULL. */
SMM_DECLARE(void *) smm_memo_get(apr_pool_t *p, const void *key, size_t key_len, size_t *len);
/** Keeps a copy of `data`; `epoch` is from before it was read. Too long a key or data: not kept. */
SMM_DECLARE(void)
smm_memo_put(uint64_t epoch, const void *key, size_t key_len, const void *data, size_t len);
/** smm_db_int() for the frame of a page: kept as said above. Arguments are integers only. */
SMM_DECLARE(smm_db_rc_e)
smm_memo_int(smm_db_t *db, int stmt, const smm_arg_t *args, int nargs, int64_t *value);

#endif
