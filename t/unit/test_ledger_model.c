/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole wallet against a model of it: random commands, one after the other and from eight
 * threads. A sequence that disagrees is shrunk and printed with its seed. SMM_MODEL=N runs N
 * commands instead of 20,000, SMM_MODEL_SEED another sequence, SMM_MODEL_DB=sqlite|pgsql one
 * database. The last test plants a fault in the model, so that seeing, shrinking and printing are
 * themselves seen to work.
 */
#include <time.h>
#include <apr_thread_proc.h>
#include <apr_time.h>
#include "tap.h"
#include "unit_db.h"
#include "smm_coin_book.h"
#include "smm_money.h"
#include "smm_settings.h"
#include "smm_verify.h"
#include "smm_wallet.h"
#include "smm_bonus.h"
#include "smm_ledger.h"
#include "smm_refund.h"

#define USD(n) ((n)*SMM_USD)
#define PEOPLE 5
#define RING 48 /* orders, payments, refunds and spends that commands can name */
#define THREADS 8
#define SHARED 97 /* keys that all threads try */

static smm_ctx_t base;
static uint64_t first_seed;

/* ---- commands -------------------------------------------------------------------------------- */

// clang-format off
#define KINDS(X) \
    X(START) X(CONFIRM) X(CONFIRM_AGAIN) X(HOLD) X(HOLD_MORE) X(CAPTURE) X(RELEASE) X(REFUND) \
    X(BACK) X(SENT) X(FAILED) X(CREDIT) X(DEBIT) X(EARN) X(SPEND) X(UNSPEND) X(SHARE) X(SEAL)
// clang-format on
#define NAME(k) #k,
#define WORD(k) k,
typedef enum { KINDS(WORD) KIND_COUNT } kind_e;
static const char *const kind_name[] = {KINDS(NAME)};

/** A command keeps its number, and so its keys, when others before it are left out. */
typedef struct cmd_t {
    kind_e kind;
    int n, again; /* again: sent twice under one key */
    uint32_t a, b;
} cmd_t;

static uint32_t rnd(uint64_t *s)
{
    *s = *s * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(*s >> 33);
}

static cmd_t cmd_make(uint64_t *s, int n)
{
    cmd_t x = {.n = n};

    x.kind = (kind_e)(rnd(s) % KIND_COUNT);
    if (x.kind == SEAL && rnd(s) % 20)
        x.kind = CONFIRM;
    x.again = rnd(s) % 6 == 0;
    x.a = rnd(s);
    x.b = rnd(s);
    return x;
}

/* ---- the model ------------------------------------------------------------------------------- */

typedef struct person_t {
    int64_t id, balance, held, coins;
} person_t;

typedef struct order_t {
    int who, state, refunds; /* state: 0 held, 1 captured, 2 released */
    int64_t ref, amount, refunded;
} order_t;

typedef struct pay_t {
    int who, state; /* 0 open, 1 part of it came, 2 paid, 3 returned */
    int64_t id, amount, total, came, returning, returned, coupon, tier;
} pay_t;

typedef struct back_t {
    int who, pay, ended;
    int64_t id, payment, amount;
} back_t;

typedef struct spend_t {
    int who, n;
    int64_t coins, returned;
} spend_t;

typedef struct world_t {
    smm_ctx_t c;
    const char *tag; /* begins every key */
    int alone;       /* 0: others move the same balances, so who lacks funds is not foreseen */
    int fault;       /* the model errs: money of a failed refund is forgotten */
    person_t p[PEOPLE];
    order_t order[RING];
    pay_t pay[RING];
    back_t back[RING];
    spend_t spend[RING];
    int orders, pays, backs, spends, busy, done;
    int64_t shared[SHARED]; /* how often a common key was booked here */
} world_t;

static const char *key(world_t *w, const char *what, int n)
{
    return apr_psprintf(w->c.pool, "%s-%s-%d", w->tag, what, n);
}

