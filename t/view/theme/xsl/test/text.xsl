<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One line a vector: the function's answer, or a complaint when it is not @want. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../lib.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:template match="/page"><pre><xsl:apply-templates select="v"/></pre></xsl:template>
  <xsl:template match="v">
    <xsl:variable name="r"><xsl:choose>
      <xsl:when test="@f = 't'"><xsl:value-of select="p:t(@a)"/></xsl:when>
      <xsl:when test="@f = 'tc'"><xsl:value-of select="p:tc(@a, @b)"/></xsl:when>
      <xsl:when test="@f = 't1'"><xsl:value-of select="p:t1(@a, @b, @c)"/></xsl:when>
      <xsl:when test="@f = 'fill'"><xsl:value-of select="p:fill(@a, @b, @c)"/></xsl:when>
      <xsl:when test="@f = 'n'"><xsl:value-of select="p:n(@a, @b, @c)"/></xsl:when>
      <xsl:when test="@f = 'num' and @b"><xsl:value-of select="p:num(@a, @b)"/></xsl:when>
      <xsl:when test="@f = 'num'"><xsl:value-of select="p:num(@a)"/></xsl:when>
      <xsl:when test="@f = 'money' and @c"><xsl:value-of select="p:money(@a, @b, @c)"/></xsl:when>
      <xsl:when test="@f = 'money' and @b"><xsl:value-of select="p:money(@a, @b)"/></xsl:when>
      <xsl:when test="@f = 'money'"><xsl:value-of select="p:money(@a)"/></xsl:when>
      <xsl:when test="@f = 'date'"><xsl:value-of select="p:date(@a, @b)"/></xsl:when>
      <xsl:when test="@f = 'link'"><xsl:value-of select="p:link(@a)"/></xsl:when>
      <xsl:when test="@f = 'dir'"><xsl:value-of select="p:dir()"/></xsl:when>
      <xsl:when test="@f = 'loc'"><xsl:value-of select="p:loc()"/></xsl:when>
      <xsl:when test="@f = 'asset'"><xsl:value-of select="p:asset(@a)"/></xsl:when>
      <xsl:when test="@f = 'numx'"><xsl:value-of select="p:num(@a * @b)"/></xsl:when>
    </xsl:choose></xsl:variable>
    <xsl:if test="@want and string($r) != @want">BAD <xsl:value-of select="concat(@f, '(', @a, '; ', @b, '; ', @c, ') want [', @want, '] ')"/></xsl:if>
    <xsl:value-of select="concat('[', $r, ']')"/><xsl:text>&#10;</xsl:text>
  </xsl:template>
</xsl:stylesheet>
