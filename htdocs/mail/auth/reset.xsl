<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t('Open this link to set a new password for your account.')"/></p>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Set a new password')"/></xsl:call-template>
    <p><xsl:value-of select="p:t('The link works once, for one hour. If you did not ask for it, ignore this mail: your password stays as it is.')"/></p>
  </xsl:template>
</xsl:stylesheet>
