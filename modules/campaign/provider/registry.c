/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include "provider_int.h"

static const smm_provider_driver_t *drivers[16];

void smm_provider_driver_add(const smm_provider_driver_t *d)
{
    for (int i = 0; i < 16; i++) {
        if (drivers[i] && strcmp(drivers[i]->name, d->name))
            continue;
        drivers[i] = d;
        return;
    }
}

const smm_provider_driver_t *smm_provider_driver(const char *kind)
{
    for (int i = 0; kind && i < 16 && drivers[i]; i++)
        if (!strcmp(drivers[i]->name, kind))
            return drivers[i];
    return NULL;
}

void smm_provider_register(void)
{
    smm_provider_driver_add(&smm_provider_api_v2);
    smm_provider_driver_add(&smm_provider_sandbox);
}
