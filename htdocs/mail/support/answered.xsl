<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Support answered a ticket: the answer itself, and the way to the thread. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t('Support answered your ticket:')"/></p>
    <xsl:call-template name="quote"/>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Read and reply')"/></xsl:call-template>
    <p><xsl:value-of select="p:t('Please reply on that page: answers to this mail are not read.')"/></p>
  </xsl:template>
</xsl:stylesheet>
