<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: finance. Figures and charts, the proof, reports. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"><xsl:with-param name="label" select="'Reports'"/></xsl:call-template>
    <xsl:choose><xsl:when test="report"><xsl:apply-templates select="report"/></xsl:when><xsl:otherwise>
      <section class="card flush"><xsl:apply-templates select="filter"/></section>
      <div class="stats gap"><xsl:apply-templates select="stat"/></div>
      <xsl:if test="chart"><div class="grid g-1-1"><xsl:for-each select="chart"><section class="card"><div class="card-h"><h2><xsl:value-of select="p:t(@label)"/></h2></div><xsl:apply-templates select="."/></section></xsl:for-each></div></xsl:if>
      <xsl:apply-templates select="." mode="proof"/>
    </xsl:otherwise></xsl:choose>
  </xsl:template>

  <xsl:template match="filter"><form class="bar-t" method="get" action="{p:link('/staff/finance')}"><xsl:if test="@report"><input type="hidden" name="report" value="{@report}"/></xsl:if><label class="inline"><span><xsl:value-of select="p:t('From')"/></span><input type="date" name="from" value="{@from}"/></label><label class="inline"><span><xsl:value-of select="p:t('To')"/></span><input type="date" name="to" value="{@to}"/></label><button class="btn" type="submit"><xsl:value-of select="p:t('Show')"/></button></form></xsl:template>

  <xsl:template match="content" mode="proof">
    <section class="card gap" aria-labelledby="hpr"><div class="card-h"><h2 id="hpr"><xsl:value-of select="p:t('Proof of the books')"/></h2><a class="more" href="{p:link('/staff/finance?report=proof')}"><xsl:value-of select="p:t('All days')"/></a></div>
      <xsl:choose><xsl:when test="proof"><p><xsl:copy-of select="p:status(proof/@status)"/><xsl:text> </xsl:text><xsl:choose><xsl:when test="proof/@status = 'ok'"><xsl:value-of select="p:t('Every rule of the books holds.')"/></xsl:when><xsl:otherwise><b><xsl:value-of select="p:t('The books are not in order. Run smmctl verify.')"/></b></xsl:otherwise></xsl:choose><xsl:text> </xsl:text><span class="mut"><xsl:value-of select="p:t1('Checked {0}', p:date(proof/@checked, 'f'))"/></span></p><xsl:if test="proof != ''"><p class="pre mono xs"><xsl:value-of select="proof"/></p></xsl:if></xsl:when><xsl:otherwise><p class="mut"><xsl:value-of select="p:t('The first proof is made within the hour.')"/></p></xsl:otherwise></xsl:choose>
      <form method="post" action="{p:link(form/@action)}" class="row gap"><xsl:apply-templates select="form" mode="hidden"/><button class="btn" type="submit"><xsl:copy-of select="p:i('shield-check')"/><xsl:value-of select="p:t('Check now')"/></button></form></section>
  </xsl:template>

  <xsl:template match="report">
    <section class="card flush" aria-labelledby="hre"><div class="card-h"><h2 id="hre"><xsl:value-of select="p:t(@title)"/></h2><a class="btn sm" href="{p:link(@csv)}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t('Download CSV')"/></a></div>
      <p class="mut pad"><xsl:value-of select="p:t(@text)"/></p>
      <xsl:if test="@ranged"><xsl:apply-templates select="../filter"/></xsl:if>
      <xsl:choose><xsl:when test="row">
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t(@title)"/></caption><thead role="rowgroup"><tr role="row"><xsl:for-each select="col"><th role="columnheader" scope="col"><xsl:if test="@num"><xsl:attribute name="class">num</xsl:attribute></xsl:if><xsl:value-of select="p:t(.)"/></th></xsl:for-each></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="row"><tr role="row"><xsl:apply-templates select="c"/></tr></xsl:for-each><xsl:for-each select="total"><tr role="row" class="tot"><xsl:apply-templates select="c"/></tr></xsl:for-each></tbody></table></xsl:when>
        <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('report-money')"/><h2><xsl:value-of select="p:t('Nothing in these days')"/></h2><p><xsl:value-of select="p:t('Choose other days, or another report.')"/></p></div></xsl:otherwise></xsl:choose></section>
  </xsl:template>

  <xsl:template match="c"><xsl:choose>
    <xsl:when test="position() = 1"><td role="cell" data-l="{p:t(@l)}" class="main"><b><xsl:choose><xsl:when test="parent::total"><xsl:value-of select="p:t('Total')"/></xsl:when><xsl:otherwise><xsl:apply-templates select="." mode="cell"/></xsl:otherwise></xsl:choose></b></td></xsl:when>
    <xsl:when test="@t = 'usd' or @t = 'num'"><td role="cell" data-l="{p:t(@l)}" class="num"><xsl:choose><xsl:when test="parent::total"><b><xsl:apply-templates select="." mode="cell"/></b></xsl:when><xsl:otherwise><xsl:apply-templates select="." mode="cell"/></xsl:otherwise></xsl:choose></td></xsl:when>
    <xsl:otherwise><td role="cell" data-l="{p:t(@l)}"><xsl:apply-templates select="." mode="cell"/></td></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template match="c" mode="cell"><xsl:choose><xsl:when test="@t = 'usd'"><bdi><xsl:value-of select="p:money(string(.))"/></bdi></xsl:when><xsl:when test="@t = 'num'"><xsl:value-of select="p:num(string(.))"/></xsl:when><xsl:when test="@t = 'status'"><xsl:copy-of select="p:status(string(.))"/></xsl:when><xsl:when test="@t = 'time'"><xsl:copy-of select="p:time(string(.), 'f')"/></xsl:when><xsl:when test="@t = 'method'"><xsl:value-of select="p:t(string(.))"/></xsl:when><xsl:when test="@href"><a href="{p:link(@href)}"><xsl:value-of select="concat('#', .)"/></a></xsl:when><xsl:otherwise><bdi><xsl:value-of select="."/></bdi></xsl:otherwise></xsl:choose></xsl:template>
</xsl:stylesheet>