/** Slot that a command names, or -1: none yet. */
static int pick(int made, uint32_t a)
{
    return made == 0 ? -1 : (int)(a % (uint32_t)(made < RING ? made : RING));
}

/** Did the answer about somebody's funds fit? `covered` is what the model thinks. */
static int funds_fit(world_t *w, int done, int refused, int covered)
{
    if (!w->alone)
        return done || refused;
    return covered ? done : refused;
}

/* ---- payments -------------------------------------------------------------------------------- */

static int do_start(world_t *w, const cmd_t *x)
{
    int who = (int)(x->a % PEOPLE), gift = x->b % 3 == 0;
    smm_account_t a = {
        .id = w->p[who].id, .username = "m", .email = "m@unit.example", .name = "", .lang = "en"};
    smm_topup_t in = {.amount = USD(10 + x->b % 400), .method = "bank"};
    smm_idem_t idem = {"form", key(w, "start", x->n), "p"};
    pay_t *p = &w->pay[w->pays % RING];
    smm_payment_t read;
    int64_t id = 0, id2 = 0;

    in.coupon = gift ? "FIVE-PC" : NULL;
    if (smm_payment_start(&w->c, &a, &in, &idem, &id).code != SMM_OK ||
        smm_payment_open(&w->c, id).code != SMM_OK || smm_payment_get(&w->c, 0, id, &read))
        return 0;
    if (x->again && smm_payment_start(&w->c, &a, &in, &idem, &id2).code == SMM_OK && id2 != id &&
        id2 != 0)
        return 0;
    *p = (pay_t){.who = who, .id = id, .amount = in.amount, .total = read.amount + read.fee};
    p->coupon = !gift ? 0 : in.amount / 20 < USD(3) ? in.amount / 20 : USD(3);
    p->tier = in.amount >= USD(100) ? in.amount / 100 : 0;
    w->pays++;
    return 1;
}

/** Half of it, or all that is missing. */
static int do_confirm(world_t *w, const cmd_t *x)
{
    int i = pick(w->pays, x->a), ok;
    pay_t *p = i < 0 ? NULL : &w->pay[i];
    smm_idem_t idem = {"form", key(w, "confirm", x->n), "p"};
    int64_t sum;

    if (!p)
        return 1;
    sum = p->state == 0 && x->b % 4 == 0 ? p->total / 2 / SMM_CENT * SMM_CENT : p->total - p->came;
    if (sum == 0)
        sum = USD(1);
    ok = smm_payment_confirm(&w->c, p->id, sum, "statement", &idem).code == SMM_OK;
    if (p->state >= 2)
        return !ok; /* credited once */
    if (!ok)
        return 0;
    if (x->again && smm_payment_confirm(&w->c, p->id, sum, "statement", &idem).code == SMM_OK &&
        p->came + sum < p->total) {
        smm_payment_t read;
        smm_payment_get(&w->c, 0, p->id, &read);
        if (read.received != p->came + sum)
            return 0;
    }
    p->came += sum;
    p->state = p->came == p->total ? 2 : 1;
    if (p->state == 2) {
        w->p[p->who].balance += p->amount + p->coupon + p->tier;
        return smm_bonus_work(&w->c, p->id) == 0 &&
               (!x->again || smm_bonus_work(&w->c, p->id) == 0);
    }
    return 1;
}

/** Gifts of a payment that went back are taken as far as the balance covers each of them. */
static int gifts_back(world_t *w, pay_t *p)
{
    person_t *who = &w->p[p->who];
    smm_bonus_t b[4];
    int n, i, taken;

    if (smm_bonus_work(&w->c, p->id) != 0 || (n = smm_bonus_of(&w->c, p->id, b, 4)) < 0)
        return 0;
    for (i = 0; i < n; i++) {
        taken = strcmp(b[i].state, "taken") == 0;
        if (!funds_fit(w, taken, !taken, who->balance >= b[i].amount))
            return 0;
        who->balance -= taken ? b[i].amount : 0;
    }
    return 1;
}

