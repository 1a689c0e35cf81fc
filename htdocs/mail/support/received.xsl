<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A ticket arrived: what the customer wrote, and where the answer will stand. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t('We have your question and will answer as soon as we can. You get a mail then; there is no need to write again.')"/></p>
    <xsl:call-template name="quote"/>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open your tickets')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
