<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /signup: content(@open) / form, country -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="wrap page"><section class="card narrow sign">
      <h1><xsl:value-of select="p:t('Create your account')"/></h1>
      <xsl:choose>
        <xsl:when test="@open">
          <p class="sub"><xsl:value-of select="p:t('Free of charge. One account per person, for all panels of this network.')"/></p>
          <xsl:variable name="f" select="form"/>
          <form method="post" action="{p:link(form/@action)}" class="form" id="form-signup">
            <xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'username'"/><xsl:with-param name="hint" select="'Letters and digits. It can never be changed.'"/><xsl:with-param name="autocomplete" select="'username'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'email'"/><xsl:with-param name="type" select="'email'"/><xsl:with-param name="hint" select="'We send a link there to confirm it.'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'password'"/><xsl:with-param name="type" select="'password'"/><xsl:with-param name="hint" select="'At least 8 characters. A few words are easy to remember and hard to guess.'"/><xsl:with-param name="autocomplete" select="'new-password'"/></xsl:call-template>
            <xsl:call-template name="choice"><xsl:with-param name="field" select="$f/field[@name = 'country']"/><xsl:with-param name="label" select="p:t('Country')"/><xsl:with-param name="kind" select="'country'"/><xsl:with-param name="autocomplete" select="'country'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'terms'"/></xsl:call-template>
            <p class="mut xs"><a href="{p:link('/terms')}" target="_blank" rel="noopener"><xsl:value-of select="p:t('Terms')"/></a> · <a href="{p:link('/refunds')}" target="_blank" rel="noopener"><xsl:value-of select="p:t('Refund policy')"/></a> · <a href="{p:link('/privacy')}" target="_blank" rel="noopener"><xsl:value-of select="p:t('Privacy')"/></a></p>
            <button class="btn pri lg wide" type="submit"><xsl:value-of select="p:t('Create account')"/></button>
          </form>
        </xsl:when>
        <xsl:otherwise><p class="sub"><xsl:value-of select="p:t('Sign-up is closed here. Please write to us if you want an account.')"/></p><a class="btn" href="{p:link('/help')}"><xsl:value-of select="p:t('Help')"/></a></xsl:otherwise>
      </xsl:choose>
      <p class="alt"><xsl:value-of select="p:t('You have an account?')"/><xsl:text> </xsl:text><a href="{p:link('/signin')}"><xsl:value-of select="p:t('Sign in')"/></a></p>
    </section></div>
  </xsl:template>
</xsl:stylesheet>