static int do_back(world_t *w, const cmd_t *x)
{
    int i = pick(w->pays, x->a);
    pay_t *p = i < 0 ? NULL : &w->pay[i];
    smm_idem_t idem = {"form", key(w, "back", x->n), "p"};
    int64_t amount, left, id = 0, id2 = 0;
    int waits;
    smm_result_t r;

    if (!p)
        return 1;
    left = p->amount - p->returning;
    amount = x->b % 3 == 0 ? left : SMM_CENT * (1 + x->b % (uint32_t)(p->amount / SMM_CENT + 10));
    r = smm_refund_start(&w->c, p->id, amount, "other", "asked for", &idem, &id, &waits);
    if (p->state != 2)
        return r.code == SMM_CONFLICT;
    if (amount > left || amount == 0)
        return r.code == SMM_INVALID;
    if (!funds_fit(w, r.code == SMM_OK, r.code == SMM_INVALID, w->p[p->who].balance >= amount))
        return 0;
    if (r.code != SMM_OK)
        return 1;
    if (x->again &&
        smm_refund_start(&w->c, p->id, amount, "other", "asked for", &idem, &id2, &waits).code ==
            SMM_OK)
        return 0;
    p->returning += amount;
    w->p[p->who].balance -= amount;
    w->back[w->backs++ % RING] = (back_t){p->who, i, 0, id, p->id, amount};
    return 1;
}

static int do_back_end(world_t *w, const cmd_t *x)
{
    int i = pick(w->backs, x->a), sent = x->kind == SENT, code, twice = x->again;
    back_t *k = i < 0 ? NULL : &w->back[i];
    pay_t *p;

    if (!k)
        return 1;
    code = sent ? smm_refund_sent(&w->c, k->id, "SEPA 1", NULL).code
                : smm_refund_failed(&w->c, k->id, "closed", NULL).code;
    if (k->ended)
        return code == SMM_CONFLICT;
    if (code != SMM_OK || (twice && smm_refund_sent(&w->c, k->id, "SEPA 1", NULL).code == SMM_OK))
        return 0;
    k->ended = 1;
    p = w->pay[k->pay].id == k->payment ? &w->pay[k->pay] : NULL;
    if (!sent) {
        w->p[k->who].balance += w->fault ? 0 : k->amount;
        if (p)
            p->returning -= k->amount;
        return 1;
    }
    if (!p)
        return 1;
    p->returned += k->amount;
    if (p->returned < p->amount)
        return 1;
    p->state = 3;
    return gifts_back(w, p);
}

/* ---- campaigns ------------------------------------------------------------------------------- */

/** A hold needs a step that makes an id: an invoice stands in for the campaign. */
static smm_written_t hold(world_t *w, int64_t account, int64_t amount, const char *k, int64_t *ref)
{
    smm_ctx_t *c = &w->c;
    smm_unit_t *u = smm_unit_make(c->pool);
    int stand_in = smm_unit_add(u, SQL_invoice_insert,
                                SMM_ARGS(SMM_I(c->panel->id), SMM_I(account), SMM_T("pending"),
                                         SMM_T("USD"), SMM_I(2), SMM_I(1), SMM_I(c->now),
                                         SMM_I(c->now), SMM_T("none"), SMM_T(""), SMM_I(0),
                                         SMM_I(0), SMM_T(""), SMM_T(""), SMM_I(0), SMM_T("")));
    smm_written_t r;

    smm_wallet_hold(u, c, account, amount, stand_in, k);
    r = smm_db_write(c->db, u);
    if (r.rc == SMM_DB_OK)
        *ref = smm_unit_id(u, stand_in);
    return r;
}

