<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: who spends first. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="postpay-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:if test="not(@on)"><div class="alert info"><xsl:copy-of select="p:i('info-circle')"/><div><xsl:value-of select="p:t('Customers cannot ask now: setting postpay.on is off.')"/></div></div></xsl:if>
    <xsl:call-template name="tabs"/>
    <section class="card flush" aria-label="{p:t('Post-payment')}">
      <xsl:choose><xsl:when test="account"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Post-payment')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Due')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Limit')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Used')"/></th></tr></thead>
        <tbody role="rowgroup"><xsl:for-each select="account"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/post-payment/', @id))}"><xsl:value-of select="@customer"/></a><span class="meta"><xsl:value-of select="p:t(p:cap(@kind))"/> · <xsl:copy-of select="p:time(@updated)"/></span></td><td role="cell" data-l="{p:t('Status')}"><xsl:call-template name="postpay-state"/><xsl:if test="@overdue"><xsl:text> </xsl:text><span class="badge bad"><xsl:value-of select="p:t('Overdue')"/></span></xsl:if></td><td role="cell" data-l="{p:t('Due')}"><xsl:choose><xsl:when test="@due-usd"><bdi><xsl:value-of select="p:money(@due-usd)"/></bdi><span class="mut xs blk"><xsl:value-of select="p:date(@due, 'd')"/></span></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></td><td role="cell" data-l="{p:t('Limit')}" class="num"><bdi><xsl:value-of select="p:money(@limit-usd)"/></bdi></td><td role="cell" data-l="{p:t('Used')}" class="num"><bdi><xsl:value-of select="p:money(@used-usd)"/></bdi></td></tr></xsl:for-each></tbody></table></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('circle-check')"/><h2><xsl:value-of select="p:t('Nobody here')"/></h2><p><xsl:value-of select="p:t('Customers who ask for post-payment appear here with what they have spent.')"/></p></div></xsl:otherwise></xsl:choose></section>
  </xsl:template>
</xsl:stylesheet>
