/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled sheets: each expression and instruction gives the expected bytes in both engines. */
#include "tap.h"
#include <stdlib.h>
#include <unistd.h>
#include <apr_strings.h>
#include <libexslt/exslt.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltutils.h>
#include "../../modules/core/view/view_int.h"

#define T(x) "<xsl:template match='/'>" x "</xsl:template>"
#include "xv_cases.h"

static const char *root;
static xsltSecurityPrefsPtr sec;
static smm_vm_t *doc;

static view_sheet_t *sheet(apr_pool_t *p, const char *inside, const char **error)
{
    static const char HEAD[] =
        "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "
        "xmlns:f='http://exslt.org/functions' xmlns:p='urn:panel:ui' "
        "extension-element-prefixes='f' exclude-result-prefixes='f p'>"
        "<xsl:output method='html' encoding='UTF-8' indent='no' "
        "doctype-system='about:legacy-compat'/>";
    static int n;
    const char *name = apr_psprintf(p, "xsl/c%d", n++);
    const char *path = apr_pstrcat(p, root, "/", name, ".xsl", NULL);
    view_sheet_t *s;
    FILE *f = fopen(path, "wb");
    if (f) {
        fprintf(f, "%s%s</xsl:stylesheet>", HEAD, inside);
        fclose(f);
    }
    *error = NULL;
    s = smm_sheet_compile(p, root, NULL, name, error);
    if (s)
        smm_sheet_style(s); /* made when it is needed: from the file that goes now */
    remove(path);
    return s;
}

static void prepare(view_render_t *r, apr_pool_t *p)
{
    memset(r, 0, sizeof *r);
    r->pool = p;
    r->cat = smm_catalog_source(p);
    r->base = r->currency = "";
}

/* Without the doctype and the end of the last line. */
static const char *page(apr_pool_t *p, const char *s, apr_size_t n)
{
    static const char DOCTYPE[] = "<!DOCTYPE html>\n";
    s = apr_pstrmemdup(p, s, n);
    if (!strncmp(s, DOCTYPE, sizeof DOCTYPE - 1)) {
        s += sizeof DOCTYPE - 1;
        n -= sizeof DOCTYPE - 1;
    }
    return n && s[n - 1] == '\n' ? apr_pstrmemdup(p, s, n - 1) : s;
}

static const char *by_libxslt(const view_sheet_t *s, apr_pool_t *p)
{
    view_render_t r;
    xmlDocPtr res;
    xmlChar *bytes = NULL;
    const char *got;
    int n = 0;
    prepare(&r, p);
    res = smm_sheet_apply(s, doc, sec, &r);
    if (!res || xsltSaveResultToString(&bytes, &n, res, s->style) < 0)
        return r.error ? r.error : "(nothing)";
    got = page(p, bytes ? (const char *)bytes : "", (apr_size_t)n);
    xmlFree(bytes);
    xmlFreeDoc(res);
    return got;
}

static const char *compiled(const view_sheet_t *s, apr_pool_t *p)
{
    view_render_t r;
    const char *out = "", *why = NULL;
    apr_size_t len = 0;
    prepare(&r, p);
    if (!s->program)
        return s->reason ? s->reason : "(no program)";
    if (xv_run(s->program, doc, &r, NULL, p, &out, &len, &why))
        return apr_pstrcat(p, "stopped: ", why, NULL);
    return page(p, out, len);
}

static void both(const char *what, const char *inside, const char *want)
{
    const char *error;
    apr_pool_t *p;
    view_sheet_t *s;
    apr_pool_create(&p, tap_pool);
    s = sheet(p, inside, &error);
    if (s) {
        is(by_libxslt(s, p), want, apr_pstrcat(tap_pool, "libxslt: ", what, NULL));
        is(compiled(s, p), want, apr_pstrcat(tap_pool, "compiled: ", what, NULL));
    } else {
        is(error, NULL, what);
    }
    apr_pool_destroy(p);
}

static void test_expressions(void)
{
    size_t i;
    for (i = 0; i < sizeof EXPRESSIONS / sizeof *EXPRESSIONS; i++) {
        const char *e = EXPRESSIONS[i][0], *x = apr_pstrdup(tap_pool, e), *at;
        while ((at = strchr(x, '<')))
            x = apr_pstrcat(tap_pool, apr_pstrmemdup(tap_pool, x, (apr_size_t)(at - x)), "&lt;",
                            at + 1, NULL);
        if (EXPRESSIONS[i][1])
            both(e,
                 apr_pstrcat(tap_pool,
                             "<xsl:variable name='three' select='3'/><xsl:variable "
                             "name='tree'>a<xsl:if test='1'>bc</xsl:if></xsl:variable>"
                             "<xsl:variable name='hollow'><xsl:if test='0'>x</xsl:if>"
                             "</xsl:variable><xsl:variable name='nothing'/>"
                             "<xsl:variable name='late' select='$three * 2'/>"
                             "<xsl:template match='/'><xsl:value-of select=\"",
                             x, "\"/></xsl:template>", NULL),
                 EXPRESSIONS[i][1]);
    }
}

static void test_sheets(void)
{
    size_t i;
    for (i = 0; i < sizeof SHEETS / sizeof *SHEETS; i++)
        both(SHEETS[i][0], SHEETS[i][0], SHEETS[i][1]);
}

