<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Refunds in lists. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <!-- the context is <refund> -->
  <xsl:template name="refund-state"><xsl:choose>
    <xsl:when test="@status = 'manual'"><span class="badge warn"><xsl:value-of select="p:t('To be sent by hand')"/></span></xsl:when>
    <xsl:when test="@status = 'done'"><span class="badge ok"><xsl:value-of select="p:t('Sent')"/></span></xsl:when>
    <xsl:when test="@status = 'seen'"><span class="badge ok"><xsl:value-of select="p:t('Sent by the processor')"/></span></xsl:when>
    <xsl:when test="@status = 'failed'"><span class="badge bad"><xsl:value-of select="p:t('Not sent')"/></span></xsl:when>
    <xsl:otherwise><span class="badge info"><xsl:value-of select="p:t('On its way')"/></span></xsl:otherwise></xsl:choose></xsl:template>

  <!-- the context has <refund> children -->
  <xsl:template name="refund-rows">
    <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Refunds')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Refund')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('When')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
      <tbody role="rowgroup"><xsl:for-each select="refund"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/refunds/', @id))}"><xsl:value-of select="p:t1('Refund {0}', @id)"/></a><span class="meta"><xsl:value-of select="p:t(@method-title)"/> · <xsl:value-of select="p:t(p:cap(@cause))"/>: <bdi><xsl:value-of select="@reason"/></bdi></span></td><td role="cell" data-l="{p:t('Customer')}"><bdi><xsl:value-of select="@customer"/></bdi></td><td role="cell" data-l="{p:t('Status')}"><xsl:call-template name="refund-state"/><xsl:if test="@no-note and not(@no-note-done)"><span class="mut xs blk"><xsl:value-of select="p:t('No credit note')"/></span></xsl:if></td><td role="cell" data-l="{p:t('When')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td><td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></td></tr></xsl:for-each></tbody></table>
  </xsl:template>
</xsl:stylesheet>
