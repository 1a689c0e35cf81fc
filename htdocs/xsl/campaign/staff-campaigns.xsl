<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Everybody's campaigns, for staff. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Campaigns')"/></h1><p class="sub"><xsl:value-of select="p:t('Campaigns in doubt got no clear answer from their provider. They wait for evidence or for your decision; nothing is sent twice.')"/></p></div></div>
    <xsl:call-template name="tabs"/>
    <section class="card flush">
      <form class="bar-t" method="get" action="{p:link(filter/@action)}"><xsl:if test="filter/@status != ''"><input type="hidden" name="status" value="{filter/@status}"/></xsl:if><div class="inp"><xsl:copy-of select="p:i('search')"/><input type="search" name="q" value="{filter/@q}" aria-label="{p:t('Search campaigns')}" placeholder="{p:t('Campaign number, link or service')}"/></div>
        <label class="inline"><span><xsl:value-of select="p:t('From')"/></span><input type="date" name="from" value="{filter/@from}"/></label><label class="inline"><span><xsl:value-of select="p:t('To')"/></span><input type="date" name="to" value="{filter/@to}"/></label><button class="btn" type="submit"><xsl:value-of select="p:t('Show')"/></button></form>
      <xsl:apply-templates select="campaigns"/>
      <xsl:apply-templates select="empty"/>
      <xsl:apply-templates select="pager"/>
    </section>
  </xsl:template>
</xsl:stylesheet>
