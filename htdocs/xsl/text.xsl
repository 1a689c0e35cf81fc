<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The text functions in pure XSLT 1.0 with EXSLT func:function, so that a sheet can be tried with xsltproc:
       xsltproc htdocs/xsl/core/error.xsl page.xml   (option stringparam: manifest FILE)
     The module never loads this file: its C functions of the same names answer, byte for byte the same
     (t/unit/test_view.c compares them). A value that is not a number or a date gives an empty string.
     Numbers are handled as text: no amount passes through binary floating point. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:func="http://exslt.org/functions" xmlns:p="urn:panel:ui"
  extension-element-prefixes="func" exclude-result-prefixes="func p">

  <!-- the list of assets that the module writes (smm_asset_manifest); without it assets have plain names -->
  <xsl:param name="manifest" select="''"/>
  <xsl:variable name="p-lang"><xsl:choose><xsl:when test="/*/@lang != ''"><xsl:value-of select="/*/@lang"/></xsl:when><xsl:otherwise>en</xsl:otherwise></xsl:choose></xsl:variable>
  <xsl:variable name="cat" select="document(concat('../i18n/', $p-lang, '.xml'))/messages"/>
  <xsl:key name="m" match="m" use="concat(@c, '|', @s)"/>

  <func:function name="p:loc"><func:result select="string($cat/@lang)"/></func:function>
  <func:function name="p:dir"><xsl:choose>
    <xsl:when test="$cat/@dir = 'rtl'"><func:result select="'rtl'"/></xsl:when>
    <xsl:otherwise><func:result select="'ltr'"/></xsl:otherwise></xsl:choose></func:function>

  <!-- p:t(source): as gettext, the English sentence is the key and the fallback; p:tc(context, source) -->
  <func:function name="p:t"><xsl:param name="s"/><func:result select="p:tc('', $s)"/></func:function>
  <func:function name="p:tc"><xsl:param name="c"/><xsl:param name="s"/>
    <xsl:variable name="r"><xsl:for-each select="$cat"><xsl:value-of select="key('m', concat($c, '|', $s))[1][not(f)]"/></xsl:for-each></xsl:variable>
    <xsl:choose>
      <xsl:when test="string($r) != ''"><func:result select="string($r)"/></xsl:when>
      <xsl:otherwise><func:result select="string($s)"/></xsl:otherwise>
    </xsl:choose>
  </func:function>

  <!-- p:fill(text, a, b): {0} and {1}, the first of each; isolated from the direction of the text around them in right-to-left pages -->
  <func:function name="p:fill"><xsl:param name="s"/><xsl:param name="a0"/><xsl:param name="b0" select="''"/>
    <xsl:variable name="o"><xsl:if test="p:dir() = 'rtl'">&#x2068;</xsl:if></xsl:variable>
    <xsl:variable name="e"><xsl:if test="p:dir() = 'rtl'">&#x2069;</xsl:if></xsl:variable>
    <xsl:variable name="a" select="concat($o, $a0, $e)"/><xsl:variable name="b" select="concat($o, $b0, $e)"/>
    <xsl:choose>
      <xsl:when test="contains($s, '{0}')"><xsl:variable name="h" select="substring-before($s, '{0}')"/><xsl:variable name="t" select="substring-after($s, '{0}')"/>
        <xsl:choose>
          <xsl:when test="contains($h, '{1}')"><func:result select="concat(substring-before($h, '{1}'), $b, substring-after($h, '{1}'), $a, $t)"/></xsl:when>
          <xsl:when test="contains($t, '{1}')"><func:result select="concat($h, $a, substring-before($t, '{1}'), $b, substring-after($t, '{1}'))"/></xsl:when>
          <xsl:otherwise><func:result select="concat($h, $a, $t)"/></xsl:otherwise>
        </xsl:choose></xsl:when>
      <xsl:when test="contains($s, '{1}')"><func:result select="concat(substring-before($s, '{1}'), $b, substring-after($s, '{1}'))"/></xsl:when>
      <xsl:otherwise><func:result select="string($s)"/></xsl:otherwise>
    </xsl:choose>
  </func:function>
  <func:function name="p:t1"><xsl:param name="s"/><xsl:param name="a"/><xsl:param name="b" select="''"/>
    <func:result select="p:fill(p:t($s), $a, $b)"/></func:function>

  <!-- CLDR plural category of a whole number, by the rule family that the catalogue names -->
  <func:function name="p:plural"><xsl:param name="n"/>
    <xsl:variable name="rule" select="string($cat/@plural)"/>
    <xsl:variable name="h" select="number(substring(concat('00', $n), string-length($n) + 1))"/><xsl:variable name="d" select="$h mod 10"/>
    <xsl:variable name="v" select="number($n)"/>
    <xsl:choose>
      <xsl:when test="$rule = 'arabic'"><xsl:choose>
        <xsl:when test="$v = 0"><func:result select="'zero'"/></xsl:when>
        <xsl:when test="$v = 1"><func:result select="'one'"/></xsl:when>
        <xsl:when test="$v = 2"><func:result select="'two'"/></xsl:when>
        <xsl:when test="$h &gt;= 3 and $h &lt;= 10"><func:result select="'few'"/></xsl:when>
        <xsl:when test="$h &gt;= 11"><func:result select="'many'"/></xsl:when>
        <xsl:otherwise><func:result select="'other'"/></xsl:otherwise></xsl:choose></xsl:when>
      <xsl:when test="$rule = 'slavic'"><xsl:choose>
        <xsl:when test="$d = 1 and $h != 11"><func:result select="'one'"/></xsl:when>
        <xsl:when test="$d &gt;= 2 and $d &lt;= 4 and ($h &lt; 12 or $h &gt; 14)"><func:result select="'few'"/></xsl:when>
        <xsl:otherwise><func:result select="'many'"/></xsl:otherwise></xsl:choose></xsl:when>
      <xsl:when test="$rule = 'polish'"><xsl:choose>
        <xsl:when test="$v = 1"><func:result select="'one'"/></xsl:when>
        <xsl:when test="$d &gt;= 2 and $d &lt;= 4 and ($h &lt; 12 or $h &gt; 14)"><func:result select="'few'"/></xsl:when>
        <xsl:otherwise><func:result select="'many'"/></xsl:otherwise></xsl:choose></xsl:when>
      <xsl:when test="$rule = 'french' and $v &lt; 2"><func:result select="'one'"/></xsl:when>
      <xsl:when test="$rule = 'none'"><func:result select="'other'"/></xsl:when>
      <xsl:when test="$v = 1"><func:result select="'one'"/></xsl:when>
      <xsl:otherwise><func:result select="'other'"/></xsl:otherwise>
    </xsl:choose>
  </func:function>
  <!-- p:n(singular, plural, count): {0} is the count; only whole numbers from 0 -->
  <func:function name="p:n"><xsl:param name="s1"/><xsl:param name="s2"/><xsl:param name="n"/>
    <xsl:variable name="k" select="string($n)"/>
    <xsl:choose>
      <xsl:when test="$k = '' or translate($k, '0123456789', '') != '' or string-length($k) &gt; 15"><func:result select="''"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="c" select="p:plural($k)"/>
        <xsl:variable name="f"><xsl:for-each select="$cat"><xsl:value-of select="key('m', concat('|', $s2))[1]/f[@c = $c][1]"/></xsl:for-each></xsl:variable>
        <xsl:choose>
          <xsl:when test="string($f) != ''"><func:result select="p:fill(string($f), p:num($k))"/></xsl:when>
          <xsl:when test="number($k) = 1"><func:result select="p:fill(string($s1), p:num($k))"/></xsl:when>
          <xsl:otherwise><func:result select="p:fill(string($s2), p:num($k))"/></xsl:otherwise>
        </xsl:choose></xsl:otherwise>
    </xsl:choose>
  </func:function>

  <!-- digits with the language's grouping: by threes, or Indian (3, then twos) -->
  <func:function name="p:group"><xsl:param name="d"/><xsl:param name="size" select="3"/>
    <xsl:variable name="l" select="string-length($d)"/>
    <xsl:variable name="g"><xsl:choose><xsl:when test="$cat/@group"><xsl:value-of select="$cat/@group"/></xsl:when><xsl:otherwise>,</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="next"><xsl:choose><xsl:when test="$cat/@grouping = 'indian'">2</xsl:when><xsl:otherwise>3</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:choose>
      <xsl:when test="$l &gt; $size"><func:result select="concat(p:group(substring($d, 1, $l - $size), number($next)), $g, substring($d, $l - $size + 1))"/></xsl:when>
      <xsl:otherwise><func:result select="string($d)"/></xsl:otherwise>
    </xsl:choose>
  </func:function>
  <!-- p:fmt(decimal text, decimals): rounds half away from zero. Decimals below 0: as many as the value has, 2 to 6.
       No sign. Empty when the text is not digits with an optional fraction. -->
  <func:function name="p:fmt"><xsl:param name="v"/><xsl:param name="dec"/>
    <xsl:variable name="i0"><xsl:choose><xsl:when test="contains($v, '.')"><xsl:value-of select="substring-before($v, '.')"/></xsl:when><xsl:otherwise><xsl:value-of select="$v"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="f0" select="substring-after($v, '.')"/>
    <xsl:choose>
      <xsl:when test="$i0 = '' or translate(concat($i0, $f0), '0123456789', '') != '' or (contains($v, '.') and $f0 = '') or string-length($i0) &gt; 15 or string-length($f0) &gt; 15"><func:result select="''"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="f" select="concat($f0, '0000000')"/>
        <xsl:variable name="k"><xsl:choose>
          <xsl:when test="$dec &gt; 6">6</xsl:when>
          <xsl:when test="$dec &gt;= 0"><xsl:value-of select="floor($dec)"/></xsl:when>
          <xsl:otherwise>6</xsl:otherwise></xsl:choose></xsl:variable>
        <!-- "1" in front keeps the zeros of the fraction while a half is added; a carry turns it into "2" -->
        <xsl:variable name="r" select="number(concat('1', substring($f, 1, $k))) + number(substring($f, $k + 1, 1) &gt;= 5)"/>
        <xsl:variable name="carry" select="number(starts-with(string($r), '2'))"/>
        <xsl:variable name="int" select="format-number(number($i0) + $carry, '0')"/>
        <xsl:variable name="fr0" select="substring(string($r), 2)"/>
        <xsl:variable name="fr"><xsl:choose>
          <xsl:when test="$dec &gt;= 0"><xsl:value-of select="$fr0"/></xsl:when>
          <xsl:when test="substring($fr0, 3) = '0000'"><xsl:value-of select="substring($fr0, 1, 2)"/></xsl:when>
          <xsl:when test="substring($fr0, 4) = '000'"><xsl:value-of select="substring($fr0, 1, 3)"/></xsl:when>
          <xsl:when test="substring($fr0, 5) = '00'"><xsl:value-of select="substring($fr0, 1, 4)"/></xsl:when>
          <xsl:when test="substring($fr0, 6) = '0'"><xsl:value-of select="substring($fr0, 1, 5)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="$fr0"/></xsl:otherwise></xsl:choose></xsl:variable>
        <xsl:variable name="point"><xsl:choose><xsl:when test="$cat/@decimal"><xsl:value-of select="$cat/@decimal"/></xsl:when><xsl:otherwise>.</xsl:otherwise></xsl:choose></xsl:variable>
        <xsl:choose>
          <xsl:when test="string($fr) != ''"><func:result select="concat(p:group($int), $point, $fr)"/></xsl:when>
          <xsl:otherwise><func:result select="p:group($int)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:otherwise>
    </xsl:choose>
  </func:function>
  <func:function name="p:sign"><xsl:param name="v"/><xsl:param name="u"/>
    <xsl:choose><xsl:when test="starts-with($v, '-') and translate($u, '0.,', '') != '' and translate($u, translate($u, '123456789', ''), '') != ''"><func:result select="'−'"/></xsl:when><xsl:otherwise><func:result select="''"/></xsl:otherwise></xsl:choose></func:function>
  <func:function name="p:abs"><xsl:param name="v"/>
    <xsl:choose><xsl:when test="starts-with($v, '-')"><func:result select="substring($v, 2)"/></xsl:when><xsl:otherwise><func:result select="string($v)"/></xsl:otherwise></xsl:choose></func:function>
  <!-- p:num(value, decimals = 0) -->
  <func:function name="p:num"><xsl:param name="v"/><xsl:param name="dec" select="0"/>
    <xsl:variable name="u" select="p:fmt(p:abs(string($v)), $dec)"/>
    <func:result select="concat(p:sign(string($v), $u), $u)"/></func:function>
  <!-- p:money(amount, decimals = as many as it has, 2 to 6, currency = the site's) -->
  <func:function name="p:money"><xsl:param name="v"/><xsl:param name="dec" select="-1"/><xsl:param name="cur0" select="/*/site/@currency"/>
    <xsl:variable name="cur" select="string($cur0)"/>
    <xsl:variable name="u" select="p:fmt(p:abs(string($v)), $dec)"/>
    <xsl:variable name="sym"><xsl:choose>
      <xsl:when test="$cur = '' or $cur = 'USD'">$</xsl:when><xsl:when test="$cur = 'EUR'">€</xsl:when><xsl:when test="$cur = 'INR'">₹</xsl:when><xsl:when test="$cur = 'GBP'">£</xsl:when>
      <xsl:otherwise><xsl:value-of select="$cur"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="gap"><xsl:if test="string-length($sym) &gt; 1">&#160;</xsl:if></xsl:variable>
    <xsl:choose>
      <xsl:when test="$u = ''"><func:result select="''"/></xsl:when>
      <xsl:when test="$cat/@money = 'after'"><func:result select="concat(p:sign(string($v), $u), $u, '&#160;', $sym)"/></xsl:when>
      <xsl:otherwise><func:result select="concat(p:sign(string($v), $u), $sym, $gap, $u)"/></xsl:otherwise>
    </xsl:choose></func:function>

  <!-- p:date(ISO 8601, style) -->
  <func:function name="p:date"><xsl:param name="iso"/><xsl:param name="style" select="'d'"/>
    <xsl:variable name="k" select="translate(string($iso), '123456789', '000000000')"/>
    <xsl:variable name="m" select="number(substring($iso, 6, 2))"/><xsl:variable name="d" select="number(substring($iso, 9, 2))"/>
    <xsl:variable name="mon" select="p:t(substring('JanFebMarAprMayJunJulAugSepOctNovDec', $m * 3 - 2, 3))"/>
    <xsl:variable name="time"><xsl:if test="substring($k, 11, 6) = 'T00:00'"><xsl:value-of select="substring($iso, 12, 5)"/></xsl:if></xsl:variable>
    <xsl:variable name="day" select="concat($d, ' ', $mon)"/>
    <xsl:choose>
      <xsl:when test="substring($k, 1, 10) != '0000-00-00' or $m &lt; 1 or $m &gt; 12 or $d &lt; 1 or $d &gt; 31 or (string-length($k) &gt; 10 and (string($time) = '' or number(substring($time, 1, 2)) &gt; 23 or number(substring($time, 4, 2)) &gt; 59))"><func:result select="''"/></xsl:when>
      <xsl:when test="$style = 't'"><func:result select="string($time)"/></xsl:when>
      <xsl:when test="$style = 's'"><func:result select="$day"/></xsl:when>
      <xsl:when test="$style = 'dt' and string($time) != ''"><func:result select="concat($day, ', ', $time)"/></xsl:when>
      <xsl:when test="$style = 'dt'"><func:result select="$day"/></xsl:when>
      <xsl:when test="$style = 'f' and string($time) != ''"><func:result select="concat($day, ' ', substring($iso, 1, 4), ', ', $time)"/></xsl:when>
      <xsl:otherwise><func:result select="concat($day, ' ', substring($iso, 1, 4))"/></xsl:otherwise>
    </xsl:choose></func:function>

  <!-- p:asset(name): the content-hashed address, or empty when this installation has no such file -->
  <func:function name="p:asset"><xsl:param name="n"/>
    <xsl:variable name="b" select="concat(/*/site/@base, '/assets/')"/>
    <xsl:choose>
      <xsl:when test="$manifest = ''"><func:result select="concat($b, $n)"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="h" select="document($manifest)/assets/asset[@name = $n]/@href"/>
        <xsl:choose><xsl:when test="$h"><func:result select="concat($b, $h)"/></xsl:when><xsl:otherwise><func:result select="''"/></xsl:otherwise></xsl:choose>
      </xsl:otherwise>
    </xsl:choose></func:function>

  <!-- p:link(address): a path gets the mount in front, once; other addresses stay when their scheme is http, https or
       mailto or they have none; anything else (javascript: …) becomes "#" -->
  <func:function name="p:link"><xsl:param name="h"/>
    <xsl:variable name="b" select="string(/*/site/@base)"/><xsl:variable name="u" select="string($h)"/>
    <xsl:variable name="s" select="translate(substring-before($u, ':'), 'HTPSMAILO', 'htpsmailo')"/>
    <xsl:choose>
      <xsl:when test="starts-with($u, '//') or starts-with($u, '/\')"><func:result select="'#'"/></xsl:when>
      <xsl:when test="starts-with($u, '/')"><xsl:choose>
        <xsl:when test="$b != '' and ($u = $b or starts-with($u, concat($b, '/')))"><func:result select="$u"/></xsl:when>
        <xsl:otherwise><func:result select="concat($b, $u)"/></xsl:otherwise></xsl:choose></xsl:when>
      <xsl:when test="not(contains($u, ':')) or $s = 'http' or $s = 'https' or $s = 'mailto' or starts-with($u, '?') or starts-with($u, '#')"><func:result select="$u"/></xsl:when>
      <xsl:otherwise><func:result select="'#'"/></xsl:otherwise>
    </xsl:choose></func:function>
</xsl:stylesheet>
