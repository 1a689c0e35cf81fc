/* SPDX-License-Identifier: Apache-2.0 */
/* Subscriptions to events. Filled while the server starts, read-only afterwards. */
#include <string.h>
#include "smm_event.h"

#define MAX_SUBS 128

typedef struct sub_t {
    const char *name;
    smm_event_steps_fn *steps;
    smm_event_after_fn *after;
} sub_t;

static sub_t subs[MAX_SUBS];
static int nsubs;

static int hears(const sub_t *s, const smm_event_t *e)
{
    return !s->name || strcmp(s->name, e->name) == 0;
}

static int same(const sub_t *s, const char *name)
{
    return s->name == name || (s->name && name && strcmp(s->name, name) == 0);
}

SMM_DECLARE(void)
smm_event_on(const char *name, smm_event_steps_fn *steps, smm_event_after_fn *after)
{
    /* Start-up may register twice (configuration is read twice): once counts. */
    for (int i = 0; i < nsubs; i++) {
        if (same(&subs[i], name) && subs[i].steps == steps && subs[i].after == after) {
            return;
        }
    }
    if (nsubs < MAX_SUBS) {
        subs[nsubs++] = (sub_t){name, steps, after};
    }
}

SMM_DECLARE(void) smm_event_steps(smm_ctx_t *c, const smm_event_t *e, smm_unit_t *u)
{
    for (int i = 0; i < nsubs; i++) {
        if (subs[i].steps && hears(&subs[i], e)) {
            subs[i].steps(c, e, u);
        }
    }
}

SMM_DECLARE(void) smm_event_committed(smm_ctx_t *c, const smm_event_t *e)
{
    for (int i = 0; i < nsubs; i++) {
        if (subs[i].after && hears(&subs[i], e)) {
            subs[i].after(c, e);
        }
    }
}
