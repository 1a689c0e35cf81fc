<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: tax certificates. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="tds-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"/>
    <section class="card flush" aria-label="{p:t('Tax claims')}">
      <xsl:choose><xsl:when test="tds"><xsl:call-template name="tds-rows"><xsl:with-param name="base" select="'/staff/tds'"/><xsl:with-param name="who" select="1"/></xsl:call-template></xsl:when>
        <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('circle-check')"/><h2><xsl:value-of select="p:t('Nothing waits')"/></h2><p><xsl:value-of select="p:t('Certificates that customers upload appear here with the day they are due.')"/></p></div></xsl:otherwise></xsl:choose></section>
    <xsl:apply-templates select="older"/>
  </xsl:template>
</xsl:stylesheet>
