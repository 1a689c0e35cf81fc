<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Blocks that several pages of the wallet use. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:template match="older"><nav class="pager" aria-label="{p:t('Pages')}"><a class="btn sm" href="{p:link(concat(@base, substring('?&amp;', 1 + contains(@base, '?'), 1), 'before=', @before))}"><xsl:value-of select="p:t('Older')"/></a></nav></xsl:template>

  <!-- the rows of a table of invoices; context: the parent of invoice -->
  <xsl:template name="invoice-rows">
    <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Invoices')"/></caption>
      <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Invoice')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Method')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th><th role="columnheader" scope="col" class="end"><xsl:value-of select="p:t('Actions')"/></th></tr></thead>
      <tbody role="rowgroup"><xsl:for-each select="invoice"><tr role="row">
        <td role="cell" class="main"><a class="ttl" href="{p:link(concat('/app/invoices/', @slug))}"><bdi><xsl:value-of select="@number"/></bdi></a></td>
        <td role="cell" data-l="{p:t('Date')}" class="nw"><xsl:copy-of select="p:time(@created, 'd')"/></td><td role="cell" data-l="{p:t('Method')}"><xsl:value-of select="p:t(@method-title)"/></td>
        <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td><td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@total-usd, string-length(substring-after(@total-usd, '.')), @currency)"/></bdi></td>
        <td role="cell" class="end acts"><a class="btn sm" href="{p:link(concat('/app/invoices/', @slug, '.pdf'))}">PDF<span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@number"/></span></a><xsl:choose><xsl:when test="@open and @payment"><a class="btn sm pri" href="{p:link(concat('/app/payments/', @payment))}"><xsl:value-of select="p:t('Pay now')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@number"/></span></a></xsl:when><xsl:otherwise><a class="btn sm" href="{p:link(concat('/app/invoices/', @slug))}"><xsl:value-of select="p:t('Open')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@number"/></span></a></xsl:otherwise></xsl:choose></td></tr></xsl:for-each></tbody></table>
  </xsl:template>

  <!-- the account to pay to: <detail label text/> -->
  <xsl:template name="details">
    <dl class="kv"><xsl:for-each select="detail"><div><dt><xsl:value-of select="p:t(@label)"/></dt><dd><bdi><xsl:value-of select="@text"/></bdi></dd></div></xsl:for-each>
      <div><dt><xsl:value-of select="p:t('Payment reference')"/></dt><dd><b class="mono"><xsl:value-of select="@name"/></b></dd></div>
      <div><dt><xsl:choose><xsl:when test="@missing-usd and @status = 'underpaid'"><xsl:value-of select="p:t('Missing')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Amount')"/></xsl:otherwise></xsl:choose></dt><dd><b><bdi><xsl:choose><xsl:when test="@missing-usd and @status = 'underpaid'"><xsl:value-of select="p:money(@missing-usd)"/></xsl:when><xsl:when test="@pay-amount"><xsl:value-of select="@pay-amount"/></xsl:when><xsl:otherwise><xsl:value-of select="p:money(@total-usd)"/></xsl:otherwise></xsl:choose></bdi></b></dd></div></dl>
  </xsl:template>
</xsl:stylesheet>
