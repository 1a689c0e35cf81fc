<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: rates by which amounts are shown in other currencies, and the feed. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1"><section class="card flush" aria-labelledby="hr"><div class="card-h"><h2 id="hr"><xsl:value-of select="p:t('Currencies shown')"/></h2></div>
      <xsl:choose><xsl:when test="rate"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Currencies shown')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Currency')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('For 1 USD')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Set by')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><span class="sr"><xsl:value-of select="p:t('Actions')"/></span></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="rate"><tr role="row"><td role="cell" class="main"><b><bdi><xsl:value-of select="@currency"/></bdi></b><span class="meta mut"><xsl:value-of select="p:t(@name)"/></span></td>
            <td role="cell" data-l="{p:t('For 1 USD')}" class="num"><bdi><xsl:value-of select="@rate"/></bdi></td>
            <td role="cell" data-l="{p:t('Set by')}"><xsl:call-template name="rate-source"/><span class="mut xs blk"><xsl:copy-of select="p:time(@at, 'f')"/></span></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/><xsl:if test="@follow"><span class="mut xs blk"><xsl:value-of select="p:t('Follows the feed')"/></span></xsl:if></td>
            <td role="cell" class="end acts"><a class="btn sm" href="{p:link(concat('/staff/currencies/', @currency))}"><xsl:value-of select="p:t('Change')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@currency"/></span></a></td></tr></xsl:for-each></tbody></table></xsl:when>
        <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('world')"/><h2><xsl:value-of select="p:t('Only US dollars so far')"/></h2><p><xsl:value-of select="p:t('Add a currency, or import a list of rates: customers can then choose it.')"/></p></div></xsl:otherwise></xsl:choose></section>
      <aside class="stackd" aria-label="{p:t('Currencies')}">
        <xsl:for-each select="form[@name = 'currency-add']"><section class="card form" aria-labelledby="ha"><h2 id="ha"><xsl:value-of select="p:t('New currency')"/></h2>
          <form method="post" action="{p:link(@action)}" class="form" id="form-currency-add"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
            <xsl:variable name="now" select="field[@name = 'currency']/@value"/>
            <div class="field"><label for="f-currency-add-currency"><xsl:value-of select="p:t('Currency')"/></label><select id="f-currency-add-currency" name="currency" required="required"><option value="">–</option><xsl:for-each select="../code"><option value="{@code}"><xsl:if test="@code = $now"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="concat(@code, ' · ', p:t(@name))"/></option></xsl:for-each></select></div>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'rate'"/><xsl:with-param name="placeholder" select="'0.922'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'follow'"/></xsl:call-template>
            <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t(@submit)"/></button></div></form></section></xsl:for-each>
        <xsl:for-each select="feed"><section class="card" aria-labelledby="hf"><div class="card-h"><h2 id="hf"><xsl:value-of select="p:t('Daily feed')"/></h2><a class="more" href="{p:link('/staff/settings/display')}"><xsl:value-of select="p:t('Change')"/></a></div>
          <xsl:choose><xsl:when test="@url"><p class="mono xs"><bdi><xsl:value-of select="@url"/></bdi></p></xsl:when><xsl:otherwise><p class="mut"><xsl:value-of select="p:t('Off: no address is set.')"/></p></xsl:otherwise></xsl:choose>
          <xsl:if test="@looked"><dl class="kv"><div><dt><xsl:value-of select="p:t('Last look')"/></dt><dd><xsl:copy-of select="p:time(@looked, 'f')"/></dd></div><xsl:if test="@day"><div><dt><xsl:value-of select="p:t('Rates of')"/></dt><dd><bdi><xsl:value-of select="p:date(@day, 'd')"/></bdi></dd></div></xsl:if><div><dt><xsl:value-of select="p:t('Rates taken')"/></dt><dd><xsl:value-of select="p:num(@taken)"/></dd></div></dl></xsl:if>
          <xsl:if test="@held"><div class="alert warn gap"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t1('Moved by more than 20 %, so not taken: {0}. Enter a rate by hand when it is right.', @held)"/></div></div></xsl:if>
          <xsl:if test="@error"><div class="alert bad gap"><xsl:copy-of select="p:i('alert-circle')"/><div><xsl:value-of select="p:t(@error)"/></div></div></xsl:if>
          <xsl:if test="@url"><div class="row act-row"><xsl:call-template name="post"><xsl:with-param name="action" select="'/staff/currency-feed'"/><xsl:with-param name="label" select="'Look now'"/><xsl:with-param name="icon" select="'refresh'"/><xsl:with-param name="kind" select="'sm'"/></xsl:call-template></div></xsl:if></section></xsl:for-each></aside></div>
  </xsl:template>

  <xsl:template name="rate-source"><xsl:choose>
    <xsl:when test="@source = 'feed'"><xsl:value-of select="p:t('Feed')"/></xsl:when>
    <xsl:when test="@source = 'file'"><bdi><xsl:value-of select="@by"/></bdi><xsl:text>, </xsl:text><xsl:value-of select="p:t('from a file')"/></xsl:when>
    <xsl:otherwise><bdi><xsl:value-of select="@by"/></bdi></xsl:otherwise></xsl:choose></xsl:template>
</xsl:stylesheet>
