<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The currency that amounts are shown in beside USD. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>

  <xsl:template match="content">
    <xsl:variable name="wrap"><xsl:if test="/page/@area = 'public'">wrap body</xsl:if></xsl:variable>
    <div class="{$wrap}"><xsl:apply-templates select="head"/>
      <xsl:for-each select="form[@name = 'currency']"><form method="post" action="{p:link(@action)}" class="card form" id="form-currency"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
        <input type="hidden" name="back" value="{field[@name = 'back']/@value}"/>
        <fieldset class="methods bare" id="f-currency-currency"><legend class="sr"><xsl:value-of select="p:t('Currency')"/></legend><xsl:for-each select="../option"><label class="method"><input type="radio" name="currency" value="{@code}"><xsl:if test="@on"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input>
          <span class="m-b"><span class="m-t"><b><bdi><xsl:value-of select="@code"/></bdi></b><span class="mut"><xsl:value-of select="p:t(@name)"/></span></span><span class="m-f"><xsl:choose><xsl:when test="@rate"><b><bdi>1 USD ≈ <xsl:value-of select="concat(@rate, ' ', @code)"/></bdi></b><span class="mut"><xsl:copy-of select="p:time(@at, 'd')"/></span></xsl:when><xsl:otherwise><b><xsl:value-of select="p:t('What you pay in')"/></b></xsl:otherwise></xsl:choose></span></span></label></xsl:for-each></fieldset>
        <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Show amounts in it')"/></button><a class="btn ghost" href="{p:link(field[@name = 'back']/@value)}"><xsl:value-of select="p:t('Cancel')"/></a></div></form></xsl:for-each>
      <p class="xs mut act-row"><xsl:value-of select="p:t('Rates are for orientation. Orders, balance and invoices are in US dollars; what a payment method converts, it shows before you pay.')"/></p></div>
  </xsl:template>
</xsl:stylesheet>
