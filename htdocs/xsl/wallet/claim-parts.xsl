<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Blocks of the pages about claims, statements and unmatched money. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:template name="claim-state"><xsl:param name="status" select="@status"/><xsl:choose>
    <xsl:when test="$status = 'open'"><span class="badge warn"><xsl:value-of select="p:t('Waiting')"/></span></xsl:when>
    <xsl:when test="$status = 'credited'"><span class="badge ok"><xsl:value-of select="p:t('Credited')"/></span></xsl:when>
    <xsl:when test="$status = 'done'"><span class="badge ok"><xsl:value-of select="p:t('Done')"/></span></xsl:when>
    <xsl:when test="$status = 'rejected'"><span class="badge bad"><xsl:value-of select="p:t('Rejected')"/></span></xsl:when>
    <xsl:when test="$status = 'wrong'"><span class="badge bad"><xsl:value-of select="p:t('Did not fit')"/></span></xsl:when>
    <xsl:otherwise><span class="badge"><xsl:value-of select="p:t('Replaced')"/></span></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template name="line-state"><xsl:choose>
    <xsl:when test="@status = 'open'"><span class="badge warn"><xsl:value-of select="p:t('Unmatched')"/></span></xsl:when>
    <xsl:when test="@status = 'matched'"><span class="badge ok"><xsl:value-of select="p:t('Matched')"/></span></xsl:when>
    <xsl:otherwise><span class="badge"><xsl:value-of select="p:t('Set aside')"/></span></xsl:otherwise></xsl:choose></xsl:template>

  <!-- why two things may belong together -->
  <xsl:template match="why"><span class="badge {substring('ok', 1, 2 * number(@name = 'reference' or @name = 'number' or @name = 'amount'))}"><xsl:choose>
    <xsl:when test="@name = 'reference'"><xsl:value-of select="p:t('Same reference')"/></xsl:when>
    <xsl:when test="@name = 'number'"><xsl:value-of select="p:t('Names the payment')"/></xsl:when>
    <xsl:when test="@name = 'amount'"><xsl:value-of select="p:t('Same amount')"/></xsl:when>
    <xsl:when test="@name = 'near'"><xsl:value-of select="p:t('A little less')"/></xsl:when>
    <xsl:when test="@name = 'payer'"><xsl:value-of select="p:t('Same name')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t('Same days')"/></xsl:otherwise></xsl:choose></span><xsl:text> </xsl:text></xsl:template>

  <xsl:template name="claim-kind"><xsl:choose>
    <xsl:when test="@kind = 'lost'"><xsl:value-of select="p:t('Without a reference')"/></xsl:when>
    <xsl:when test="@kind = 'request'"><xsl:value-of select="p:t('Payment request')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t('Reference')"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template name="age"><xsl:choose>
    <xsl:when test="@hours &lt; 1"><xsl:value-of select="p:t('under an hour')"/></xsl:when>
    <xsl:when test="@hours &lt; 48"><xsl:value-of select="p:t1('{0} hours', @hours)"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t1('{0} days', floor(@hours div 24))"/></xsl:otherwise></xsl:choose></xsl:template>
</xsl:stylesheet>
