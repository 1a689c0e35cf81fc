/* SPDX-License-Identifier: Apache-2.0 */
/* Cases for both engines: expressions over DOC, sheets, and what must be refused. */
#ifndef XV_CASES_H
#define XV_CASES_H

#define DOC                                                                                        \
    "<d a=\"1\" b=\"2.5\" n=\"x\" e=\"\" neg=\"-3\" u=\"\xC3\xA9t\xC3\xA9\">"                      \
    "<i v=\"3\">one</i><i v=\"1\">two</i><i v=\"2\" k=\"y\">three</i><t>  a  b </t>"               \
    "<g><i v=\"9\"/><h/></g><nums><q>1</q><q>2</q><q>x</q></nums></d>"

/* expression, text */
static const char *const EXPRESSIONS[][2] = {
    /* numbers */
    {"1 + 2", "3"},
    {"1 - 2", "-1"},
    {"2 * 3", "6"},
    {"7 div 2", "3.5"},
    {"7 mod 3", "1"},
    {"-7 mod 3", "-1"},
    {"7 mod -3", "1"},
    {"5.5 mod 2", "1.5"},
    {"1 div 0", "Infinity"},
    {"-1 div 0", "-Infinity"},
    {"0 div 0", "NaN"},
    {"1 mod 0", "NaN"},
    {"-0", "0"},
    {"- - 3", "3"},
    {"1 div 3", "0.333333333333333"},
    {"1000000 * 1000000", "1e+12"},
    {"0.1 + 0.2", "0.3"},
    {".5", "0.5"},
    {"5.", "5"},
    {"/d/@a + /d/@b", "3.5"},
    {"/d/@n + 1", "NaN"},
    {"/d/@nothing + 1", "NaN"},
    {"/d/@neg * -1", "3"},
    {"2 + 3 * 4", "14"},
    {"(2 + 3) * 4", "20"},
    {"10 - 4 - 3", "3"},
    {"8 div 4 div 2", "1"},
    {"1 div -0", "-Infinity"},
    {"123456789", "123456789"},
    {"1234567890123", "1.234567890123e+12"},
    {"0.000001", "1e-06"},
    {"1e3", NULL},
    /* comparisons */
    {"1 = 1.0", "true"},
    {"1 != 1", "false"},
    {"1 < 2", "true"},
    {"2 <= 2", "true"},
    {"3 > 4", "false"},
    {"3 >= 3", "true"},
    {"'a' = 'a'", "true"},
    {"'a' != 'b'", "true"},
    {"'a' < 'b'", "false"},
    {"'1' < '2'", "true"},
    {"'10' = 10", "true"},
    {"0 div 0 = 0 div 0", "false"},
    {"0 div 0 != 0 div 0", "true"},
    {"true() = 'x'", "true"},
    {"true() = ''", "false"},
    {"true() > false()", "true"},
    {"/d/i = 'two'", "true"},
    {"/d/i != 'two'", "true"},
    {"/d/i = 'four'", "false"},
    {"/d/none = ''", "false"},
    {"/d/none != ''", "false"},
    {"/d/@e = ''", "true"},
    {"/d/i/@v > 2", "true"},
    {"/d/i/@v > 3", "false"},
    {"2 < /d/i/@v", "true"},
    {"/d/i/@v = /d/nums/q", "true"},
    {"/d/i/@v = /d/@n", "false"},
    {"/d/i/@v < /d/nums/q", "true"},
    {"/d/none = false()", "true"},
    {"/d/i = true()", "true"},
    {"/d/i/@v >= '3'", "true"},
    {"1 = 1 = 1", "true"},
    {"3 > 2 > 1", "false"},
    /* logic */
    {"true() and false()", "false"},
    {"true() or false()", "true"},
    {"not(1)", "false"},
    {"not('')", "true"},
    {"not(/d/none)", "true"},
    {"boolean('false')", "true"},
    {"boolean(0)", "false"},
    {"boolean(0 div 0)", "false"},
    {"boolean(-0.1)", "true"},
    {"boolean(/d)", "true"},
    {"1 or 0 and 0", "true"},
    /* text */
    {"concat('a', 1, true())", "a1true"},
    {"concat(/d/@a, '-', /d/@none, '-')", "1--"},
    {"string(/d/i)", "one"},
    {"string(/d/none)", ""},
    {"string(12)", "12"},
    {"string(-0.5)", "-0.5"},
    {"string(true())", "true"},
    {"starts-with('abc', 'ab')", "true"},
    {"starts-with('abc', '')", "true"},
    {"starts-with('abc', 'b')", "false"},
    {"contains('abc', 'bc')", "true"},
    {"contains('', '')", "true"},
    {"contains('a', 'b')", "false"},
    {"substring-before('1999/04', '/')", "1999"},
    {"substring-before('abc', 'x')", ""},
    {"substring-after('1999/04', '/')", "04"},
    {"substring-after('abc', 'x')", ""},
    {"substring-after('abc', '')", "abc"},
    {"substring('12345', 2, 3)", "234"},
    {"substring('12345', 2)", "2345"},
    {"substring('12345', 1.5, 2.6)", "234"},
    {"substring('12345', 0, 3)", "12"},
    {"substring('12345', 0 div 0, 3)", ""},
    {"substring('12345', 1, 0 div 0)", ""},
    {"substring('12345', -42, 1 div 0)", "12345"},
    {"substring('12345', -1 div 0, 1 div 0)", ""},
    {"substring('12345', 6)", ""},
    {"substring(/d/@u, 2, 1)", "t"},
    {"substring(/d/@u, 3)", "\xC3\xA9"},
    {"string-length('abc')", "3"},
    {"string-length(/d/@u)", "3"},
    {"string-length('')", "0"},
    {"normalize-space('  a  b ')", "a b"},
    {"normalize-space(/d/t)", "a b"},
    {"normalize-space('')", ""},
    {"translate('bar', 'abc', 'ABC')", "BAr"},
    {"translate('--aaa--', 'abc-', 'ABC')", "AAA"},
    {"translate('aab', 'aa', 'xy')", "xxb"},
    {"translate(/d/@u, '\xC3\xA9', 'e')", "ete"},
    {"translate('e', 'e', '\xC3\xA9')", "\xC3\xA9"},
    /* numbers of text */
    {"number('12')", "12"},
    {"number(' 12 ')", "12"},
    {"number('-1.5')", "-1.5"},
    {"number('1a')", "NaN"},
    {"number('')", "NaN"},
    {"number('+1')", "NaN"},
    {"number('.5')", "0.5"},
    {"number('-')", "0"},
    {"number(true())", "1"},
    {"number(/d/nums/q)", "1"},
    {"number(/d/none)", "NaN"},
    {"sum(/d/i/@v)", "6"},
    {"sum(/d/none)", "0"},
    {"sum(/d/nums/q)", "NaN"},
    {"floor(2.7)", "2"},
    {"floor(-2.5)", "-3"},
    {"ceiling(2.1)", "3"},
    {"ceiling(-0.5)", "0"},
    {"round(2.5)", "3"},
    {"round(-2.5)", "-2"},
    {"round(-0.2)", "0"},
    {"round(0 div 0)", "NaN"},
    {"format-number(1234.567, '0.##')", "1234.57"},
    {"format-number(2, '0.##')", "2"},
    {"format-number(0.5, '0')", "1"},
    {"format-number(-1.25, '0.#')", "-1.3"},
    {"format-number(7, '00.00')", "07.00"},
    {"format-number(0 div 0, '0')", "NaN"},
    {"format-number(1 div 0, '0')", "Infinity"},
    {"format-number(-0.001, '0.##')", "-0"},
    /* paths and node-sets */
    {"count(/d/i)", "3"},
    {"count(//i)", "4"},
    {"count(/d/*)", "6"},
    {"count(/d/@*)", "6"},
    {"count(//node())", "19"},
    {"count(/)", "1"},
    {"/d/i[2]", "two"},
    {"/d/i[last()]", "three"},
    {"/d/i[position() > 1]", "two"},
    {"/d/i[@v = 2]", "three"},
    {"/d/i[@k]", "three"},
    {"/d/i[not(@k)][2]", "two"},
    {"/d/i[@v > 1][1]", "one"},
    {"/d/i[@v > 1][2]", "three"},
    {"(//i)[4]/@v", "9"},
    {"//i[1]/@v", "3"},
    {"count(//i[1])", "2"},
    {"/d/i[3]/preceding-sibling::i[1]", "two"},
    {"/d/i[3]/preceding-sibling::i", "one"},
    {"/d/i[1]/following-sibling::i", "two"},
    {"count(/d/i[1]/following-sibling::*)", "5"},
    {"name(/d/g/i/..)", "g"},
    {"count(/d/g/i/ancestor::*)", "2"},
    {"count(/d/g/i/ancestor::node())", "3"},
    {"name(/d/g/i/ancestor::*[1])", "g"},
    {"name(/d/g/i/ancestor-or-self::*)", "d"},
    {"count(/d/descendant::*)", "11"},
    {"count(/d/descendant-or-self::*)", "12"},
    {"name(/d/*[5])", "g"},
    {"name(/*)", "d"},
    {"name(/)", ""},
    {"local-name(/d/@a)", "a"},
    {"namespace-uri(/d)", ""},
    {"count(/d/i | /d/g/i)", "4"},
    {"count(/d/i | /d/i[1])", "3"},
    {"(/d/g/i | /d/i)[1]", "one"},
    {"/d/i/self::i[2]", ""},
    {"/d/text()", ""},
    {"/d/i/text()", "one"},
    {"string(/d/nums)", "12x"},
    {"/d/@*[2]", "2.5"},
    {"/d/i[$three]", "three"},
    {"count(/d/i[. = 'two'])", "1"},
    {"/d/i/../@n", "x"},
    {"//h/../i/@v", "9"},
    {"/d//i[@v = 9]/@v", "9"},
    {"count(/d/i/@v/..)", "3"},
    {"count(current()/d)", "1"},
    {"/d/child::i[attribute::v = 1]", "two"},
    {"$tree", "abc"},
    {"$tree = 'abc'", "true"},
    {"boolean($hollow)", "true"},
    {"boolean($nothing)", "false"},
    {"string-length($hollow)", "0"},
    {"$late", "6"},
};

