/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SMM_SESSION_STORE_H
#define SMM_SESSION_STORE_H

/** The longest time-outs of any virtual host: what the purge job may delete. */
void smm_session_limits(int idle, int max);

#endif
