/* SPDX-License-Identifier: Apache-2.0 */
/* The text functions, for compiled sheets and as XPath functions of libxslt. */
#include <string.h>
#include <apr_strings.h>
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/xsltutils.h>
#include "view_int.h"

#define PANEL_NS "urn:panel:ui"

enum { T, TC, FILL, T1, N, NUM, MONEY, DATE, ASSET, LINK, LOC, DIR };

static const xv_host_fn_t FUNCTIONS[] = {
    {"t", 1, 1},   {"tc", 2, 2},    {"fill", 2, 3}, {"t1", 2, 3},    {"n", 3, 3},
    {"num", 1, 2}, {"money", 1, 3}, {"date", 1, 2}, {"asset", 1, 1}, {"link", 1, 1},
    {"loc", 0, 0}, {"dir", 0, 0},   {NULL, 0, 0}};

/* "decimals" arguments: a whole number; anything else counts as not said. */
static int decimals(const char *s, int otherwise)
{
    double d;
    if (!*s)
        return otherwise;
    d = xmlXPathStringEvalNumber((const xmlChar *)s);
    return d >= 0 ? (d > 6 ? 6 : (int)d) : -1;
}

/* The one place that answers, whichever engine asks. */
static const char *call(void *render, int fn, int n, const char *const *v)
{
    const view_render_t *r = render;
    const char *a = n > 1 ? v[1] : "", *b = n > 2 ? v[2] : "";
    switch (fn) {
    case T:
        return smm_text_t(r->cat, "", v[0]);
    case TC:
        return smm_text_t(r->cat, v[0], a);
    case FILL:
        return smm_text_fill(r->cat, r->pool, v[0], a, b);
    case T1:
        return smm_text_fill(r->cat, r->pool, smm_text_t(r->cat, "", v[0]), a, b);
    case N:
        return smm_text_n(r->cat, r->pool, v[0], a, b);
    case NUM:
        return smm_text_num(r->cat, r->pool, v[0], n > 1 ? decimals(a, -1) : 0);
    case MONEY:
        return smm_text_money(r->cat, r->pool, v[0], n > 1 ? decimals(a, -1) : -1,
                              n > 2 ? b : r->currency);
    case DATE:
        return smm_text_date(r->cat, r->pool, v[0], n > 1 ? a : "d");
    case ASSET:
        return smm_assets_url(r->assets, r->base, v[0], r->pool);
    case LINK:
        return smm_text_link(r->pool, r->base, v[0]);
    case LOC:
        return r->cat->lang;
    default:
        return r->cat->rtl ? "rtl" : "ltr";
    }
}

static const char *shown_time(void *render, const vm_attr_t *a)
{
    return smm_render_time(render, a);
}

const xv_host_t *smm_func_host(void)
{
    static const xv_host_t HOST = {PANEL_NS, FUNCTIONS, call, shown_time};
    return &HOST;
}

/* ---- libxslt ----------------------------------------------------------------------------------
 */

static view_render_t *render_of(xmlXPathParserContextPtr ctxt)
{
    xsltTransformContextPtr t = xsltXPathGetTransformContext(ctxt);
    return t ? t->_private : NULL;
}

/* Pops the arguments as strings and answers. */
static void answer(xmlXPathParserContextPtr ctxt, int nargs, int fn)
{
    view_render_t *r = render_of(ctxt);
    const char *v[3] = {"", "", ""};
    int i;
    if (!r || nargs < FUNCTIONS[fn].least || nargs > FUNCTIONS[fn].most) {
        xmlXPathSetArityError(ctxt);
        return;
    }
    for (i = nargs - 1; i >= 0; i--) {
        xmlChar *s = xmlXPathPopString(ctxt);
        if (xmlXPathCheckError(ctxt)) {
            xmlFree(s);
            return;
        }
        v[i] = s ? apr_pstrdup(r->pool, (const char *)s) : "";
        xmlFree(s);
    }
    valuePush(ctxt, xmlXPathNewString((const xmlChar *)call(r, fn, nargs, v)));
}

#define ANSWER(name, fn)                                                                           \
    static void name(xmlXPathParserContextPtr ctxt, int nargs)                                     \
    {                                                                                              \
        answer(ctxt, nargs, fn);                                                                   \
    }

ANSWER(fn_t, T)
ANSWER(fn_tc, TC)
ANSWER(fn_fill, FILL)
ANSWER(fn_t1, T1)
ANSWER(fn_n, N)
ANSWER(fn_num, NUM)
ANSWER(fn_money, MONEY)
ANSWER(fn_date, DATE)
ANSWER(fn_asset, ASSET)
ANSWER(fn_link, LINK)
ANSWER(fn_loc, LOC)
ANSWER(fn_dir, DIR)

void smm_func_register(xsltTransformContextPtr ctxt)
{
    static const xmlXPathFunction ALL[] = {fn_t,     fn_tc,   fn_fill,  fn_t1,   fn_n,   fn_num,
                                           fn_money, fn_date, fn_asset, fn_link, fn_loc, fn_dir};
    size_t i;
    for (i = 0; i < sizeof ALL / sizeof *ALL; i++)
        xsltRegisterExtFunction(ctxt, (const xmlChar *)FUNCTIONS[i].name, (const xmlChar *)PANEL_NS,
                                ALL[i]);
}
