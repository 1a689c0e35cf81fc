<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: money on statements, by what became of it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="claim-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"/>
    <p class="row gap"><a href="{p:link('/staff/money')}"><xsl:attribute name="class"><xsl:choose><xsl:when test="@show = 'open'">btn sm pri</xsl:when><xsl:otherwise>btn sm</xsl:otherwise></xsl:choose></xsl:attribute><xsl:if test="@show = 'open'"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if><xsl:value-of select="p:t('Unmatched')"/></a><a href="{p:link('/staff/money?show=matched')}"><xsl:attribute name="class"><xsl:choose><xsl:when test="@show = 'matched'">btn sm pri</xsl:when><xsl:otherwise>btn sm</xsl:otherwise></xsl:choose></xsl:attribute><xsl:if test="@show = 'matched'"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if><xsl:value-of select="p:t('Matched')"/></a><a href="{p:link('/staff/money?show=ignored')}"><xsl:attribute name="class"><xsl:choose><xsl:when test="@show = 'ignored'">btn sm pri</xsl:when><xsl:otherwise>btn sm</xsl:otherwise></xsl:choose></xsl:attribute><xsl:if test="@show = 'ignored'"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if><xsl:value-of select="p:t('Set aside')"/></a></p>
    <div class="card flush gap">
      <xsl:choose><xsl:when test="line">
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Unmatched money')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Reference')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Description')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('May belong to')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="line"><tr role="row"><td role="cell" class="main nw"><a class="ttl" href="{p:link(concat('/staff/money/', @id))}"><xsl:value-of select="@day"/></a><span class="meta"><bdi><xsl:value-of select="@bank"/></bdi></span></td><td role="cell" data-l="{p:t('Reference')}"><bdi class="mono xs"><xsl:value-of select="@reference"/></bdi></td><td role="cell" data-l="{p:t('Description')}"><bdi><xsl:value-of select="text"/></bdi></td>
            <td role="cell" data-l="{p:t('May belong to')}"><xsl:choose><xsl:when test="@payment"><a href="{p:link(concat('/staff/payments/', @payment))}">P<xsl:value-of select="@payment"/></a></xsl:when><xsl:when test="like"><a href="{p:link(concat('/staff/payments/', like/@id))}"><xsl:value-of select="like/@name"/></a><xsl:text> </xsl:text><bdi><xsl:value-of select="like/@customer"/></bdi><span class="blk"><xsl:apply-templates select="like/why"/></span></xsl:when><xsl:when test="@reason"><xsl:value-of select="@reason"/></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></td>
            <td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="@amount"/></bdi></td></tr></xsl:for-each></tbody></table>
        <xsl:apply-templates select="older"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('circle-check')"/><h2><xsl:value-of select="p:t('Nothing here')"/></h2><p><xsl:value-of select="p:t('Money on imported statements that belongs to no payment is listed here.')"/></p></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
