/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compiler of sheets and the executor, with sheets of somebody who means harm: whatever comes
 * is refused with a reason, or runs within its bounds. First byte: 0 the rest is a whole sheet, 1
 * the content of a template, 2 an XPath expression.
 */
// clang-format off
// fuzz-sources: modules/core/view/xv_load.c modules/core/view/xv_parse.c
// fuzz-sources: modules/core/view/xv_compile.c
// fuzz-sources: modules/core/view/xv_element.c modules/core/view/xv_run.c
// fuzz-sources: modules/core/view/xv_eval.c
// fuzz-sources: modules/core/view/xv_nodes.c modules/core/view/xv_core.c modules/core/view/xv_num.c
// fuzz-sources: modules/core/view/xv_out.c modules/core/view/xv_arena.c modules/core/view/vm.c
// fuzz-sources: modules/lib/currency.c
// fuzz-sources: modules/core/view/vm_xml.c modules/lib/money.c modules/lib/time.c
// clang-format on
// fuzz-libs: -lxml2 -lxslt -lm
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include "../../modules/core/view/xv.h"

#define HEAD                                                                                       \
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "              \
    "xmlns:func='http://exslt.org/functions' xmlns:p='urn:panel:ui' "                              \
    "extension-element-prefixes='func' exclude-result-prefixes='func p'>"                          \
    "<xsl:output method='html' encoding='UTF-8' indent='no'/>"
#define DOC "<d a='1' n='x'><i v='3'>one</i><i v='1'>two</i><g><i v='9'/></g>text</d>"

static const char *sheet;

static xmlDocPtr load(void *baton, const char *uri)
{
    /* an import of itself, or of anything else, gives the same sheet: cycles must end */
    return xmlReadMemory(sheet, (int)strlen(sheet), uri, NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

static const char *call(void *baton, int fn, int argc, const char *const *argv)
{
    return argc > 0 ? argv[0] : "";
}

static void quiet(void *ctx, const char *msg, ...)
{
}

/* For an attribute in single quotes. */
static const char *quoted(apr_pool_t *p, const char *s)
{
    apr_size_t n = 0;
    char *out = apr_palloc(p, strlen(s) * 6 + 1);
    for (; *s; s++) {
        const char *as = *s == '<' ? "&lt;" : *s == '&' ? "&amp;" : *s == '\'' ? "&apos;" : NULL;
        if (as) {
            memcpy(out + n, as, strlen(as));
            n += strlen(as);
        } else {
            out[n++] = *s;
        }
    }
    out[n] = '\0';
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const xv_host_fn_t fns[] = {{"t", 1, 1}, {"n", 3, 5}, {NULL, 0, 0}};
    static const xv_host_t host = {"urn:panel:ui", fns, call, NULL};
    static const xv_limits_t limits = {60, 200000, 1 << 20};
    static int begun;
    apr_pool_t *p;
    const char *reason = NULL, *out = NULL, *why = NULL, *rest;
    apr_size_t n = 0;
    const xv_program_t *program;

    if (!begun++) {
        apr_initialize();
        xmlInitParser();
        xmlSetGenericErrorFunc(NULL, quiet);
    }
    if (len < 1) {
        return 0;
    }
    apr_pool_create(&p, NULL);
    rest = apr_pstrmemdup(p, (const char *)data + 1, len - 1);
    sheet = data[0] % 3 == 0 ? rest
            : data[0] % 3 == 1
                ? apr_pstrcat(p, HEAD, "<xsl:template match='/'>", rest,
                              "</xsl:template></xsl:stylesheet>", NULL)
                : apr_pstrcat(p, HEAD, "<xsl:template match='/'><xsl:value-of select='",
                              quoted(p, rest), "'/></xsl:template></xsl:stylesheet>", NULL);
    program = xv_compile(p, "fuzz.xsl", load, NULL, &host, &reason);
    if (!program && !reason) {
        abort();
    }
    if (program) {
        smm_vm_t *vm = smm_vm_read_xml(p, DOC, sizeof DOC - 1);
        if (xv_run(program, vm, NULL, &limits, p, &out, &n, &why) == 0 ? n > limits.out : !why) {
            abort();
        }
    }
    xv_drain();
    apr_pool_destroy(p);
    return 0;
}
