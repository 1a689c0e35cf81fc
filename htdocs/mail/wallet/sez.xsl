<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <xsl:choose>
      <xsl:when test="@decision = 'confirm'"><p><xsl:value-of select="p:t1('We confirmed your unit in a special economic zone with the GSTIN {0}. From the next payment on supplies are zero-rated.', @gstin)"/></p>
        <p><xsl:choose><xsl:when test="@kind = 'sewop'"><xsl:value-of select="p:t('Invoices bear no tax while our letter of undertaking is in force.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('IGST stands on the invoices.')"/></xsl:otherwise></xsl:choose></p></xsl:when>
      <xsl:when test="@decision = 'revoke'"><p><xsl:value-of select="p:t1('The unit in a special economic zone with the GSTIN {0} counts no longer. Invoices bear tax as usual.', @gstin)"/></p></xsl:when>
      <xsl:otherwise><p><xsl:value-of select="p:t1('We could not confirm your unit in a special economic zone with the GSTIN {0}. Invoices bear tax as before.', @gstin)"/></p></xsl:otherwise>
    </xsl:choose>
    <p><xsl:value-of select="@reason"/></p>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open the declaration')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
