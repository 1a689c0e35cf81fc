/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rates by which amounts are shown in other currencies: typed by staff, read from a file, or
 * followed from a feed. They are for the eye: no charge, invoice or posting uses them.
 */
#ifndef SMM_DISPLAY_H
#define SMM_DISPLAY_H

#include "smm_ctx.h"
#include "smm_currency.h"

#define SMM_DISPLAY_MAX 200
#define SMM_DISPLAY_BYTES 262144 /* of a file */
#define SMM_DISPLAY_NOTES 20     /* faulty lines that are told */
#define SMM_JOB_DISPLAY_FEED "display.feed"

typedef struct smm_display_rate_t {
    const char *currency, *source; /* source: typed, file, feed */
    int64_t rate_e6, version, changed, changed_by;
    int follow, on;  /* the feed may change it; customers may choose it */
    const char *who; /* NULL: the feed, or smmctl */
} smm_display_rate_t;

/** By code. @return count or -1. */
int smm_display_rates(smm_ctx_t *c, smm_display_rate_t *out, int max);
/** One that is offered: fills out (code, digits, rate). @return SMM_NOT_FOUND when it is not. */
smm_rc_e smm_display_shown(smm_ctx_t *c, const char *code, smm_shown_t *out);

typedef struct smm_display_set_t {
    const char *currency, *rate; /* as typed */
    int follow, on, confirm;     /* confirm: a far move is meant */
    int64_t version;             /* of what the person saw */
} smm_display_set_t;
/** Adds a currency, switched on. CONFLICT: it is in the table. */
smm_result_t smm_display_add(smm_ctx_t *c, const smm_display_set_t *in);
/** Changes one. INVALID on "confirm" when the rate moves by more than SMM_SHOWN_MOVE % without it;
 * CONFLICT when somebody changed it meanwhile. */
smm_result_t smm_display_change(smm_ctx_t *c, const smm_display_set_t *in);

/* ---- files ----------------------------------------------------------------------------------- */

typedef struct smm_display_map_t {
    const char *separator; /* auto, comma, semicolon, tab, bar */
    const char *decimal;   /* point, comma */
    const char *quote;     /* per_usd: units for 1 USD; in_usd: USD for one unit */
    int64_t skip, col_currency, col_rate;
    int fresh; /* currencies that are not in the table are added */
} smm_display_map_t;

typedef struct smm_display_line_t {
    int row;
    const char *currency;
    int64_t rate_e6, before_e6, version; /* before 0: a new one */
    int far;
} smm_display_line_t;

typedef struct smm_display_file_t {
    smm_display_line_t line[SMM_DISPLAY_MAX];
    int n, rows, skipped, far; /* skipped: USD, and currencies that are not wanted */
    struct {
        int row;
        const char *why, *cell; /* why: English source string */
    } note[SMM_DISPLAY_NOTES];
    int notes, faults;
} smm_display_file_t;

/** Reads a file and compares it with the table; writes nothing. */
smm_result_t smm_display_read(smm_ctx_t *c, const smm_display_map_t *map, const char *text,
                              size_t len, smm_display_file_t *out);
/** Stores all lines in one unit. INVALID on "confirm" when one moves far and confirm is 0. */
smm_result_t smm_display_import(smm_ctx_t *c, const smm_display_file_t *f, int confirm);

/* ---- feed: daily reference rates as XML ------------------------------------------------------ */

typedef struct smm_display_feed_t {
    int64_t looked; /* 0: never */
    int64_t taken;
    const char *day, *held, *error; /* held: "JPY 250.1 …": moved too far, a person decides */
} smm_display_feed_t;
/** @return SMM_NOT_FOUND when the feed was never looked at. */
smm_rc_e smm_display_feed(smm_ctx_t *c, smm_display_feed_t *out);
/**
 * Takes the rates of an answer (elements Cube with @currency and @rate in units for one euro, the
 * day in @time) for the currencies that follow the feed; what moves too far is held back. The
 * outcome is stored either way. @return INVALID when the answer is no such list.
 */
smm_result_t smm_display_take(smm_ctx_t *c, const char *xml, size_t len);
/** Looks at the feed now. CONFLICT when no address is set. */
smm_result_t smm_display_look(smm_ctx_t *c);

/** Settings and the job. */
void smm_display_init(void);

#endif
