/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the vectors program: one function a kind of file; checks counted and reported here. */
#ifndef VECTORS_INT_H
#define VECTORS_INT_H

#include <jansson.h>
#include <stdint.h>

typedef struct vec_t {
    const char *file;
    const char *list; /* name of the array the case is in */
    size_t index;
    int passed, failed; /* cases */
    int checks, faults; /* of the case that runs */
} vec_t;

typedef void vec_fn(vec_t *v, json_t *root);
/** One file's cases, one call each. */
typedef void vec_case_fn(vec_t *v, json_t *c);

typedef struct vec_kind_t {
    const char *kind;
    vec_fn *run;
} vec_kind_t;

/** Tables end with kind NULL. */
extern const vec_kind_t vec_money[];
extern const vec_kind_t vec_tax[];
extern const vec_kind_t vec_billing[];
extern const vec_kind_t vec_names[];
extern const vec_kind_t vec_gateways[];
extern const vec_kind_t vec_upi[];
extern const vec_kind_t vec_bip21[];
extern const vec_kind_t vec_coins[];
extern const vec_kind_t vec_dates[];
extern const vec_kind_t vec_gstr1[];
extern const vec_kind_t vec_topup[];
extern const vec_kind_t vec_tds[];

/** Calls fn for each member of array `list` of root; a missing list is skipped. */
void vec_each(vec_t *v, json_t *root, const char *list, vec_case_fn *fn);
/** One comparison of a case; its first failure prints a line with the place and what was got. */
void vec_check(vec_t *v, int ok, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/** got (-1 as rc: refused) against a number or null. */
void vec_check_int(vec_t *v, const char *what, int rc, int64_t got, json_t *want);
/** got (NULL: none) against a string or null. */
void vec_check_str(vec_t *v, const char *what, const char *got, json_t *want);

static inline int64_t vec_int(json_t *c, const char *name)
{
    return json_integer_value(json_object_get(c, name));
}
static inline const char *vec_str(json_t *c, const char *name)
{
    const char *s = json_string_value(json_object_get(c, name));
    return s ? s : "";
}
/** Number, or `none` where the member is null or missing. */
static inline int64_t vec_opt(json_t *c, const char *name, int64_t none)
{
    json_t *j = json_object_get(c, name);
    return json_is_integer(j) ? json_integer_value(j) : none;
}

#endif
