/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Display rates on both databases: typed, from files, from the feed; far moves, two people at once,
 * what is offered. Seen red without the version in display_rate_set (two people at once).
 */
#include "tap.h"
#include "unit_db.h"
#include "smm_display.h"
#include "smm_settings.h"
#include "smm_wallet.h"

static smm_ctx_t c;

static smm_display_rate_t rate(const char *code)
{
    static smm_display_rate_t all[SMM_DISPLAY_MAX];
    int n = smm_display_rates(&c, all, SMM_DISPLAY_MAX);

    for (int i = 0; i < n; i++)
        if (!strcmp(all[i].currency, code))
            return all[i];
    return (smm_display_rate_t){.currency = "", .source = "", .version = -1};
}

static smm_rc_e add(const char *code, const char *text, int follow)
{
    smm_display_set_t in = {.currency = code, .rate = text, .follow = follow};

    return smm_display_add(&c, &in).code;
}

static smm_result_t change(const char *code, const char *text, int on, int confirm)
{
    smm_display_rate_t now = rate(code);
    smm_display_set_t in = {code, text, now.follow, on, confirm, now.version};

    return smm_display_change(&c, &in);
}

static void test_typed(void)
{
    smm_display_set_t stale;
    smm_shown_t as;
    smm_result_t r;

    is_int(add("eur", "0.922", 0), SMM_OK, "a currency, in any letter case");
    is_int(rate("EUR").rate_e6, 922000, "its rate");
    ok(rate("EUR").on && !rate("EUR").follow, "offered, not followed");
    is(rate("EUR").source, "typed", "typed");
    is_int(rate("EUR").changed_by, 7, "by whom");
    is_int(add("EUR", "0.9", 0), SMM_INVALID, "not twice");
    is_int(add("USD", "1", 0), SMM_INVALID, "not USD");
    is_int(add("ZZZ", "1", 0), SMM_INVALID, "no such currency");
    is_int(add("GBP", "0", 0), SMM_INVALID, "no rate");
    is_int(add("GBP", "0,79", 0), SMM_INVALID, "a comma");
    is_int(rate("GBP").version, -1, "left nothing behind");
    is_int(smm_display_shown(&c, "eur", &as), SMM_OK, "offered");
    ok(!strcmp(as.code, "EUR") && as.exponent == 2 && as.rate_e6 == 922000, "as it is shown");
    is_int(smm_display_shown(&c, "GBP", &as), SMM_NOT_FOUND, "not offered");

    is_int(change("EUR", "0.95", 1, 0).code, SMM_OK, "a small move");
    r = change("EUR", "1.2", 1, 0);
    is_int(r.code, SMM_INVALID, "a far move is asked about");
    is(r.field, "confirm", "at its box");
    is(r.a, "0.95", "from");
    is(r.b, "1.20", "to");
    is_int(rate("EUR").rate_e6, 950000, "nothing was changed");
    is_int(change("EUR", "1.2", 1, 1).code, SMM_OK, "confirmed");
    is_int(rate("EUR").rate_e6, 1200000, "and changed");
    stale = (smm_display_set_t){"EUR", "1.1", 0, 1, 1, rate("EUR").version - 1};
    is_int(smm_display_change(&c, &stale).code, SMM_CONFLICT, "somebody else was faster");
    is_int(rate("EUR").rate_e6, 1200000, "the faster one counts");
    is_int(change("EUR", "1.2", 0, 0).code, SMM_OK, "switched off");
    is_int(smm_display_shown(&c, "EUR", &as), SMM_NOT_FOUND, "not offered any more");
    change("EUR", "1.2", 1, 0);
    change("EUR", "0.922", 1, 1);
    stale.currency = "CHF";
    is_int(smm_display_change(&c, &stale).code, SMM_NOT_FOUND, "one that is not listed");
}

static smm_display_file_t file;
static smm_display_map_t map = {"auto", "point", "per_usd", 1, 1, 2, 0};

static smm_rc_e reads(const char *text)
{
    return smm_display_read(&c, &map, text, strlen(text), &file).code;
}

