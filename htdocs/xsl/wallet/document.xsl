<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What the page and the PDF of a document say in the same words. The context is <invoice>. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:template name="doc-kind"><xsl:choose>
    <xsl:when test="@proforma"><xsl:value-of select="p:t('Proforma invoice')"/></xsl:when>
    <xsl:when test="@credit"><xsl:value-of select="p:t('Credit note')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t('Tax invoice')"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template name="doc-status"><xsl:choose>
    <xsl:when test="@status = 'charged_back'"><xsl:value-of select="p:t('Charged back')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t(p:cap(@status))"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template name="tax-id"><xsl:param name="id"/><xsl:param name="country"/><xsl:choose>
    <xsl:when test="$country = 'IN'"><xsl:value-of select="p:t1('GSTIN {0}', $id)"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t1('Tax number {0}', $id)"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template name="doc-notes">
    <xsl:if test="words != ''"><p class="b"><xsl:value-of select="words"/></p></xsl:if>
    <xsl:if test="@proforma"><p><xsl:value-of select="p:t('This is not a tax invoice. The numbered invoice follows when the payment arrived.')"/></p></xsl:if>
    <xsl:for-each select="say"><p><xsl:value-of select="p:t1(@text, @a, @b)"/></p></xsl:for-each>
    <xsl:if test="note != ''"><p><xsl:value-of select="note"/></p></xsl:if>
    <xsl:if test="signatory != ''"><p><xsl:value-of select="p:t1('For {0}', from/l[1])"/></p><p class="b"><xsl:value-of select="signatory"/></p><p><xsl:value-of select="p:t('Authorised signatory')"/></p></xsl:if>
  </xsl:template>
</xsl:stylesheet>
