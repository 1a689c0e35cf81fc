<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One service in full; also its 410 page when it is not sold any more. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="service-rows.xsl"/>
  <xsl:import href="service-changes.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="wrap"><xsl:if test="/page/@area = 'public'">wrap body</xsl:if></xsl:variable>
    <div class="{$wrap}">
    <xsl:variable name="s" select="service"/>
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/services')}"><xsl:value-of select="p:t('Services')"/></a></li><li><a href="{p:link(concat('/services?category=', $s/@category-id))}"><xsl:value-of select="$s/@category"/></a></li></ol></nav>
      <h1><xsl:value-of select="$s/@clean"/></h1><p class="sub"><xsl:value-of select="p:t1('Service {0}', $s/@id)"/> · <xsl:value-of select="$s/@category"/></p></div>
      <xsl:if test="$s/@sold"><div class="ph-a"><a class="btn pri" href="{p:link(concat('/app/campaigns/new?service=', $s/@id))}"><xsl:copy-of select="p:i('plus')"/><xsl:value-of select="p:t('Order')"/></a></div></xsl:if></div>
    <xsl:choose>
      <xsl:when test="$s/@status = 'off'"><div class="alert warn" role="status"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('This service is not sold any more.')"/></b><p><xsl:value-of select="p:t('Campaigns that run are not affected. Similar services are listed below.')"/></p></div></div></xsl:when>
      <xsl:when test="$s/@status = 'down'"><div class="alert warn" role="status"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('This service is down for now.')"/></b><p><xsl:value-of select="p:t('It cannot be ordered until it works again. Try a similar one.')"/></p></div></div></xsl:when>
      <xsl:when test="$s/@status = 'slow'"><div class="alert warn" role="status"><xsl:copy-of select="p:i('flag')"/><div><b><xsl:value-of select="p:t('Start and delivery are slow for now.')"/></b></div></div></xsl:when>
    </xsl:choose>
    <div class="grid g-2-1">
      <div class="stackd">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('At a glance')"/></h2><xsl:copy-of select="p:status($s/@status)"/></div>
          <dl class="kv">
            <div><dt><xsl:choose><xsl:when test="$s/@package"><xsl:value-of select="p:t('Price of the package')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Price per 1,000')"/></xsl:otherwise></xsl:choose></dt><dd><b><bdi><xsl:value-of select="p:money($s/@rate-usd)"/></bdi></b><xsl:if test="$s/@rate-shown"><xsl:copy-of select="p:shown($s/@rate-shown)"/></xsl:if></dd></div>
            <xsl:if test="not($s/@package)"><div><dt><xsl:value-of select="p:t('Quantity')"/></dt><dd><bdi><xsl:value-of select="concat(p:num($s/@min), ' – ', p:num($s/@max))"/></bdi></dd></div></xsl:if>
            <div><dt><xsl:value-of select="p:t('Kind of order')"/></dt><dd><xsl:value-of select="p:t($s/@type)"/></dd></div>
            <xsl:if test="$s/@start"><div><dt><xsl:value-of select="p:t('Usually starts within')"/></dt><dd><xsl:value-of select="$s/@start"/></dd></div></xsl:if>
            <xsl:if test="$s/@speed"><div><dt><xsl:value-of select="p:t('Typical speed')"/></dt><dd><xsl:value-of select="p:t1('{0} (units per day)', $s/@speed)"/></dd></div></xsl:if>
            <div><dt><xsl:value-of select="p:t('Refill')"/></dt><dd><xsl:choose><xsl:when test="$s/@refill-kind = 'days'"><xsl:value-of select="p:n('Free for {0} day', 'Free for {0} days', $s/@refill-days)"/></xsl:when><xsl:when test="$s/@refill-kind = 'lifetime'"><xsl:value-of select="p:t('For life')"/></xsl:when><xsl:when test="$s/@refill-kind = 'unknown'"><xsl:value-of select="p:t('Yes, on request')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('No')"/></xsl:otherwise></xsl:choose></dd></div>
            <div><dt><xsl:value-of select="p:t('Cancel button')"/></dt><dd><xsl:choose><xsl:when test="$s/@cancel"><xsl:value-of select="p:t('Yes')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('No')"/></xsl:otherwise></xsl:choose></dd></div>
            <xsl:if test="$s/@drip-feed"><div><dt><xsl:value-of select="p:t('Drip feed')"/></dt><dd><xsl:value-of select="p:t('Possible')"/></dd></div></xsl:if>
            <div><dt><xsl:value-of select="p:t('Delivered in full')"/></dt><dd><xsl:choose><xsl:when test="$s/@completion"><xsl:value-of select="$s/@completion"/>%</xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="p:t('not enough campaigns yet')"/></span></xsl:otherwise></xsl:choose></dd></div>
            <xsl:if test="$s/@average-seconds"><div><dt><xsl:value-of select="p:t('Delivered on average in')"/></dt><dd><xsl:call-template name="duration"><xsl:with-param name="s" select="number($s/@average-seconds)"/></xsl:call-template></dd></div></xsl:if>
            <div><dt><xsl:value-of select="p:t('Rating')"/></dt><dd><xsl:choose><xsl:when test="$s/@rating"><xsl:value-of select="p:t1('{0} of 5', $s/@rating)"/></xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="p:t('no ratings yet')"/></span></xsl:otherwise></xsl:choose></dd></div>
          </dl>
          <p class="tagline"><xsl:apply-templates select="$s" mode="tags"/></p>
        </section>
        <xsl:if test="$s/description != ''"><section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Details')"/></h2></div><p class="pre" dir="auto"><xsl:value-of select="$s/description"/></p></section></xsl:if>
        <xsl:if test="alternatives/service"><section class="card flush"><div class="card-h"><h2><xsl:value-of select="p:t('Similar services')"/></h2></div>
          <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Similar services')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Service')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Per 1,000')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th></tr></thead><tbody role="rowgroup">
            <xsl:for-each select="alternatives/service"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(@href)}"><xsl:value-of select="@clean"/></a><span class="meta"><span class="id"><xsl:value-of select="@id"/></span><xsl:apply-templates select="." mode="tags"/></span></td><td role="cell" data-l="{p:t('Per 1,000')}" class="num"><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi><xsl:if test="@rate-shown"><xsl:copy-of select="p:shown(@rate-shown)"/></xsl:if></td><td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td></tr></xsl:for-each></tbody></table></section></xsl:if>
      </div>
      <div class="stackd">
        <xsl:if test="eta"><section class="card flush"><div class="card-h"><h2><xsl:value-of select="p:t('Price and delivery')"/></h2></div>
          <table class="tbl" role="table"><caption class="sr"><xsl:value-of select="p:t('Price and delivery by quantity')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Quantity')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Price')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Delivered in about')"/></th></tr></thead><tbody role="rowgroup">
          <xsl:for-each select="eta"><tr role="row"><td role="cell" class="num"><xsl:value-of select="p:num(@quantity)"/></td><td role="cell" class="num"><bdi><xsl:value-of select="p:money(@charge-usd)"/></bdi><xsl:if test="@charge-shown"><xsl:copy-of select="p:shown(@charge-shown)"/></xsl:if></td><td role="cell"><xsl:choose><xsl:when test="@slow"><xsl:call-template name="duration"><xsl:with-param name="s" select="number(@slow)"/></xsl:call-template></xsl:when><xsl:otherwise><span class="mut">–</span></xsl:otherwise></xsl:choose></td></tr></xsl:for-each></tbody></table>
          <p class="mut xs pad"><xsl:value-of select="p:t('Start time plus quantity divided by speed. Typical figures, not promises.')"/></p></section></xsl:if>
        <xsl:if test="change"><section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('History')"/></h2></div><xsl:call-template name="changes"/></section></xsl:if>
      </div>
    </div>
    </div>
  </xsl:template>
  <xsl:template name="duration"><xsl:param name="s"/>
    <xsl:choose>
      <xsl:when test="$s &lt; 3600"><xsl:value-of select="p:n('{0} minute', '{0} minutes', ceiling($s div 60))"/></xsl:when>
      <xsl:when test="$s &lt; 172800"><xsl:value-of select="p:n('{0} hour', '{0} hours', ceiling($s div 3600))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:n('{0} day', '{0} days', ceiling($s div 86400))"/></xsl:otherwise>
    </xsl:choose></xsl:template>
</xsl:stylesheet>
