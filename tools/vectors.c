/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vectors FILE…: runs the panel's own code over vector files. The kind of a file is its "gateway"
 * member or its base name; each failing case prints a line; the last line is "N passed, N failed".
 */
#include "config.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "vectors_int.h"

void vec_each(vec_t *v, json_t *root, const char *list, vec_case_fn *fn)
{
    json_t *a = json_object_get(root, list), *c;

    v->list = list;
    json_array_foreach(a, v->index, c)
    {
        v->checks = v->faults = 0;
        fn(v, c);
        if (v->checks == 0)
            vec_check(v, 0, "nothing was compared");
        if (v->faults)
            v->failed++;
        else
            v->passed++;
    }
}

void vec_check(vec_t *v, int ok, const char *fmt, ...)
{
    va_list ap;

    v->checks++;
    if (ok || v->faults++ > 0) /* one line a case: the first thing that differs */
        return;
    printf("FAILED %s %s[%zu]: ", v->file, v->list, v->index);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
}

void vec_check_int(vec_t *v, const char *what, int rc, int64_t got, json_t *want)
{
    if (!json_is_integer(want))
        vec_check(v, rc != 0, "%s: got %lld, want a refusal", what, (long long)got);
    else if (rc != 0)
        vec_check(v, 0, "%s: refused, want %lld", what, (long long)json_integer_value(want));
    else
        vec_check(v, got == json_integer_value(want), "%s: got %lld, want %lld", what,
                  (long long)got, (long long)json_integer_value(want));
}

void vec_check_str(vec_t *v, const char *what, const char *got, json_t *want)
{
    const char *w = json_string_value(want);

    vec_check(v, w ? got && strcmp(got, w) == 0 : got == NULL, "%s: got %s, want %s", what,
              got ? got : "nothing", w ? w : "nothing");
}

static const vec_kind_t *find_kind(const char *kind)
{
    const vec_kind_t *const tables[] = {vec_money,    vec_tax,   vec_names, vec_billing,
                                        vec_gateways, vec_upi,   vec_bip21, vec_coins,
                                        vec_dates,    vec_gstr1, vec_topup, vec_tds};
    size_t t, i;

    for (t = 0; t < sizeof(tables) / sizeof(*tables); t++)
        for (i = 0; tables[t][i].kind; i++)
            if (strcmp(tables[t][i].kind, kind) == 0)
                return &tables[t][i];
    return NULL;
}

/** "reference/vectors/charge.json" → "charge". */
static void base_name(const char *path, char *out, size_t size)
{
    const char *slash = strrchr(path, '/'), *dot;

    path = slash ? slash + 1 : path;
    dot = strrchr(path, '.');
    snprintf(out, size, "%.*s", (int)(dot ? dot - path : (long)strlen(path)), path);
}

/** @return 0, or 1 when the file could not be run at all. */
static int run_file(vec_t *v, const char *path)
{
    json_error_t err;
    json_t *root = json_load_file(path, JSON_ALLOW_NUL, &err);
    const char *gateway;
    const vec_kind_t *kind;
    char base[128];
    int before = v->passed + v->failed;

    if (!root) {
        fprintf(stderr, "vectors: %s: line %d: %s\n", path, err.line, err.text);
        return 1;
    }
    base_name(path, base, sizeof(base));
    gateway = json_string_value(json_object_get(root, "gateway"));
    kind = find_kind(gateway ? gateway : base);
    if (!kind)
        kind = find_kind(base);
    if (!kind) {
        fprintf(stderr, "vectors: %s: kind \"%s\" is not known to this version\n", path,
                gateway ? gateway : base);
        json_decref(root);
        return 1;
    }
    v->file = path;
    v->list = "";
    v->index = 0;
    kind->run(v, root);
    json_decref(root);
    if (v->passed + v->failed == before) {
        fprintf(stderr, "vectors: %s: no case was found\n", path);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    vec_t v = {0};
    int i, broken = 0;

    if (argc < 2 || strcmp(argv[1], "--help") == 0) {
        fprintf(argc < 2 ? stderr : stdout,
                "usage: vectors FILE...\nRuns the panel's own code over vector files (JSON).\n");
        return argc < 2 ? 2 : 0;
    }
    for (i = 1; i < argc; i++)
        broken |= run_file(&v, argv[i]);
    printf("%d passed, %d failed\n", v.passed, v.failed);
    return broken ? 2 : v.failed ? 1 : 0;
}
