/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "smm_version.h"

const char *smm_version(void)
{
    return PACKAGE_VERSION;
}
