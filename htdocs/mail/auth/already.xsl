<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t('Somebody asked for an account with your address. You have one already, so we did not make another.')"/></p>
    <p><xsl:value-of select="p:t('Sign in as usual. If you forgot your password, set a new one here:')"/></p>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@reset"/><xsl:with-param name="label" select="p:t('Set a new password')"/></xsl:call-template>
    <p><xsl:value-of select="p:t('If it was not you, ignore this mail: nothing was changed.')"/></p>
  </xsl:template>
</xsl:stylesheet>
