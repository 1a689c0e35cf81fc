<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The state of all services: one word for all, then each category, then what does not work as usual. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="wrap body">
      <div class="ph"><div><h1><xsl:value-of select="p:t('Service status')"/></h1><p class="sub"><xsl:value-of select="p:t1('As of {0}. Times and speeds are typical figures of the providers.', p:date(all/@at, 'f'))"/></p></div></div>
      <xsl:choose>
        <xsl:when test="all/@n = 0"><div class="card empty"><xsl:copy-of select="p:i('list-search')"/><h2><xsl:value-of select="p:t('No services yet')"/></h2><p><xsl:value-of select="p:t('The services of this panel will be listed here.')"/></p></div></xsl:when>
        <xsl:otherwise>
          <xsl:choose>
            <xsl:when test="all/@slow + all/@down = 0"><div class="alert ok lg" role="status"><xsl:copy-of select="p:i('circle-check')"/><div><b><xsl:value-of select="p:t('All services work as usual')"/></b><p><xsl:value-of select="p:n('{0} service can be ordered.', 'All {0} services can be ordered.', all/@n)"/></p></div></div></xsl:when>
            <xsl:otherwise><div class="alert warn lg" role="status"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('Some services do not work as usual')"/></b><p><xsl:value-of select="p:t1('{0} slow, {1} down. All others can be ordered as always.', p:num(all/@slow), p:num(all/@down))"/></p></div></div></xsl:otherwise>
          </xsl:choose>
          <section class="card flush" aria-labelledby="hc"><div class="card-h"><h2 id="hc"><xsl:value-of select="p:t('By category')"/></h2></div>
            <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('State by category')"/></caption>
              <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Category')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Services')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Slow')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Down')"/></th></tr></thead>
              <tbody role="rowgroup"><xsl:for-each select="category"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(concat('/services?category=', @id))}"><xsl:value-of select="@name"/></a></td><td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td><td role="cell" data-l="{p:t('Services')}" class="num"><xsl:value-of select="p:num(@n)"/></td><td role="cell" data-l="{p:t('Slow')}" class="num z{@slow}"><xsl:value-of select="p:num(@slow)"/></td><td role="cell" data-l="{p:t('Down')}" class="num z{@down}"><xsl:value-of select="p:num(@down)"/></td></tr></xsl:for-each></tbody></table></section>
          <xsl:if test="service"><section class="card flush gap" aria-labelledby="hs"><div class="card-h"><h2 id="hs"><xsl:value-of select="p:t('Not as usual')"/></h2></div>
            <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Services that are slow or down')"/></caption>
              <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Service')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Category')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th></tr></thead>
              <tbody role="rowgroup"><xsl:for-each select="service"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(@href)}"><xsl:value-of select="."/></a><span class="meta"><span class="id"><xsl:value-of select="@id"/></span></span></td><td role="cell" data-l="{p:t('Category')}"><xsl:value-of select="@category"/></td><td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td></tr></xsl:for-each></tbody></table></section></xsl:if>
          <p class="mut xs gap"><xsl:value-of select="p:t('A campaign that is already running goes on. What cannot be delivered returns to the balance.')"/><xsl:text> </xsl:text><a href="{p:link('/contact')}"><xsl:value-of select="p:t('Report a problem')"/></a></p>
        </xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>
</xsl:stylesheet>
