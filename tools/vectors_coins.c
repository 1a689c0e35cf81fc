/* SPDX-License-Identifier: Apache-2.0 */
/* Coins and memberships: the rules of modules/lib/coins.c. The book itself runs the coin vectors on
 * both databases in t/unit/test_coins.c. */
#include "config.h"
#include <stdio.h>
#include <string.h>
#include "smm_coins.h"
#include "vectors_int.h"

/* ---- coins ----------------------------------------------------------------------------------- */

#define EVENTS 64

typedef struct event_t {
    const char *op, *site, *key;
    int64_t amount, returned;
} event_t;

typedef struct book_t {
    event_t events[EVENTS];
    int n;
    int64_t balance;
} book_t;

static event_t *find(book_t *b, const char *op, const char *site, const char *key)
{
    int i;

    for (i = 0; i < b->n; i++)
        if (strcmp(b->events[i].op, op) == 0 && strcmp(b->events[i].site, site) == 0 &&
            strcmp(b->events[i].key, key) == 0)
            return &b->events[i];
    return NULL;
}

static smm_coin_e run(book_t *b, const event_t *e)
{
    int back = strcmp(e->op, "unspend") == 0;
    event_t *was = find(b, back ? "spend" : e->op, e->site, e->key);
    smm_coin_seen_t seen = {b->balance, was ? was->amount : 0, was ? was->returned : 0};
    smm_coin_e r = smm_coin_decide(e->op, e->amount, &seen);

    if (r != SMM_COIN_OK)
        return r;
    if (back)
        was->returned += e->amount;
    else if (b->n < EVENTS)
        b->events[b->n++] = *e;
    b->balance += strcmp(e->op, "spend") == 0 ? -e->amount : e->amount;
    return r;
}

static void coins_case(vec_t *v, json_t *c)
{
    json_t *ops = json_object_get(c, "ops"), *want = json_object_get(c, "results"), *op;
    book_t b = {.n = 0};
    size_t i;

    json_array_foreach(ops, i, op)
    {
        event_t e = {
            json_string_value(json_array_get(op, 0)), json_string_value(json_array_get(op, 1)),
            json_string_value(json_array_get(op, 2)), json_integer_value(json_array_get(op, 3)), 0};

        vec_check_str(v, e.op, smm_coin_word(run(&b, &e)), json_array_get(want, i));
    }
    vec_check_int(v, "balance", 0, b.balance, json_object_get(c, "balance"));
}

static void coins(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", coins_case);
}

/* ---- memberships ----------------------------------------------------------------------------- */

static smm_date_t date(json_t *c, const char *name)
{
    int64_t at = 0;

    smm_time_parse(vec_str(c, name), &at);
    return smm_date_at(at, 0);
}

static void period_case(vec_t *v, json_t *c)
{
    char text[SMM_TIME_TEXT];
    smm_date_t end = smm_vip_ends(date(c, "anchor"), (int)vec_int(c, "periods"));

    vec_check_str(v, "ends", smm_date_text(text, end), json_object_get(c, "ends"));
}

static void upgrade_case(vec_t *v, json_t *c)
{
    int64_t credit, pay = smm_vip_upgrade(vec_int(c, "old_price_micro"),
                                          vec_int(c, "new_price_micro"), date(c, "period_start"),
                                          date(c, "period_end"), date(c, "upgrade_on"), &credit);

    vec_check_int(v, "credit", 0, credit, json_object_get(c, "credit_micro"));
    vec_check_int(v, "pay now", pay < 0, pay, json_object_get(c, "pay_now_micro"));
}

static void renew_case(vec_t *v, json_t *c)
{
    static const char *const words[] = {"active", "active", "grace", "free"};
    smm_date_t ends = date(c, "ends"), on = date(c, "on");
    smm_vip_e e = smm_vip_renew(ends, on, json_is_true(json_object_get(c, "auto")),
                                vec_int(c, "balance_micro"), vec_int(c, "price_micro"));
    const char *want = vec_str(c, "state");
    char text[SMM_TIME_TEXT], paid[64];

    /* a renewal in the days of grace is paid from the day the last period ended */
    snprintf(paid, sizeof(paid), "active_paid_from_%s", smm_date_text(text, ends));
    if (strncmp(want, "active_paid_from_", 17) == 0)
        vec_check(v, e == SMM_VIP_RENEWED && strcmp(want, paid) == 0, "got %s", words[e]);
    else
        vec_check_str(v, "state", words[e], json_object_get(c, "state"));
}

static void vip(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", period_case);
    vec_each(v, root, "upgrade_vectors", upgrade_case);
    vec_each(v, root, "renew_vectors", renew_case);
}

const vec_kind_t vec_coins[] = {{"coins", coins}, {"vip", vip}, {NULL, NULL}};
