<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /signout: content / form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="wrap page"><section class="card narrow sign">
      <h1><xsl:value-of select="p:t('Sign out?')"/></h1>
      <p class="sub"><xsl:value-of select="p:t('Your campaigns keep running.')"/></p>
      <form method="post" action="{p:link(form/@action)}" class="form"><xsl:apply-templates select="form" mode="hidden"/>
        <button class="btn pri lg wide" type="submit"><xsl:copy-of select="p:i('logout')"/><xsl:value-of select="p:t('Sign out')"/></button></form>
      <p class="alt"><a href="{p:link('/app')}"><xsl:value-of select="p:t('Back to the dashboard')"/></a></p>
    </section></div>
  </xsl:template>
</xsl:stylesheet>
