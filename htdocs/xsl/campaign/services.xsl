<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The services list with its filters. Rows: service-rows.xsl, shared with the whole catalogue in memory. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="service-rows.xsl"/>
  <xsl:template match="content[@marker]" priority="2"><xsl:value-of select="@marker"/></xsl:template>
  <xsl:template match="content">
    <xsl:variable name="wrap"><xsl:if test="/page/@area = 'public'">wrap body</xsl:if></xsl:variable>
    <div class="{$wrap}">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Services')"/></h1>
      <p class="sub"><xsl:value-of select="p:n('{0} promotion service. Prices are per 1,000 units.', '{0} promotion services. Prices are per 1,000 units.', @all)"/></p></div>
      <div class="ph-a"><a class="btn" href="{p:link('/services.csv')}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t('Download price list')"/></a></div></div>
    <form class="cat" method="get" action="{p:link('/services')}">
      <xsl:if test="@per"><input type="hidden" name="per" value="{@per}"/></xsl:if>
      <details class="filters" data-open-wide="1"><summary class="btn"><xsl:copy-of select="p:i('filter')"/><xsl:value-of select="p:t('Filters')"/><xsl:if test="chip"><b class="count"><xsl:value-of select="count(chip)"/></b></xsl:if></summary>
        <div class="facets"><xsl:for-each select="facet[o]">
          <fieldset><legend><xsl:value-of select="p:t(@label)"/></legend>
            <xsl:for-each select="o"><label class="opt"><input type="{../@type}" name="{../@name}" value="{@v}"><xsl:if test="@on"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><xsl:choose><xsl:when test="@raw"><xsl:value-of select="@raw"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t(@label)"/></xsl:otherwise></xsl:choose></span><span class="mut n"><xsl:value-of select="p:num(@n)"/></span></label></xsl:for-each>
          </fieldset></xsl:for-each>
          <div class="row"><button class="btn pri sm" type="submit"><xsl:value-of select="p:t('Apply filters')"/></button><a class="btn sm ghost" href="{p:link('/services')}"><xsl:value-of select="p:t('Reset')"/></a></div></div>
      </details>
      <div class="cat-m">
        <div class="card flush">
          <div class="bar-t">
            <div class="inp"><xsl:copy-of select="p:i('search')"/><input type="search" name="q" value="{@q}" maxlength="100" aria-label="{p:t('Search services')}" placeholder="{p:t('Name, tag or service number')}"/></div>
            <label class="inline"><span><xsl:value-of select="p:t('Sort')"/></span><select name="sort"><xsl:for-each select="sort/option"><option value="{@value}"><xsl:if test="@on"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="p:t(@label)"/></option></xsl:for-each></select></label>
            <button class="btn" type="submit"><xsl:value-of select="p:t('Show')"/></button>
          </div>
          <xsl:if test="chip"><div class="chips"><span class="mut"><xsl:value-of select="p:n('{0} service', '{0} services', @total)"/></span><xsl:for-each select="chip"><a class="chip" href="{p:link(@href)}"><xsl:choose><xsl:when test="@raw"><xsl:value-of select="@raw"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t(@label)"/></xsl:otherwise></xsl:choose><xsl:copy-of select="p:i('x')"/><span class="sr"> <xsl:value-of select="p:t('Remove filter')"/></span></a></xsl:for-each></div></xsl:if>
          <xsl:call-template name="service-table"/>
          <xsl:if test="not(group/service)"><div class="empty"><xsl:copy-of select="p:i('search')"/>
            <xsl:choose>
              <xsl:when test="@all = 0"><h2><xsl:value-of select="p:t('No services yet')"/></h2><p><xsl:value-of select="p:t('The services of this panel will be listed here.')"/></p></xsl:when>
              <xsl:otherwise><h2><xsl:value-of select="p:t('No service matches these filters')"/></h2><p><xsl:value-of select="p:t('Remove a filter or search for a shorter word.')"/></p><a class="btn" href="{p:link('/services')}"><xsl:value-of select="p:t('Reset filters')"/></a></xsl:otherwise>
            </xsl:choose></div></xsl:if>
          <xsl:apply-templates select="pager"/>
        </div>
        <xsl:call-template name="symbols"/>
      </div>
    </form>
    </div>
  </xsl:template>
</xsl:stylesheet>
