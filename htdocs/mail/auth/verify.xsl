<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t('Welcome. Open this link to confirm that this address is yours. Then your account is ready.')"/></p>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Confirm my address')"/></xsl:call-template>
    <p><xsl:value-of select="p:t('The link works for three days. If you did not sign up, ignore this mail: nothing happens without you.')"/></p>
  </xsl:template>
</xsl:stylesheet>
