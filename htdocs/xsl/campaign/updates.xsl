<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- News of the catalogue. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="service-changes.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="wrap"><xsl:if test="/page/@area = 'public'">wrap body</xsl:if></xsl:variable>
    <div class="{$wrap}">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Service updates')"/></h1><p class="sub"><xsl:value-of select="p:t('New services, prices and services that were taken off or came back.')"/></p></div></div>
    <section class="card"><xsl:choose><xsl:when test="change"><xsl:call-template name="changes"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('history')"/><h2><xsl:value-of select="p:t('Nothing changed yet')"/></h2><p><xsl:value-of select="p:t('Changes of prices and services will be listed here.')"/></p><a class="btn" href="{p:link('/services')}"><xsl:value-of select="p:t('All services')"/></a></div></xsl:otherwise></xsl:choose></section>
    </div>
  </xsl:template>
</xsl:stylesheet>
