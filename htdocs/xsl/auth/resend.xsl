<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /verify/resend: content(@email: of the account that is signed in) / form resend, form readdress -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="wrap page"><section class="card narrow sign">
      <span class="ic info"><xsl:copy-of select="p:i('mail')"/></span>
      <h1><xsl:value-of select="p:t('Confirm your address')"/></h1>
      <p class="sub"><xsl:choose>
        <xsl:when test="@email"><xsl:value-of select="p:t1('Open the link that we sent to {0}. Then your account is ready.', @email)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="p:t('Open the link in the mail that we sent you. Then sign in.')"/></xsl:otherwise></xsl:choose></p>
      <xsl:call-template name="no-mail"/>
      <xsl:apply-templates select="form[@name = 'resend']" mode="fields"><xsl:with-param name="submit" select="'Send a new link'"/></xsl:apply-templates>
      <xsl:if test="form[@name = 'readdress']"><h2><xsl:value-of select="p:t('Wrong address?')"/></h2>
        <xsl:apply-templates select="form[@name = 'readdress']" mode="fields"><xsl:with-param name="submit" select="'Use this address'"/></xsl:apply-templates></xsl:if>
      <p class="alt"><xsl:choose>
        <xsl:when test="@email"><a href="{p:link('/signout')}"><xsl:value-of select="p:t('Sign out')"/></a></xsl:when>
        <xsl:otherwise><xsl:value-of select="p:t('Confirmed already?')"/><xsl:text> </xsl:text><a href="{p:link('/signin')}"><xsl:value-of select="p:t('Sign in')"/></a></xsl:otherwise></xsl:choose></p>
    </section></div>
  </xsl:template>
</xsl:stylesheet>
