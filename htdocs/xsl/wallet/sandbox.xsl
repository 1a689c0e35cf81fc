<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The hosted page of the sandbox gateway: a stand-in for a card processor. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>

  <xsl:template match="content">
    <div class="wrap body"><div class="narrow stackd">
      <header><h1><xsl:value-of select="p:t('Sandbox payment')"/></h1>
      <p class="sub"><xsl:value-of select="p:t('A pretend card payment: no real money moves.')"/></p></header>
      <xsl:for-each select="sandbox"><section class="card"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('For')"/></dt><dd><xsl:value-of select="@description"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Reference')"/></dt><dd><bdi><xsl:value-of select="@reference"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Amount')"/></dt><dd><b><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></b></dd></div>
        <xsl:if test="@paid-usd"><div><dt><xsl:value-of select="p:t('Paid so far')"/></dt><dd><bdi><xsl:value-of select="p:money(@paid-usd)"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:copy-of select="p:status(@status)"/></dd></div></dl></section></xsl:for-each>
      <xsl:choose>
        <xsl:when test="@open"><form method="post" action="{p:link(form/@action)}" class="card form"><xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
          <button class="btn pri wide lg" type="submit" name="action" value="pay"><xsl:value-of select="p:t1('Pay {0}', p:money(sandbox/@missing-usd))"/></button>
          <button class="btn wide" type="submit" name="action" value="less"><xsl:value-of select="p:t('Pay less')"/></button>
          <button class="btn wide" type="submit" name="action" value="later"><xsl:value-of select="p:t('Pay later: the bank needs a while')"/></button>
          <xsl:if test="not(sandbox/@paid-usd)"><button class="btn wide danger" type="submit" name="action" value="fail"><xsl:value-of select="p:t('Fail: the bank refuses')"/></button></xsl:if></form></xsl:when>
        <xsl:otherwise><section class="card"><p role="status"><xsl:value-of select="p:t('You are sent back to the shop. If nothing happens, press the button.')"/></p></section></xsl:otherwise></xsl:choose>
      <p class="row"><a class="btn" href="{sandbox/@return}"><xsl:value-of select="p:t('Back to the shop')"/></a></p>
    </div></div>
  </xsl:template>
</xsl:stylesheet>
