<?xml version="1.0" encoding="UTF-8"?>
<!-- Staff: edit one article. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{$base}/staff/help"><xsl:value-of select="p:t('Help articles')"/></a></li></ol></nav><h1><xsl:value-of select="p:t(/page/@title)"/></h1></div></div>
    <form class="card form" method="post" action="{p:link(form/@action)}">
      <xsl:apply-templates select="form" mode="hidden"/>
      <xsl:apply-templates select="form" mode="errors"/>
      <xsl:variable name="cat" select="form/field[@name = 'category']"/>
      <div class="field"><label for="f-article-category"><xsl:value-of select="p:t('Category')"/></label><select id="f-article-category" name="category" required="required"><xsl:for-each select="cat"><option value="{@slug}"><xsl:if test="@slug = $cat/@value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="@name"/></option></xsl:for-each></select></div>
      <xsl:call-template name="field"><xsl:with-param name="name" select="'title'"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="name" select="'summary'"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="name" select="'body'"/><xsl:with-param name="rows" select="20"/><xsl:with-param name="hint" select="'Paragraphs, headings, lists, tables, links, images and emphasis are kept; everything else is removed when you save.'"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="name" select="'popular'"/></xsl:call-template>
      <xsl:call-template name="field"><xsl:with-param name="name" select="'published'"/></xsl:call-template>
      <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Save article')"/></button><a class="btn ghost" href="{$base}/staff/help"><xsl:value-of select="p:t('Cancel')"/></a></div>
    </form>
  </xsl:template>
</xsl:stylesheet>
