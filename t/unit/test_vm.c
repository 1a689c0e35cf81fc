/* SPDX-License-Identifier: Apache-2.0 */
/* The view model: cleaning, typed attributes, XML out and in, article bodies. */
#include "tap.h"
#include <apr_strings.h>
#include "smm_vm.h"

static const char *xml(smm_vm_t *vm)
{
    const char *out;
    apr_size_t len;
    smm_vm_write_xml(vm, tap_pool, &out, &len);
    is_int(len, strlen(out), "length of the XML");
    out = strchr(out, '\n') + 1;
    return apr_pstrmemdup(tap_pool, out, strlen(out) - 1);
}

static const char *clean(const char *s)
{
    return smm_vm_clean(tap_pool, s);
}

static void test_clean(void)
{
    const char *same = "plain \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80";
    ok(clean(same) == same, "a clean text is not copied");
    is(clean("a\tb\nc\rd"), "a\tb\nc\rd", "TAB, LF, CR stay");
    is(clean("a\x01\x08\x0B\x1F\x7F"
             "b"),
       "ab", "control characters go");
    is(clean("a\xC2\x80\xC2\x9F"
             "b\xC2\xA0"),
       "ab\xC2\xA0", "C1 controls go, no-break space stays");
    is(clean("a\x80"
             "b\xFF"
             "c\xFE"),
       "abc", "stray bytes go");
    is(clean("a\xC0\xAF"
             "b\xE0\x80\xAF"
             "c\xF0\x80\x80\xAF"
             "d"),
       "abcd", "overlong forms go");
    is(clean("a\xED\xA0\x80"
             "b"),
       "ab", "surrogates go");
    is(clean("a\xF4\x90\x80\x80"
             "b\xF5\x80\x80\x80"),
       "ab", "beyond U+10FFFF goes");
    is(clean("a\xEF\xBF\xBE\xEF\xBF\xBF"
             "b"),
       "ab", "U+FFFE and U+FFFF go");
    is(clean("a\xE2\x80\xAE"
             "b\xE2\x80\x8F"),
       "ab\xE2\x80\x8F", "bidi overrides go, marks stay");
    is(clean("a\xE2\x82"), "a", "cut sequence at the end");
    is(clean("a\xC3"), "a", "lonely lead byte at the end");
    is(clean(""), "", "empty");
}

static void test_attributes(void)
{
    smm_vm_t *vm = smm_vm_make(tap_pool);
    smm_vm_el(vm, "a");
    smm_vm_attr(vm, "x", "<&>\"'\n\t");
    smm_vm_attr(vm, "none", NULL);
    smm_vm_attr(vm, "empty", "");
    smm_vm_attr_int(vm, "min", INT64_MIN);
    smm_vm_attr_flag(vm, "on", 7);
    smm_vm_attr_flag(vm, "off", 0);
    smm_vm_end(vm);
    is(xml(vm),
       "<a x=\"&lt;&amp;&gt;&quot;'&#10;&#9;\" empty=\"\" min=\"-9223372036854775808\" on=\"1\"/>",
       "attributes are escaped, NULL and off are left out");

    vm = smm_vm_make(tap_pool);
    smm_vm_el(vm, "m");
    smm_vm_attr_usd(vm, "a", 12345678);
    smm_vm_attr_usd(vm, "b", 5000000);
    smm_vm_attr_usd(vm, "c", -1500000);
    smm_vm_attr_usd(vm, "d", 0);
    smm_vm_attr_usd(vm, "e", INT64_MIN);
    smm_vm_attr_usd(vm, "f", -1);
    smm_vm_attr_usd(vm, "g", INT64_MAX);
    smm_vm_attr_usd(vm, "h", 1230000);
    is(xml(vm),
       "<m a=\"12.345678\" b=\"5.00\" c=\"-1.50\" d=\"0.00\" e=\"-9223372036854.775808\" "
       "f=\"-0.000001\" "
       "g=\"9223372036854.775807\" h=\"1.23\"/>",
       "money is exact with at least two decimals");

    vm = smm_vm_make(tap_pool);
    smm_vm_el(vm, "t");
    smm_vm_attr_time(vm, "a", 1795425240);
    smm_vm_attr_time(vm, "b", 0);
    smm_vm_attr(vm, "c", "1");
    smm_vm_attr(vm, "c", "2");
    is(xml(vm), "<t a=\"2026-11-23T09:14:00Z\" c=\"2\"/>",
       "times; 0 is left out; the last of a name wins");
}

