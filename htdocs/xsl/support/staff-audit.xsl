<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: the audit log. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="staff-parts.xsl"/>

  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Audit log')"/></h1><p class="sub"><xsl:value-of select="p:t('Who did what, newest first. Nobody can change or delete a line.')"/></p></div><div class="ph-a"><a class="btn" href="{p:link(filter/@csv)}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t('Download CSV')"/></a></div></div>
    <section class="card flush"><form class="bar-t" method="get" action="{p:link('/staff/audit')}"><div class="inp"><xsl:copy-of select="p:i('search')"/><input type="search" name="actor" value="{filter/@actor}" aria-label="{p:t('Person')}" placeholder="{p:t('User name, or: system')}"/></div>
        <label class="inline"><span><xsl:value-of select="p:t('Action')"/></span><select name="action"><option value=""><xsl:value-of select="p:t('All actions')"/></option><xsl:for-each select="filter/action"><option value="{.}"><xsl:if test=". = ../@action"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="."/></option></xsl:for-each></select></label><button class="btn" type="submit"><xsl:value-of select="p:t('Show')"/></button></form>
    <xsl:choose><xsl:when test="entry"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Audit log')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('What')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('By')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Change')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('When')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="entry"><tr role="row">
            <td role="cell" class="main"><b class="mono"><xsl:value-of select="@action"/></b><span class="meta"><xsl:choose><xsl:when test="@href"><a href="{p:link(@href)}"><xsl:value-of select="@kind"/> #<xsl:value-of select="@ref"/></a></xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="@kind"/><xsl:if test="@ref"> #<xsl:value-of select="@ref"/></xsl:if></span></xsl:otherwise></xsl:choose><xsl:if test="@why != ''"><span class="mut"><xsl:value-of select="@why"/></span></xsl:if></span></td>
            <td role="cell" data-l="{p:t('By')}"><xsl:choose><xsl:when test="@actor-name"><bdi><xsl:value-of select="@actor-name"/></bdi></xsl:when><xsl:otherwise><xsl:value-of select="p:t('System')"/></xsl:otherwise></xsl:choose><xsl:if test="@addr != ''"><span class="mut xs blk"><bdi><xsl:value-of select="@addr"/></bdi></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Change')}"><xsl:if test="@before != ''"><span class="mut blk"><bdi><xsl:value-of select="@before"/></bdi></span></xsl:if><xsl:if test="@after != ''"><span class="blk">→ <bdi><xsl:value-of select="@after"/></bdi></span></xsl:if></td>
            <td role="cell" data-l="{p:t('When')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td></tr></xsl:for-each></tbody></table><xsl:apply-templates select="older"/></xsl:when><xsl:otherwise><xsl:choose><xsl:when test="filter/@actor != '' or filter/@action != ''"><div class="empty"><xsl:copy-of select="p:i('list-check')"/><h2><xsl:value-of select="p:t('No line matches')"/></h2><p><xsl:value-of select="p:t('Nobody did this, or the user name is another.')"/></p><a class="btn" href="{p:link('/staff/audit')}"><xsl:value-of select="p:t('Reset filters')"/></a></div></xsl:when><xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('list-check')"/><h2><xsl:value-of select="p:t('Nothing here yet')"/></h2><p><xsl:value-of select="p:t('Every change that staff make appears here.')"/></p></div></xsl:otherwise></xsl:choose></xsl:otherwise></xsl:choose>
    </section>
  </xsl:template>
</xsl:stylesheet>
