/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who fulfils campaigns: one interface for upstream panels over API v2, the built-in sandbox and
 * whatever comes. A driver talks; it never decides about money and never repeats a call. What an
 * ambiguous answer means is the dispatcher's business (docs/internals/dispatch.md).
 */
#ifndef SMM_PROVIDER_H
#define SMM_PROVIDER_H

#include "smm_catalogue.h"
#include "smm_ctx.h"

/* What a driver or a proven provider can do. */
#define SMM_PC_REQUEST_ID                                                                          \
    1u                  /* add with the same request_id answers the same order: safe to repeat */
#define SMM_PC_LOCAL 2u /* in this process: no network, no rate limit */

/** How one add ended. The order of severity matters nowhere; the meaning is exact. */
typedef enum {
    SMM_PO_ACCEPTED = 0, /* `order` holds the provider's id */
    SMM_PO_REJECTED,     /* refused with a text on the known list: nothing was made */
    SMM_PO_NOT_SENT,     /* proved: no byte of the request left: safe to try again */
    SMM_PO_UNKNOWN       /* a byte left and no clear answer came: never repeat */
} smm_po_e;

typedef struct smm_pv_pair_t {
    const char *name, *value;
} smm_pv_pair_t;

/** One campaign to hand over. */
typedef struct smm_pv_add_t {
    int64_t campaign;
    int64_t attempt;
    const char *service;       /* the provider's id of it */
    const char *link;          /* "" where the type has none */
    int64_t quantity;          /* 0 = not sent (packages, comment lists) */
    const smm_pv_pair_t *more; /* typed fields; ends with name NULL; may be NULL */
    const char *request_id;    /* sent only where the capability is proven; else NULL */
    /* the driver's answer; texts in the pool of the call */
    smm_po_e outcome;
    const char *order;  /* ACCEPTED: id as text, ≤ 64 bytes */
    const char *reason; /* a short word for the record: "not-json", "neworder.error.link" … */
    const char
        *answer; /* the first bytes of what came back, printable, for the evidence; or NULL */
    int http_status;
    int64_t sent_bytes, elapsed_ms;
    void *baton; /* the caller's */
} smm_pv_add_t;

#define SMM_PV_NONE INT64_MIN /* a figure that the answer did not have or that was not a number */

/** One order asked about. */
typedef struct smm_pv_status_t {
    const char *order;
    /* answer */
    int ok;           /* 1: the fields below were read; 0: see reason, nothing is known */
    const char *word; /* canonical: "Pending" "Processing" "In progress" "Completed" "Partial"
                         "Canceled", or NULL = unknown word */
    const char *raw;  /* the word as it came */
    int64_t start_count, remains; /* or SMM_PV_NONE */
    const char *reason;
    void *baton;
} smm_pv_status_t;

/** One row of `services`; texts are borrowed until the callback returns. Amounts stay text: parse
 * them exactly. */
typedef struct smm_pv_service_t {
    const char *service, *name, *type, *category, *rate, *min, *max,
        *description;             /* never NULL; "" when absent */
    int refill, cancel, dripfeed; /* 1, 0, or -1 = not said */
} smm_pv_service_t;
typedef int smm_pv_service_fn(void *baton, const smm_pv_service_t *s);

typedef struct smm_provider_driver_t {
    const char *name;  /* smm_provider_t.kind: "api-v2", "sandbox" */
    const char *label; /* English, for staff */
    unsigned caps;     /* what every provider of this kind can do */
    /**
     * Hands over n campaigns at once. Sets each answer, then calls done(x) for it: as soon as its
     * own answer is known where the driver can, at the latest at the end.
     */
    void (*add)(smm_ctx_t *c, const smm_provider_t *p, smm_pv_add_t *x, int n,
                void (*done)(smm_pv_add_t *x));
    /** Asks about n ≤ 100 orders. @return 1 when the call as a whole was understood. */
    int (*status)(smm_ctx_t *c, const smm_provider_t *p, smm_pv_status_t *x, int n);
    /** Streams the price list. @return SMM_OK or a result that staff can read. */
    smm_result_t (*services)(smm_ctx_t *c, const smm_provider_t *p, smm_pv_service_fn *fn,
                             void *baton);
    /** Balance in micro-units of the provider's currency. */
    smm_result_t (*balance)(smm_ctx_t *c, const smm_provider_t *p, int64_t *micro,
                            const char **currency);
} smm_provider_driver_t;

/** At module start, before threads. `d` is static. At most 16 drivers. */
SMM_DECLARE(void) smm_provider_driver_add(const smm_provider_driver_t *d);
/** The driver of a kind, or NULL. */
SMM_DECLARE(const smm_provider_driver_t *) smm_provider_driver(const char *kind);
/** Registers "api-v2" and "sandbox"; safe to call twice. */
SMM_DECLARE(void) smm_provider_register(void);

#endif