static int do_hold(world_t *w, const cmd_t *x)
{
    int who = (int)(x->a % PEOPLE);
    person_t *p = &w->p[who];
    int64_t amount =
        x->kind == HOLD_MORE && w->alone ? p->balance - 1 + x->b % 3 : 1 + (int64_t)x->b % USD(60);
    int64_t ref = 0, none;
    const char *k = key(w, "hold", x->n);
    smm_written_t r;

    if (amount < 1)
        amount = 1;
    r = hold(w, p->id, amount, k, &ref);
    if (!funds_fit(w, r.rc == SMM_DB_OK, r.rc == SMM_DB_EXPECT && r.outcome == SMM_NO_FUNDS,
                   p->balance >= amount))
        return 0;
    if (r.rc != SMM_DB_OK)
        return 1;
    p->balance -= amount;
    p->held += amount;
    w->order[w->orders++ % RING] = (order_t){.who = who, .ref = ref, .amount = amount};
    return !x->again || hold(w, p->id, amount, k, &none).rc != SMM_DB_OK;
}

static smm_written_t end_hold(world_t *w, const order_t *o, int capture)
{
    smm_unit_t *u = smm_unit_make(w->c.pool);

    (capture ? smm_wallet_capture : smm_wallet_release)(u, &w->c, w->p[o->who].id, o->amount,
                                                        o->ref);
    return smm_db_write(w->c.db, u);
}

static int do_end(world_t *w, const cmd_t *x)
{
    int i = pick(w->orders, x->a), capture = x->kind == CAPTURE;
    order_t *o = i < 0 ? NULL : &w->order[i];
    smm_written_t r;

    if (!o)
        return 1;
    r = end_hold(w, o, capture);
    if (o->state) /* a hold ends once, whichever way it went */
        return r.rc == SMM_DB_UNIQUE && r.outcome == SMM_CONFLICT;
    if (r.rc != SMM_DB_OK || (x->again && end_hold(w, o, !capture).rc == SMM_DB_OK))
        return 0;
    w->p[o->who].held -= o->amount;
    w->p[o->who].balance += capture ? 0 : o->amount;
    o->state = capture ? 1 : 2;
    return 1;
}

static int do_refund(world_t *w, const cmd_t *x)
{
    int i = pick(w->orders, x->a);
    order_t *o = i < 0 ? NULL : &w->order[i];
    smm_written_t r;
    int64_t part;

    if (!o || o->state != 1 || o->refunded == o->amount)
        return 1;
    part = 1 + (int64_t)x->b % (o->amount - o->refunded);
    for (i = 0; i <= x->again; i++) {
        smm_unit_t *u = smm_unit_make(w->c.pool);

        smm_wallet_refund(u, &w->c, w->p[o->who].id, part, o->ref, o->refunds + 1);
        r = smm_db_write(w->c.db, u);
        if ((r.rc == SMM_DB_OK) != (i == 0))
            return 0;
    }
    o->refunds++;
    o->refunded += part;
    w->p[o->who].balance += part;
    return 1;
}

/* ---- corrections, coins, common keys --------------------------------------------------------- */

static int do_adjust(world_t *w, const cmd_t *x)
{
    person_t *p = &w->p[x->a % PEOPLE];
    int64_t amount = 1 + (int64_t)x->b % USD(40);
    smm_idem_t idem = {"form", key(w, "adjust", x->n), "p"};
    smm_result_t r;

    if (x->kind == DEBIT)
        amount = -amount;
    r = smm_wallet_adjust(&w->c, p->id, amount, "a correction", &idem, 0);
    if (!funds_fit(w, r.code == SMM_OK, amount < 0 && r.code == SMM_INVALID,
                   p->balance + amount >= 0))
        return 0;
    if (r.code != SMM_OK)
        return 1;
    p->balance += amount;
    return !x->again ||
           smm_wallet_adjust(&w->c, p->id, amount, "a correction", &idem, 0).code != SMM_OK;
}

