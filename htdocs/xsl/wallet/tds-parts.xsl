<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Tax claims in lists and on their page. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <!-- the context is <tds> -->
  <xsl:template name="tds-state"><xsl:choose>
    <xsl:when test="@status = 'declared'"><span class="badge"><xsl:value-of select="p:t('Certificate awaited')"/></span></xsl:when>
    <xsl:when test="@status = 'submitted'"><span class="badge info"><xsl:value-of select="p:t('Submitted')"/></span></xsl:when>
    <xsl:when test="@status = 'under_review'"><span class="badge info"><xsl:value-of select="p:t('Under review')"/></span></xsl:when>
    <xsl:when test="@status = 'needs_info'"><span class="badge warn"><xsl:value-of select="p:t('Your answer is needed')"/></span></xsl:when>
    <xsl:when test="@status = 'credited' or @status = 'approved'"><span class="badge ok"><xsl:value-of select="p:t('Credited')"/></span></xsl:when>
    <xsl:when test="@status = 'clawback'"><span class="badge bad"><xsl:value-of select="p:t('Does not match')"/></span></xsl:when>
    <xsl:otherwise><span class="badge bad"><xsl:value-of select="p:t('Rejected')"/></span></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template name="tds-due"><xsl:choose><xsl:when test="@due and (@status = 'submitted' or @status = 'under_review')"><xsl:value-of select="@due"/><xsl:if test="@late"><xsl:text> </xsl:text><span class="badge bad"><xsl:value-of select="p:t('Overdue')"/></span></xsl:if></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></xsl:template>

  <!-- the context has <tds> children; base: address before the number of a claim -->
  <xsl:template name="tds-rows">
    <xsl:param name="base"/><xsl:param name="who" select="0"/>
    <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Tax claims')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Claim')"/></th><xsl:if test="$who"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th></xsl:if><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Credited by')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
      <tbody role="rowgroup"><xsl:for-each select="tds"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(concat($base, '/', @id))}"><xsl:value-of select="p:t1('Tax claim {0}', @id)"/></a><span class="meta"><bdi><xsl:value-of select="@deductor"/></bdi> · <bdi><xsl:value-of select="@period"/></bdi></span></td><xsl:if test="$who"><td role="cell" data-l="{p:t('Customer')}"><bdi><xsl:value-of select="@customer"/></bdi></td></xsl:if><td role="cell" data-l="{p:t('Status')}"><xsl:call-template name="tds-state"/></td><td role="cell" data-l="{p:t('Credited by')}" class="nw"><xsl:call-template name="tds-due"/></td><td role="cell" data-l="{p:t('Amount')}" class="num"><xsl:choose><xsl:when test="@credit-usd"><bdi><xsl:value-of select="p:money(@credit-usd)"/></bdi></xsl:when><xsl:when test="@certified"><bdi><xsl:value-of select="@certified"/></bdi></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></td></tr></xsl:for-each></tbody></table>
  </xsl:template>
</xsl:stylesheet>