static void test_refused(void)
{
    size_t i;
    for (i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        const char *error, *word = REFUSED[i][1];
        apr_pool_t *p;
        view_sheet_t *s;
        apr_pool_create(&p, tap_pool);
        s = sheet(p, REFUSED[i][0], &error);
        ok(s && !s->program && s->reason && strstr(s->reason, word) && strstr(s->reason, ".xsl:"),
           apr_pstrcat(tap_pool, "refused, with place and reason: ", word, NULL));
        if (s && s->reason && !strstr(s->reason, word))
            printf("# %s\n", s->reason);
        apr_pool_destroy(p);
    }
}

/* A theme's author wants all of them, not one after the other. */
static void test_every_reason(void)
{
    const char *error;
    view_sheet_t *s = sheet(tap_pool,
                            T("<xsl:copy/>\n<p>\n<xsl:number/></p>\n<xsl:call-template "
                              "name='q'/>") "\n<xsl:template "
                                            "name='q'><xsl:message>x</xsl:message>\n<head/></"
                                            "xsl:template>",
                            &error);
    const char *r = s && s->reason ? s->reason : "";
    ok(strstr(r, ":1: xsl:copy") && strstr(r, ":3: xsl:number") && strstr(r, ":5: xsl:message") &&
           strstr(r, ":6: ") && strstr(r, "<head>"),
       "every reason of a sheet is named, with its line");
    if (s && !strstr(r, "xsl:message"))
        printf("# %s\n", r);
}

static void test_stopped(void)
{
    size_t i;
    for (i = 0; i < sizeof STOPPED / sizeof *STOPPED; i++) {
        const char *error, *got;
        apr_pool_t *p;
        view_sheet_t *s;
        apr_pool_create(&p, tap_pool);
        s = sheet(p, STOPPED[i][0], &error);
        got = s ? compiled(s, p) : error;
        ok(!strncmp(got, "stopped: ", 9) && strstr(got, STOPPED[i][1]),
           apr_pstrcat(tap_pool, "stopped when it runs: ", STOPPED[i][1], NULL));
        if (strncmp(got, "stopped: ", 9))
            printf("# %s\n", got);
        apr_pool_destroy(p);
    }
}

static void test_limits(void)
{
    static const char LOOP[] =
        T("<xsl:for-each select='//node()'><xsl:for-each select='//node()'><xsl:for-each "
          "select='//node()'>xxxxxxxxxxxxxxxx</xsl:for-each></xsl:for-each></xsl:for-each>");
    const xv_limits_t few_ops = {400, 1000, 1 << 20}, few_bytes = {400, 1000000, 2000};
    const char *error, *out, *why = NULL;
    apr_size_t len;
    view_render_t r;
    view_sheet_t *s = sheet(tap_pool, LOOP, &error);
    prepare(&r, tap_pool);
    ok(s && s->program && xv_run(s->program, doc, &r, &few_ops, tap_pool, &out, &len, &why),
       "steps are limited");
    is(why, "too many steps", "… with a reason");
    why = NULL;
    ok(s && s->program && xv_run(s->program, doc, &r, &few_bytes, tap_pool, &out, &len, &why),
       "bytes are limited");
    is(why, "the output is too long", "… with a reason");
    ok(s && s->program && !xv_run(s->program, doc, &r, NULL, tap_pool, &out, &len, &why),
       "and without the limits it ends well");
}

/* Every number format against libxslt's own. */
static void test_formats(void)
{
    static const char *const PATTERNS[] = {"0.##", "0.#", "0", "0.00", "#0.0#", "00.###"};
    unsigned seed =
        getenv("SMM_SEED") ? (unsigned)strtoul(getenv("SMM_SEED"), NULL, 10) : (unsigned)getpid();
    int i;
    printf("# SMM_SEED=%u\n", seed);
    for (i = 0; i < 6; i++) {
        apr_pool_t *p;
        const char *error, *all = "", *a, *b;
        view_sheet_t *s;
        int k;
        apr_pool_create(&p, tap_pool);
        for (k = 0; k < 400; k++) {
            int whole = rand_r(&seed) % (k % 3 ? 1000 : 100000000);
            all = apr_psprintf(p, "%s<xsl:value-of select=\"format-number(%s%d.%0*d, '%s')\"/>,",
                               all, rand_r(&seed) % 4 ? "" : "-", whole, 1 + k % 6,
                               rand_r(&seed) % 1000, PATTERNS[i]);
        }
        s = sheet(p, apr_pstrcat(p, "<xsl:template match='/'>", all, "</xsl:template>", NULL),
                  &error);
        a = s ? by_libxslt(s, p) : error;
        b = s ? compiled(s, p) : "";
        is(b, a, apr_pstrcat(tap_pool, "400 numbers as ", PATTERNS[i], NULL));
        apr_pool_destroy(p);
    }
}

int main(void)
{
    tap_init();
    xsltInit();
    exsltFuncRegister();
    sec = xsltNewSecurityPrefs();
    root = mkdtemp(apr_pstrdup(tap_pool, "/tmp/smm-xv-XXXXXX"));
    if (system(apr_pstrcat(tap_pool, "mkdir ", root, "/xsl", NULL)))
        return 1;
    doc = smm_vm_read_xml(tap_pool, DOC, sizeof DOC - 1);
    test_expressions();
    test_sheets();
    test_refused();
    test_every_reason();
    test_stopped();
    test_limits();
    test_formats();
    xsltFreeSecurityPrefs(sec);
    xv_drain();
    if (system(apr_pstrcat(tap_pool, "rm -rf ", root, NULL)))
        return 1;
    return tap_done();
}
