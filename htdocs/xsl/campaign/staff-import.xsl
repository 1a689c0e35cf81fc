<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: differences between a provider's price list and the catalogue. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="t" select="tally"/>
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/staff/providers')}"><xsl:value-of select="p:t('Providers')"/></a></li><li><a href="{p:link(concat('/staff/providers/', provider/@id))}"><xsl:value-of select="provider/@name"/></a></li></ol></nav>
      <h1><xsl:value-of select="p:t('Import')"/></h1><p class="sub"><xsl:value-of select="p:n('{0} service in the price list.', '{0} services in the price list.', $t/@seen)"/><xsl:text> </xsl:text><xsl:value-of select="p:t1('Read {0}. Mark-up {1} %.', p:date($t/@fetched, 'f'), provider/@markup)"/></p></div></div>
    <div class="stats">
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('New')"/></span></div><div class="stat-v"><xsl:value-of select="p:num($t/@new)"/></div></div>
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Changed')"/></span></div><div class="stat-v"><xsl:value-of select="p:num($t/@changed)"/></div></div>
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Switched off')"/></span></div><div class="stat-v"><xsl:value-of select="p:num($t/@off)"/></div></div>
      <div class="card stat"><div class="stat-t"><span class="lab"><xsl:value-of select="p:t('Unchanged')"/></span></div><div class="stat-v"><xsl:value-of select="p:num($t/@same)"/></div></div>
    </div>
    <section class="card"><form method="post" action="{p:link(form/@action)}" class="row">
      <xsl:apply-templates select="form" mode="hidden"/><input type="hidden" name="fetched" value="{form/field[@name = 'fetched']/@value}"/>
      <button class="btn pri" type="submit" name="add" value="all"><xsl:value-of select="p:t('Import everything')"/></button>
      <button class="btn" type="submit" name="add" value="known"><xsl:value-of select="p:t('Only update known services')"/></button>
      <a class="btn ghost" href="{p:link(concat('/staff/providers/', provider/@id))}"><xsl:value-of select="p:t('Cancel')"/></a>
      <span class="mut"><xsl:value-of select="p:t('Values that you set yourself stay as they are.')"/></span></form></section>
    <div class="card flush"><xsl:call-template name="tabs"><xsl:with-param name="label" select="'Differences'"/></xsl:call-template>
      <xsl:choose><xsl:when test="lines/line">
      <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Differences')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Service')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('What')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Cost')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Price')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Quantity')"/></th></tr></thead>
      <tbody role="rowgroup"><xsl:for-each select="lines/line"><tr role="row">
        <td role="cell" class="main"><span class="ttl"><xsl:value-of select="@name"/></span><xsl:if test="@old-name"><span class="mut xs blk"><xsl:value-of select="p:t1('was: {0}', @old-name)"/></span></xsl:if><span class="meta"><span class="id"><xsl:value-of select="@service"/></span><span class="mut xs"><xsl:value-of select="@category"/><xsl:if test="@old-category"><xsl:text> </xsl:text><xsl:value-of select="p:t1('(was: {0})', @old-category)"/></xsl:if></span></span></td>
        <td role="cell" data-l="{p:t('What')}"><xsl:choose><xsl:when test="@kind = 'new'"><span class="badge ok"><xsl:value-of select="p:t('New')"/></span></xsl:when><xsl:when test="@kind = 'off'"><span class="badge bad"><xsl:value-of select="p:t('Switched off')"/></span></xsl:when><xsl:when test="@kind = 'refused'"><span class="badge warn"><xsl:value-of select="p:t('Left out')"/></span><span class="mut xs blk"><xsl:value-of select="p:t(@problem)"/></span></xsl:when><xsl:otherwise><span class="badge info"><xsl:value-of select="p:t('Changed')"/></span></xsl:otherwise></xsl:choose><xsl:if test="@loss"><span class="badge bad"><xsl:value-of select="p:t('below cost')"/></span></xsl:if></td>
        <td role="cell" data-l="{p:t('Cost')}" class="num"><bdi><xsl:value-of select="p:money(@cost-usd)"/></bdi></td>
        <td role="cell" data-l="{p:t('Price')}" class="num"><xsl:if test="@old-rate-usd"><del class="mut xs blk"><bdi><xsl:value-of select="p:money(@old-rate-usd)"/></bdi></del></xsl:if><b><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi></b></td>
        <td role="cell" data-l="{p:t('Quantity')}" class="num"><xsl:if test="@old-min"><del class="mut xs blk"><bdi><xsl:value-of select="concat(p:num(@old-min), ' – ', p:num(@old-max))"/></bdi></del></xsl:if><xsl:if test="@min"><bdi><xsl:value-of select="concat(p:num(@min), ' – ', p:num(@max))"/></bdi></xsl:if></td></tr></xsl:for-each></tbody></table>
      <xsl:apply-templates select="pager"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('check')"/><h2><xsl:value-of select="p:t('No differences')"/></h2><p><xsl:value-of select="p:t('Your services match the price list.')"/></p></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
