/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A way to pay: one table of functions a gateway. They keep no state of their own; HTTP and the
 * clock come from outside, so that a test can replay a conversation. Only fetch() may lead to a
 * credit: a notice schedules a fetch, and a customer's claim leads to a person. Registered with
 * smm_gateway_add(), or as an ap_provider of group "smm-gateway", version "0".
 * docs/internals/payments.md.
 */
#ifndef SMM_GATEWAY_H
#define SMM_GATEWAY_H

#include "smm_ctx.h"
#include "smm_http.h"
#include "smm_settings.h"

#define SMM_GATEWAY_GROUP "smm-gateway"
#define SMM_GATEWAY_VERSION "0"

/* What a gateway can do. */
#define SMM_GW_REDIRECT 1u     /* hosted page: create() answers a URL */
#define SMM_GW_QR 2u           /* create() answers text for a QR code */
#define SMM_GW_INSTRUCTIONS 4u /* create() answers text for the customer to follow */
#define SMM_GW_NOTICE 8u       /* it sends notices … */
#define SMM_GW_SIGNED 16u      /* … and signs them */
#define SMM_GW_POLL 32u        /* fetch() works */
#define SMM_GW_CAPTURE 64u     /* an authorised payment must be captured */
#define SMM_GW_REFUND 128u
#define SMM_GW_PART_REFUND 256u
#define SMM_GW_CLAIM 512u /* the customer sends a reference, a person or a match confirms */
#define SMM_GW_LATE 1024u /* money may still come after expiry */
#define SMM_GW_CANCEL 2048u
#define SMM_GW_CRYPTO 4096u /* shown with the coins */
#define SMM_GW_REFUND_ONCE                                                                         \
    8192u /* refund() has no key there: after UNSURE a person looks, it is never repeated */

typedef struct smm_gateway_caps_t {
    const char *currencies;       /* "USD", "INR", "USD EUR GBP"; "*" = any */
    int64_t min_minor, max_minor; /* in the first currency's minor units; 0 = the panel's limits */
    unsigned flags;
    int notice_wait;  /* seconds between a notice and the fetch it schedules */
    int64_t lifetime; /* seconds until an unpaid checkout expires */
    int64_t late;     /* seconds after expiry in which it is still asked */
} smm_gateway_caps_t;

/** What every function is given beside its own arguments. */
typedef struct smm_gateway_env_t {
    smm_ctx_t *c;                                          /* pool, panel and clock (c->now) */
    void (*http)(apr_pool_t *p, smm_http_t *x, int n);     /* smm_http_run, or a test's */
    const char *(*setting)(smm_ctx_t *c, const char *key); /* smm_setting, or a test's */
    int timeout_ms;                                        /* of one call: short inside a request */
} smm_gateway_env_t;

typedef enum {
    SMM_GW_OK = 0,
    SMM_GW_REFUSED, /* the gateway answered no: final for this call */
    SMM_GW_DOWN, /* nothing reached it, or it cannot answer now: safe to repeat with the same key */
    SMM_GW_UNSURE,  /* sent, and no whole answer came: look it up or repeat with the same key */
    SMM_GW_MISSING, /* it does not know the reference */
    SMM_GW_NOT_SET, /* settings are missing: the operator must act */
    SMM_GW_NOT_SUPPORTED
} smm_gw_rc_e;

/** What is to be paid. */
typedef struct smm_intent_t {
    int64_t payment;       /* our payment's id */
    const char *reference; /* our text at the gateway, unique per attempt: "P123-1" */
    const char *key;       /* outgoing idempotency key, stored before the call */
    int64_t amount_minor;
    int exponent;
    const char *currency;
    const char *description;            /* "Account balance top-up" */
    const char *invoice;                /* number of the document */
    const char *email, *name, *country; /* of the customer, may be "" */
    const char *return_url, *cancel_url, *notify_url;
} smm_intent_t;

typedef struct smm_checkout_t {
    const char *gateway_ref;  /* the gateway's id of what was made */
    const char *redirect_url; /* REDIRECT */
    const char *qr;           /* QR */
    const char *instructions; /* INSTRUCTIONS: plain text */
    int64_t expires;          /* seconds UTC, 0 = caps.lifetime */
    const char *error;        /* short, for the log and staff; no secrets */
} smm_checkout_t;

typedef struct smm_gw_header_t {
    const char *name, *value;
} smm_gw_header_t;
/** A raw notice. Ends with name NULL; names compare without case. */
typedef struct smm_notice_in_t {
    const smm_gw_header_t *headers;
    const char *body;
    apr_size_t len;
} smm_notice_in_t;

typedef enum { SMM_GW_AUTH_OK, SMM_GW_AUTH_BAD, SMM_GW_AUTH_NONE } smm_gw_auth_e;
typedef struct smm_notice_t {
    smm_gw_auth_e auth;      /* NONE: the gateway does not sign; still only a reason to fetch */
    const char *event_key;   /* unique per event: repeats are absorbed */
    const char *gateway_ref; /* or NULL … */
    const char *reference;   /* … when the notice carries ours … */
    const char *payment_id; /* … or the snapshot's payment_id, for what comes after the payment */
    const char *event;      /* its name, for the log */
    const char *why;        /* of AUTH_BAD, for the log; never the signature itself */
} smm_notice_t;

/** What the gateway says about a payment now. States are the common words of the payment machine.
 */
