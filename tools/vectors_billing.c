/* SPDX-License-Identifier: Apache-2.0 */
/* Invoices: numbers, states, settlement, amounts in words. */
#include "config.h"
#include <string.h>
#include "smm_billing.h"
#include "smm_time.h"
#include "smm_words.h"
#include "vectors_int.h"

/* ---- numbers --------------------------------------------------------------------------------- */

static void number_case(vec_t *v, json_t *c)
{
    char number[SMM_INVOICE_NUMBER], fy[5], date[SMM_TIME_TEXT];
    int64_t at = 0;

    if (smm_time_parse(vec_str(c, "issued_at"), &at) != 0) {
        vec_check(v, 0, "the time does not parse");
        return;
    }
    vec_check_str(v, "ist_date", smm_date_text(date, smm_date_at(at, SMM_IST_OFFSET)),
                  json_object_get(c, "ist_date"));
    vec_check_str(v, "fy", smm_financial_year(fy, at), json_object_get(c, "fy"));
    vec_check_str(v, "number",
                  smm_invoice_number(number, vec_str(c, "series"), at, vec_int(c, "seq")),
                  json_object_get(c, "number"));
}

static void number_check(vec_t *v, json_t *c)
{
    int got = smm_invoice_number_ok(vec_str(c, "number"));

    vec_check(v, got == json_is_true(json_object_get(c, "ok")), "%s: got %d", vec_str(c, "number"),
              got);
}

static void invoice_number(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", number_case);
    vec_each(v, root, "check_vectors", number_check);
}

/* ---- states ---------------------------------------------------------------------------------- */

static void state_case(vec_t *v, json_t *c)
{
    vec_check_str(v, vec_str(c, "event"), smm_invoice_next(vec_str(c, "from"), vec_str(c, "event")),
                  json_object_get(c, "to"));
}

static void invoice_states(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", state_case);
    vec_each(v, root, "refused", state_case); /* no "to": refused */
}

/* ---- settlement ------------------------------------------------------------------------------ */

static void settle_case(vec_t *v, json_t *c)
{
    json_t *list = json_object_get(c, "received_cents"), *one;
    int64_t received = 0;
    size_t i;
    smm_settled_t s;

    json_array_foreach(list, i, one) received += json_integer_value(one);
    s = smm_settle(vec_int(c, "due_cents"), received,
                   json_is_true(json_object_get(c, "deadline_passed")),
                   vec_int(c, "tolerance_abs_cents"), vec_int(c, "tolerance_bps"), 1);
    vec_check_str(v, "state", s.state, json_object_get(c, "state"));
    vec_check_int(v, "missing", 0, s.missing, json_object_get(c, "missing_cents"));
    vec_check_int(v, "excess", 0, s.excess, json_object_get(c, "excess_cents"));
}

static void linked_case(vec_t *v, json_t *c)
{
    json_t *old = json_object_get(c, "old"), *fresh = json_object_get(c, "new");
    json_t *after = json_object_get(c, "after_transfer");
    int64_t missing = vec_int(old, "due") - vec_int(old, "received");
    int64_t over = vec_int(fresh, "received") - vec_int(fresh, "due");
    int64_t moved = smm_settle_link(missing, over);
    smm_settled_t a, b;

    a = smm_settle(vec_int(old, "due"), vec_int(old, "received") + moved, 0, 5, 10, 1);
    b = smm_settle(vec_int(fresh, "due"), vec_int(fresh, "received") - moved, 0, 5, 10, 1);
    vec_check_int(v, "transfer", 0, moved, json_object_get(after, "transfer"));
    vec_check_str(v, "old state", a.state, json_object_get(after, "old_state"));
    vec_check_str(v, "new state", b.state, json_object_get(after, "new_state"));
    vec_check_int(v, "old received", 0, vec_int(old, "received") + moved,
                  json_object_get(after, "old_received"));
    vec_check_int(v, "new received", 0, vec_int(fresh, "received") - moved,
                  json_object_get(after, "new_received"));
}

static void settlement(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", settle_case);
    vec_each(v, root, "linked_vectors", linked_case);
}

/* ---- words ----------------------------------------------------------------------------------- */

static void words_case(vec_t *v, json_t *c)
{
    char out[400];

    vec_check_str(v, "words",
                  smm_amount_words(out, sizeof(out), vec_str(c, "currency"), vec_int(c, "minor")),
                  json_object_get(c, "words"));
}

static void words(vec_t *v, json_t *root)
{
    vec_each(v, root, "vectors", words_case);
}

const vec_kind_t vec_billing[] = {
    {"invoice-number", invoice_number},
    {"invoice-states", invoice_states},
    {"settlement", settlement},
    {"amount-words", words},
    {NULL, NULL},
};
