<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What a customer knows about a payment whose reference is lost; the wish for a payment request. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1">
      <section class="card form" aria-labelledby="hf"><h2 id="hf"><xsl:choose><xsl:when test="form[@name = 'lost']"><xsl:value-of select="p:t('What you know')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Where Payoneer shall write to')"/></xsl:otherwise></xsl:choose></h2>
        <xsl:for-each select="form[@name = 'lost']"><form method="post" action="{p:link(@action)}" class="form" id="form-lost"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'date'"/><xsl:with-param name="type" select="'date'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'amount'"/><xsl:with-param name="hint" select="'In the currency that you were asked for.'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'payer'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'phone'"/><xsl:with-param name="hint" select="'Never send a whole card number, a password or a PIN.'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'note'"/></xsl:call-template>
          <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t(@submit)"/></button></div></form></xsl:for-each>
        <xsl:apply-templates select="form[@name = 'request']" mode="fields"/></section>
      <aside class="stackd" aria-label="{p:t('Payment')}"><section class="card"><xsl:for-each select="payment"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Payment')"/></dt><dd><a href="{p:link(concat('/app/payments/', @id))}"><xsl:value-of select="@name"/></a></dd></div>
        <div><dt><xsl:value-of select="p:t('Amount')"/></dt><dd><bdi><xsl:value-of select="p:money(@total-usd)"/></bdi></dd></div>
        <xsl:if test="@pay-amount"><div><dt><xsl:value-of select="p:t('Asked for')"/></dt><dd><bdi><xsl:value-of select="@pay-amount"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Method')"/></dt><dd><xsl:value-of select="p:t(@method-title)"/></dd></div></dl></xsl:for-each>
        <xsl:if test="form[@name = 'lost']"><p class="mut xs"><xsl:value-of select="p:t('The reference is in the app under the payment: Paytm calls it order id, UPI apps UTR or reference number, banks transaction reference.')"/></p></xsl:if></section></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
