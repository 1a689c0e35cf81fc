<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What the search of the top bar found: own things by kind, then services and articles. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:choose><xsl:when test="@q != ''"><xsl:value-of select="p:t1('Results for “{0}”', @q)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Search')"/></xsl:otherwise></xsl:choose></h1><p class="sub"><xsl:value-of select="p:t('A number opens your campaign, ticket or invoice at once; words look through services and help as well.')"/></p></div></div>
    <form class="card find-c" role="search" aria-label="{p:t('Search')}" method="get" action="{p:link('/app/search')}"><div class="inp"><xsl:copy-of select="p:i('search')"/><input type="search" name="q" value="{@q}" maxlength="100" aria-label="{p:t('What are you looking for?')}" placeholder="{p:t('Campaign number, link, invoice number, service …')}"/></div><button class="btn pri" type="submit"><xsl:value-of select="p:t('Search')"/></button></form>
    <xsl:choose>
      <xsl:when test="found[@own = 0 and @services = 0 and @articles = 0]"><div class="card empty"><xsl:copy-of select="p:i('search')"/><h2><xsl:value-of select="p:t('Nothing found')"/></h2><p><xsl:value-of select="p:t('Try one shorter word, or the number of a campaign, ticket or invoice.')"/></p><div class="row"><a class="btn" href="{p:link('/services')}"><xsl:value-of select="p:t('All services')"/></a><a class="btn" href="{p:link('/app/campaigns')}"><xsl:value-of select="p:t('All campaigns')"/></a></div></div></xsl:when>
      <xsl:when test="found"><div class="grid g-1-1">
        <div class="stackd">
          <xsl:if test="campaign"><section class="card" aria-labelledby="hc"><div class="card-h"><h2 id="hc"><xsl:value-of select="p:t('Campaigns')"/></h2><a class="more" href="{p:link(concat('/app/campaigns?q=', @q))}"><xsl:value-of select="p:t('View all')"/></a></div><ul class="rel" role="list"><xsl:for-each select="campaign"><li><div class="rel-h"><a href="{p:link(@href)}">#<xsl:value-of select="@id"/><xsl:text> </xsl:text><xsl:value-of select="substring-before(concat(., ' ['), ' [')"/></a><xsl:copy-of select="p:status(@status)"/></div><span class="mut any"><bdi dir="ltr"><xsl:value-of select="@link"/></bdi></span></li></xsl:for-each></ul></section></xsl:if>
          <xsl:if test="ticket"><section class="card" aria-labelledby="ht"><div class="card-h"><h2 id="ht"><xsl:value-of select="p:t('Tickets')"/></h2></div><ul class="rel" role="list"><xsl:for-each select="ticket"><li><div class="rel-h"><a href="{p:link(@href)}">#<xsl:value-of select="@id"/><xsl:text> </xsl:text><xsl:value-of select="."/></a><xsl:copy-of select="p:status(@status)"/></div></li></xsl:for-each></ul></section></xsl:if>
          <xsl:if test="invoice"><section class="card" aria-labelledby="hi"><div class="card-h"><h2 id="hi"><xsl:value-of select="p:t('Invoices')"/></h2></div><ul class="rel" role="list"><xsl:for-each select="invoice"><li><div class="rel-h"><a href="{p:link(@href)}"><bdi><xsl:value-of select="."/></bdi></a><xsl:copy-of select="p:status(@status)"/></div></li></xsl:for-each></ul></section></xsl:if>
          <xsl:if test="found/@own = 0"><section class="card"><p class="mut"><xsl:value-of select="p:t('No campaign, ticket or invoice of yours matches.')"/></p></section></xsl:if>
        </div>
        <div class="stackd">
          <xsl:if test="service"><section class="card" aria-labelledby="hs"><div class="card-h"><h2 id="hs"><xsl:value-of select="p:t('Services')"/></h2><xsl:if test="found/@services &gt; count(service)"><a class="more" href="{p:link(concat('/services?q=', @q))}"><xsl:value-of select="p:n('Show {0} service', 'Show all {0} services', found/@services)"/></a></xsl:if></div><ul class="rel" role="list"><xsl:for-each select="service"><li><div class="rel-h"><a href="{p:link(@href)}"><xsl:value-of select="."/></a><span><b><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi></b><xsl:if test="@rate-shown"><xsl:copy-of select="p:shown(@rate-shown)"/></xsl:if><xsl:text> </xsl:text><span class="mut in"><xsl:choose><xsl:when test="@package"><xsl:value-of select="p:t('a package')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('per 1,000')"/></xsl:otherwise></xsl:choose></span></span></div><span class="mut"><xsl:value-of select="@category"/></span></li></xsl:for-each></ul></section></xsl:if>
          <xsl:if test="art"><section class="card" aria-labelledby="ha"><div class="card-h"><h2 id="ha"><xsl:value-of select="p:t('Help')"/></h2></div><ul class="rel" role="list"><xsl:for-each select="art"><li><div class="rel-h"><a href="{p:link(@href)}"><xsl:value-of select="@title"/></a></div><span class="mut"><xsl:value-of select="."/></span></li></xsl:for-each></ul></section></xsl:if>
        </div></div></xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
