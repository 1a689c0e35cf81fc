/* SPDX-License-Identifier: Apache-2.0 */
/* The text functions as XPath functions of one transformation. */
#include <string.h>
#include <apr_strings.h>
#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/xsltutils.h>
#include "view_int.h"

#define PANEL_NS "urn:panel:ui"

static view_render_t *render_of(xmlXPathParserContextPtr ctxt)
{
    xsltTransformContextPtr t = xsltXPathGetTransformContext(ctxt);
    return t ? t->_private : NULL;
}

/* Pops `n` arguments as strings into v[0..n-1]; those not given are "". 0 when there are too few or
 * too many. */
static int args(xmlXPathParserContextPtr ctxt, int nargs, int least, int most, const char **v,
                view_render_t **r)
{
    int i;
    *r = render_of(ctxt);
    for (i = 0; i < most; i++)
        v[i] = "";
    if (!*r || nargs < least || nargs > most) {
        xmlXPathSetArityError(ctxt);
        return 0;
    }
    for (i = nargs - 1; i >= 0; i--) {
        xmlChar *s = xmlXPathPopString(ctxt);
        if (xmlXPathCheckError(ctxt)) {
            xmlFree(s);
            return 0;
        }
        v[i] = s ? apr_pstrdup((*r)->pool, (const char *)s) : "";
        xmlFree(s);
    }
    return 1;
}

static void answer(xmlXPathParserContextPtr ctxt, const char *s)
{
    valuePush(ctxt, xmlXPathNewString((const xmlChar *)s));
}

/* "decimals" arguments: a whole number; anything else counts as not said. */
static int decimals(const char *s, int otherwise)
{
    double d;
    if (!*s)
        return otherwise;
    d = xmlXPathStringEvalNumber((const xmlChar *)s);
    return d >= 0 ? (d > 6 ? 6 : (int)d) : -1;
}

static void fn_t(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[1];
    view_render_t *r;
    if (args(ctxt, nargs, 1, 1, v, &r))
        answer(ctxt, smm_text_t(r->cat, "", v[0]));
}

static void fn_tc(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[2];
    view_render_t *r;
    if (args(ctxt, nargs, 2, 2, v, &r))
        answer(ctxt, smm_text_t(r->cat, v[0], v[1]));
}

static void fn_fill(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[3];
    view_render_t *r;
    if (args(ctxt, nargs, 2, 3, v, &r))
        answer(ctxt, smm_text_fill(r->cat, r->pool, v[0], v[1], v[2]));
}

static void fn_t1(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[3];
    view_render_t *r;
    if (args(ctxt, nargs, 2, 3, v, &r))
        answer(ctxt, smm_text_fill(r->cat, r->pool, smm_text_t(r->cat, "", v[0]), v[1], v[2]));
}

static void fn_n(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[3];
    view_render_t *r;
    if (args(ctxt, nargs, 3, 3, v, &r))
        answer(ctxt, smm_text_n(r->cat, r->pool, v[0], v[1], v[2]));
}

static void fn_num(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[2];
    view_render_t *r;
    if (args(ctxt, nargs, 1, 2, v, &r))
        answer(ctxt, smm_text_num(r->cat, r->pool, v[0], nargs > 1 ? decimals(v[1], -1) : 0));
}

static void fn_money(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[3];
    view_render_t *r;
    if (args(ctxt, nargs, 1, 3, v, &r))
        answer(ctxt, smm_text_money(r->cat, r->pool, v[0], nargs > 1 ? decimals(v[1], -1) : -1,
                                    nargs > 2 ? v[2] : r->currency));
}

static void fn_date(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[2];
    view_render_t *r;
    if (args(ctxt, nargs, 1, 2, v, &r))
        answer(ctxt, smm_text_date(r->cat, r->pool, v[0], nargs > 1 ? v[1] : "d"));
}

static void fn_asset(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[1];
    view_render_t *r;
    if (args(ctxt, nargs, 1, 1, v, &r))
        answer(ctxt, smm_assets_url(r->assets, r->base, v[0], r->pool));
}

static void fn_link(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[1];
    view_render_t *r;
    if (args(ctxt, nargs, 1, 1, v, &r))
        answer(ctxt, smm_text_link(r->pool, r->base, v[0]));
}

static void fn_loc(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[1];
    view_render_t *r;
    if (args(ctxt, nargs, 0, 0, v, &r))
        answer(ctxt, r->cat->lang);
}

static void fn_dir(xmlXPathParserContextPtr ctxt, int nargs)
{
    const char *v[1];
    view_render_t *r;
    if (args(ctxt, nargs, 0, 0, v, &r))
        answer(ctxt, r->cat->rtl ? "rtl" : "ltr");
}

void smm_func_register(xsltTransformContextPtr ctxt)
{
    static const struct {
        const char *name;
        xmlXPathFunction fn;
    } ALL[] = {{"t", fn_t},         {"tc", fn_tc},     {"t1", fn_t1},       {"fill", fn_fill},
               {"n", fn_n},         {"num", fn_num},   {"money", fn_money}, {"date", fn_date},
               {"asset", fn_asset}, {"link", fn_link}, {"loc", fn_loc},     {"dir", fn_dir}};
    size_t i;
    for (i = 0; i < sizeof ALL / sizeof *ALL; i++)
        xsltRegisterExtFunction(ctxt, (const xmlChar *)ALL[i].name, (const xmlChar *)PANEL_NS,
                                ALL[i].fn);
}
