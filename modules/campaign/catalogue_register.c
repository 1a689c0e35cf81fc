/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue_int.h"

static const smm_nav_t nav[] = {
    {"customer", "", "services", "/services", "list-search", "Services", 4, 1},
    {"public", "", "services", "/services", "list-search", "Services", 10, 0},
    {"staff", "Catalogue", "staff-services", "/staff/services", "list-search", "Services", 40, 0},
    {"staff", "Catalogue", "staff-providers", "/staff/providers", "plug-connected", "Providers", 41,
     0},
    {NULL, NULL, NULL, NULL, NULL, NULL, 0, 0},
};

void mod_smm_catalogue_register(apr_pool_t *pconf)
{
    smm_catalogue_domain_register();
    smm_routes_add("campaign", catalogue_public_routes);
    smm_routes_add("campaign", catalogue_staff_routes);
    smm_routes_add("campaign", catalogue_provider_routes);
    smm_nav_add(nav);
    catalogue_page_init(pconf);
}
