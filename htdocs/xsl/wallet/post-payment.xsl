<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Post-payment: what is used and due, bills, or how to get it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="postpay-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:for-each select="account[@due-usd]"><xsl:choose>
      <xsl:when test="@overdue"><div class="alert bad lg"><xsl:copy-of select="p:i('alert-circle')"/><div><b><xsl:value-of select="p:t1('{0} is overdue since {1}', p:money(@due-usd), p:date(@due, 'd'))"/></b><p><xsl:value-of select="p:t('New campaigns are refused until it is paid; running ones go on.')"/></p><div class="row"><a class="btn pri" href="{p:link(../@pay)}"><xsl:value-of select="p:t('Pay now')"/></a></div></div></div></xsl:when>
      <xsl:otherwise><div class="alert info lg"><xsl:copy-of select="p:i('calendar')"/><div><b><xsl:value-of select="p:t1('{0} is due by {1}', p:money(@due-usd), p:date(@due, 'd'))"/></b><p><xsl:value-of select="p:t('Any way to add funds will do. The oldest bill is paid first.')"/></p><div class="row"><a class="btn pri" href="{p:link(../@pay)}"><xsl:value-of select="p:t('Pay now')"/></a></div></div></div></xsl:otherwise></xsl:choose></xsl:for-each>
    <xsl:if test="account/@status = 'requested'"><div class="alert info"><xsl:copy-of select="p:i('hourglass')"/><div><xsl:value-of select="p:t('We are looking at your request and will write to you.')"/></div></div></xsl:if>
    <xsl:if test="account/@note and account/@status != 'active'"><div class="alert warn"><xsl:copy-of select="p:i('info-circle')"/><div><b><xsl:choose><xsl:when test="account/@status = 'refused'"><xsl:value-of select="p:t('Your request was refused')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Post-payment has ended')"/></xsl:otherwise></xsl:choose></b><p><bdi><xsl:value-of select="account/@note"/></bdi></p></div></div></xsl:if>
    <xsl:if test="account/@status = 'active' or account/@used-usd &gt; 0"><xsl:apply-templates select="account" mode="figures"/></xsl:if>
    <xsl:choose>
      <xsl:when test="form"><div class="grid g-2-1 gap">
        <section class="card" aria-labelledby="hc"><div class="card-h"><h2 id="hc"><xsl:value-of select="p:t('What we look at')"/></h2></div><xsl:call-template name="postpay-conditions"/></section>
        <section class="card form" aria-labelledby="ha"><h2 id="ha"><xsl:value-of select="p:t('Ask for it')"/></h2><p class="mut"><xsl:value-of select="p:t('Everything on the list is met? Ask as an advertiser. Networks and agencies tell us about their company, and we decide by hand.')"/></p>
          <xsl:for-each select="form"><form method="post" action="{p:link(@action)}" class="form" id="form-ask"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'kind'"/><xsl:with-param name="type" select="'radio'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'about'"/><xsl:with-param name="hint" select="'Website, clients, what you spend in a month.'"/></xsl:call-template>
            <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t(@submit)"/></button></div></form></xsl:for-each></section></div></xsl:when>
      <xsl:when test="not(account) and not(@on)"><div class="card empty"><xsl:copy-of select="p:i('calendar')"/><h2><xsl:value-of select="p:t('Everything is paid in advance here')"/></h2><p><xsl:value-of select="p:t('Post-payment is not offered at the moment.')"/></p><a class="btn pri" href="{p:link('/app/funds')}"><xsl:value-of select="p:t('Add funds')"/></a></div></xsl:when></xsl:choose>
    <xsl:if test="account/@status = 'active' or bill"><div class="gap"><xsl:call-template name="postpay-bills"/></div></xsl:if>
  </xsl:template>

  <xsl:template match="account" mode="figures"><section class="stats" aria-label="{p:t('Figures')}">
    <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Limit')"/></span><xsl:copy-of select="p:i('gauge')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:money(@limit-usd, 2)"/></bdi></div><div class="stat-f"></div></div>
    <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Used')"/></span><xsl:copy-of select="p:i('chart-bar')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:money(@used-usd, 2)"/></bdi></div><div class="stat-f"></div></div>
    <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Still to spend')"/></span><xsl:copy-of select="p:i('wallet')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:money(@left-usd, 2)"/></bdi></div><div class="stat-f"></div></div>
    <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Due')"/></span><xsl:copy-of select="p:i('calendar')"/></div><div class="stat-v"><bdi><xsl:choose><xsl:when test="@due-usd"><xsl:value-of select="p:money(@due-usd, 2)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:money('0', 2)"/></xsl:otherwise></xsl:choose></bdi></div><div class="stat-f"><span class="mut"><xsl:choose><xsl:when test="@due"><xsl:value-of select="p:t1('by {0}', p:date(@due, 'd'))"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('No bill is open')"/></xsl:otherwise></xsl:choose></span></div></div></section></xsl:template>
</xsl:stylesheet>
