<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: the groups of settings, or the form of one (content/@title). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="staff-parts.xsl"/>

  <xsl:template match="content">
    <xsl:choose>
      <xsl:when test="form"><xsl:call-template name="one"/></xsl:when>
      <xsl:otherwise>
        <div class="ph"><div><h1><xsl:value-of select="p:t('Settings')"/></h1><p class="sub"><xsl:value-of select="p:t('What this panel is and does. Changes count at once and stand in the audit log.')"/></p></div></div>
        <div class="card flush"><xsl:choose><xsl:when test="group"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Settings')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Settings')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Number')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="group"><tr role="row">
            <td role="cell" class="main"><a class="ttl ico" href="{p:link(@href)}"><xsl:copy-of select="p:i(@icon)"/><span><xsl:value-of select="p:t(@title)"/></span></a><span class="meta mut"><xsl:value-of select="p:t(@sub)"/></span></td>
            <td role="cell" data-l="{p:t('Number')}" class="num"><xsl:value-of select="p:num(@n)"/></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('settings')"/><h2><xsl:value-of select="p:t('No settings')"/></h2><p><xsl:value-of select="p:t('The modules that are loaded declare none.')"/></p></div></xsl:otherwise></xsl:choose></div>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="one">
    <nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/staff/settings')}"><xsl:value-of select="p:t('Settings')"/></a></li></ol></nav>
    <div class="ph"><div><h1><xsl:value-of select="p:t(@title)"/></h1><p class="sub"><xsl:value-of select="p:t(@sub)"/></p></div></div>
    <xsl:choose><xsl:when test="gateway"><div class="grid g-2-1"><xsl:call-template name="fields"/><xsl:call-template name="gateway"/></div></xsl:when><xsl:otherwise><xsl:call-template name="fields"/></xsl:otherwise></xsl:choose>
  </xsl:template>

  <!-- Beside a gateway's fields: the address for its notices, and a try with the stored keys. -->
  <xsl:template name="gateway">
    <aside class="stackd stick" aria-label="{p:t('Connection')}"><section class="card form"><h2><xsl:value-of select="p:t('Connection')"/></h2>
      <xsl:if test="gateway/@warn"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t(gateway/@warn)"/></div></div></xsl:if>
      <xsl:if test="gateway/@page"><div class="row"><a class="btn" href="{p:link(gateway/@page)}"><xsl:value-of select="p:t('Rates and addresses')"/></a></div></xsl:if>
      <xsl:if test="gateway/@notices"><p class="mut"><xsl:value-of select="p:t('Enter this address at the processor, for its notices (webhook):')"/></p><p class="mono"><bdi><xsl:value-of select="gateway/@notices"/></bdi></p></xsl:if>
      <xsl:for-each select="gateway/form"><p class="mut"><xsl:value-of select="p:t('The test makes one harmless call with the keys that are stored. Save first.')"/></p>
        <form method="post" action="{p:link(@action)}"><xsl:apply-templates select="." mode="hidden"/><button class="btn" type="submit"><xsl:copy-of select="p:i('plug-connected')"/><xsl:value-of select="p:t('Test connection')"/></button></form></xsl:for-each></section></aside>
  </xsl:template>

  <xsl:template name="fields">
    <section class="card form"><xsl:for-each select="form">
      <form method="post" action="{p:link(@action)}" class="form" autocomplete="off">
        <xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
        <xsl:for-each select="field"><xsl:variable name="s" select="/page/content/setting[@key = current()/@name]"/>
          <xsl:if test="$s/@section"><h2 class="sect"><xsl:value-of select="p:t($s/@section)"/></h2></xsl:if>
          <xsl:choose>
            <xsl:when test="$s/@pair = 'first'"><div class="cols2"><xsl:apply-templates select="." mode="setting"><xsl:with-param name="s" select="$s"/></xsl:apply-templates><xsl:apply-templates select="following-sibling::field[1]" mode="setting"><xsl:with-param name="s" select="$s/following-sibling::setting[1]"/></xsl:apply-templates></div></xsl:when>
            <xsl:when test="$s/@pair = 'second'"/>
            <xsl:otherwise><xsl:apply-templates select="." mode="setting"><xsl:with-param name="s" select="$s"/></xsl:apply-templates></xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
        <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Save')"/></button><a class="btn ghost" href="{p:link(@cancel)}"><xsl:value-of select="p:t('Cancel')"/></a></div>
      </form></xsl:for-each></section>
  </xsl:template>

  <xsl:template match="field" mode="setting">
    <xsl:param name="s"/>
    <xsl:choose>
      <xsl:when test="$s/@secret and $s/@set"><xsl:call-template name="field"><xsl:with-param name="name" select="@name"/><xsl:with-param name="autocomplete" select="'new-password'"/><xsl:with-param name="hint" select="'Set. Leave this empty to keep it; it is never shown.'"/></xsl:call-template></xsl:when>
      <xsl:when test="$s/@secret"><xsl:call-template name="field"><xsl:with-param name="name" select="@name"/><xsl:with-param name="autocomplete" select="'new-password'"/><xsl:with-param name="hint" select="'Not set.'"/></xsl:call-template></xsl:when>
      <xsl:when test="$s/@fallback"><xsl:call-template name="field"><xsl:with-param name="name" select="@name"/><xsl:with-param name="hint" select="'When empty: {0}'"/><xsl:with-param name="hint-a" select="$s/@fallback"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="field"><xsl:with-param name="name" select="@name"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
