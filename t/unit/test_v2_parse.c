/* SPDX-License-Identifier: Apache-2.0 */
/* Answers of upstream panels, the nasty ones first: what counts as an order, a refusal, or as
 * neither. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include "provider/v2_parse.h"
#include "tap.h"

static smm_pv_add_t add_of(smm_http_rc_e rc, int status, const char *body, apr_size_t len)
{
    smm_http_t h = {
        .rc = rc, .status = status, .answer = body, .answer_len = len, .sent_bytes = 200};
    smm_pv_add_t x = {0};
    smm_v2_add_answer(tap_pool, &h, &x);
    return x;
}

static void one(int status, const char *body, smm_po_e want, const char *order)
{
    smm_pv_add_t x = add_of(SMM_HTTP_DONE, status, body, strlen(body));
    const char *name = apr_psprintf(tap_pool, "%d %.60s -> %s", status, body, x.reason);
    is_int(x.outcome, want, name);
    is(x.order, order, "… its order");
}

static void orders(void)
{
    one(200, "{\"order\":23501}", SMM_PO_ACCEPTED, "23501");
    one(200, "{\"order\":\"23501\"}", SMM_PO_ACCEPTED, "23501");
    one(200, "{\"order\":\"ord_Ab9-x\"}", SMM_PO_ACCEPTED, "ord_Ab9-x");
    one(200, "{\"order\":9223372036854775807}", SMM_PO_ACCEPTED, "9223372036854775807");
    one(200, "{\"status\":\"success\",\"order\":7}", SMM_PO_ACCEPTED, "7");
    one(201, " {\"order\" : 7 , \"message\":\"ok\"}\t", SMM_PO_ACCEPTED, "7");
    one(200, "\xEF\xBB\xBF{\"order\":7}", SMM_PO_ACCEPTED, "7");
}

static void not_orders(void)
{
    static const char *const bodies[] = {"{\"order\":0}",
                                         "{\"order\":-5}",
                                         "{\"order\":1.5}",
                                         "{\"order\":1e30}",
                                         "{\"order\":7.0}",
                                         "{\"order\":null}",
                                         "{\"order\":true}",
                                         "{\"order\":[7]}",
                                         "{\"order\":[]}",
                                         "{\"order\":{\"id\":7}}",
                                         "{\"order\":\"\"}",
                                         "{\"order\":\"0\"}",
                                         "{\"order\":\"000\"}",
                                         "{\"order\":\"-5\"}",
                                         "{\"order\":\"1e30\"}",
                                         "{\"order\":\"12.5\"}",
                                         "{\"order\":\"null\"}",
                                         "{\"order\":\"NaN\"}",
                                         "{\"order\":\"a b\"}",
                                         "{\"order\":\"<script>\"}",
                                         "{\"order\":\"7,8\"}",
                                         "{\"order\":9223372036854775808}",
                                         "{\"order\":\"9223372036854775808\"}",
                                         "{\"order\":NaN}",
                                         "{\"order\":7,\"order\":8}",
                                         "{\"order\":7}{\"order\":8}",
                                         "{\"order\":7} trailing",
                                         "{\"order\":7",
                                         "{\"order\":",
                                         "",
                                         " ",
                                         "null",
                                         "7",
                                         "\"7\"",
                                         "[]",
                                         "[{\"order\":7}]",
                                         "{}",
                                         "<html>502</html>",
                                         "<!DOCTYPE html><title>Just a moment...</title>",
                                         "{\"order\":7,\"error\":\"Not enough funds\"}",
                                         "{\"error\":\"Something went wrong\"}",
                                         "{\"error\":\"Please try again later\"}",
                                         "{\"error\":\"\"}",
                                         "{\"error\":null}",
                                         "{\"error\":[\"Not enough funds\"]}",
                                         "{\"error\":{\"message\":\"neworder.error.link\"}}",
                                         "{\"success\":true}",
                                         "{\"Order\":7}",
                                         "{\"message\":\"neworder.error.link\"}",
                                         "{\"order\":\"\xff\xfe\"}",
                                         "\xff\xfe{\"order\":7}",
                                         "{'order':7}",
                                         "{\"order\":07}",
                                         "{\"order\":\"7\\u0000\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        one(200, bodies[i], SMM_PO_UNKNOWN, NULL);
    one(200, apr_psprintf(tap_pool, "{\"order\":\"%0100d\"}", 7), SMM_PO_UNKNOWN, NULL);
    char *deep = apr_palloc(tap_pool, 200001);
    memset(deep, '[', 100000);
    memset(deep + 100000, ']', 100000);
    deep[200000] = '\0';
    smm_pv_add_t x = add_of(SMM_HTTP_DONE, 200, deep, 200000);
    is_int(x.outcome, SMM_PO_UNKNOWN, "100,000 brackets");
    x = add_of(SMM_HTTP_DONE, 200, "{\"order\":7}\0x", 13);
    is_int(x.outcome, SMM_PO_UNKNOWN, "NUL behind the answer");
    x = add_of(SMM_HTTP_DONE, 200, NULL, 0);
    is_int(x.outcome, SMM_PO_UNKNOWN, "no body at all");
}

static void statuses(void)
{
    static const int odd[] = {500, 502, 503, 504, 520, 521, 524, 301,
                              302, 303, 307, 308, 100, 101, 0};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        one(odd[i], "{\"order\":7}", SMM_PO_UNKNOWN, NULL);
        one(odd[i], "{\"error\":\"Not enough funds on balance\"}", SMM_PO_UNKNOWN, NULL);
    }
    one(400, "{\"order\":7}", SMM_PO_UNKNOWN, NULL);
    one(429, "Slow down", SMM_PO_UNKNOWN, NULL);
    one(429, "{\"error\":\"Too many requests\"}", SMM_PO_NOT_SENT, NULL);
    one(200, "{\"error\":\"Too many requests\"}", SMM_PO_UNKNOWN, NULL);
    is_int(add_of(SMM_HTTP_NOT_SENT, 0, NULL, 0).outcome, SMM_PO_NOT_SENT,
           "nothing left the house");
    is_int(add_of(SMM_HTTP_AMBIGUOUS, 0, NULL, 0).outcome, SMM_PO_UNKNOWN, "a lost answer");
    is_int(add_of(SMM_HTTP_AMBIGUOUS, 200, "{\"order\":7}", 11).outcome, SMM_PO_UNKNOWN,
           "a torn answer that looks whole");
}

static void refusals(void)
{
    static const char *const texts[] = {
        "neworder.error.not_enough_funds",
        "Not enough funds on balance",
        "not enough funds on balance.",
        "SMM0851: a bill is overdue, pay it to order again",
        "neworder.error.link",
        "Incorrect service ID",
        "error.incorrect_service_id",
        "neworder.error.min_quantity",
        "neworder.error.max_quantity",
        "neworder.error.link_duplicate",
        "Invalid API key",
        "Invalid API Key.",
        "Incorrect request",
        "Incorrect request.",
        "The account is inactive.",
        "You have active order with this link. Please wait until order being completed."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        one(200, apr_psprintf(tap_pool, "{\"error\":\"%s\"}", texts[i]), SMM_PO_REJECTED, NULL);
        one(422, apr_psprintf(tap_pool, "{\"error\":\"%s\"}", texts[i]), SMM_PO_REJECTED, NULL);
    }
}

static void words(void)
{
    is(smm_v2_word("In progress"), "In progress", "stock");
    is(smm_v2_word("Inprogress"), "In progress", "one word");
    is(smm_v2_word("in_progress"), "In progress", "snake");
    is(smm_v2_word("COMPLETED"), "Completed", "capitals");
    is(smm_v2_word("Cancelled"), "Canceled", "two l");
    is(smm_v2_word(" partial "), "Partial", "blanks");
    is(smm_v2_word("Error"), NULL, "a word that decides nothing");
    is(smm_v2_word(""), NULL, "no word");
    is(smm_v2_word(NULL), NULL, "NULL");
}

static int ask(const char *body, smm_pv_status_t *x, int n)
{
    const char *why;
    static const char *const ids[] = {"1", "2", "x_3"};
    for (int i = 0; i < n; i++)
        x[i] = (smm_pv_status_t){.order = ids[i]};
    return smm_v2_status_answer(tap_pool, body, strlen(body), x, n, &why);
}

static void status_rows(void)
{
    smm_pv_status_t x[3];
    ok(ask("{\"charge\":\"0.27819\",\"start_count\":\"3572\",\"status\":\"Partial\",\"remains\":"
           "\"157\",\"currency\":\"USD\"}",
           x, 1),
       "single");
    ok(x[0].ok, "… read");
    is(x[0].word, "Partial", "… word");
    is_int(x[0].start_count, 3572, "… start count");
    is_int(x[0].remains, 157, "… remains");
    ok(ask("{\"1\":{\"charge\":0.2,\"start_count\":12,\"status\":\"In "
           "progress\",\"remains\":90},\"2\":{\"error\":\"Incorrect order "
           "ID\"},\"x_3\":\"Incorrect order ID\"}",
           x, 3),
       "many, mixed");
    ok(x[0].ok && !x[1].ok && !x[2].ok, "… errors count for their row only");
    is_int(x[0].remains, 90, "… numbers as numbers");
    is(x[1].reason, "Incorrect order ID", "… the reason");
    ok(ask("{\"1\":{\"status\":\"Pending\",\"start_count\":\"\",\"remains\":\"Unknown\"}}", x, 2),
       "gaps");
    is_int(x[0].remains, SMM_PV_NONE, "… a word is no figure");
    is_int(x[0].start_count, SMM_PV_NONE, "… nor is nothing");
    ok(!x[1].ok, "… a row that is left out stays open");
    ok(ask("{\"1\":{\"status\":\"Pending\",\"start_count\":null,\"remains\":-5},\"2\":{\"status\":"
           "\"Partial\",\"remains\":\"12.00\"}}",
           x, 2),
       "odd figures");
    is_int(x[0].remains, -5, "… negative");
    is_int(x[1].remains, 12, "… with decimals");
    ok(ask("[{\"order\":2,\"status\":\"Completed\",\"remains\":\"0\"}]", x, 2), "as a list");
    ok(!x[0].ok && x[1].ok, "… matched by id");
    ok(ask("{\"1\":{\"status\":\"Refilling\",\"remains\":1e30},\"2\":{\"remains\":3}}", x, 2),
       "unknown word, no word");
    ok(x[0].ok && !x[0].word && !x[1].ok, "… flagged, and not read");
    is_int(x[0].remains, SMM_PV_NONE, "… 1e30 is no figure");
    ok(!ask("{\"error\":\"Invalid API key\"}", x, 2), "the call as a whole failed");
    ok(!ask("<html>", x, 2) && !ask("", x, 2) && !ask("7", x, 1), "no answer at all");
    ok(!ask("{\"error\":\"Incorrect order ID\"}", x, 1), "a single order that is not known");
    is(x[0].reason, "Incorrect order ID", "… says so");
}

static int on_service(void *baton, const smm_pv_service_t *s)
{
    char *out = baton;
    strcat(out, apr_psprintf(tap_pool, "%s|%s|%s|%s|%s|%s|%d%d%d;", s->service, s->name, s->type,
                             s->rate, s->min, s->max, s->refill, s->cancel, s->dripfeed));
    return 0;
}

static void lists(void)
{
    char out[1000] = "";
    const char *why, *cur;
    int64_t micro;
    const char *body = "[{\"service\":1,\"name\":\"A 12 "
                       "\\\"x\\\"\",\"type\":\"Default\",\"category\":\"C\",\"rate\":\"0.90\","
                       "\"min\":\"50\",\"max\":\"10000\",\"refill\":true,\"cancel\":false},"
                       "{\"service\":\"308\",\"name\":\"B\",\"type\":\"package\",\"category\":null,"
                       "\"rate\":0.1,\"min\":1,\"max\":1,\"refill\":1,\"dripfeed\":0}, 7]";
    is_int(smm_v2_services_answer(tap_pool, body, strlen(body), on_service, out, &why), 2,
           "two services");
    is(out, "1|A 12 \"x\"|Default|0.90|50|10000|10-1;308|B|package|0.1|1|1|1-10;",
       "… their fields as text");
    is_int(smm_v2_services_answer(tap_pool, "{\"error\":\"Invalid API key\"}", 27, on_service, out,
                                  &why),
           -1, "no list");
    is(why, "Invalid API key", "… why");
    is_int(smm_v2_balance_answer(tap_pool, "{\"balance\":\"100.84292\",\"currency\":\"USD\"}", 40,
                                 &micro, &cur, &why),
           0, "balance");
    is_int(micro, 100842920, "… in micro-USD");
    is_int(smm_v2_balance_answer(tap_pool, "{\"balance\":12.3}", 16, &micro, &cur, &why), 0,
           "balance as a number");
    is_int(micro, 12300000, "… exactly");
    is_int(smm_v2_balance_answer(tap_pool, "{\"balance\":\"abc\"}", 17, &micro, &cur, &why), -1,
           "no balance");
}

int main(void)
{
    tap_init();
    orders();
    not_orders();
    statuses();
    refusals();
    words();
    status_rows();
    lists();
    return tap_done();
}
