<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The affiliate page: link, figures, pay-out, commissions. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:choose><xsl:when test="affiliate"><xsl:apply-templates select="." mode="figures"/></xsl:when>
      <xsl:otherwise><div class="card"><div class="empty"><xsl:copy-of select="p:i('share')"/><h2><xsl:value-of select="p:t('There is no program now')"/></h2><p><xsl:value-of select="p:t('When one starts, your link and its figures appear here.')"/></p></div></div></xsl:otherwise></xsl:choose>
  </xsl:template>

  <xsl:template match="content" mode="figures"><xsl:variable name="a" select="affiliate"/>
    <xsl:if test="@off"><div class="alert info"><xsl:copy-of select="p:i('info-circle')"/><div><xsl:value-of select="p:t('The program is closed now. What you earned stays yours.')"/></div></div></xsl:if>
    <xsl:if test="$a/@stopped"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t('Your commissions are stopped. Please write to us.')"/></div></div></xsl:if>
    <div class="grid g-2-1"><section class="card form"><h2><xsl:value-of select="p:t('Your link')"/></h2>
      <div class="field"><label for="f-ref"><xsl:value-of select="p:t('Share this address')"/></label><input id="f-ref" type="text" readonly="readonly" dir="ltr" value="{$a/@link}"/></div>
      <p class="mut"><xsl:choose><xsl:when test="$a/@basis = 'spend'"><xsl:value-of select="p:t1('You get {0}% of what the people you bring spend on campaigns. A commission can be paid out after {1} days.', $a/@percent, $a/@days)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t1('You get {0}% of what the people you bring pay in. A commission can be paid out after {1} days.', $a/@percent, $a/@days)"/></xsl:otherwise></xsl:choose></p></section>
    <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Pay-out')"/></h2></div>
      <p><xsl:value-of select="p:t1('{0} can be paid out. Pay-outs start at {1}.', p:money($a/@available-usd), p:money($a/@min, 2))"/></p>
      <xsl:if test="form"><form method="post" action="{p:link(form/@action)}"><xsl:apply-templates select="form" mode="hidden"/><button class="btn pri" type="submit"><xsl:if test="$a/@available-usd &lt; $a/@min"><xsl:attribute name="disabled">disabled</xsl:attribute></xsl:if><xsl:copy-of select="p:i('wallet')"/><xsl:value-of select="p:t('Pay out to my balance')"/></button></form></xsl:if></section></div>
    <section class="stats gap" aria-label="{p:t('Figures')}">
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Visits')"/></span><xsl:copy-of select="p:i('eye')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:num($a/@visits)"/></bdi></div><div class="stat-f"></div></div>
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Sign-ups')"/></span><xsl:copy-of select="p:i('user-plus')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:num($a/@people)"/></bdi></div><div class="stat-f"><span class="mut"><xsl:value-of select="p:t1('{0} of them brought commissions', p:num($a/@active))"/></span></div></div>
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('On hold')"/></span><xsl:copy-of select="p:i('hourglass')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:money($a/@held-usd, 2)"/></bdi></div><div class="stat-f"></div></div>
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Earned')"/></span><xsl:copy-of select="p:i('coin')"/></div><div class="stat-v"><bdi><xsl:value-of select="p:money($a/@earned-usd, 2)"/></bdi></div><div class="stat-f"><span class="mut"><xsl:value-of select="p:t1('{0} paid out or asked for', p:money($a/@paid-usd, 2))"/></span></div></div></section>
    <xsl:if test="payout"><section class="card flush gap" aria-labelledby="hpo"><div class="card-h"><h2 id="hpo"><xsl:value-of select="p:t('Pay-outs')"/></h2></div><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Pay-outs')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Pay-out')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="payout"><tr role="row"><td role="cell" class="main"><b>#<xsl:value-of select="@id"/></b><xsl:if test="@why"><span class="meta mut"><xsl:value-of select="@why"/></span></xsl:if></td><td role="cell" data-l="{p:t('Date')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td><td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td><td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></td></tr></xsl:for-each></tbody></table></section></xsl:if>
    <section class="card flush gap" aria-labelledby="hco"><div class="card-h"><h2 id="hco"><xsl:value-of select="p:t('Commissions')"/></h2></div>
      <xsl:choose><xsl:when test="commission"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Commissions')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('From')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Commission')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="commission"><tr role="row"><td role="cell" class="main"><b><xsl:value-of select="p:t(@label)"/></b><xsl:if test="@reversed-usd"><span class="meta mut"><xsl:value-of select="p:t1('{0} taken back', p:money(@reversed-usd))"/></span></xsl:if></td><td role="cell" data-l="{p:t('Date')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td><td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/><xsl:if test="@due"><span class="mut xs blk"><xsl:value-of select="p:t1('until {0}', p:date(@due, 'd'))"/></span></xsl:if></td><td role="cell" data-l="{p:t('Commission')}" class="num"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></td></tr></xsl:for-each></tbody></table><xsl:apply-templates select="older"/></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('Commissions of the people you bring appear here.')"/></p></xsl:otherwise></xsl:choose></section>
  </xsl:template>
</xsl:stylesheet>
