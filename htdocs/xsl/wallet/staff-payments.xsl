<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: payments to look at. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"/><div class="card flush">
      <xsl:choose><xsl:when test="payment">
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Payments')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Payment')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Method')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Claim')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Started')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="payment"><tr role="row">
            <td role="cell" class="main"><a class="ttl" href="{p:link(@href)}"><xsl:value-of select="@name"/></a><span class="meta"><bdi><xsl:value-of select="@invoice"/></bdi></span></td>
            <td role="cell" data-l="{p:t('Customer')}"><xsl:value-of select="@customer"/></td><td role="cell" data-l="{p:t('Method')}"><xsl:value-of select="p:t(@method-title)"/></td><td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/><xsl:if test="@review"><span class="mut xs blk"><xsl:value-of select="@review"/></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Claim')}"><xsl:choose><xsl:when test="@claim-reference"><bdi><xsl:value-of select="@claim-reference"/></bdi></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></td><td role="cell" data-l="{p:t('Started')}" class="nw"><xsl:copy-of select="p:time(@created)"/></td><td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@total-usd)"/></bdi></td></tr></xsl:for-each></tbody></table>
        <xsl:apply-templates select="older"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('circle-check')"/><h2><xsl:value-of select="p:t('Nothing here')"/></h2><p><xsl:value-of select="p:t('Payments that wait for somebody appear in this list.')"/></p></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