static int do_coins(world_t *w, const cmd_t *x)
{
    int earn = x->kind == EARN, i, who = (int)(x->a % PEOPLE);
    int64_t n = 1 + x->b % 90;
    const char *k = key(w, "coins", x->n), *op = earn ? "earn" : "spend";
    spend_t *s;

    if (x->kind == UNSPEND) {
        if ((i = pick(w->spends, x->a)) < 0)
            return 1;
        s = &w->spend[i];
        i = smm_coins_apply(&w->c, w->p[s->who].id, "unspend", key(w, "coins", s->n), n);
        if (s->returned + n > s->coins)
            return i == SMM_COIN_TOO_MUCH;
        s->returned += n;
        w->p[s->who].coins += n;
        return i == SMM_COIN_OK;
    }
    i = smm_coins_apply(&w->c, w->p[who].id, op, k, n);
    if (!funds_fit(w, i == SMM_COIN_OK, !earn && i == SMM_COIN_INSUFFICIENT,
                   earn || w->p[who].coins >= n))
        return 0;
    if (i != SMM_COIN_OK)
        return 1;
    w->p[who].coins += earn ? n : -n;
    if (!earn)
        w->spend[w->spends++ % RING] = (spend_t){who, x->n, n, 0};
    return !x->again || smm_coins_apply(&w->c, w->p[who].id, op, k, n) == SMM_COIN_DUPLICATE;
}

/** One of a few keys that every thread tries: whoever is first books it. */
static int do_share(world_t *w, const cmd_t *x)
{
    uint32_t n = x->b % SHARED;
    person_t *p = &w->p[n % PEOPLE];
    int64_t amount = 1000 + n;
    smm_unit_t *u = smm_unit_make(w->c.pool);
    smm_written_t r;
    int t;

    smm_ledger_open(u, &w->c, p->id);
    t = smm_ledger_transfer(u, &w->c, "adjust",
                            w->alone ? key(w, "share", (int)n)
                                     : apr_psprintf(w->c.pool, "share-%u", n),
                            SMM_I(0), "test");
    smm_ledger_move(u, &w->c, t, amount, SMM_BOOK_ADJUST, 0, SMM_BOOK_WALLET, p->id);
    r = smm_db_write(w->c.db, u);
    if (r.rc == SMM_DB_OK) {
        p->balance += amount;
        return w->shared[n]++ == 0;
    }
    return r.rc == SMM_DB_UNIQUE && r.outcome == SMM_CONFLICT && (!w->alone || w->shared[n]);
}

static int do_seal(world_t *w, const cmd_t *x)
{
    (void)x;
    return smm_chain_seal(&w->c, 2000) >= 0;
}

typedef int do_fn(world_t *w, const cmd_t *x);
static do_fn *const run_cmd[KIND_COUNT] = {
    [START] = do_start,   [CONFIRM] = do_confirm, [CONFIRM_AGAIN] = do_confirm,
    [HOLD] = do_hold,     [HOLD_MORE] = do_hold,  [CAPTURE] = do_end,
    [RELEASE] = do_end,   [REFUND] = do_refund,   [BACK] = do_back,
    [SENT] = do_back_end, [FAILED] = do_back_end, [CREDIT] = do_adjust,
    [DEBIT] = do_adjust,  [EARN] = do_coins,      [SPEND] = do_coins,
    [UNSPEND] = do_coins, [SHARE] = do_share,     [SEAL] = do_seal};

/* ---- playing and shrinking ------------------------------------------------------------------- */

static int64_t make_account(const char *name)
{
    smm_unit_t *u = smm_unit_make(base.pool);
    const char *mail = apr_pstrcat(base.pool, name, "@unit.example", NULL);

    smm_unit_add(u, SQL_account_insert,
                 SMM_ARGS(SMM_T(name), SMM_T(mail), SMM_T(mail), SMM_T("x"), SMM_T("active"),
                          SMM_I(base.now), SMM_I(base.now), SMM_T("DE"), SMM_T("en")));
    return smm_db_write(base.db, u).rc == SMM_DB_OK ? smm_unit_id(u, 0) : 0;
}

