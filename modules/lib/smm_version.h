/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SMM_VERSION_H
#define SMM_VERSION_H
#include "smm_result.h"

/** Release of this build, e.g. "0.1.0". */
SMM_DECLARE(const char *) smm_version(void);

#endif
