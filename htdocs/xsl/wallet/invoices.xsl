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
    <div class="card flush"><xsl:choose>
      <xsl:when test="invoice"><xsl:call-template name="invoice-rows"/><xsl:apply-templates select="older"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('file-invoice')"/><h2><xsl:value-of select="p:t('No invoices yet')"/></h2><p><xsl:value-of select="p:t('Each payment has a document: a proforma invoice before you pay, a numbered invoice after it.')"/></p><a class="btn pri" href="{p:link('/app/funds')}"><xsl:value-of select="p:t('Add funds')"/></a></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