static void test_tree(void)
{
    smm_vm_t *vm = smm_vm_make(tap_pool), *back;
    const char *first, *out;
    apr_size_t len;
    smm_vm_attr(vm, "x", "before any element");
    smm_vm_text(vm, "before any element");
    smm_vm_end(vm);
    smm_vm_el(vm, "page");
    smm_vm_leaf(vm, "a", "1 < 2 & 3\r\n");
    smm_vm_leaf(vm, "b", NULL);
    smm_vm_el(vm, "c");
    smm_vm_text(vm, "x");
    smm_vm_el(vm, "d");
    smm_vm_end(vm);
    smm_vm_text(vm, "y");
    smm_vm_end(vm);
    smm_vm_end(vm);
    smm_vm_end(vm);
    smm_vm_el(vm, "late");
    first = xml(vm);
    is(first, "<page><a>1 &lt; 2 &amp; 3&#13;\n</a><b/><c>x<d/>y</c><late/></page>",
       "a tree; stray calls do no harm; a second root becomes a child");
    smm_vm_write_xml(vm, tap_pool, &out, &len);
    back = smm_vm_read_xml(tap_pool, out, len);
    ok(back != NULL, "reads back");
    is(back ? xml(back) : NULL, first, "what was written reads back the same");
    ok(smm_vm_read_xml(tap_pool, "<a>", 3) == NULL, "ill-formed XML is refused");
    out = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    ok(smm_vm_read_xml(tap_pool, out, strlen(out)) == NULL, "a document type is refused");
}

static const char *body(const char *xhtml)
{
    smm_vm_t *vm = smm_vm_make(tap_pool);
    smm_vm_el(vm, "b");
    smm_vm_xhtml(vm, xhtml);
    smm_vm_end(vm);
    return xml(vm);
}

static void test_xhtml(void)
{
    is(body("<p>one <b>two</b> &amp; three</p>"), "<b><p>one <b>two</b> &amp; three</p></b>",
       "well-formed body");
    is(body("<p>not closed"), "<b>&lt;p&gt;not closed</b>", "ill-formed body becomes text");
    is(body("<p>a<script>alert(1)</script><style>x</style>b</p>"), "<b><p>ab</p></b>",
       "script and style go");
    is(body("<p onclick='x' style='y' id='z'>a</p>"), "<b><p id=\"z\">a</p></b>",
       "only listed attributes");
    is(body("<a href='javascript:alert(1)'>x</a><a href=' javascript:y'>y</a><a "
            "href='https://e.example/'>z</a><a "
            "href='/help/x'>w</a>"),
       "<b><a>x</a><a>y</a><a href=\"https://e.example/\">z</a><a href=\"/help/x\">w</a></b>",
       "only harmless addresses");
    is(body("<iframe src='x'>inside</iframe><form><p>kept</p></form>"), "<b>inside<p>kept</p></b>",
       "unknown elements give way to their words");
    is(body("<!DOCTYPE a [<!ENTITY e 'x'>]><p>&e;</p>"),
       "<b>&lt;!DOCTYPE a [&lt;!ENTITY e 'x'&gt;]&gt;&lt;p&gt;&amp;e;&lt;/p&gt;</b>",
       "entities are not expanded");
    is(body("<svg xmlns='http://www.w3.org/2000/svg'><p>t</p></svg>"), "<b><p>t</p></b>",
       "namespaces go");
    is(body(NULL), "<b/>", "no body");
}

int main(void)
{
    tap_init();
    test_clean();
    test_attributes();
    test_tree();
    test_xhtml();
    return tap_done();
}
