<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /signin: content(@signup) / form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="wrap page"><section class="card narrow sign">
      <h1><xsl:value-of select="p:t('Sign in')"/></h1>
      <form method="post" action="{p:link(form/@action)}" class="form" id="form-signin">
        <xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
        <xsl:if test="form/field[@name = 'next']/@value != ''"><input type="hidden" name="next" value="{form/field[@name = 'next']/@value}"/></xsl:if>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'login'"/><xsl:with-param name="autocomplete" select="'username'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'password'"/><xsl:with-param name="type" select="'password'"/></xsl:call-template>
        <p class="xs"><a href="{p:link('/password')}"><xsl:value-of select="p:t('Forgot your password?')"/></a></p>
        <button class="btn pri lg wide" type="submit"><xsl:value-of select="p:t('Sign in')"/></button>
      </form>
      <xsl:if test="@signup"><p class="alt"><xsl:value-of select="p:t('New here?')"/><xsl:text> </xsl:text><a href="{p:link('/signup')}"><xsl:value-of select="p:t('Create an account')"/></a></p></xsl:if>
    </section></div>
  </xsl:template>
</xsl:stylesheet>