/** New people, so that a sequence can be played again in the same database. */
static world_t *world_make(apr_pool_t *p, const char *tag)
{
    world_t *w = apr_pcalloc(p, sizeof(*w));
    int i;

    w->c = base;
    w->tag = tag;
    w->alone = 1;
    for (i = 0; i < PEOPLE; i++)
        w->p[i].id = make_account(apr_psprintf(p, "%s-p%d", tag, i));
    return w;
}

/** The book about everybody; with `loud` it says where model and book differ. */
static int agree(world_t *w, int loud)
{
    int i, good = 1;

    for (i = 0; i < PEOPLE; i++) {
        smm_balance_t b;
        int64_t coins = -1;

        smm_wallet_balance(&w->c, w->p[i].id, &b);
        smm_coins_balance(&w->c, w->p[i].id, &coins);
        if (b.balance == w->p[i].balance && b.held == w->p[i].held && coins == w->p[i].coins)
            continue;
        good = 0;
        if (loud)
            printf("# person %d: %" PRId64 ", %" PRId64 " held, %" PRId64 " coins; the model has "
                   "%" PRId64 ", %" PRId64 ", %" PRId64 "\n",
                   i, b.balance, b.held, coins, w->p[i].balance, w->p[i].held, w->p[i].coins);
    }
    return good;
}

/** @return 1 when book and model agree about the command, and about everybody if `look`. */
static int step(world_t *w, const cmd_t *x, int look)
{
    apr_pool_t *mine = w->c.pool;
    int good;

    apr_pool_create(&w->c.pool, mine);
    w->done = run_cmd[x->kind](w, x);
    good = w->done && (!look || agree(w, 0));
    apr_pool_destroy(w->c.pool);
    w->c.pool = mine;
    return good;
}

static int replays;

/** Plays commands before new people. @return the first that disagrees, or -1. */
static int play(const cmd_t *x, int n, int fault)
{
    apr_pool_t *p;
    world_t *w;
    int i;

    apr_pool_create(&p, base.pool);
    w = world_make(p, apr_psprintf(p, "re%d", ++replays));
    w->c.pool = p;
    w->fault = fault;
    for (i = 0; i < n && step(w, &x[i], 1); i++)
        ;
    apr_pool_destroy(p);
    return i < n ? i : -1;
}

/** Leaves out ever smaller parts while it still fails. @return how many commands are left. */
static int shrink(cmd_t *x, int n, int fault)
{
    cmd_t *less = apr_palloc(base.pool, sizeof(*x) * (size_t)n);
    int part, at, f;

    for (part = n / 2; part > 0; part = part > 1 ? (part + 1) / 2 : 0)
        for (at = 0; at < n;) {
            int cut = at + part > n ? n - at : part;

            memcpy(less, x, sizeof(*x) * (size_t)at);
            memcpy(less + at, x + at + cut, sizeof(*x) * (size_t)(n - at - cut));
            f = play(less, n - cut, fault);
            if (f < 0) {
                at += cut;
                continue;
            }
            n = f + 1;
            memcpy(x, less, sizeof(*x) * (size_t)n);
        }
    return n;
}

static void tell(const cmd_t *x, int n)
{
    int i;

    printf("# seed %" PRIu64 ", shrunk to %d commands:\n", first_seed, n);
    for (i = 0; i < n; i++)
        printf("#   %s a=%u b=%u%s\n", kind_name[x[i].kind], x[i].a, x[i].b,
               x[i].again ? " twice" : "");
}

/** Shrinks what failed last: the commands since the people were new. @return commands left */
static int explain(cmd_t *x, int n, int fault)
{
    int f = play(x, n, fault);

    if (f < 0) {
        printf("# seed %" PRIu64 ": command %d; it does not fail again\n", first_seed, n);
        return n;
    }
    n = shrink(x, f + 1, fault);
    tell(x, n);
    return n;
}

