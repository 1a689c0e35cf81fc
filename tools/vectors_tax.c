/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include "vectors_int.h"

const vec_kind_t vec_tax[] = {
    {NULL, NULL},
};
