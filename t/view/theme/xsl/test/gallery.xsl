<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Every shared part once: for pictures, accessibility checks and the comparison of C with pure XSLT. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:apply-templates select="notice"/>
    <xsl:if test="stat"><div class="stats"><xsl:apply-templates select="stat"/></div></xsl:if>
    <xsl:call-template name="tabs"/>
    <xsl:if test="campaigns"><section class="card flush" aria-label="{p:t('Campaigns')}"><xsl:apply-templates select="campaigns"/><xsl:apply-templates select="pager"/></section></xsl:if>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:for-each select="form"><section class="card"><xsl:apply-templates select="." mode="fields"/></section></xsl:for-each>
        <xsl:if test="hand"><section class="card"><form class="form" method="post" action="{p:link('/x')}"><xsl:call-template name="field"><xsl:with-param name="name" select="'link'"/><xsl:with-param name="label" select="'Another label'"/><xsl:with-param name="hint" select="'Between {0} and {1}'"/><xsl:with-param name="hint-a" select="p:num(100)"/><xsl:with-param name="hint-b" select="p:num(5000000)"/></xsl:call-template></form></section></xsl:if>
        <xsl:if test="empty"><section class="card flush"><xsl:apply-templates select="empty"/></section></xsl:if>
      </div>
      <div class="stackd">
        <xsl:if test="chart"><section class="card"><xsl:apply-templates select="chart"/></section></xsl:if>
        <xsl:if test="share"><section class="card"><xsl:apply-templates select="share"/></section></xsl:if>
        <xsl:if test="kv"><section class="card"><xsl:apply-templates select="kv"/></section></xsl:if>
        <xsl:if test="word"><section class="card"><p class="row"><xsl:for-each select="word"><xsl:copy-of select="p:status(.)"/></xsl:for-each></p></section></xsl:if>
        <xsl:for-each select="service"><section class="card"><xsl:apply-templates select="." mode="tags"/></section></xsl:for-each>
        <xsl:for-each select="body"><section class="card prose"><xsl:apply-templates mode="prose"/></section></xsl:for-each>
      </div>
    </div>
  </xsl:template>
</xsl:stylesheet>
