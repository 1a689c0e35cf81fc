<?xml version="1.0" encoding="UTF-8"?>
<!-- Staff: all articles. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Help articles')"/></h1><p class="sub"><xsl:value-of select="p:n('{0} article', '{0} articles', count(art))"/></p></div><div class="ph-a"><a class="btn pri" href="{$base}/staff/help/new"><xsl:copy-of select="p:i('plus')"/><xsl:value-of select="p:t('New article')"/></a></div></div>
    <div class="card flush"><xsl:choose><xsl:when test="art">
      <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Help articles')"/></caption>
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Article')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Category')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Helpful')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Last change')"/></th></tr></thead>
        <tbody role="rowgroup"><xsl:for-each select="art"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{$base}/staff/help/{@id}"><xsl:value-of select="@title"/></a><span class="meta mut"><xsl:value-of select="."/></span></td><td role="cell" data-l="{p:t('Category')}"><xsl:value-of select="@category"/></td><td role="cell" data-l="{p:t('Status')}"><xsl:choose><xsl:when test="@published"><xsl:copy-of select="p:status('published')"/></xsl:when><xsl:otherwise><xsl:copy-of select="p:status('draft')"/></xsl:otherwise></xsl:choose></td><td role="cell" data-l="{p:t('Helpful')}" class="num"><xsl:choose><xsl:when test="@helpful"><xsl:value-of select="concat(@helpful, '%')"/></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></td><td role="cell" data-l="{p:t('Last change')}" class="nw"><xsl:copy-of select="p:time(@updated)"/></td></tr></xsl:for-each></tbody></table></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('book')"/><h2><xsl:value-of select="p:t('No articles yet')"/></h2><p><xsl:value-of select="p:t('The standard articles are loaded within a minute of the first start.')"/></p></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
