<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The statement: every movement with the balance after it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <section class="stats" aria-label="{p:t('Balance')}">
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Available')"/></span><xsl:copy-of select="p:i('wallet')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:money(balance/@balance-usd)"/></bdi></div><div class="stat-f"><a class="more" href="{p:link('/app/funds')}"><xsl:value-of select="p:t('Add funds')"/></a></div></div>
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Reserved for campaigns')"/></span><xsl:copy-of select="p:i('lock')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:money(balance/@held-usd)"/></bdi></div><div class="stat-f"><span class="mut"><xsl:value-of select="p:t('Until the provider accepts')"/></span></div></div></section>
    <div class="card flush"><xsl:choose>
      <xsl:when test="entry">
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Statement')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('What')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Balance after')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="entry"><tr role="row">
            <td role="cell" class="main"><b><xsl:value-of select="p:t(@label)"/></b><xsl:if test="@href"><span class="meta"><a href="{p:link(@href)}"><xsl:value-of select="@ref"/></a></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Date')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td><td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></td><td role="cell" data-l="{p:t('Balance after')}" class="num"><bdi><xsl:value-of select="p:money(@after-usd)"/></bdi></td></tr></xsl:for-each></tbody></table>
        <xsl:apply-templates select="older"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('list-details')"/><h2><xsl:value-of select="p:t('No movements yet')"/></h2><p><xsl:value-of select="p:t('Payments, campaigns and refunds appear here with the balance after each.')"/></p><a class="btn pri" href="{p:link('/app/funds')}"><xsl:value-of select="p:t('Add funds')"/></a></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
