<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t('Your account was used to sign in from a browser or network that we have not seen before.')"/></p>
    <p><xsl:value-of select="p:t('Time')"/>: <xsl:value-of select="p:date(@created, 'f')"/> UTC<xsl:if test="@addr"><br/><xsl:value-of select="p:t('Network address')"/>: <xsl:value-of select="@addr"/></xsl:if><xsl:if test="@agent != ''"><br/><xsl:value-of select="p:t('Browser')"/>: <xsl:value-of select="@agent"/></xsl:if></p>
    <xsl:call-template name="not-you"/>
  </xsl:template>
</xsl:stylesheet>
