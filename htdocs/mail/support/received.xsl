<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t('We have your question. Support answers in the ticket and by e-mail, usually within 4 hours.')"/></p>
    <xsl:for-each select="para"><p style="padding-inline-start:12px;border-inline-start:3px solid #e4e7ec"><xsl:value-of select="."/></p></xsl:for-each>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open the ticket')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
