<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /password/TOKEN: content(@state: open gone) / form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="wrap page"><section class="card narrow sign"><xsl:choose>
      <xsl:when test="@state = 'open'">
        <h1><xsl:value-of select="p:t('Set a new password')"/></h1>
        <p class="sub"><xsl:value-of select="p:t('All browsers that are signed in to your account will be signed out.')"/></p>
        <form method="post" action="{p:link(form/@action)}" class="form" id="form-reset">
          <xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'password'"/><xsl:with-param name="type" select="'password'"/><xsl:with-param name="hint" select="'At least 8 characters. A few words are easy to remember and hard to guess.'"/><xsl:with-param name="autocomplete" select="'new-password'"/></xsl:call-template>
          <button class="btn pri lg wide" type="submit"><xsl:value-of select="p:t('Set password')"/></button>
        </form>
      </xsl:when>
      <xsl:otherwise>
        <span class="ic warn"><xsl:copy-of select="p:i('alert-triangle')"/></span>
        <h1><xsl:value-of select="p:t('This link does not work any more')"/></h1>
        <p class="sub"><xsl:value-of select="p:t('A link works once, for one hour. Ask for a new one.')"/></p>
        <a class="btn pri lg wide" href="{p:link('/password')}"><xsl:value-of select="p:t('Ask for a new link')"/></a>
      </xsl:otherwise></xsl:choose>
    </section></div>
  </xsl:template>
</xsl:stylesheet>
