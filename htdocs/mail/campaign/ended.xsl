<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A campaign ended: completed, partial or canceled. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:choose>
      <xsl:when test="@status = 'Completed'"><xsl:value-of select="p:t('Your campaign was delivered in full.')"/></xsl:when>
      <xsl:when test="@status = 'Partial'"><xsl:value-of select="p:t1('The provider stopped before the end: {0} of {1} were delivered.', p:num(@delivered), p:num(@quantity))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t('Your campaign could not be delivered and was canceled.')"/></xsl:otherwise></xsl:choose></p>
    <p><xsl:value-of select="p:t('Service')"/>: <xsl:value-of select="substring-before(concat(@service, ' ['), ' [')"/><br/><xsl:value-of select="p:t('Link')"/>: <xsl:value-of select="@link"/><br/><xsl:value-of select="p:t('Charge')"/>: <xsl:value-of select="p:money(@charge-usd, -1, 'USD')"/></p>
    <xsl:choose>
      <xsl:when test="@terminate-url"><p><xsl:value-of select="p:t1('{0} were not spent. Terminate the campaign and they return to your balance at once:', p:money(@refundable-usd, -1, 'USD'))"/></p>
        <xsl:call-template name="button"><xsl:with-param name="href" select="@terminate-url"/><xsl:with-param name="label" select="p:t('Terminate and refund')"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:if test="@refunded-usd &gt; 0"><p><xsl:value-of select="p:t1('{0} are back in your balance.', p:money(@refunded-usd, -1, 'USD'))"/></p></xsl:if>
        <xsl:call-template name="button"><xsl:with-param name="href" select="@url"/><xsl:with-param name="label" select="p:t('Open the campaign')"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
