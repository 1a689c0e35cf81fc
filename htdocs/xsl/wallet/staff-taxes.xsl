<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: how top-ups are taxed, and the rules of other countries with their dates. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1"><section class="card flush" aria-labelledby="hr"><div class="card-h"><h2 id="hr"><xsl:value-of select="p:t('Tax rules')"/></h2></div>
      <xsl:choose><xsl:when test="rule"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Tax rules')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Where')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Tax')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Valid')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="end"><xsl:value-of select="p:t('Actions')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="rule"><tr role="row"><td role="cell" class="main"><b><xsl:value-of select="@country"/><xsl:if test="@region"> · <xsl:value-of select="@region"/></xsl:if></b><span class="meta mut"><xsl:choose><xsl:when test="@kind = 'business'"><xsl:value-of select="p:t('Businesses with a tax number')"/></xsl:when><xsl:when test="@kind = 'consumer'"><xsl:value-of select="p:t('Private customers')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Everybody')"/></xsl:otherwise></xsl:choose></span></td>
            <td role="cell" data-l="{p:t('Tax')}"><bdi class="nw"><xsl:value-of select="@name"/><xsl:if test="not(@reverse)"><xsl:text> </xsl:text><xsl:value-of select="@percent"/> %</xsl:if></bdi><xsl:if test="@reverse and not(@note)"><span class="mut xs blk"><xsl:value-of select="p:t('Reverse charge')"/></span></xsl:if><xsl:if test="@note"><span class="mut xs blk"><xsl:value-of select="@note"/></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Valid')}" class="nw"><xsl:copy-of select="p:time(@since, 'd')"/><xsl:if test="@until"><span class="mut xs blk"><xsl:value-of select="p:t1('until {0}', p:date(@until, 'd'))"/></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td>
            <td role="cell" class="end acts"><xsl:if test="form"><form method="post" action="{p:link(form/@action)}" class="row deed"><xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/><input type="text" name="reason" maxlength="200" required="required" aria-label="{p:t('Reason')}" placeholder="{p:t('Reason')}"/><button class="btn sm" type="submit"><xsl:value-of select="p:t('End')"/></button></form></xsl:if></td></tr></xsl:for-each></tbody></table></xsl:when>
        <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('receipt')"/><h2><xsl:value-of select="p:t('No rule yet')"/></h2><p><xsl:value-of select="p:t('Without a rule a customer of another country pays no tax.')"/></p></div></xsl:otherwise></xsl:choose></section>
      <aside class="stackd" aria-label="{p:t('Taxes')}">
        <section class="card"><dl class="kv"><div><dt><xsl:value-of select="p:t('Top-ups are taxed by')"/></dt><dd><xsl:choose><xsl:when test="@mode = 'gst'"><xsl:value-of select="p:t('GST of India')"/></xsl:when><xsl:when test="@mode = 'rules'"><xsl:value-of select="p:t('The rules on this page')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('No tax')"/></xsl:otherwise></xsl:choose></dd></div>
          <div><dt><xsl:value-of select="p:t('Your tax number')"/></dt><dd><xsl:choose><xsl:when test="@seller-tax-id != ''"><bdi><xsl:value-of select="@seller-tax-id"/></bdi></xsl:when><xsl:otherwise><xsl:value-of select="p:t('None')"/></xsl:otherwise></xsl:choose></dd></div>
          <xsl:if test="@mode = 'gst'"><div><dt><xsl:value-of select="p:t('Letter of undertaking')"/></dt><dd><xsl:choose><xsl:when test="@lut"><xsl:value-of select="p:t('In force')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('None')"/></xsl:otherwise></xsl:choose></dd></div></xsl:if></dl>
          <div class="row"><a class="btn sm" href="{p:link('/staff/settings/tax')}"><xsl:value-of select="p:t('Kind of tax, GST, LUT')"/></a><a class="btn sm" href="{p:link('/staff/settings/invoices')}"><xsl:value-of select="p:t('Seller and invoices')"/></a></div></section>
        <xsl:if test="form[@name = 'tax-rule']"><section class="card form" aria-labelledby="ha"><h2 id="ha"><xsl:value-of select="p:t('New rule')"/></h2><xsl:apply-templates select="form[@name = 'tax-rule']" mode="fields"/></section></xsl:if></aside></div>
  </xsl:template>
</xsl:stylesheet>
