<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /password: content / form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="wrap page"><section class="card narrow sign">
      <h1><xsl:value-of select="p:t('Forgot your password?')"/></h1>
      <p class="sub"><xsl:value-of select="p:t('Enter your address. We send you a link to set a new one.')"/></p>
      <xsl:apply-templates select="form" mode="fields"><xsl:with-param name="submit" select="'Send the link'"/></xsl:apply-templates>
      <xsl:call-template name="no-mail"/>
      <p class="alt"><a href="{p:link('/signin')}"><xsl:value-of select="p:t('Back to sign in')"/></a></p>
    </section></div>
  </xsl:template>
</xsl:stylesheet>
