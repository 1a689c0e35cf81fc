<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Post-payment: a decision, a bill, a reminder, a bill that is overdue. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:choose>
      <xsl:when test="@what = 'bill'"><xsl:value-of select="concat(p:t1('In {0} you used {1} of your credit.', @month, p:money(@amount-usd)), ' ', p:t1('Please pay it by {0}.', p:date(@due, 'd')))"/></xsl:when>
      <xsl:when test="@what = 'reminder'"><xsl:value-of select="concat(p:t1('{0} of your bill for {1} is open.', p:money(@amount-usd), @month), ' ', p:t1('Please pay it by {0}.', p:date(@due, 'd')))"/></xsl:when>
      <xsl:when test="@what = 'overdue'"><xsl:value-of select="concat(p:t1('{0} of your bill for {1} is open.', p:money(@amount-usd), @month), ' ', p:t1('It was due on {0}. New campaigns are refused until it is paid; running ones go on.', p:date(@due, 'd')))"/></xsl:when>
      <xsl:when test="@what = 'extended'"><xsl:value-of select="p:t1('Your open bills are due on {0} now.', p:date(@due, 'd'))"/></xsl:when>
      <xsl:when test="@what = 'verified'"><xsl:value-of select="p:t('We checked your identity. Your limit is decided separately.')"/></xsl:when>
      <xsl:when test="@what = 'unverified'"><xsl:value-of select="p:t('We have to check your identity again before your limit can be raised.')"/></xsl:when>
      <xsl:when test="@state = 'active'"><xsl:value-of select="p:t1('You can spend up to {0} first and pay at the end of the month.', p:money(@amount-usd))"/></xsl:when>
      <xsl:when test="@state = 'refused'"><xsl:value-of select="p:t('We cannot offer you post-payment now. Your balance works as before.')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t('Post-payment has ended. What is owed stays owed; after that you pay in advance again.')"/></xsl:otherwise>
    </xsl:choose></p>
    <xsl:if test="(@what = 'decided' or @what = 'extended' or @what = 'verified' or @what = 'unverified') and @note != ''"><p><xsl:value-of select="p:t1('We said: {0}', @note)"/></p></xsl:if>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open post-payment')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