static void say(void *baton, const char *line)
{
    (void)baton;
    printf("# %s\n", line);
}

static int sound(void)
{
    smm_verify_t v = {.pool = base.pool, .db = base.db, .now = base.now, .say = say};

    return smm_verify_run(&v) == 0;
}

/* ---- tests ----------------------------------------------------------------------------------- */

#define ROUND 1000 /* commands before new people: what has to be shrunk stays short */
#define PACE 50000 /* a long run says its speed so often: it must not fall as the book grows */

/** Processor time as well: on a busy machine the commands a second say little. */
static void pace(int done, apr_time_t *since, clock_t *used)
{
    apr_time_t now = apr_time_now();
    clock_t cpu = clock();

    if (done % PACE != 0)
        return;
    printf("# %d commands: %.0f a second, %.0f us of CPU each\n", done,
           PACE * 1e6 / (double)(now - *since + 1),
           (double)(cpu - *used) * 1e6 / CLOCKS_PER_SEC / PACE);
    fflush(stdout);
    *since = now;
    *used = cpu;
}

static void test_alone(int commands)
{
    cmd_t *x = apr_palloc(base.pool, sizeof(*x) * ROUND);
    int kinds[KIND_COUNT] = {0}, i, n = 0, bad = 0, all = 1;
    uint64_t s = first_seed;
    apr_time_t since = apr_time_now();
    clock_t used = clock();

    for (i = 0; i < commands && !bad; i += n) {
        apr_pool_t *p;
        world_t *w;

        apr_pool_create(&p, base.pool);
        w = world_make(p, apr_psprintf(p, "one%d", i));
        w->c.pool = p;
        for (n = 0; n < ROUND && i + n < commands && !bad; n++) {
            x[n] = cmd_make(&s, n);
            kinds[x[n].kind]++;
            bad = !step(w, &x[n], n % 10 == 9 || n == ROUND - 1);
        }
        if (bad) {
            printf("# command %d (%s) was %s\n", i + n - 1, kind_name[x[n - 1].kind],
                   w->done ? "answered as foreseen" : "answered otherwise");
            agree(w, 1);
        }
        apr_pool_destroy(p);
        pace(i + n, &since, &used);
    }
    ok(!bad, apr_psprintf(base.pool, "%d commands as the model says, seed %" PRIu64, commands,
                          first_seed));
    if (bad)
        explain(x, n, 0);
    for (i = 0; i < KIND_COUNT; i++)
        all = all && kinds[i] > 0;
    ok(all || bad || commands < 2000, "with commands of every kind");
    ok(sound(), "verify finds nothing wrong");
}

typedef struct worker_t {
    world_t *w;
    uint64_t seed;
    int commands, bad;
} worker_t;

static void *APR_THREAD_FUNC worker(apr_thread_t *t, void *data)
{
    worker_t *k = data;
    int i;

    (void)t;
    for (i = 0; i < k->commands && !k->bad; i++) {
        cmd_t x = cmd_make(&k->seed, i);

        if (!step(k->w, &x, 0)) {
            printf("# %s: command %d (%s) was answered otherwise\n", k->w->tag, i,
                   kind_name[x.kind]);
            k->bad = 1;
        }
    }
    return NULL;
}

