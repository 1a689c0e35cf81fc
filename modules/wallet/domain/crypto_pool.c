/* SPDX-License-Identifier: Apache-2.0 */
/* What the operator enters: rates, confirmations, addresses. Who changes an address can take the
 * money of all that pay, so each change is in the audit log. */
#include "config.h"
#include <string.h>
#include <strings.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_crypto.h"

#define I64 APR_INT64_T_FMT
#define ADDRESSES 2000 /* at once */
#define CHUNK 100      /* of one unit */
#define RATE_MAX (INT64_C(100000000) * SMM_USD)

static smm_result_t busy(void)
{
    return smm_fail(SMM_BUSY, NULL,
                    "The panel cannot save this right now. Nothing was changed: try again.");
}

smm_result_t smm_crypto_set(smm_ctx_t *c, const smm_coin_kind_t *k, const smm_crypto_set_t *in)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    char rate[SMM_USD_TEXT];

    if (in->rate <= 0 || in->rate > RATE_MAX)
        return smm_fail(SMM_INVALID, "rate", "Enter what one coin costs in USD.");
    if (in->wanted < 1 || in->wanted > 1000)
        return smm_fail(SMM_INVALID, "wanted", "Enter a number of confirmations from 1 to 1000.");
    if (in->low < 0 || in->low > 100000)
        return smm_fail(SMM_INVALID, "low", "Enter a number of addresses.");
    smm_unit_add(u, SQL_crypto_coin_put,
                 SMM_ARGS(SMM_I(c->panel->id), SMM_T(k->code), SMM_I(in->active != 0),
                          SMM_I(in->rate), SMM_I(in->wanted), SMM_I(in->low), SMM_I(c->actor),
                          SMM_I(c->now)));
    smm_audit_step(u, c, "crypto.coin", "crypto_coin", 0, k->code,
                   apr_psprintf(c->pool, "%s, %s USD, %" I64 " confirmations, low %" I64,
                                in->active ? "on" : "off", smm_usd_text(rate, in->rate), in->wanted,
                                in->low),
                   "");
    return smm_db_write(c->db, u).rc == SMM_DB_OK ? smm_ok() : busy();
}

/** The first cell of the next line, or NULL at the end; blank lines are left out. */
static char *next_line(apr_pool_t *p, const char **at, int *line)
{
    while (**at) {
        size_t n = strcspn(*at, "\r\n"), cell = strcspn(*at, ",;\t\r\n");
        const char *from = *at;
        char *text;

        *at += n;
        if (**at == '\r' && (*at)[1] == '\n')
            ++*at;
        *at += **at != '\0';
        ++*line;
        while (cell && (*from == ' ' || *from == '"'))
            from++, cell--;
        while (cell && (from[cell - 1] == ' ' || from[cell - 1] == '"'))
            cell--;
        text = apr_pstrmemdup(p, from, cell);
        if (*text)
            return text;
    }
    return NULL;
}

/** The checked addresses of a text. @return OK, or INVALID naming the line. */
static smm_result_t read_lines(smm_ctx_t *c, const smm_coin_kind_t *k, const char *lines,
                               apr_array_header_t *out)
{
    smm_result_t r = smm_fail(SMM_INVALID, "addresses",
                              "Line {0} is no address of this coin: look for a wrong or missing "
                              "character. Nothing was stored.");
    const char *at = lines ? lines : "", *sound;
    char *text;
    int line = 0;

    if (strncmp(at, "\xef\xbb\xbf", 3) == 0) /* spreadsheets put it before the first cell */
        at += 3;
    while ((text = next_line(c->pool, &at, &line)) != NULL) {
        sound = smm_coin_address(c->pool, k, text);
        if (!sound && out->nelts == 0 && strcasecmp(text, "address") == 0)
            continue; /* the head of a CSV file */
        if (!sound) {
            r.a = apr_psprintf(c->pool, "%d", line);
            return r;
        }
        if (out->nelts == ADDRESSES)
            return smm_fail(SMM_INVALID, "addresses", "At most 2000 addresses at once.");
        APR_ARRAY_PUSH(out, const char *) = sound;
    }
    return out->nelts ? smm_ok()
                      : smm_fail(SMM_INVALID, "addresses", "Enter addresses, one on each line.");
}

