/* SPDX-License-Identifier: Apache-2.0 */
/* The database inside httpd: connections belong to mod_dbd. For mod_smm_core only. */
#ifndef MOD_SMM_DBD_H
#define MOD_SMM_DBD_H

#include <httpd.h>
#include "smm_db.h"

/** Call from mod_smm_core's register_hooks. */
void mod_smm_dbd_hooks(apr_pool_t *p);

/**
 * The database of a virtual host, as its DBDriver and DBDParams say. Usable in children (from
 * child_init on), by any thread; the same object each time. Does not connect by itself.
 * Runs migrations with smm_db_migrate(): as the server's user, so that the files get the right
 * owner.
 */
smm_db_t *smm_db_server(server_rec *s);

/**
 * Before the first use of a server's database (post_config or child_init).
 * @param sync_full 1 = synchronous FULL (default), 0 = NORMAL: may lose the newest commits on power
 * loss
 * @param prepare   1 = prepared statements (default), 0 = for a pooler that cannot keep them
 * @param timeout_ms deadline of one read or unit, 100 … 120000 (default 10000)
 */
void smm_db_server_options(server_rec *s, int sync_full, int prepare, int timeout_ms);

/**
 * Closes the connections that nobody wanted since `before` and that mod_dbd does not keep itself
 * (DBDPersist Off): what makes a host with hundreds of quiet panels cheap. Any thread.
 */
void smm_db_servers_trim(apr_time_t before);

#endif
