/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The chain of seals. Committed transfers are sealed a little later by a job, so that the chain is
 * no bottleneck of a commit. A seal is the SHA-256 of the transfer, its postings and the seal
 * before it: changing, adding or removing anything sealed breaks every later seal.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_settings.h"
#include "smm_sql.h"
#include "smm_verify.h"
#include "smm_ledger.h"

#define BATCH 150 /* seals of one unit: below the layer's limit of steps */

/** The columns that both statements (pending and walk) have, read by one function. */
typedef struct leg_t {
    int64_t panel, seq, id, ref, actor, created, posting, account, amount, after;
    const char *kind, *key, *memo, *book, *hash;
    int has_account, has_after;
} leg_t;

typedef struct seal_t {
    apr_pool_t *pool; /* cleared a transfer */
    char *text;       /* what is hashed, grown leg by leg */
    int64_t sum;
    int legs;
} seal_t;

/** Length before text: no two different rows give the same bytes. */
static const char *len_text(apr_pool_t *p, const char *s)
{
    return apr_psprintf(p, "%d:%s", (int)strlen(s), s);
}

static void seal_open(seal_t *s, const char *prev, const leg_t *l)
{
    s->sum = 0;
    s->legs = 0;
    s->text = apr_psprintf(
        s->pool,
        "smm-ledger-1\n%s\n%" APR_INT64_T_FMT "|%" APR_INT64_T_FMT "|%" APR_INT64_T_FMT
        "|%s|%s|%" APR_INT64_T_FMT "|%s|%" APR_INT64_T_FMT "|%" APR_INT64_T_FMT "\n",
        prev, l->panel, l->seq, l->id, len_text(s->pool, l->kind), len_text(s->pool, l->key),
        l->ref, len_text(s->pool, l->memo), l->actor, l->created);
}

static void seal_leg(seal_t *s, const leg_t *l)
{
    s->sum += l->amount;
    s->legs++;
    s->text = apr_psprintf(
        s->pool, "%s%" APR_INT64_T_FMT "|%s|%s|%" APR_INT64_T_FMT "|%s\n", s->text, l->posting,
        l->book, l->has_account ? apr_psprintf(s->pool, "%" APR_INT64_T_FMT, l->account) : "-",
        l->amount, l->has_after ? apr_psprintf(s->pool, "%" APR_INT64_T_FMT, l->after) : "-");
}

static const char *seal_close(seal_t *s, apr_pool_t *p)
{
    return smm_sha256_hex(p, s->text, strlen(s->text));
}

/* ---- sealing -------------------------------------------------------------------------------- */

typedef struct sealer_t {
    smm_ctx_t *c;
    smm_unit_t *u;
    seal_t seal;
    int64_t seq, open_id;
    const char *prev;
    int n, broken;
} sealer_t;

static void close_one(sealer_t *s)
{
    if (s->open_id == 0)
        return;
    /* never seal what does not balance: verify names it, a person looks */
    if (s->seal.sum != 0 || s->seal.legs < 2) {
        s->broken++;
        s->seq--;
    } else {
        s->prev = seal_close(&s->seal, s->c->pool);
        smm_unit_add(s->u, SQL_chain_insert,
                     SMM_ARGS(SMM_I(s->c->panel->id), SMM_I(s->seq), SMM_I(s->open_id),
                              SMM_T(s->prev), SMM_I(s->c->now)));
        smm_unit_outcome(s->u, SMM_CONFLICT);
        s->n++;
    }
    s->open_id = 0;
    apr_pool_clear(s->seal.pool);
}

static int pending_row(void *baton, const smm_row_t *row)
{
    sealer_t *s = baton;
    leg_t l = {0};

    l.id = smm_row_int(row, C_chain_pending_id);
    if (l.id != s->open_id)
        close_one(s);
    l.panel = s->c->panel->id;
    l.kind = smm_row_text(row, C_chain_pending_kind);
    l.key = smm_row_text(row, C_chain_pending_key);
    l.ref = smm_row_int(row, C_chain_pending_ref);
    l.memo = smm_row_text(row, C_chain_pending_memo);
    l.actor = smm_row_int(row, C_chain_pending_actor);
    l.created = smm_row_int(row, C_chain_pending_created);
    l.posting = smm_row_int(row, C_chain_pending_posting_id);
    l.book = smm_row_text(row, C_chain_pending_book);
    l.has_account = !smm_row_null(row, C_chain_pending_account_id);
    l.account = smm_row_int(row, C_chain_pending_account_id);
    l.amount = smm_row_int(row, C_chain_pending_amount);
    l.has_after = !smm_row_null(row, C_chain_pending_balance_after);
    l.after = smm_row_int(row, C_chain_pending_balance_after);
    if (s->open_id == 0) {
        s->open_id = l.id;
        l.seq = ++s->seq;
        seal_open(&s->seal, s->prev, &l);
    }
    seal_leg(&s->seal, &l);
    return 0;
}

typedef struct last_t {
    apr_pool_t *pool;
    int64_t seq, transfer;
    const char *hash;
} last_t;

