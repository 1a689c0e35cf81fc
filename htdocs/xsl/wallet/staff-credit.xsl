<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: a credit note for an invoice. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1"><section class="card form" aria-labelledby="hc"><h2 id="hc"><xsl:value-of select="p:t('Issue a credit note')"/></h2><xsl:choose>
        <xsl:when test="form"><p class="mut"><xsl:value-of select="p:t('The tax is split in the proportion of the invoice. The note gets the next number of its own series and cannot be changed; the customer gets it by mail. Money goes back separately.')"/></p><xsl:apply-templates select="form" mode="fields"/></xsl:when>
        <xsl:otherwise><p class="mut"><xsl:value-of select="p:t('Nothing of this invoice is left to take back.')"/></p></xsl:otherwise></xsl:choose></section>
      <aside class="stackd" aria-label="{p:t('Invoice')}"><section class="card"><xsl:for-each select="original"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Invoice')"/></dt><dd><a href="{p:link(@href)}"><bdi><xsl:value-of select="@number"/></bdi></a></dd></div>
        <div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><bdi><xsl:value-of select="@buyer"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:copy-of select="p:status(@status)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Total')"/></dt><dd><bdi><xsl:value-of select="p:money(@total, string-length(substring-after(@total, '.')), @currency)"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Can be taken back')"/></dt><dd><b><bdi><xsl:value-of select="p:money(@left, string-length(substring-after(@left, '.')), @currency)"/></bdi></b></dd></div></dl></xsl:for-each></section></aside></div>
  </xsl:template>
</xsl:stylesheet>