typedef struct smm_snapshot_t {
    const char *state;      /* pending confirming paid underpaid overpaid expired failed refunded */
    const char *payment_id; /* the gateway's id of the newest receipt: the ledger's key */
    const char *reference;  /* ours, as the gateway knows it: compared */
    int64_t asked_minor;    /* what it asked for: compared */
    int64_t paid_minor;     /* all that came in so far */
    const char *currency;   /* compared */
    const char *crypto;     /* decimal text of the coin amount, or NULL */
    int64_t confirmations;  /* of the newest coins; -1: it does not say … */
    int64_t confirmations_wanted; /* … and how many it takes; 0: it does not say */
    int64_t fee_minor;            /* what the gateway kept, 0 = unknown */
    int64_t refunded_minor;       /* all that went back to the payer so far */
    int64_t disputed_minor;       /* all that a bank took back or holds back: a chargeback */
    int capturable;         /* 1: the payer agreed, money moves only when capture() is called */
    const char *raw_status; /* for staff */
    int64_t paid_at;        /* when the payer paid, seconds UTC; 0 = it does not say */
    const char *error;
} smm_snapshot_t;

/** A customer's claim. */
typedef struct smm_claim_t {
    const char *reference, *note;
    int64_t amount; /* micro-USD or 0 */
} smm_claim_t;
typedef enum { SMM_CLAIM_REVIEW, SMM_CLAIM_MATCHED, SMM_CLAIM_BAD } smm_claim_e;

typedef struct smm_gateway_t {
    const char *name;  /* "stripe": setting prefix and part of the notice's path */
    const char *title; /* English source string: "Card" */
    const char *text;  /* one line for the add-funds page, English source string */
    const char *time;  /* "Instant", "1–3 days": English source string */
    const char *icon;  /* of the sprite */
    smm_gateway_caps_t caps;
    const smm_setting_t *settings; /* its own, ends with key NULL; may be NULL */

    /** 1 when its settings let it work. NULL: always. */
    int (*ready)(const smm_gateway_env_t *e);
    smm_gw_rc_e (*create)(const smm_gateway_env_t *e, const smm_intent_t *in, smm_checkout_t *out);
    /** No side effects, no network. NULL: it sends none. */
    void (*verify_notify)(const smm_gateway_env_t *e, const smm_notice_in_t *in, smm_notice_t *out);
    smm_gw_rc_e (*fetch)(const smm_gateway_env_t *e, const char *gateway_ref, smm_snapshot_t *out);
    smm_gw_rc_e (*capture)(const smm_gateway_env_t *e, const char *gateway_ref);
    smm_gw_rc_e (*refund)(const smm_gateway_env_t *e, const char *gateway_ref, int64_t amount_minor,
                          const char *key, const char **refund_ref);
    smm_gw_rc_e (*fetch_refund)(const smm_gateway_env_t *e, const char *refund_ref,
                                smm_snapshot_t *out);
    /** Checks the shape of what the customer sent; *key is its normalised reference. */
    smm_claim_e (*claim)(const smm_gateway_env_t *e, const smm_claim_t *in, const char **key,
                         const char **message);
    /** Asks the gateway about the reference that a customer named (its own text, not ours): what
     * came in under it. MISSING: it knows none. NULL: only people can look. */
    smm_gw_rc_e (*lookup)(const smm_gateway_env_t *e, const char *reference, smm_snapshot_t *out);
    smm_gw_rc_e (*cancel)(const smm_gateway_env_t *e, const char *gateway_ref);
    /** One harmless call with the stored settings. *what: one English sentence on what works, or
     * what is wrong and what to do; no secret in it. NULL: there is nothing to try. */
    smm_gw_rc_e (*test)(const smm_gateway_env_t *e, const char **what);
    /** Called before verify_notify, may use the network: brings what the check needs into a cache
     * of the process (a certificate). DOWN or UNSURE: the notice is to be sent again. NULL: nothing
     * is needed. */
    smm_gw_rc_e (*prepare_notify)(const smm_gateway_env_t *e, const smm_notice_in_t *in);
    /** What a person has to do soon: one English sentence for the staff's pages, or NULL. It reads
     * the database at most. NULL: there is never anything. */
    const char *(*warn)(const smm_gateway_env_t *e);
    const char *page; /* a page of its own for staff, "/staff/crypto"; or NULL */
} smm_gateway_t;

/** Registers a gateway and its settings; the same name again replaces it. */
SMM_DECLARE(void) smm_gateway_add(const smm_gateway_t *g);
SMM_DECLARE(const smm_gateway_t *) smm_gateway_find(const char *name);
/** In order of registration from 0; NULL after the last. */
SMM_DECLARE(const smm_gateway_t *) smm_gateway_nth(int n);
/** Value of "gateway.<name>.<key>", or NULL. */
SMM_DECLARE(const char *)
smm_gateway_setting(const smm_gateway_env_t *e, const smm_gateway_t *g, const char *key);
/** A header of a notice, or NULL. */
SMM_DECLARE(const char *) smm_gateway_header(const smm_notice_in_t *in, const char *name);
/** May this address of a gateway become a link and a header of ours? http or https, printable, no
 * quotes. */
SMM_DECLARE(int) smm_gateway_link_ok(const char *url);
/** The unguessable last part of /pay/notify/GATEWAY/TOKEN of this panel. */
SMM_DECLARE(const char *) smm_gateway_token(smm_ctx_t *c, const char *name);

#endif
