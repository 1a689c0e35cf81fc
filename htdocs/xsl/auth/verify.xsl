<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /verify/TOKEN: content(@state: open done expired unknown) / form resend -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="wrap page"><section class="card narrow sign"><xsl:choose>
      <xsl:when test="@state = 'done' or @state = 'open'">
        <span class="ic ok"><xsl:copy-of select="p:i('circle-check')"/></span>
        <h1><xsl:value-of select="p:t('Your address is confirmed')"/></h1>
        <p class="sub"><xsl:value-of select="p:t('Your account is ready. Add funds and start your first campaign.')"/></p>
        <xsl:choose>
          <xsl:when test="/page/user/@name"><a class="btn pri lg wide" href="{p:link('/app')}"><xsl:value-of select="p:t('Open the dashboard')"/></a></xsl:when>
          <xsl:otherwise><a class="btn pri lg wide" href="{p:link('/signin')}"><xsl:value-of select="p:t('Sign in')"/></a></xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <xsl:otherwise>
        <span class="ic warn"><xsl:copy-of select="p:i('alert-triangle')"/></span>
        <h1><xsl:choose><xsl:when test="@state = 'expired'"><xsl:value-of select="p:t('This link is too old')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('This link is not complete')"/></xsl:otherwise></xsl:choose></h1>
        <p class="sub"><xsl:choose><xsl:when test="@state = 'expired'"><xsl:value-of select="p:t('Links work for three days, and only the newest one. We send you another.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Copy the whole address out of the mail, or let us send you a new link.')"/></xsl:otherwise></xsl:choose></p>
        <xsl:apply-templates select="form" mode="fields"><xsl:with-param name="submit" select="'Send a new link'"/></xsl:apply-templates>
      </xsl:otherwise></xsl:choose>
    </section></div>
  </xsl:template>
</xsl:stylesheet>