static void test_file(void)
{
    char *large = apr_pcalloc(tap_pool, SMM_DISPLAY_BYTES + 2);

    is_int(reads("code,rate\nEUR,0.93\nJPY,154.37\nUSD,1\nXQX,2\nEUR,0.94\nGBP,none\n\"CHF,1\n"),
           SMM_OK, "a file");
    is_int(file.n, 1, "one that is listed");
    is_int(file.line[0].rate_e6, 930000, "its rate");
    is_int(file.line[0].before_e6, 922000, "beside the old one");
    is_int(file.skipped, 2, "USD and the unlisted one are left out");
    is_int(file.faults, 4, "four lines cannot be read");
    is_int(file.note[0].row, 5, "named by their number");
    is(file.note[0].cell, "XQX", "with what stands there");
    is_int(file.note[2].row, 7, "and the next");
    map.fresh = 1;
    reads("code;rate\nEUR;0.93\nJPY;154.37\n");
    is_int(file.n, 2, "new ones, when asked for");
    is_int(smm_display_import(&c, &file, 0).code, SMM_OK, "imported");
    is_int(rate("EUR").rate_e6, 930000, "changed");
    is(rate("EUR").source, "file", "by a file");
    ok(rate("JPY").on && rate("JPY").rate_e6 == 154370000, "added and offered");
    reads("h\nEUR,0.5\nJPY,155\n");
    is_int(file.far, 1, "one moves far");
    is_int(smm_display_import(&c, &file, 0).code, SMM_INVALID, "asked about");
    is_int(rate("JPY").rate_e6, 154370000, "nothing at all was stored");
    is_int(smm_display_import(&c, &file, 1).code, SMM_OK, "confirmed");
    is_int(rate("EUR").rate_e6, 500000, "stored");
    is_int(smm_display_import(&c, &file, 1).code, SMM_CONFLICT, "the table has changed since");
    map.quote = "in_usd";
    map.decimal = "comma";
    map.col_currency = 2;
    map.col_rate = 1;
    reads("h\n2,0;EUR\n1.234,5;JPY\n");
    ok(file.n == 1 && file.line[0].rate_e6 == 500000, "USD for one unit, with a comma");
    is_int(file.faults, 1, "no guessing what groups digits");
    is_int(reads(""), SMM_INVALID, "no file");
    memset(large, 'x', SMM_DISPLAY_BYTES + 1);
    is_int(reads(large), SMM_INVALID, "too large");
    map.col_rate = 2;
    is_int(reads("a,b\nEUR,1\n"), SMM_INVALID, "one column for both");
    map = (smm_display_map_t){"auto", "point", "per_usd", 1, 1, 2, 1};
    reads("code,rate\n");
    is_int(smm_display_import(&c, &file, 1).code, SMM_INVALID, "nothing to import");
}

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><gesmes:Envelope xmlns:gesmes=\"urn:g\" "           \
    "xmlns=\"urn:e\"><Cube>"
#define TAIL "</Cube></gesmes:Envelope>"

static smm_rc_e take(const char *xml)
{
    return smm_display_take(&c, xml, strlen(xml)).code;
}

static void test_feed(void)
{
    static const char *const bad[] = {
        "",
        "{}",
        "<a/>",
        HEAD TAIL,
        "<Cube",
        HEAD "<Cube time=\"2026-11-26\"><Cube currency=\"JPY\" rate=\"164\"/></Cube>" TAIL,
        HEAD "<Cube time=\"soon\"><Cube currency=\"USD\" rate=\"1.08\"/></Cube>" TAIL,
        "<!DOCTYPE a [<!ENTITY b \"1.08\">]><a><Cube time=\"2026-11-26\"><Cube currency=\"USD\" "
        "rate=\"&b;\"/></Cube></a>"};
    smm_display_feed_t f;

    is_int(smm_display_feed(&c, &f), SMM_NOT_FOUND, "never looked at");
    is_int(smm_display_look(&c).code, SMM_CONFLICT, "no address, no look");
    change("EUR", "0.92", 1, 1);
    add("GBP", "0.9", 1);
    add("KWD", "0.3", 1);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        is_int(take(bad[i]), SMM_INVALID, *bad[i] ? bad[i] : "nothing");
    ok(smm_display_feed(&c, &f) == SMM_OK && *f.error, "the reason is kept");
    /* follow is set by a person only */
    is_int(rate("EUR").follow, 0, "not followed");
    is_int(take(HEAD "<Cube time=\"2026-11-26\"><Cube currency=\"USD\" rate=\"1.0837\"/>"
                     "<Cube currency=\"JPY\" rate=\"164.35\"/><Cube currency=\"GBP\" "
                     "rate=\"0.5\"/><Cube currency=\"KWD\" rate=\"0.333\"/></Cube>" TAIL),
           SMM_OK, "a list of rates");
    is_int(rate("KWD").rate_e6, 307281, "0.333 / 1.0837");
    is(rate("KWD").source, "feed", "by the feed");
    is_int(rate("KWD").changed_by, 0, "by nobody");
    is_int(rate("GBP").rate_e6, 900000, "a far move is held back");
    is_int(rate("EUR").rate_e6, 920000, "what does not follow stays");
    is_int(rate("JPY").rate_e6, 155000000, "also one that the feed has");
    smm_display_feed(&c, &f);
    is_int(f.taken, 1, "one taken");
    is(f.held, "GBP 0.461382", "one waits for a person");
    is(f.day, "2026-11-26", "of that day");
    is(f.error, "", "no fault");
}

static void run(int engine)
{
    if (!unit_db_on(tap_pool, &c, engine)) {
        ok(0, "a database");
        return;
    }
    smm_wallet_init();
    c.actor = 7;
    map = (smm_display_map_t){"auto", "point", "per_usd", 1, 1, 2, 0};
    test_typed();
    test_file();
    test_feed();
    unit_db_drop(&c);
}

int main(void)
{
    tap_init();
    for (int i = 0; i < unit_engines(); i++)
        run(i);
    return tap_done();
}