static int last_row(void *baton, const smm_row_t *row)
{
    last_t *l = baton;

    l->seq = smm_row_int(row, C_chain_last_seq);
    l->hash = smm_row_dup(row, C_chain_last_hash, l->pool);
    l->transfer = smm_row_int(row, C_chain_last_transfer_id);
    return 1;
}

static int seal_batch(smm_ctx_t *c, int max)
{
    last_t last = {c->pool, 0, 0, ""};
    sealer_t s = {c, smm_unit_make(c->pool), {0}};
    smm_written_t w;

    if (smm_db_read(c->db, SQL_chain_last, SMM_ARGS(SMM_I(c->panel->id)), last_row, &last) !=
        SMM_DB_OK)
        return -1;
    s.seq = last.seq;
    s.prev = last.hash;
    apr_pool_create(&s.seal.pool, c->pool);
    /* ids below the floor were sealed long ago; verify looks for any that slipped through */
    if (smm_db_read(c->db, SQL_chain_pending,
                    SMM_ARGS(SMM_I(c->panel->id), SMM_I(last.transfer - 10000), SMM_I(max)),
                    pending_row, &s) != SMM_DB_OK)
        return -1;
    close_one(&s);
    apr_pool_destroy(s.seal.pool);
    if (s.n == 0)
        return s.broken ? -1 : 0;
    w = smm_db_write(c->db, s.u);
    /* another worker sealed the same place first: nothing is lost, the next round goes on */
    return w.rc == SMM_DB_OK ? s.n : w.rc == SMM_DB_UNIQUE ? 0 : -1;
}

int smm_chain_seal(smm_ctx_t *c, int max)
{
    int total = 0, n = BATCH;

    while (total < max && n == BATCH) {
        smm_ctx_t sub = *c;

        apr_pool_create(&sub.pool, c->pool);
        n = seal_batch(&sub, max - total < BATCH ? max - total : BATCH);
        apr_pool_destroy(sub.pool);
        if (n < 0)
            return -1;
        total += n;
    }
    return total;
}

/* ---- walking -------------------------------------------------------------------------------- */

typedef struct walker_t {
    smm_verify_t *v;
    seal_t seal;
    int64_t panel, seq, open_id;
    char want[65], prev[65];
} walker_t;

static void check_one(walker_t *k)
{
    const char *got;

    if (k->open_id == 0)
        return;
    got = seal_close(&k->seal, k->seal.pool);
    if (strcmp(got, k->want) != 0)
        smm_verify_breach(k->v,
                          "chain: panel %" APR_INT64_T_FMT " seal %" APR_INT64_T_FMT
                          " does not fit transfer %" APR_INT64_T_FMT,
                          k->panel, k->seq, k->open_id);
    apr_cpystrn(k->prev, k->want, sizeof(k->prev));
    k->open_id = 0;
    apr_pool_clear(k->seal.pool);
}

static int walk_row(void *baton, const smm_row_t *row)
{
    walker_t *k = baton;
    leg_t l = {0};

    l.panel = smm_row_int(row, C_chain_walk_panel_id);
    l.seq = smm_row_int(row, C_chain_walk_seq);
    l.id = smm_row_int(row, C_chain_walk_id);
    if (l.panel != k->panel || l.seq != k->seq) {
        check_one(k);
        if (l.panel != k->panel) {
            k->panel = l.panel;
            k->seq = 0;
            k->prev[0] = '\0';
        }
        if (l.seq != k->seq + 1)
            smm_verify_breach(
                k->v, "chain: panel %" APR_INT64_T_FMT " has a gap after seal %" APR_INT64_T_FMT,
                k->panel, k->seq);
        k->seq = l.seq;
        apr_cpystrn(k->want, smm_row_text(row, C_chain_walk_hash), sizeof(k->want));
    }
    l.kind = smm_row_text(row, C_chain_walk_kind);
    l.key = smm_row_text(row, C_chain_walk_key);
    l.ref = smm_row_int(row, C_chain_walk_ref);
    l.memo = smm_row_text(row, C_chain_walk_memo);
    l.actor = smm_row_int(row, C_chain_walk_actor);
    l.created = smm_row_int(row, C_chain_walk_created);
    l.posting = smm_row_int(row, C_chain_walk_posting_id);
    l.book = smm_row_text(row, C_chain_walk_book);
    l.has_account = !smm_row_null(row, C_chain_walk_account_id);
    l.account = smm_row_int(row, C_chain_walk_account_id);
    l.amount = smm_row_int(row, C_chain_walk_amount);
    l.has_after = !smm_row_null(row, C_chain_walk_balance_after);
    l.after = smm_row_int(row, C_chain_walk_balance_after);
    if (k->open_id == 0) {
        k->open_id = l.id;
        seal_open(&k->seal, k->prev, &l);
    }
    seal_leg(&k->seal, &l);
    return 0;
}

void smm_chain_verify(smm_verify_t *v)
{
    walker_t k = {v};

    apr_pool_create(&k.seal.pool, v->pool);
    if (!smm_verify_db(v, "chain", smm_db_read(v->db, SQL_chain_walk, SMM_NOARGS, walk_row, &k)))
        check_one(&k);
    apr_pool_destroy(k.seal.pool);
}
