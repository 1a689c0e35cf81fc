<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Coins: the balance, what it is good for, each movement. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <section class="stats" aria-label="{p:t('Coins')}">
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Balance')"/></span><xsl:copy-of select="p:i('coins')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:num(coins/@balance)"/></bdi></div><div class="stat-f"><xsl:choose><xsl:when test="coins/@value-usd"><span class="mut"><xsl:value-of select="p:t1('Worth up to {0} on campaigns', p:money(coins/@worth-usd))"/></span></xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="p:t('Cannot be used here now')"/></span></xsl:otherwise></xsl:choose></div></div>
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('What a coin pays')"/></span><xsl:copy-of select="p:i('discount')"/></div><div class="stat-v"><bdi><xsl:choose><xsl:when test="coins/@value-usd"><xsl:value-of select="p:money(coins/@value-usd)"/></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></bdi></div><div class="stat-f"><xsl:if test="coins/@share"><span class="mut"><xsl:value-of select="p:t1('At most {0}% of a price', coins/@share)"/></span></xsl:if></div></div></section>
    <div class="card flush"><xsl:choose><xsl:when test="entry"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Coins')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('What')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Coins')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Balance after')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="entry"><tr role="row"><td role="cell" class="main"><b><xsl:value-of select="p:t(@label)"/></b><span class="meta"><xsl:if test="@ref"><xsl:choose><xsl:when test="@href"><a href="{p:link(@href)}"><xsl:value-of select="@ref"/></a></xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="@ref"/></span></xsl:otherwise></xsl:choose></xsl:if><xsl:if test="@site"><span class="mut"><xsl:value-of select="@site"/></span></xsl:if><xsl:if test="@memo"><span class="mut"><xsl:value-of select="@memo"/></span></xsl:if></span></td><td role="cell" data-l="{p:t('Date')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td><td role="cell" data-l="{p:t('Coins')}" class="num"><b><xsl:if test="@change &gt; 0">+</xsl:if><xsl:value-of select="p:num(@change)"/></b></td><td role="cell" data-l="{p:t('Balance after')}" class="num"><xsl:value-of select="p:num(@after)"/></td></tr></xsl:for-each></tbody></table>
        <xsl:apply-templates select="older"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('coins')"/><h2><xsl:value-of select="p:t('No coins yet')"/></h2><p><xsl:value-of select="p:t('What you earn and use appears here, from all sites of this network.')"/></p><xsl:if test="coins/@per-usd &gt; 0"><p><xsl:value-of select="p:n('Each whole dollar of a top-up brings {0} coin.', 'Each whole dollar of a top-up brings {0} coins.', coins/@per-usd)"/></p><a class="btn pri" href="{p:link('/app/funds')}"><xsl:value-of select="p:t('Add funds')"/></a></xsl:if></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