static int64_t known(smm_ctx_t *c, const smm_coin_kind_t *k)
{
    smm_crypto_coin_t all[SMM_CRYPTO_COINS];
    int n = smm_crypto_coins(c, all), i;

    for (i = 0; i < n; i++)
        if (all[i].kind == k)
            return all[i].free_n;
    return 0;
}

smm_result_t smm_crypto_pool_add(smm_ctx_t *c, const smm_coin_kind_t *k, const char *lines,
                                 int64_t *added)
{
    apr_array_header_t *list = apr_array_make(c->pool, 64, sizeof(const char *));
    smm_result_t r = read_lines(c, k, lines, list);
    int64_t before;
    int i, end;

    *added = 0;
    if (r.code != SMM_OK)
        return r;
    before = known(c, k);
    for (i = 0; i < list->nelts; i = end) {
        smm_unit_t *u = smm_unit_make(c->pool);
        int from = i;

        end = i + CHUNK < list->nelts ? i + CHUNK : list->nelts;
        for (; i < end; i++)
            smm_unit_add(u, SQL_crypto_address_insert,
                         SMM_ARGS(SMM_I(c->panel->id), SMM_T(k->code), SMM_T(k->network),
                                  SMM_T(APR_ARRAY_IDX(list, i, const char *)), SMM_I(c->actor),
                                  SMM_I(c->now)));
        smm_audit_step(u, c, "crypto.addresses", "crypto_coin", 0, k->code,
                       apr_psprintf(c->pool, "%d from %s", end - from,
                                    APR_ARRAY_IDX(list, from, const char *)),
                       "");
        if (smm_db_write(c->db, u).rc != SMM_DB_OK)
            return busy(); /* sent again, what is stored is left out */
    }
    *added = known(c, k) - before;
    if (*added < 0) /* some were taken meanwhile */
        *added = 0;
    return smm_ok();
}

smm_result_t smm_crypto_retire(smm_ctx_t *c, int64_t address)
{
    smm_unit_t *u = smm_unit_make(c->pool);
    smm_written_t w;

    smm_unit_add(u, SQL_crypto_address_retire, SMM_ARGS(SMM_I(c->panel->id), SMM_I(address)));
    smm_unit_outcome(u, SMM_CONFLICT);
    smm_audit_step(u, c, "crypto.retire", "crypto_address", address, "open", "retired", "");
    w = smm_db_write(c->db, u);
    if (w.rc == SMM_DB_OK)
        return smm_ok();
    return w.rc == SMM_DB_EXPECT
               ? smm_fail(SMM_CONFLICT, NULL,
                          "This address is not free any more: it belongs to a payment.")
               : busy();
}

_Static_assert((int)C_crypto_addresses_free_created == (int)C_crypto_addresses_used_created &&
                   (int)C_crypto_addresses_free_payment_id ==
                       (int)C_crypto_addresses_used_payment_id,
               "both statements have the same columns");

static void address_row(void *item, const smm_row_t *row, apr_pool_t *pool)
{
    smm_crypto_address_t *o = item;

    o->id = smm_row_int(row, C_crypto_addresses_free_id);
    o->payment = smm_row_int(row, C_crypto_addresses_free_payment_id);
    o->taken = smm_row_int(row, C_crypto_addresses_free_taken);
    o->created = smm_row_int(row, C_crypto_addresses_free_created);
    o->address = smm_row_dup(row, C_crypto_addresses_free_address, pool);
    o->state = smm_row_dup(row, C_crypto_addresses_free_state, pool);
}

int smm_crypto_addresses(smm_ctx_t *c, const smm_coin_kind_t *k, smm_crypto_address_t *out, int max)
{
    static const int stmts[] = {SQL_crypto_addresses_free, SQL_crypto_addresses_used};
    int i, got, n = 0;

    for (i = 0; i < 2; i++) {
        got = smm_list(c, stmts[i], SMM_ARGS(SMM_I(c->panel->id), SMM_T(k->code), SMM_I(max)),
                       address_row, out + n, max);
        if (got < 0)
            return -1;
        n += got;
    }
    return n;
}
