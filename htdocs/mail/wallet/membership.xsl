<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <xsl:choose>
      <xsl:when test="@what = 'renews'"><p><xsl:value-of select="p:t1('On {0} your membership goes on with the plan {1}.', p:date(@ends, 'd'), @next)"/><xsl:text> </xsl:text><xsl:value-of select="p:t1('{0} are taken from your balance for it.', p:money(@price-usd))"/></p><xsl:if test="@missing-usd"><p><xsl:value-of select="p:t1('{0} are missing for it now.', p:money(@missing-usd))"/></p></xsl:if></xsl:when>
      <xsl:when test="@what = 'unpaid'"><p><xsl:value-of select="p:t1('The renewal of your plan {0} for {1} could not be taken from your balance.', @next, p:money(@price-usd))"/></p><xsl:if test="@missing-usd"><p><xsl:value-of select="p:t1('{0} are missing for it now.', p:money(@missing-usd))"/></p></xsl:if><p><xsl:value-of select="p:t1('Add funds before {0}: it is then taken by itself. After that your account is FREE.', p:date(@grace, 'd'))"/></p></xsl:when>
      <xsl:otherwise><p><xsl:value-of select="p:t1('Your plan {0} has ended. Your account is FREE; you can join again at any time.', @plan)"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open your membership')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
