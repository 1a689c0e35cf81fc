<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: refunds. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:import href="refund-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"/>
    <section class="card flush" aria-label="{p:t('Refunds')}">
      <xsl:choose><xsl:when test="refund"><xsl:call-template name="refund-rows"/></xsl:when>
        <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('receipt-refund')"/><h2><xsl:value-of select="p:t('Nothing here')"/></h2><p><xsl:value-of select="p:t('Refunds that you start on a payment appear here with their way back.')"/></p></div></xsl:otherwise></xsl:choose></section>
    <xsl:apply-templates select="older"/>
  </xsl:template>
</xsl:stylesheet>
