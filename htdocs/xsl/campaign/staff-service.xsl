<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one service, or a new one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="service-changes.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="s" select="service"/>
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/staff/services')}"><xsl:value-of select="p:t('Services')"/></a></li></ol></nav>
      <h1><xsl:choose><xsl:when test="$s"><xsl:value-of select="$s/@clean"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('New service')"/></xsl:otherwise></xsl:choose></h1>
      <xsl:if test="$s"><p class="sub"><xsl:value-of select="p:t1('Service {0}', $s/@id)"/></p></xsl:if></div>
      <xsl:if test="tags"><div class="ph-a"><a class="btn" href="{p:link(tags/@href)}"><xsl:copy-of select="p:i('eye')"/><xsl:value-of select="p:t('As customers see it')"/></a></div></xsl:if></div>
    <div class="grid g-2-1">
      <section class="card">
        <form method="post" action="{p:link(form/@action)}" class="form" id="form-{form/@name}">
          <xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'name'"/><xsl:with-param name="hint" select="'Tags in the name, for example [10M] [1H - 50K/D - R30], fill maximum, start, speed and refill.'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'category'"/><xsl:with-param name="hint" select="'An existing category or a new name.'"/></xsl:call-template>
          <xsl:if test="form/field[@name = 'type']"><xsl:call-template name="field"><xsl:with-param name="name" select="'type'"/></xsl:call-template></xsl:if>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'rate'"/><xsl:with-param name="hint" select="'Per 1,000 units; for packages the price of one package.'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'min'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'max'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'status'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'description'"/></xsl:call-template>
          <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Save')"/></button><a class="btn ghost" href="{p:link('/staff/services')}"><xsl:value-of select="p:t('Cancel')"/></a></div>
        </form>
      </section>
      <div class="stackd"><xsl:if test="$s">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Fulfilment')"/></h2></div><dl class="kv">
          <div><dt><xsl:value-of select="p:t('Provider')"/></dt><dd><xsl:choose><xsl:when test="$s/@provider"><a href="{p:link(concat('/staff/providers/', $s/@provider-id))}"><xsl:value-of select="$s/@provider"/></a></xsl:when><xsl:otherwise><xsl:value-of select="p:t('by hand')"/></xsl:otherwise></xsl:choose></dd></div>
          <xsl:if test="$s/@provider-service"><div><dt><xsl:value-of select="p:t('Its number there')"/></dt><dd><xsl:value-of select="$s/@provider-service"/></dd></div></xsl:if>
          <div><dt><xsl:value-of select="p:t('Kind of order')"/></dt><dd><xsl:value-of select="$s/@type"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Cost')"/></dt><dd><bdi><xsl:value-of select="p:money($s/@cost-usd)"/></bdi></dd></div>
          <div><dt><xsl:value-of select="p:t('Price')"/></dt><dd><bdi><xsl:value-of select="p:money($s/@rate-usd)"/></bdi><xsl:if test="$s/@loss"><xsl:text> </xsl:text><span class="badge bad"><xsl:value-of select="p:t('below cost')"/></span></xsl:if></dd></div></dl>
          <xsl:if test="$s/@kept"><p class="mut"><xsl:value-of select="p:t('Set by you, not by the price list:')"/><xsl:text> </xsl:text>
            <xsl:if test="$s/@kept-name"><xsl:value-of select="p:t('name')"/><xsl:text> </xsl:text></xsl:if><xsl:if test="$s/@kept-rate"><xsl:value-of select="p:t('price')"/><xsl:text> </xsl:text></xsl:if><xsl:if test="$s/@kept-limits"><xsl:value-of select="p:t('quantity')"/><xsl:text> </xsl:text></xsl:if><xsl:if test="$s/@kept-status"><xsl:value-of select="p:t('status')"/><xsl:text> </xsl:text></xsl:if><xsl:if test="$s/@kept-category"><xsl:value-of select="p:t('category')"/></xsl:if></p>
            <xsl:if test="$s/@provider"><xsl:call-template name="post"><xsl:with-param name="action" select="concat('/staff/services/', $s/@id, '/follow')"/><xsl:with-param name="label" select="'Follow the price list again'"/></xsl:call-template></xsl:if></xsl:if></section>
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Read from the name')"/></h2></div><xsl:apply-templates select="tags" mode="named"/></section>
        <xsl:if test="change"><section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('History')"/></h2></div><xsl:call-template name="changes"/></section></xsl:if>
      </xsl:if></div>
    </div>
  </xsl:template>
  <xsl:template match="tags" mode="named"><dl class="kv">
    <xsl:if test="@max-text"><div><dt><xsl:value-of select="p:t('Maximum')"/></dt><dd><xsl:value-of select="@max-text"/></dd></div></xsl:if>
    <xsl:if test="@start"><div><dt><xsl:value-of select="p:t('Start')"/></dt><dd><xsl:value-of select="@start"/></dd></div></xsl:if>
    <xsl:if test="@speed"><div><dt><xsl:value-of select="p:t('Speed')"/></dt><dd><xsl:value-of select="@speed"/></dd></div></xsl:if>
    <div><dt><xsl:value-of select="p:t('Refill')"/></dt><dd><xsl:choose><xsl:when test="@refill"><xsl:value-of select="@refill"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('none')"/></xsl:otherwise></xsl:choose></dd></div></dl>
  </xsl:template>
</xsl:stylesheet>
