/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <stdio.h>
#include <string.h>
#include "smm_billing.h"
#include "smm_money.h"
#include "smm_time.h"

/* ---- states --------------------------------------------------------------------------------- */

static const struct {
    const char *from, *event, *to;
} invoice_moves[] = {
    {"draft", "submit", "pending"},
    {"draft", "discard", "cancelled"},
    {"pending", "pay_exact", "paid"},
    {"pending", "pay_less", "underpaid"},
    {"pending", "pay_more", "overpaid"},
    {"pending", "deadline", "expired"},
    {"pending", "cancel", "cancelled"},
    {"underpaid", "pay_rest", "paid"},
    {"underpaid", "pay_over_rest", "overpaid"},
    {"underpaid", "pay_less_again", "underpaid"},
    {"underpaid", "link_excess", "paid"},
    {"underpaid", "deadline", "underpaid"},
    {"underpaid", "write_to_balance", "cancelled"},
    {"overpaid", "credit_excess", "paid"},
    {"expired", "late_pay_exact", "paid"},
    {"expired", "late_pay_less", "underpaid"},
    {"expired", "late_pay_more", "overpaid"},
    {"expired", "renew", "pending"},
    {"cancelled", "late_pay_exact", "paid"},
    {"paid", "refund_part", "paid"},
    {"paid", "refund_all", "refunded"},
    {"paid", "chargeback", "charged_back"},
    {"charged_back", "chargeback_won", "paid"},
};

const char *smm_invoice_next(const char *from, const char *event)
{
    size_t i;

    for (i = 0; i < sizeof(invoice_moves) / sizeof(*invoice_moves); i++)
        if (strcmp(invoice_moves[i].from, from) == 0 && strcmp(invoice_moves[i].event, event) == 0)
            return invoice_moves[i].to;
    return NULL;
}

/** Each state with those that may follow it, blank before and after each word. */
static const struct {
    const char *from, *to;
} payment_moves[] = {
    {"created", " pending confirming underpaid overpaid paid expired failed cancelled "},
    {"pending", " confirming underpaid overpaid paid expired failed cancelled "},
    {"confirming", " underpaid overpaid paid expired failed "},
    {"underpaid", " underpaid overpaid paid cancelled "},
    {"overpaid", " paid "},
    {"expired", " confirming underpaid overpaid paid "},
    {"failed", " confirming underpaid overpaid paid "},
    {"cancelled", " paid "},
    {"paid", " refunded charged_back "},
    {"charged_back", " paid "},
};

static int in_words(const char *words, const char *word)
{
    size_t n = strlen(word);
    const char *p = words;

    while ((p = strstr(p, word)) != NULL) {
        if (p[-1] == ' ' && p[n] == ' ')
            return 1;
        p += n;
    }
    return 0;
}

int smm_payment_may(const char *from, const char *to)
{
    size_t i;

    for (i = 0; i < sizeof(payment_moves) / sizeof(*payment_moves); i++)
        if (strcmp(payment_moves[i].from, from) == 0)
            return *to != '\0' && in_words(payment_moves[i].to, to);
    return 0;
}

const char *smm_invoice_event(const char *from, const char *to)
{
    static const struct {
        const char *to, *pending, *underpaid, *late;
    } map[] = {
        {"paid", "pay_exact", "pay_rest", "late_pay_exact"},
        {"underpaid", "pay_less", "pay_less_again", "late_pay_less"},
        {"overpaid", "pay_more", "pay_over_rest", "late_pay_more"},
        {"expired", "deadline", NULL, NULL},
        {"cancelled", "cancel", "write_to_balance", NULL},
    };
    size_t i;

    if (strcmp(from, "overpaid") == 0)
        return strcmp(to, "paid") == 0 ? "credit_excess" : NULL;
    if (strcmp(from, "paid") == 0)
        return strcmp(to, "refunded") == 0       ? "refund_all"
               : strcmp(to, "charged_back") == 0 ? "chargeback"
                                                 : NULL;
    if (strcmp(from, "charged_back") == 0)
        return strcmp(to, "paid") == 0 ? "chargeback_won" : NULL;
    for (i = 0; i < sizeof(map) / sizeof(*map); i++) {
        if (strcmp(map[i].to, to) != 0)
            continue;
        return strcmp(from, "pending") == 0     ? map[i].pending
               : strcmp(from, "underpaid") == 0 ? map[i].underpaid
                                                : map[i].late;
    }
    return NULL;
}

/* ---- settlement ----------------------------------------------------------------------------- */

smm_settled_t smm_settle(int64_t due, int64_t received, int deadline_passed, int64_t abs,
                         int64_t bps, int64_t unit)
{
    smm_settled_t s = {"pending", 0, 0};
    int64_t tolerance = 0;

    if (received <= 0) {
        s.state = deadline_passed ? "expired" : "pending";
        return s;
    }
    if (smm_muldiv_floor(due, bps, 10000, &tolerance) != 0)
        tolerance = 0;
    tolerance -= tolerance % unit;
    if (tolerance < abs)
        tolerance = abs;
    if (received < due - tolerance) {
        s.state = "underpaid";
        s.missing = due - received;
        return s;
    }
    s.excess = received > due ? received - due : 0;
    s.state = s.excess > tolerance ? "overpaid" : "paid";
    return s;
}

/* ---- numbers -------------------------------------------------------------------------------- */

const char *smm_financial_year(char out[5], int64_t seconds)
{
    smm_date_t d = smm_date_at(seconds, SMM_IST_OFFSET);
    int first = d.month >= 4 ? d.year : d.year - 1;

    snprintf(out, 5, "%02u%02u", (unsigned)first % 100u, (unsigned)(first + 1) % 100u);
    return out;
}

int smm_series_ok(const char *s)
{
    size_t i, n = strlen(s);

    if (n < 1 || n > 4)
        return 0;
    for (i = 0; i < n; i++)
        if (!(s[i] >= 'A' && s[i] <= 'Z') && !(i > 0 && s[i] >= '0' && s[i] <= '9'))
            return 0;
    return 1;
}

const char *smm_invoice_number(char out[SMM_INVOICE_NUMBER], const char *series, int64_t issued,
                               int64_t seq)
{
    char fy[5];
    int n;

    if (!smm_series_ok(series) || seq < 1 || seq > 999999)
        return NULL;
    n = snprintf(out, SMM_INVOICE_NUMBER, "%s/%s/%06d", series, smm_financial_year(fy, issued),
                 (int)seq);
    return n > 0 && n < SMM_INVOICE_NUMBER ? out : NULL;
}

int smm_invoice_number_ok(const char *s)
{
    size_t i, n = strlen(s);

    if (n < 1 || n > 16 || s[0] == '-' || s[0] == '/' || s[0] == '0')
        return 0;
    for (i = 0; i < n; i++)
        if (!((s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z') ||
              (s[i] >= '0' && s[i] <= '9') || s[i] == '-' || s[i] == '/'))
            return 0;
    return 1;
}