/** Eight threads move the balances of the same people: the book is the sum of their models. */
static void test_threads(int commands)
{
    world_t *sum = world_make(base.pool, "eight");
    worker_t k[THREADS];
    apr_thread_t *t[THREADS];
    apr_status_t st;
    int i, a, bad = 0, twice = 0, never = 0;

    for (i = 0; i < THREADS; i++) {
        world_t *w = apr_pmemdup(base.pool, sum, sizeof(*sum));

        apr_pool_create_unmanaged_ex(&w->c.pool, NULL, NULL);
        w->tag = apr_psprintf(base.pool, "t%d", i);
        w->alone = 0;
        k[i] = (worker_t){w, first_seed + 77 + (uint64_t)i, commands / THREADS, 0};
        apr_thread_create(&t[i], NULL, worker, &k[i], base.pool);
    }
    for (i = 0; i < THREADS; i++) {
        apr_thread_join(&st, t[i]);
        bad += k[i].bad;
        for (a = 0; a < PEOPLE; a++) {
            sum->p[a].balance += k[i].w->p[a].balance;
            sum->p[a].held += k[i].w->p[a].held;
            sum->p[a].coins += k[i].w->p[a].coins;
        }
        for (a = 0; a < SHARED; a++)
            sum->shared[a] += k[i].w->shared[a];
        apr_pool_destroy(k[i].w->c.pool);
    }
    for (a = 0; a < SHARED; a++) {
        twice += sum->shared[a] > 1;
        never += sum->shared[a] == 0;
    }
    is_int(bad, 0, apr_psprintf(base.pool, "%d commands of %d threads", commands, THREADS));
    is_int(twice, 0, "no key that all of them try is booked twice");
    ok(never < SHARED, "and some are booked");
    ok(agree(sum, 1), "balances, held money and coins are the sum of the models");
    ok(sound(), "verify finds nothing wrong");
}

/** A model that errs must be seen, and its sequence must become short. */
static void test_shrinking(void)
{
    cmd_t *x = apr_palloc(base.pool, sizeof(*x) * ROUND);
    uint64_t s = first_seed + 5;
    int i, n;

    for (i = 0; i < ROUND; i++)
        x[i] = cmd_make(&s, i);
    n = play(x, ROUND, 1);
    ok(n >= 0, "a planted fault is seen");
    if (n >= 0)
        n = explain(x, n + 1, 1);
    ok(n > 0 && n <= 10, "and shrunk to ten commands at most");
}

/* ---- the database ---------------------------------------------------------------------------- */

static void set(const char *name, const char *value)
{
    smm_unit_t *u = smm_unit_make(base.pool);

    smm_setting_step(u, &base, name, value);
    smm_db_write(base.db, u);
}

static int prepare(apr_pool_t *p, int engine)
{
    smm_idem_t a = {"form", "the-coupon", "p"}, b = {"form", "the-tier-1", "p"};
    smm_coupon_t coupon = {.code = "FIVE-PC", .percent = 1, .value = 500, .most = USD(3)};
    smm_tier_t tier = {.min_amount = USD(100), .bps = 100};

    if (!unit_db_on(p, &base, engine))
        return 0;
    base.now = 1795600800; /* November 2026 */
    smm_wallet_init();
    set("gateway.bank.iban", "DE02");
    set("wallet.adjust_limit", "1000000"); /* refunds of one person */
    return smm_coupon_make(&base, &coupon, &a).code == SMM_OK &&
           smm_tier_make(&base, &tier, &b).code == SMM_OK;
}

static void run(int engine, int commands)
{
    apr_pool_t *p;

    apr_pool_create(&p, tap_pool);
    if (prepare(p, engine)) {
        test_alone(commands);
        test_threads(commands / 4);
        test_shrinking();
    } else {
        ok(0, "a fresh database");
    }
    unit_db_drop(&base);
    apr_pool_destroy(p);
}

int main(void)
{
    const char *n = getenv("SMM_MODEL"), *s = getenv("SMM_MODEL_SEED"),
               *only = getenv("SMM_MODEL_DB");
    int engine, commands = n ? atoi(n) : 20000;

    tap_init();
    first_seed = s ? strtoull(s, NULL, 10) : 20261126;
    for (engine = 0; engine < unit_engines(); engine++)
        if (!only || (strcmp(only, "pgsql") == 0) == (engine == 1))
            run(engine, commands);
    return tap_done();
}
