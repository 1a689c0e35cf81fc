<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: the queue of claims and of payment requests. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="claim-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"/><div class="card flush">
      <xsl:choose><xsl:when test="claim">
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Claims')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Payment')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('What they say')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Age')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Said')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Due')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="claim"><tr role="row">
            <td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/claims/', @id))}"><xsl:value-of select="@name"/></a><span class="meta"><xsl:value-of select="p:t(@method-title)"/></span></td>
            <td role="cell" data-l="{p:t('Customer')}"><bdi><xsl:value-of select="@customer"/></bdi></td>
            <td role="cell" data-l="{p:t('What they say')}"><xsl:choose><xsl:when test="@reference"><bdi class="mono xs"><xsl:value-of select="@reference"/></bdi></xsl:when><xsl:when test="@payer"><bdi><xsl:value-of select="@payer"/></bdi></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose><span class="mut xs blk"><xsl:call-template name="claim-kind"/></span><xsl:if test="@twins"><span class="badge bad"><xsl:value-of select="p:t('Claimed twice')"/></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Age')}" class="nw"><xsl:choose><xsl:when test="@status = 'open'"><xsl:call-template name="age"/></xsl:when><xsl:otherwise><xsl:call-template name="claim-state"/></xsl:otherwise></xsl:choose></td>
            <td role="cell" data-l="{p:t('Said')}" class="num"><xsl:choose><xsl:when test="@amount"><bdi><xsl:value-of select="@amount"/></bdi></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></td>
            <td role="cell" data-l="{p:t('Due')}" class="num"><bdi><xsl:value-of select="@due"/></bdi></td></tr></xsl:for-each></tbody></table>
        <xsl:apply-templates select="older"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('circle-check')"/><h2><xsl:value-of select="p:t('Nothing waits')"/></h2><p><xsl:value-of select="p:t('Claims that a statement or the gateway confirms are credited by themselves. The others come here.')"/></p></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
