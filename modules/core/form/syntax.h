/* SPDX-License-Identifier: Apache-2.0 */
/* Small checks of what people type. Input is valid UTF-8. */
#ifndef SMM_SYNTAX_H
#define SMM_SYNTAX_H

#include <stdint.h>
#include <apr_pools.h>

/** Trims blanks; `lines`: CRLF and CR become LF, TAB and LF stay. NULL when a control character is
 * left. */
char *smm_text_clean(apr_pool_t *p, const char *s, int lines);
/** The address with its domain in lower case, or NULL when it is not one plain address. */
const char *smm_email_clean(apr_pool_t *p, const char *s);
/** http(s)://host[:port][/…], no user info, no blanks, quotes or angle brackets. */
int smm_url_ok(const char *s);
/** A user name or handle: no blanks, quotes, angle brackets. */
int smm_bare_ok(const char *s);
/** Decimal digits with an optional "-". @return 0 or -1 (also: does not fit). */
int smm_int_parse(const char *s, int64_t *out);
/** Is `word` one of the blank-separated `words`? */
int smm_word_in(const char *words, const char *word);

#endif
