<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What happened to services: <change at what old new old-usd new-usd [service name href]/> -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <!-- 1 for a service that was added together with the one before it: an import is one piece of news -->
  <xsl:template match="change" mode="joins"><xsl:if test="@what = 'added' and preceding-sibling::change[1][@what = 'added' and @at = current()/@at]">1</xsl:if></xsl:template>
  <xsl:template name="changes">
    <ul class="hist" role="list"><xsl:for-each select="change"><xsl:variable name="joins"><xsl:apply-templates select="." mode="joins"/></xsl:variable><xsl:variable name="n" select="count(following-sibling::change[@what = 'added' and @at = current()/@at])"/><xsl:if test="$joins = ''"><li><span class="mut xs"><xsl:copy-of select="p:time(@at)"/></span><div>
      <xsl:if test="@href"><a href="{p:link(@href)}"><xsl:value-of select="substring-before(concat(@name, ' ['), ' [')"/></a><span class="mut xs"><xsl:text> </xsl:text><xsl:value-of select="@service"/></span><br/></xsl:if>
      <xsl:choose>
        <xsl:when test="@what = 'added' and $n &gt; 0 and @href"><xsl:value-of select="p:n('and {0} other service were added', 'and {0} other services were added', $n)"/><xsl:text> </xsl:text><a href="{p:link('/services')}"><xsl:value-of select="p:t('All services')"/></a></xsl:when>
        <xsl:when test="@what = 'added'"><xsl:value-of select="p:t1('Added at {0}', p:money(@new-usd))"/></xsl:when>
        <xsl:when test="@what = 'price'"><xsl:value-of select="p:t1('Price {0} → {1}', p:money(@old-usd), p:money(@new-usd))"/></xsl:when>
        <xsl:when test="@what = 'limits'"><xsl:value-of select="p:t1('Quantity {0} → {1}', @old, @new)"/></xsl:when>
        <xsl:when test="@what = 'name'"><xsl:value-of select="p:t('Renamed')"/></xsl:when>
        <xsl:when test="@what = 'off'"><xsl:value-of select="p:t('Taken off the list')"/></xsl:when>
        <xsl:when test="@what = 'on'"><xsl:value-of select="p:t('Back on the list')"/></xsl:when>
        <xsl:when test="@what = 'category'"><xsl:value-of select="p:t1('Moved to {0}', @new)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="p:t('Status')"/>: <xsl:value-of select="p:t(p:cap(@new))"/></xsl:otherwise>
      </xsl:choose></div></li></xsl:if></xsl:for-each></ul>
  </xsl:template>
</xsl:stylesheet>
