<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Tax deducted at source: what became of a claim. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:choose>
      <xsl:when test="@what = 'upload'"><xsl:value-of select="concat(p:t1('We received certificate {0}.', @certificate), ' ', p:t1('When it is in order, the tax is in your balance by {0}.', p:date(@due, 'd')))"/></xsl:when>
      <xsl:when test="@what = 'ask'"><xsl:value-of select="p:t1('We looked at certificate {0} and need something from you. Please answer by sending the certificate again.', @certificate)"/></xsl:when>
      <xsl:when test="@what = 'approve'"><xsl:value-of select="p:t1('Certificate {0} was accepted. {1} were added to your balance.', @certificate, p:money(@credit-usd, 2))"/></xsl:when>
      <xsl:when test="@what = 'reject'"><xsl:value-of select="p:t1('Certificate {0} was refused. Its invoices can be claimed again with another certificate.', @certificate)"/></xsl:when>
      <xsl:when test="@what = 'mismatch_found'"><xsl:value-of select="p:t1('The tax office does not show what certificate {0} says. Please ask your accountant to check the return; the credit stays until this is settled.', @certificate)"/></xsl:when>
      <xsl:when test="@what = 'resolved'"><xsl:value-of select="p:t1('Certificate {0} agrees with the tax office now. Nothing changes in your balance.', @certificate)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t1('The tax office does not confirm certificate {0}. {1} were taken from your balance.', @certificate, p:money(@credit-usd, 2))"/></xsl:otherwise>
    </xsl:choose></p>
    <xsl:if test="@note != ''"><p><xsl:value-of select="p:t1('We said: {0}', @note)"/></p></xsl:if>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open the claim')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
