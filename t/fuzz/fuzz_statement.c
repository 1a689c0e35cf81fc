/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of banks: the first bytes choose the mapping, the rest is the file. What comes out
 * keeps the rules of a line, is the same when it is read again, and fits the bounds. */
// clang-format off
// fuzz-sources: modules/lib/csv.c modules/lib/time.c modules/lib/money.c
// fuzz-sources: modules/wallet/domain/statement_read.c modules/wallet/gateway/bank.c
// fuzz-sources: modules/lib/currency.c
// fuzz-sources: modules/wallet/gateway/gw_util.c modules/wallet/domain/gateway.c
// fuzz-sources: modules/core/settings/secret.c
// clang-format on
// fuzz-libs: -lcrypto -ljansson -laprutil-1
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "smm_csv.h"
#include "smm_http.h"
#include "smm_settings.h"
#include "smm_payment.h"
#include "smm_statement.h"

void smm_settings_add(const smm_setting_t *table)
{
}
const char *smm_setting(smm_ctx_t *c, const char *key)
{
    return NULL;
}
void smm_http_run(apr_pool_t *p, smm_http_t *x, int n)
{
}
const smm_setting_t *smm_bill_settings(apr_pool_t *p, const smm_gateway_t *g)
{
    return NULL;
}

int smm_quote_make(smm_ctx_t *c, const smm_gateway_t *g, int64_t total, smm_quote_t *out)
{
    return -1;
}

static void rows(const char *text, size_t len, char separator)
{
    smm_csv_t *csv = malloc(sizeof(*csv));
    smm_csv_e e;
    int64_t minor, days;

    smm_csv_begin(csv, text, len, separator);
    while ((e = smm_csv_next(csv)) != SMM_CSV_END) {
        if (e == SMM_CSV_BAD)
            continue;
        for (int i = 0; i < csv->n; i++) {
            if (strlen(csv->cell[i]) > SMM_CSV_LINE)
                abort();
            smm_statement_amount(csv->cell[i], '.', 2, &minor);
            smm_statement_amount(csv->cell[i], ',', 0, &minor);
            smm_statement_date(csv->cell[i], "dmy", &days);
        }
    }
    free(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const char *const separators[] = {"auto", "comma", "semicolon", "tab", "bar"};
    static const char *const orders[] = {"dmy", "mdy", "ymd"};
    smm_stmt_bank_t b = {.name = "B", .currency = "INR"};
    smm_statement_t s, again;
    const char *text;
    apr_pool_t *p;
    static int begun;

    if (!begun++)
        apr_initialize();
    if (len < 3)
        return 0;
    apr_pool_create(&p, NULL);
    b.currency = data[0] & 1 ? "INR" : data[0] & 2 ? "JPY" : "KWD";
    b.separator = separators[data[0] / 4 % 5];
    b.decimal = data[0] & 128 ? "comma" : "point";
    b.date_order = orders[data[1] % 3];
    b.skip = data[1] / 3 % 4;
    b.col_date = 1 + data[1] / 12 % 3;
    b.col_amount = 1 + data[2] % 5;
    b.col_reference = data[2] / 5 % 6;
    b.col_text = data[2] / 30 % 6;
    text = apr_pstrmemdup(p, (const char *)data + 3, len - 3);
    rows(text, len - 3, b.separator[0] == 'c' ? ',' : 0);
    if (smm_statement_read(p, &b, text, len - 3, &s).code == SMM_OK) {
        int64_t sum = 0;

        if (s.n > SMM_STMT_ROWS || s.n + s.out + s.faults > s.rows || s.notes > SMM_STMT_NOTES)
            abort();
        smm_statement_read(p, &b, text, len - 3, &again);
        for (int i = 0; i < s.n; i++) {
            const smm_stmt_line_t *l = &s.line[i];

            sum += l->amount_minor;
            if (l->amount_minor <= 0 || l->booked % 86400 || l->booked <= 0 ||
                strlen(l->hash) != 64 || strcmp(l->hash, again.line[i].hash) ||
                (l->key && (!*l->key || !smm_stmt_names(l, l->key))))
                abort();
        }
        if (sum != s.sum_minor || again.n != s.n)
            abort();
    }
    apr_pool_destroy(p);
    return 0;
}