/* top-level content of a sheet, page (the doctype and the last line end left out) */
static const char *const SHEETS[][2] =
    {
        {T("<p>a</p>"), "<p>a</p>"},
        {T("<p a='1' b=''>x</p>"), "<p a=\"1\" b=\"\">x</p>"},
        {T("<br/><hr/><img src='a b'/>"), "<br><hr><img src=\"a%20b\">"},
        {T("<p/><div></div><li/>"), "<p></p><div></div><li>"},
        {T("<li><xsl:value-of select=\"''\"/></li><li>a</li>"), "<li><li>a</li>"},
        {T("<li><xsl:if test='/d'>x</xsl:if></li>"), "<li>x</li>"},
        {T("<p>&lt;&amp;&gt;\"'</p>"), "<p>&lt;&amp;&gt;\"'</p>"},
        {T("<p t='&lt;&amp;&gt;'/>"), "<p t=\"&lt;&amp;&gt;\"></p>"},
        {T("<p t='\"'/>"), "<p t='\"'></p>"},
        {T("<p t='\"&apos;'/>"), "<p t=\"&quot;'\"></p>"},
        {T("<a href=' x\"y[1]'/>"), "<a href=\"x%22y%5B1%5D\"></a>"},
        {T("<a name='a b'/><p name='a b'/>"), "<a name=\"a%20b\"></a><p name=\"a b\"></p>"},
        {T("<input checked='checked' disabled='x' required='required'/>"),
         "<input checked disabled required=\"required\">"},
        {T("<p t='{/d/@a}{/d/@n}'/>"), "<p t=\"1x\"></p>"},
        {T("<p t='a{{b}}{/d/@a}'/>"), "<p t=\"a{b}1\"></p>"},
        {T("<p t='{/d/@none}'/>"), "<p t=\"\"></p>"},
        {T("<p t=\"{concat('}', '{')}\"/>"), "<p t=\"}{\"></p>"},
        {T("<p><xsl:attribute name='t'>v</xsl:attribute>x</p>"), "<p t=\"v\">x</p>"},
        {T("<p a='1'><xsl:if test='/d'><xsl:attribute name='t'/></xsl:if></p>"),
         "<p a=\"1\" t=\"\"></p>"},
        {T("<a><xsl:attribute name='href'>a b<xsl:value-of select='/d/@u'/></xsl:attribute></a>"),
         "<a href=\"a%20b%C3%A9t%C3%A9\"></a>"},
        {T("<option><xsl:attribute name='selected'>1</xsl:attribute>x</option>"),
         "<option selected>x</option>"},
        {T("<p><xsl:call-template name='at'/>x</p>") "<xsl:template name='at'><xsl:attribute "
                                                     "name='t'>1</xsl:attribute></xsl:template>",
         "<p t=\"1\">x</p>"},
        {T("<p><xsl:text> a </xsl:text> </p>"), "<p> a </p>"},
        {T("a<xsl:value-of select='/d/i[1]'/>b"), "aoneb"},
        {T("<xsl:if test='/d/@a = 1'>y</xsl:if><xsl:if test='/d/@a = 2'>n</xsl:if>z"), "yz"},
        {T("<xsl:choose><xsl:when test='0'>a</xsl:when><xsl:when test='1'>b</xsl:when>"
           "<xsl:otherwise>c</xsl:otherwise></xsl:choose>"),
         "b"},
        {T("<xsl:choose><xsl:when "
           "test='0'>a</xsl:when><xsl:otherwise>c</xsl:otherwise></xsl:choose>"),
         "c"},
        {T("<xsl:choose><xsl:when test='0'>a</xsl:when></xsl:choose>z"), "z"},
        {T("<xsl:for-each select='/d/i'><xsl:value-of select='concat(position(), \"/\", last())'/>"
           "</xsl:for-each>"),
         "1/32/33/3"},
        {T("<xsl:for-each select='/d/i'><xsl:sort select='@v' data-type='number'/><xsl:value-of "
           "select='.'/></xsl:for-each>"),
         "twothreeone"},
        {T("<xsl:for-each select='/d/i'><xsl:sort select='@v' data-type='number' "
           "order='descending'/><xsl:value-of select='@v'/></xsl:for-each>"),
         "321"},
        {T("<xsl:for-each select='/d/nums/q'><xsl:sort data-type='number' "
           "order='descending'/><xsl:value-of select='.'/></xsl:for-each>"),
         "21x"},
        {T("<xsl:for-each select='/d/nums/q'><xsl:sort data-type='number'/><xsl:value-of "
           "select='.'/></xsl:for-each>"),
         "x12"},
        {T("<xsl:apply-templates select='/d/i'/>") "<xsl:template match='i'>[<xsl:value-of "
                                                   "select='.'/>]</xsl:template>",
         "[one][two][three]"},
        {T("<xsl:apply-templates select='/d/i' mode='m'/>") "<xsl:template match='i' "
                                                            "mode='m'>m</"
                                                            "xsl:template><xsl:template "
                                                            "match='i'>n</xsl:template>",
         "mmm"},
        {T("<xsl:apply-templates select='/d/i'/>") "<xsl:template "
                                                   "match='i'>a</xsl:template><xsl:template "
                                                   "match='i[@k]'>b</xsl:template>",
         "aab"},
        {T("<xsl:apply-templates select='//i'/>") "<xsl:template "
                                                  "match='i'>a</xsl:template><xsl:template "
                                                  "match='g/i'>b</xsl:template>",
         "aaab"},
        {T("<xsl:apply-templates select='//i'/>") "<xsl:template "
                                                  "match='i'>a</xsl:template><xsl:template "
                                                  "match='d//i'>b</xsl:template>",
         "bbbb"},
        {T("<xsl:apply-templates select='/d/i'/>") "<xsl:template match='i'>a</xsl:template>"
                                                   "<xsl:template match='i'>b</xsl:template>",
         "bbb"},
        {T("<xsl:apply-templates select='/d/i'/>") "<xsl:template match='i' "
                                                   "priority='1'>a</xsl:template><xsl:template "
                                                   "match='i[@v]'>b</xsl:template>",
         "aaa"},
        {T("<xsl:apply-templates select='/d/i[1]/@v | /d/g'/>") "<xsl:template "
                                                                "match='@v'>v</"
                                                                "xsl:template><xsl:template "
                                                                "match='*'>e</xsl:template>",
         "ve"},
        {T("<xsl:apply-templates/>"), "onetwothree  a  b 12x"},
        {T("<xsl:apply-templates/>") "<xsl:template match='text()'>.</xsl:template>", "......."},
        {T("<xsl:apply-templates select='/d/i'/>") "<xsl:template match='t | "
                                                   "i'>u</xsl:template><xsl:template "
                                                   "match='*'>e</xsl:template>",
         "uuu"},
        {T(
             "<xsl:call-template name='n'><xsl:with-param name='a' "
             "select='5'/></xsl:call-template>") "<xsl:template name='n'><xsl:param "
                                                 "name='a'/><xsl:param name='b' select='$a + 1'/>"
                                                 "<xsl:value-of select='concat($a, "
                                                 "$b)'/></xsl:template>",
         "56"},
        {T("<xsl:call-template name='n'><xsl:with-param name='a'>x<b>y</b></xsl:with-param>"
           "</xsl:call-template>") "<xsl:template name='n'><xsl:param name='a'/><xsl:copy-of "
                                   "select='$a'/></xsl:template>",
         "x<b>y</b>"},
        {T("<xsl:apply-templates select='/d/i[1]'><xsl:with-param name='a' select=\"'&lt;'\"/>"
           "</xsl:apply-templates>") "<xsl:template match='i'><xsl:param name='a'/><xsl:value-of "
                                     "select='$a'/></xsl:template>",
         "&lt;"},
        {T("<xsl:variable name='v'>a&amp;b</xsl:variable><p t='{$v}'><xsl:value-of "
           "select='$v'/></p>"),
         "<p t=\"a&amp;b\">a&amp;b</p>"},
        {T("<xsl:variable name='v'><b>x</b></xsl:variable><xsl:copy-of select='$v'/><xsl:copy-of "
           "select='$v'/>"),
         "<b>x</b><b>x</b>"},
        {T("<xsl:variable name='v' select='/d/i'/><xsl:value-of select='count($v)'/>"), "3"},
        {T("<xsl:for-each select='/d/i'><xsl:variable name='v' select='@v'/><xsl:value-of "
           "select='$v'/></xsl:for-each>"),
         "312"},
        {T("<xsl:copy-of select='p:f(/d/@a)'/>") "<f:function name='p:f'><xsl:param "
                                                 "name='x'/><f:result><i><xsl:value-of "
                                                 "select='$x'/></i></f:result></f:function>",
         "<i>1</i>"},
        {T("<xsl:value-of select='p:f(1) + p:f(2, 5)'/>") "<f:function name='p:f'><xsl:param "
                                                          "name='x'/><xsl:param name='y' "
                                                          "select='10'/>"
                                                          "<f:result select='$x * "
                                                          "$y'/></f:function>",
         "20"},
        {T("<script>if (a &lt; b) c();</script>"), "<script>if (a < b) c();</script>"},
        {T("<html><head><title>t</title></head><body>b</body></html>"),
         "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; "
         "charset=UTF-8\"><title>t"
         "</title></head><body>b</body></html>"},
        {T("<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>"),
         "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"></path></svg>"},
        {T("<textarea><xsl:text>&#10;</xsl:text>a</textarea>"), "<textarea>\na</textarea>"},
        {T("<p><!-- no --><?pi no?>x</p>"), "<p>x</p>"},
        {T("<xsl:value-of select='$g'/>") "<xsl:variable name='g' select='$h + 1'/><xsl:variable "
                                          "name='h' select='count(/d/i)'/>",
         "4"},
        {T("<xsl:value-of select='p:t(\"Home\")'/><xsl:value-of select='p:num(/d/@b, 1)'/>"),
         "Home2.5"},
};

/* top-level content, a word of the reason */
static const char *const REFUSED[][2] = {
    {T("<xsl:element name='p'/>"), "xsl:element"},
    {T("<xsl:copy/>"), "xsl:copy"},
    {T("<xsl:copy-of select='/d'/>"), "copy-of"},
    {T("<xsl:number/>"), "xsl:number"},
    {T("<xsl:message>x</xsl:message>"), "xsl:message"},
    {T("<xsl:value-of select='.' disable-output-escaping='yes'/>"), "disable-output-escaping"},
    {T("<xsl:text disable-output-escaping='yes'>&lt;</xsl:text>"), "disable-output-escaping"},
    {T("<xsl:value-of select=\"document('x')\"/>"), "document()"},
    {T("<xsl:value-of select=\"key('a', 'b')\"/>"), "key()"},
    {T("<xsl:value-of select='generate-id()'/>"), "generate-id()"},
    {T("<xsl:value-of select='/x:d' xmlns:x='urn:x'/>"), "namespace"},
    {T("<x:p xmlns:x='urn:x'/>"), "namespace"},
    {T("<xsl:value-of select='following::i'/>"), "axis"},
    {T("<p>a<xsl:attribute name='b'>c</xsl:attribute></p>"), "attribute after"},
    {T("<p><xsl:attribute name='{/d/@n}'>c</xsl:attribute></p>"), "computed name"},
    {T("<p><xsl:attribute name='a'><b/></xsl:attribute></p>"), "inside xsl:attribute"},
    {T("<br>x</br>"), "content in <br>"},
    {T("<script><xsl:value-of select='.'/></script>"), "computed content"},
    {T("<xsl:for-each select='/d/i'><xsl:sort select='.'/>x</xsl:for-each>"), "xsl:sort"},
    {T("<head/>"), "<head>"},
    {T("<div><meta name='a'/></div>"), "<meta>"},
    {T("<html><body/></html>"), "<html>"},
    {T("x") "<xsl:key name='k' match='i' use='@v'/>", "xsl:key"},
    {T("x") "<xsl:decimal-format NaN='-'/>", "decimal-format"},
    {T("<xsl:apply-templates/>") "<xsl:template match='i[1]'>x</xsl:template>", "position"},
    {T("<p xml:space='preserve'> </p>"), "xml:space"},
};

/* top-level content, why a program stops when it runs; libxslt answers then */
static const char *const STOPPED[][2] = {
    {T("<xsl:variable name='v'><b>x</b></xsl:variable><xsl:value-of select='$v'/>"), "elements"},
    {T("<p a='1'><xsl:attribute name='a'>2</xsl:attribute></p>"), "twice"},
    {T("<xsl:call-template name='n'/>") "<xsl:template name='n'><xsl:call-template "
                                        "name='n'/></xsl:template>",
     "nested"},
    {T("<xsl:variable name='v' select='/d'/><xsl:copy-of select='$v'/>"), "copy-of"},
    {T("<xsl:value-of select=\"format-number(5, '#,##0')\"/>"), "format-number"},
};

#endif
