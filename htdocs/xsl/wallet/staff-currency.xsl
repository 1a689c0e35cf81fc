<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one rate. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:for-each select="form[@name = 'currency-rate']"><div class="grid g-1-1"><form method="post" action="{p:link(@action)}" class="card form" id="form-currency-rate"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
      <input type="hidden" name="version" value="{field[@name = 'version']/@value}"/>
      <dl class="kv"><div><dt><xsl:value-of select="p:t('For 1 USD')"/></dt><dd><b><bdi><xsl:value-of select="concat(../rate/@rate, ' ', ../rate/@currency)"/></bdi></b></dd></div><div><dt><xsl:value-of select="p:t('Set')"/></dt><dd><xsl:copy-of select="p:time(../rate/@at, 'f')"/></dd></div></dl>
      <xsl:call-template name="field"><xsl:with-param name="name" select="'rate'"/><xsl:with-param name="hint" select="'How much of it one US dollar is, as 0.922.'"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="name" select="'on'"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="name" select="'follow'"/></xsl:call-template>
      <xsl:if test="field[@name = 'confirm']/@error"><xsl:call-template name="field"><xsl:with-param name="name" select="'confirm'"/></xsl:call-template></xsl:if>
      <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Save')"/></button><a class="btn ghost" href="{p:link(@cancel)}"><xsl:value-of select="p:t('Cancel')"/></a></div></form></div></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
