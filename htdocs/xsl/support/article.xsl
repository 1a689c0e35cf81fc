<?xml version="1.0" encoding="UTF-8"?>
<!-- One article. Its body was reduced to an allow-list when it was saved; it comes as nodes and is
     written out element by element, so nothing outside the list can appear. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="help.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="a" select="article"/>
    <div class="wrap body"><div class="grid g-2-1">
      <article class="card prose">
        <nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{$base}/help"><xsl:value-of select="p:t('Help centre')"/></a></li><li><a href="{$base}/help/c/{$a/@category-slug}"><xsl:value-of select="$a/@category"/></a></li></ol></nav>
        <h1><xsl:value-of select="$a/@title"/></h1>
        <p class="sub"><xsl:value-of select="$a/@summary"/></p>
        <xsl:if test="count($a/body/h2) &gt; 2"><nav class="toc" aria-label="{p:t('In this article')}"><b><xsl:value-of select="p:t('In this article')"/></b><ul><xsl:for-each select="$a/body/h2[@id]"><li><a href="#{@id}"><xsl:value-of select="."/></a></li></xsl:for-each></ul></nav></xsl:if>
        <xsl:apply-templates select="$a/body/node()" mode="prose"/>
        <p class="mut xs"><xsl:value-of select="p:t('Last change')"/>: <xsl:copy-of select="p:time($a/@updated, 'd')"/></p>
        <form class="vote row" method="post" action="{p:link(form/@action)}"><xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/><span><xsl:value-of select="p:t('Was this helpful?')"/></span><button class="btn sm" type="submit" name="helpful" value="yes"><xsl:copy-of select="p:i('thumb-up')"/><xsl:value-of select="p:t('Yes')"/></button><button class="btn sm" type="submit" name="helpful" value="no"><xsl:value-of select="p:t('No')"/></button></form>
      </article>
      <aside class="stackd" aria-label="{p:t('More help')}">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Related articles')"/></h2></div><ul class="links" role="list"><xsl:for-each select="art[@id != $a/@id]"><li><a href="{$base}/help/{@slug}"><xsl:value-of select="@title"/></a></li></xsl:for-each></ul></section>
        <xsl:call-template name="help-contact"/>
      </aside></div></div>
  </xsl:template>

  <!-- one template an allowed element; text is escaped as always -->
  <xsl:template match="p" mode="prose"><p><xsl:apply-templates select="node()" mode="prose"/></p></xsl:template>
  <xsl:template match="h2" mode="prose"><h2><xsl:if test="@id"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if><xsl:apply-templates select="node()" mode="prose"/></h2></xsl:template>
  <xsl:template match="h3" mode="prose"><h3><xsl:apply-templates select="node()" mode="prose"/></h3></xsl:template>
  <xsl:template match="ul" mode="prose"><ul><xsl:apply-templates select="node()" mode="prose"/></ul></xsl:template>
  <xsl:template match="ol" mode="prose"><ol><xsl:apply-templates select="node()" mode="prose"/></ol></xsl:template>
  <xsl:template match="li" mode="prose"><li><xsl:apply-templates select="node()" mode="prose"/></li></xsl:template>
  <xsl:template match="strong" mode="prose"><strong><xsl:apply-templates select="node()" mode="prose"/></strong></xsl:template>
  <xsl:template match="em" mode="prose"><em><xsl:apply-templates select="node()" mode="prose"/></em></xsl:template>
  <xsl:template match="code" mode="prose"><code><xsl:apply-templates select="node()" mode="prose"/></code></xsl:template>
  <xsl:template match="pre" mode="prose"><pre tabindex="0"><xsl:apply-templates select="node()" mode="prose"/></pre></xsl:template>
  <xsl:template match="blockquote" mode="prose"><blockquote><xsl:apply-templates select="node()" mode="prose"/></blockquote></xsl:template>
  <xsl:template match="br" mode="prose"><br/></xsl:template>
  <xsl:template match="hr" mode="prose"><hr/></xsl:template>
  <xsl:template match="a" mode="prose"><a href="{p:link(@href)}"><xsl:apply-templates select="node()" mode="prose"/></a></xsl:template>
  <xsl:template match="img" mode="prose"><img src="{@src}" alt="{@alt}"/></xsl:template>
  <xsl:template match="dl" mode="prose"><dl><xsl:apply-templates select="node()" mode="prose"/></dl></xsl:template>
  <xsl:template match="dt" mode="prose"><dt><xsl:apply-templates select="node()" mode="prose"/></dt></xsl:template>
  <xsl:template match="dd" mode="prose"><dd><xsl:apply-templates select="node()" mode="prose"/></dd></xsl:template>
  <xsl:template match="table" mode="prose"><div class="scroll" tabindex="0" role="group" aria-label="{p:t('Table')}"><table class="plain"><xsl:apply-templates select="node()" mode="prose"/></table></div></xsl:template>
  <xsl:template match="thead" mode="prose"><thead><xsl:apply-templates select="node()" mode="prose"/></thead></xsl:template>
  <xsl:template match="tbody" mode="prose"><tbody><xsl:apply-templates select="node()" mode="prose"/></tbody></xsl:template>
  <xsl:template match="tr" mode="prose"><tr><xsl:apply-templates select="node()" mode="prose"/></tr></xsl:template>
  <xsl:template match="th" mode="prose"><th><xsl:apply-templates select="node()" mode="prose"/></th></xsl:template>
  <xsl:template match="td" mode="prose"><td><xsl:apply-templates select="node()" mode="prose"/></td></xsl:template>
  <xsl:template match="text()" mode="prose"><xsl:value-of select="."/></xsl:template>
</xsl:stylesheet>
