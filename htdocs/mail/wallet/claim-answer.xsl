<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <xsl:choose>
      <xsl:when test="@state = 'done'"><p><xsl:value-of select="p:t1('We sent you the payment request for payment {0}. It comes from the payment service; pay it there and we credit your balance.', @payment)"/></p></xsl:when>
      <xsl:otherwise><p><xsl:value-of select="p:t1('We looked for the money of payment {0} and did not find it.', @payment)"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@reason != ''"><p><xsl:value-of select="@reason"/></p></xsl:if>
    <xsl:if test="@state != 'done'"><p><xsl:value-of select="p:t('Please send the reference once more, or the details of your payment: day, amount, and who paid.')"/></p></xsl:if>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open the payment')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
