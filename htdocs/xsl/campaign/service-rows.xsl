<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A table of services in groups, and the key of symbols. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:template name="service-table">
    <xsl:if test="group/service"><table class="tbl rt svc" role="table"><caption class="sr"><xsl:value-of select="p:t('Services')"/></caption>
      <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Service')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Per 1,000')"/></th><th role="columnheader" scope="col" class="w-c"><xsl:value-of select="p:t('Completion')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Rating')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><span class="sr"><xsl:value-of select="p:t('Actions')"/></span></th></tr></thead>
      <xsl:apply-templates select="group"/>
    </table></xsl:if>
  </xsl:template>
  <xsl:template match="content/group">
    <tbody role="rowgroup"><xsl:if test="@name"><tr role="row" class="grp"><th role="columnheader" colspan="6" scope="colgroup"><xsl:copy-of select="p:i(@icon)"/><xsl:value-of select="@name"/><xsl:text> </xsl:text><span class="mut"><xsl:value-of select="p:n('{0} service', '{0} services', @n)"/></span></th></tr></xsl:if>
      <xsl:apply-templates select="service" mode="row"/></tbody>
  </xsl:template>
  <xsl:template match="service" mode="row">
    <tr role="row">
      <td role="cell" class="main"><a class="ttl" href="{p:link(@href)}"><xsl:value-of select="@clean"/></a><span class="meta"><span class="id"><xsl:value-of select="@id"/></span><xsl:apply-templates select="." mode="tags"/><xsl:if test="@non-drop"><span class="tags"><span class="tag"><xsl:value-of select="p:t('Non drop')"/></span></span></xsl:if></span></td>
      <td role="cell" data-l="{p:t('Per 1,000')}" class="num"><b><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi></b><xsl:if test="@rate-shown"><xsl:copy-of select="p:shown(@rate-shown)"/></xsl:if><xsl:choose><xsl:when test="@package"><span class="mut xs blk"><xsl:value-of select="p:t('one package')"/></span></xsl:when><xsl:otherwise><span class="mut xs blk"><span class="sr"><xsl:value-of select="p:t('Min – max')"/><xsl:text> </xsl:text></span><bdi><xsl:value-of select="concat(p:num(@min), ' – ', @limit-text)"/></bdi></span></xsl:otherwise></xsl:choose></td>
      <td role="cell" data-l="{p:t('Completion')}" class="w-c"><xsl:choose><xsl:when test="@completion"><div class="comp"><xsl:variable name="tone"><xsl:choose><xsl:when test="@completion &gt;= 93">ok</xsl:when><xsl:when test="@completion &gt;= 80">warn</xsl:when><xsl:otherwise>bad</xsl:otherwise></xsl:choose></xsl:variable><xsl:copy-of select="p:bar(number(@completion), string($tone))"/><span><xsl:value-of select="@completion"/>%</span></div></xsl:when><xsl:otherwise><span class="mut">–<span class="sr"> <xsl:value-of select="p:t('not enough campaigns yet')"/></span></span></xsl:otherwise></xsl:choose></td>
      <td role="cell" data-l="{p:t('Rating')}" class="nw"><xsl:choose><xsl:when test="@rating"><span class="rate"><xsl:copy-of select="p:i('star')"/><b><xsl:value-of select="@rating"/></b></span><xsl:if test="@recommends"><xsl:text> </xsl:text><span class="mut xs rec"><xsl:copy-of select="p:i('thumb-up')"/><xsl:value-of select="p:num(@recommends)"/><span class="sr"> <xsl:value-of select="p:t('recommendations')"/></span></span></xsl:if></xsl:when><xsl:otherwise><span class="mut">–<span class="sr"> <xsl:value-of select="p:t('no ratings yet')"/></span></span></xsl:otherwise></xsl:choose></td>
      <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td>
      <td role="cell" class="end"><xsl:choose><xsl:when test="@sold"><a class="btn sm" href="{p:link(concat('/app/campaigns/new?service=', @id))}"><xsl:value-of select="p:t('Order')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@id"/></span></a></xsl:when><xsl:otherwise><a class="btn sm ghost" href="{p:link(@href)}"><xsl:value-of select="p:t('Details')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@id"/></span></a></xsl:otherwise></xsl:choose></td>
    </tr>
  </xsl:template>
  <xsl:template name="symbols">
    <details class="card key"><summary><xsl:value-of select="p:t('What the symbols mean')"/></summary><dl>
      <div><dt><span class="tag star"><xsl:copy-of select="p:i('star')"/><xsl:value-of select="p:t('Best')"/></span></dt><dd><xsl:value-of select="p:t('Picked for its quality')"/></dd></div>
      <div><dt><span class="tag fast"><xsl:copy-of select="p:i('bolt')"/><xsl:value-of select="p:t('Fast start')"/></span></dt><dd><xsl:value-of select="p:t('Usually starts within minutes')"/></dd></div>
      <div><dt><span class="tag">10M</span></dt><dd><xsl:value-of select="p:t('Largest quantity in total')"/></dd></div>
      <div><dt><span class="tag"><xsl:copy-of select="p:i('clock')"/>1H</span></dt><dd><xsl:value-of select="p:t('Typical time until delivery starts')"/></dd></div>
      <div><dt><span class="tag"><xsl:copy-of select="p:i('gauge')"/>50K/D</span></dt><dd><xsl:value-of select="p:t('Typical delivery per day')"/></dd></div>
      <div><dt><span class="tag fill"><xsl:copy-of select="p:i('refresh')"/>R30</span></dt><dd><xsl:value-of select="p:t('Drops are refilled on request for 30 days, free of charge')"/></dd></div>
      <div><dt><span class="tag fill"><xsl:copy-of select="p:i('refresh')"/>AR30</span></dt><dd><xsl:value-of select="p:t('Drops are refilled without asking')"/></dd></div>
      <div><dt><span class="tag fill"><xsl:copy-of select="p:i('refresh')"/>R∞</span></dt><dd><xsl:value-of select="p:t('Refill for life')"/></dd></div>
      <div><dt><span class="tag fill"><xsl:copy-of select="p:i('refresh')"/>R</span></dt><dd><xsl:value-of select="p:t('Refill is covered: ask for it')"/></dd></div>
      <div><dt><span class="tag"><xsl:value-of select="p:t('Non drop')"/></span></dt><dd><xsl:value-of select="p:t('No drops are expected; without this tag they may occur')"/></dd></div>
      <div><dt><span class="tag"><xsl:copy-of select="p:i('ban')"/><xsl:value-of select="p:t('Cancel')"/></span></dt><dd><xsl:value-of select="p:t('Can be cancelled while it runs')"/></dd></div>
      <div><dt><span class="tag slow"><xsl:copy-of select="p:i('flag')"/><xsl:value-of select="p:t('Slow')"/></span></dt><dd><xsl:value-of select="p:t('Being updated: start or delivery is slow for now')"/></dd></div>
    </dl><p class="mut xs"><xsl:value-of select="p:t('Start times and speeds are typical figures, not promises.')"/></p></details>
  </xsl:template>
</xsl:stylesheet>
