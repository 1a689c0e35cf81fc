/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include "smm_eta.h"
#include "smm_money.h"
#include "smm_time.h"
#include "vectors_int.h"

static void parse_usd_case(vec_t *v, json_t *c)
{
    int64_t got = 0;
    json_t *in = json_object_get(c, "in");
    /* a text with a NUL inside is refused: C would silently read less than was sent */
    int rc = strlen(vec_str(c, "in")) != json_string_length(in)
                 ? -1
                 : smm_price_parse(vec_str(c, "in"), &got);

    vec_check_int(v, vec_str(c, "in"), rc, got, json_object_get(c, "micro"));
}

static void parse_usd(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", parse_usd_case);
}

static void sell_rate_case(vec_t *v, json_t *c)
{
    int64_t got = 0;
    int rc = smm_sell_rate(vec_int(c, "cost_micro_per_1000"), vec_int(c, "markup_bps"), &got);

    vec_check_int(v, "sell rate", rc, got, json_object_get(c, "sell_micro_per_1000"));
}

static void sell_rate(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", sell_rate_case);
}

static void charge_case(vec_t *v, json_t *c)
{
    int64_t got = 0;
    int rc = smm_charge(vec_int(c, "rate_micro_per_1000"), vec_int(c, "qty"), &got);

    vec_check_int(v, "charge", rc, got, json_object_get(c, "charge_micro"));
}

static void package_case(vec_t *v, json_t *c)
{
    /* a package costs its price once: its charge is the price of 1000 units at that rate */
    int64_t got = 0;
    int rc = smm_charge(vec_int(c, "price_micro"), 1000, &got);

    vec_check_int(v, "package", rc, got, json_object_get(c, "charge_micro"));
}

static void charge(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", charge_case);
    vec_each(v, root, "package_vectors", package_case);
}

static smm_refund_e refund_kind(const char *status)
{
    if (strcmp(status, "canceled") == 0)
        return SMM_REFUND_CANCELED;
    return strcmp(status, "partial") == 0 ? SMM_REFUND_PARTIAL : SMM_REFUND_NONE;
}

static void refund_case(vec_t *v, json_t *c)
{
    int64_t got =
        smm_refund_due(vec_int(c, "charge_micro"), vec_int(c, "qty"), vec_int(c, "remains"),
                       vec_int(c, "already_refunded_micro"), refund_kind(vec_str(c, "status")));

    vec_check_int(v, "refund", 0, got, json_object_get(c, "refund_now_micro"));
}

static void refund(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", refund_case);
}

static void refund_mixed_case(vec_t *v, json_t *c)
{
    int64_t qty = vec_int(c, "qty"), remains = vec_int(c, "remains");
    int64_t usd =
        smm_refund_due(vec_int(c, "paid_balance_micro"), qty, remains, 0, SMM_REFUND_PARTIAL);
    int64_t coins = smm_refund_due(vec_int(c, "paid_coins"), qty, remains, 0, SMM_REFUND_PARTIAL);

    vec_check(v, usd == vec_int(c, "refund_balance_micro") && coins == vec_int(c, "refund_coins"),
              "got %lld and %lld coins, want %lld and %lld", (long long)usd, (long long)coins,
              (long long)vec_int(c, "refund_balance_micro"), (long long)vec_int(c, "refund_coins"));
}

static void refund_mixed(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", refund_mixed_case);
}

static void delivery_case(vec_t *v, json_t *c)
{
    smm_promise_t p = {vec_opt(c, "start_min_s", -1), vec_opt(c, "start_max_s", -1),
                       vec_opt(c, "per_day_min", -1), vec_opt(c, "per_day_max", -1)};
    int64_t fast, slow;
    int64_t want_fast = vec_opt(c, "eta_fast_s", SMM_ETA_UNKNOWN);
    int64_t want_slow = vec_opt(c, "eta_slow_s", SMM_ETA_UNKNOWN);

    smm_eta(&p, vec_int(c, "qty"), &fast, &slow);
    vec_check(v, fast == want_fast && slow == want_slow, "%s: got %lld-%lld, want %lld-%lld",
              vec_str(c, "tag"), (long long)fast, (long long)slow, (long long)want_fast,
              (long long)want_slow);
}

static void delivery(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", delivery_case);
}

static void fx_case(vec_t *v, json_t *c)
{
    int64_t minor = 0, back = 0, rate = vec_int(c, "rate_e6");
    int rc = smm_fx_to_minor(vec_int(c, "usd_micro"), rate, &minor);
    int rc2 = smm_fx_to_usd(minor, rate, &back);

    vec_check(v,
              rc == 0 && rc2 == 0 && minor == vec_int(c, "inr_paise") &&
                  back == vec_int(c, "back_usd_micro"),
              "got %lld and back %lld, want %lld and back %lld", (long long)minor, (long long)back,
              (long long)vec_int(c, "inr_paise"), (long long)vec_int(c, "back_usd_micro"));
}

static void quote_case(vec_t *v, json_t *c)
{
    int64_t quoted = 0, pay = 0, started = 0;
    const char *s = json_string_value(json_object_get(c, "gateway_started_at"));
    int locked;

    if (smm_time_parse(vec_str(c, "quoted_at"), &quoted) != 0 ||
        smm_time_parse(vec_str(c, "pay_at"), &pay) != 0 ||
        (s && smm_time_parse(s, &started) != 0)) {
        vec_check(v, 0, "a time does not parse");
        return;
    }
    locked = smm_fx_locked(quoted, vec_int(c, "ttl_s"), s ? started : pay);
    vec_check(v, locked == (strcmp(vec_str(c, "use"), "locked") == 0), "quote: got %s, want %s",
              locked ? "locked" : "requote", vec_str(c, "use"));
}

static void fx(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", fx_case);
    vec_each(v, root, "quote_vectors", quote_case);
}

const vec_kind_t vec_money[] = {
    {"parse-usd", parse_usd},
    {"sell-rate", sell_rate},
    {"charge", charge},
    {"refund", refund},
    {"refund-mixed", refund_mixed},
    {"delivery-time", delivery},
    {"fx", fx},
    {NULL, NULL},
};
