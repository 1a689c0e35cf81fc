<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- To staff: a tax certificate whose day is near or over. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t1('Certificate {0} of {1} waits for a decision.', @certificate, @customer)"/><xsl:text> </xsl:text><xsl:choose>
      <xsl:when test="@late"><xsl:value-of select="p:t1('It was due on {0}.', p:date(@due, 'd'))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t1('It is due on {0}.', p:date(@due, 'd'))"/></xsl:otherwise></xsl:choose></p>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open the claim')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
