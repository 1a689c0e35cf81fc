<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- All documents of a customer. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="card flush"><xsl:if test="invoice or filter/@on"><xsl:apply-templates select="filter"/></xsl:if><xsl:choose>
      <xsl:when test="invoice"><xsl:call-template name="invoice-rows"/><xsl:apply-templates select="older"/></xsl:when>
      <xsl:when test="filter/@on"><div class="empty"><xsl:copy-of select="p:i('file-invoice')"/><h2><xsl:value-of select="p:t('No document matches')"/></h2><p><xsl:value-of select="p:t('Choose another year or status.')"/></p><a class="btn" href="{p:link('/app/invoices')}"><xsl:value-of select="p:t('Reset filters')"/></a></div></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('file-invoice')"/><h2><xsl:value-of select="p:t('No invoices yet')"/></h2><p><xsl:value-of select="p:t('Each payment has a document: a proforma invoice before you pay, a numbered invoice after it.')"/></p><a class="btn pri" href="{p:link('/app/funds')}"><xsl:value-of select="p:t('Add funds')"/></a></div></xsl:otherwise></xsl:choose></div>
    <xsl:if test="note"><section class="card flush" aria-labelledby="hn"><div class="card-h"><h2 id="hn"><xsl:value-of select="p:t('Credit notes')"/></h2></div>
      <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Credit notes')"/></caption>
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Credit note')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('For invoice')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th><th role="columnheader" scope="col" class="end"><xsl:value-of select="p:t('Actions')"/></th></tr></thead>
        <tbody role="rowgroup"><xsl:for-each select="note"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(concat('/app/invoices/', @slug))}"><bdi><xsl:value-of select="@number"/></bdi></a></td><td role="cell" data-l="{p:t('Date')}" class="nw"><xsl:copy-of select="p:time(@issued, 'd')"/></td><td role="cell" data-l="{p:t('For invoice')}"><a href="{p:link(concat('/app/invoices/', @invoice-slug))}"><bdi><xsl:value-of select="@invoice"/></bdi></a></td><td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@total, string-length(substring-after(@total, '.')), @currency)"/></bdi></td><td role="cell" class="end acts"><a class="btn sm" href="{p:link(concat('/app/invoices/', @slug, '.pdf'))}"><xsl:copy-of select="p:i('download')"/>PDF<span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@number"/></span></a></td></tr></xsl:for-each></tbody></table></section></xsl:if>
  </xsl:template>

  <xsl:template match="filter"><form class="bar-t" method="get" action="{p:link('/app/invoices')}"><label class="inline"><span><xsl:value-of select="p:t('Year')"/></span><select name="year"><option value=""><xsl:value-of select="p:t('All years')"/></option><xsl:for-each select="year"><option value="{@value}"><xsl:if test="@on"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="."/></option></xsl:for-each></select></label>
    <label class="inline"><span><xsl:value-of select="p:t('Status')"/></span><select name="status"><option value=""><xsl:value-of select="p:t('All states')"/></option><xsl:for-each select="state"><option value="{@value}"><xsl:if test="@on"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="p:t(p:cap(@value))"/></option></xsl:for-each></select></label><button class="btn" type="submit"><xsl:value-of select="p:t('Show')"/></button>
    <xsl:choose><xsl:when test="@zip"><a class="btn" href="{p:link(@zip)}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t('All of the year as ZIP')"/></a></xsl:when>
      <xsl:when test="part"/><xsl:when test="year[1]/@zip"><a class="btn" href="{p:link(year[1]/@zip)}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t1('All of {0} as ZIP', year[1])"/></a></xsl:when></xsl:choose></form>
    <xsl:if test="part"><p class="pad mut"><xsl:value-of select="p:t('So many documents come month by month as ZIP:')"/><xsl:for-each select="part"><xsl:text> </xsl:text><a href="{p:link(@href)}"><xsl:value-of select="."/></a></xsl:for-each></p></xsl:if>
  </xsl:template>
</xsl:stylesheet>
