<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t1('Please transfer {0} and write the reference {1} on the transfer.', p:money(@total-usd), @reference)"/></p>
    <xsl:for-each select="detail"><p><b><xsl:value-of select="p:t(@label)"/></b>: <xsl:value-of select="@text"/></p></xsl:for-each>
    <p><xsl:value-of select="p:t1('Your proforma invoice {0}:', @proforma)"/></p>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@invoice-link"/><xsl:with-param name="label" select="p:t('Open the proforma invoice')"/></xsl:call-template>
    <p><xsl:value-of select="p:t('Have you paid? Tell us the reference of your transfer here, so that we find it sooner:')"/></p>
    <p><a href="{@link}"><xsl:value-of select="@link"/></a></p>
  </xsl:template>
</xsl:stylesheet>
