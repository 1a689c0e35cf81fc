<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The parts of a document for paper (docs/internals/documents.md), from the same view model as
     invoice.xsl. The module sets them; only texts, labels and their order are decided here. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../lib.xsl"/>
  <xsl:import href="document.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:strip-space elements="*"/>

  <xsl:template match="/page"><html lang="{p:loc()}"><head><title><xsl:value-of select="content/invoice/@number"/></title></head><body><xsl:apply-templates select="content/invoice"/></body></html></xsl:template>

  <xsl:template match="invoice">
    <xsl:variable name="kind"><xsl:call-template name="doc-kind"/></xsl:variable>
    <xsl:variable name="cur" select="@currency"/>
    <div class="doc" lang="{p:loc()}" dir="{p:dir()}" data-title="{concat($kind, ' ', @number)}" data-author="{from/l[1]}" data-subject="{concat($kind, ', ', to/l[1])}" data-keywords="{@number}" data-date="{@issued | @created[not(../@issued)]}">
      <xsl:if test="@proforma"><xsl:attribute name="data-mark"><xsl:value-of select="p:t('Draft')"/></xsl:attribute></xsl:if>
      <div class="brand"><xsl:value-of select="/page/site/@name"/></div>
      <div class="kind"><xsl:value-of select="$kind"/></div>
      <div class="from"><xsl:for-each select="from/l"><p><xsl:value-of select="."/></p></xsl:for-each><xsl:if test="from/@tax-id"><p><xsl:call-template name="tax-id"><xsl:with-param name="id" select="from/@tax-id"/><xsl:with-param name="country" select="from/@country"/></xsl:call-template></p></xsl:if></div>
      <div class="facts">
        <p title="{p:t('Number')}"><xsl:value-of select="@number"/></p>
        <xsl:choose><xsl:when test="@issued"><p title="{p:t('Issued')}"><xsl:value-of select="p:date(@issued, 'd')"/></p></xsl:when>
          <xsl:otherwise><p title="{p:t('Date')}"><xsl:value-of select="p:date(@created, 'd')"/></p><p title="{p:t('Valid until')}"><xsl:value-of select="p:date(@due, 'd')"/></p></xsl:otherwise></xsl:choose>
        <xsl:if test="@method"><p title="{p:t('Method')}"><xsl:value-of select="p:t(@method)"/></p></xsl:if>
        <xsl:for-each select="fact"><p title="{p:t(@label)}"><xsl:value-of select="."/></p></xsl:for-each></div>
      <div class="cols">
        <div title="{p:t('Billed to')}"><xsl:for-each select="to/l"><p><xsl:if test="position() = 1"><xsl:attribute name="class">b</xsl:attribute></xsl:if><xsl:value-of select="."/></p></xsl:for-each><xsl:if test="to/@tax-id"><p><xsl:call-template name="tax-id"><xsl:with-param name="id" select="to/@tax-id"/><xsl:with-param name="country" select="to/@country"/></xsl:call-template></p></xsl:if></div>
        <div title="{p:t('Payment reference')}"><p><xsl:choose><xsl:when test="@reference"><xsl:value-of select="@reference"/></xsl:when><xsl:otherwise><xsl:value-of select="@payment"/></xsl:otherwise></xsl:choose></p></div>
        <div title="{p:t('Status')}"><p><xsl:call-template name="doc-status"/></p></div></div>
      <table><tr><th><xsl:value-of select="p:t('Description')"/></th><xsl:if test="line/@sac"><th class="num"><xsl:value-of select="p:t('SAC')"/></th></xsl:if><th class="num"><xsl:value-of select="p:t('Qty')"/></th><th class="num"><xsl:value-of select="p:t('Unit price')"/></th><th class="num"><xsl:value-of select="p:t('Amount')"/></th></tr>
        <xsl:for-each select="line"><tr><td><b><xsl:value-of select="p:t(@name)"/></b><i><xsl:value-of select="p:t(@detail)"/></i></td><xsl:if test="../line/@sac"><td class="num"><xsl:value-of select="@sac"/></td></xsl:if><td class="num"><xsl:value-of select="p:num(@quantity)"/></td><td class="num"><xsl:value-of select="p:money(@unit-usd, string-length(substring-after(@unit-usd, '.')), $cur)"/></td><td class="num"><xsl:value-of select="p:money(@amount-usd, string-length(substring-after(@amount-usd, '.')), $cur)"/></td></tr></xsl:for-each></table>
      <div class="totals"><xsl:for-each select="total"><p title="{p:t1(@label, @a)}"><xsl:if test="@class"><xsl:attribute name="class"><xsl:value-of select="@class"/></xsl:attribute></xsl:if><xsl:value-of select="p:money(., string-length(substring-after(., '.')), $cur)"/></p></xsl:for-each></div>
      <div class="notes"><xsl:call-template name="doc-notes"/></div>
      <div class="foot"><xsl:choose><xsl:when test="legal != ''"><xsl:value-of select="legal"/></xsl:when><xsl:otherwise><xsl:value-of select="from/l[1]"/></xsl:otherwise></xsl:choose></div>
    </div>
  </xsl:template>
</xsl:stylesheet>
