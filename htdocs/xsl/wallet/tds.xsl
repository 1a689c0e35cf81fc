<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A customer's tax deducted at source. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="tds-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1">
      <div class="stackd">
        <section class="card flush" aria-label="{p:t('Tax claims')}">
          <xsl:choose><xsl:when test="tds"><xsl:call-template name="tds-rows"><xsl:with-param name="base" select="'/app/tds'"/></xsl:call-template></xsl:when>
            <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('receipt')"/><h2><xsl:value-of select="p:t('No tax was claimed')"/></h2><p><xsl:value-of select="p:t('When your company deducts tax on a paid GST invoice, declare it here.')"/></p></div></xsl:otherwise></xsl:choose></section>
        <xsl:apply-templates select="older"/>
        <xsl:if test="form[@name = 'declare']"><section class="card form" aria-labelledby="hd"><h2 id="hd"><xsl:value-of select="p:t('Declare a deduction')"/></h2><p class="mut"><xsl:value-of select="p:t('Several invoices: their numbers with commas between them.')"/></p><xsl:apply-templates select="form[@name = 'declare']" mode="fields"/></section></xsl:if>
      </div>
      <aside class="stackd" aria-label="{p:t('How it works')}">
        <section class="card form" aria-labelledby="hh"><h2 id="hh"><xsl:value-of select="p:t('How it works')"/></h2>
          <ol><li><xsl:value-of select="p:t('Pay the full invoice with GST.')"/></li><li><xsl:value-of select="p:t('Deposit the tax on the value without GST, and file your return.')"/></li><li><xsl:value-of select="p:t('Upload Form 16A (Form 131 since April 2026).')"/></li><li><xsl:value-of select="p:t('Within seven working days the tax is in your balance.')"/></li></ol>
          <xsl:if test="@pan"><dl class="kv"><div><dt><xsl:value-of select="p:t('Our PAN')"/></dt><dd><b class="mono"><xsl:value-of select="@pan"/></b></dd></div></dl></xsl:if></section>
        <xsl:if test="covers"><section class="card form" aria-labelledby="hi"><h2 id="hi"><xsl:value-of select="p:t('Invoices that can be claimed')"/></h2><dl class="kv"><xsl:for-each select="covers"><div><dt><a href="{p:link(concat('/app/invoices/', @slug))}"><bdi><xsl:value-of select="@number"/></bdi></a></dt><dd><bdi><xsl:value-of select="@taxable"/></bdi></dd></div></xsl:for-each></dl><p class="mut xs"><xsl:value-of select="p:t('Amounts are the values without GST.')"/></p></section></xsl:if></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
