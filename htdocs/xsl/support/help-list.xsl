<?xml version="1.0" encoding="UTF-8"?>
<!-- Articles of a category, or the results of a search (content/@q). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="help.xsl"/>
  <xsl:template match="content">
    <div class="wrap body"><div class="mid">
      <nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{$base}/help"><xsl:value-of select="p:t('Help centre')"/></a></li></ol></nav>
      <h1><xsl:choose><xsl:when test="cat"><xsl:value-of select="cat/@name"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Search results')"/></xsl:otherwise></xsl:choose></h1>
      <xsl:if test="cat"><p class="sub"><xsl:value-of select="cat"/></p></xsl:if>
      <xsl:call-template name="help-find"/>
      <xsl:choose>
        <xsl:when test="art"><xsl:call-template name="help-arts"/></xsl:when>
        <xsl:otherwise><div class="card empty"><xsl:copy-of select="p:i('search')"/><h2><xsl:value-of select="p:t('No article matches')"/></h2><p><xsl:value-of select="p:t('Try one shorter word, or ask us in a ticket.')"/></p><a class="btn" href="{$base}/app/tickets/new"><xsl:value-of select="p:t('Open a ticket')"/></a></div></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="art"><xsl:call-template name="help-contact"/></xsl:if>
    </div></div>
  </xsl:template>
</xsl:stylesheet>
