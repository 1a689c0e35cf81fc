<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: all services. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Services')"/></h1><p class="sub"><xsl:value-of select="p:t('What you change here stays until you give it back to the price list.')"/></p></div>
      <div class="ph-a"><a class="btn" href="{p:link('/staff/providers')}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t('Import')"/></a><a class="btn pri" href="{p:link('/staff/services/new')}"><xsl:copy-of select="p:i('plus')"/><xsl:value-of select="p:t('New service')"/></a></div></div>
    <div class="card flush">
      <form class="bar-t" method="get" action="{p:link('/staff/services')}">
        <div class="inp"><xsl:copy-of select="p:i('search')"/><input type="search" name="q" value="{@q}" maxlength="100" aria-label="{p:t('Search services')}" placeholder="{p:t('Name, number or provider number')}"/></div>
        <xsl:call-template name="pick"><xsl:with-param name="name" select="'category'"/><xsl:with-param name="label" select="'Category'"/><xsl:with-param name="from" select="categories"/></xsl:call-template>
        <xsl:call-template name="pick"><xsl:with-param name="name" select="'status'"/><xsl:with-param name="label" select="'Status'"/><xsl:with-param name="from" select="statuses"/></xsl:call-template>
        <xsl:call-template name="pick"><xsl:with-param name="name" select="'provider'"/><xsl:with-param name="label" select="'Provider'"/><xsl:with-param name="from" select="providers"/></xsl:call-template>
        <label class="opt"><input type="checkbox" name="loss" value="1"><xsl:if test="@loss"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><xsl:value-of select="p:t('Sold below cost')"/></span></label>
        <button class="btn" type="submit"><xsl:value-of select="p:t('Show')"/></button>
      </form>
      <xsl:choose><xsl:when test="services/service">
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Services')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Service')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Provider')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Cost')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Price')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Quantity')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="services/service"><tr role="row">
            <td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/services/', @id))}"><xsl:value-of select="@name"/></a><span class="meta"><span class="id"><xsl:value-of select="@id"/></span><span class="mut xs"><xsl:value-of select="@category"/><xsl:if test="@type != 'Default'"> · <xsl:value-of select="@type"/></xsl:if></span><xsl:if test="@kept"><span class="tags"><span class="tag"><xsl:copy-of select="p:i('edit')"/><xsl:value-of select="p:t('own values')"/></span></span></xsl:if></span></td>
            <td role="cell" data-l="{p:t('Provider')}"><xsl:choose><xsl:when test="@provider"><xsl:value-of select="@provider"/><span class="mut xs blk"><xsl:value-of select="@provider-service"/></span></xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="p:t('by hand')"/></span></xsl:otherwise></xsl:choose></td>
            <td role="cell" data-l="{p:t('Cost')}" class="num"><bdi><xsl:value-of select="p:money(@cost-usd)"/></bdi></td>
            <td role="cell" data-l="{p:t('Price')}" class="num"><b><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi></b><xsl:choose><xsl:when test="@loss"><span class="badge bad blk"><xsl:value-of select="p:t('below cost')"/></span></xsl:when><xsl:when test="@margin"><span class="mut xs blk">+<xsl:value-of select="@margin"/>%</span></xsl:when></xsl:choose></td>
            <td role="cell" data-l="{p:t('Quantity')}" class="num"><bdi><xsl:value-of select="concat(p:num(@min), ' – ', p:num(@max))"/></bdi></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/><xsl:if test="@absent"><span class="mut xs blk"><xsl:value-of select="p:t('not in the price list')"/></span></xsl:if></td></tr></xsl:for-each></tbody></table>
        <xsl:apply-templates select="pager"/>
      </xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('list-search')"/><h2><xsl:value-of select="p:t('No services here')"/></h2><p><xsl:value-of select="p:t('Connect a provider and import its price list, or add a service that your staff fulfil by hand.')"/></p><a class="btn pri" href="{p:link('/staff/providers')}"><xsl:value-of select="p:t('Providers')"/></a><a class="btn" href="{p:link('/staff/services')}"><xsl:value-of select="p:t('Reset filters')"/></a></div></xsl:otherwise></xsl:choose>
    </div>
  </xsl:template>
  <xsl:template name="pick"><xsl:param name="name"/><xsl:param name="label"/><xsl:param name="from"/>
    <label class="inline"><span class="sr"><xsl:value-of select="p:t($label)"/></span><select name="{$name}"><xsl:for-each select="$from/option"><option value="{@value}"><xsl:if test="@on"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:choose><xsl:when test="@raw"><xsl:value-of select="@raw"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t(@label)"/></xsl:otherwise></xsl:choose></option></xsl:for-each></select></label>
  </xsl:template>
</xsl:stylesheet>
