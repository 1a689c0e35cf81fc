<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Before something final: what will happen, and the way back. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="c" select="campaign"/>
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/app/campaigns')}"><xsl:value-of select="p:t('Campaigns')"/></a></li><li><a href="{p:link(effect/@back-href)}">#<xsl:value-of select="$c/@id"/></a></li></ol></nav>
      <h1><xsl:choose><xsl:when test="effect/@what = 'terminate'"><xsl:value-of select="p:t1('Terminate campaign #{0}?', $c/@id)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t1('Withdraw campaign #{0}?', $c/@id)"/></xsl:otherwise></xsl:choose></h1></div></div>
    <section class="card form slim"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Service')"/></dt><dd><xsl:value-of select="substring-before(concat($c/@service, ' ['), ' [')"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Link')"/></dt><dd><bdi><xsl:value-of select="$c/@link"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:copy-of select="p:status($c/@status)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Delivered')"/></dt><dd><xsl:value-of select="concat(p:num($c/@delivered), ' / ', p:num($c/@quantity))"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Charge')"/></dt><dd><bdi><xsl:value-of select="p:money($c/@charge-usd)"/></bdi><xsl:if test="$c/@charge-shown"><xsl:copy-of select="p:shown($c/@charge-shown)"/></xsl:if></dd></div>
        <div><dt><b><xsl:value-of select="p:t('Returns to your balance')"/></b></dt><dd><b><bdi><xsl:value-of select="p:money(effect/@back-usd)"/></bdi></b><xsl:if test="effect/@back-shown"><xsl:copy-of select="p:shown(effect/@back-shown)"/></xsl:if></dd></div>
        <xsl:if test="effect/@back-coins"><div><dt><b><xsl:value-of select="p:t('Coins that come back')"/></b></dt><dd><b><xsl:value-of select="p:num(effect/@back-coins)"/></b></dd></div></xsl:if></dl>
      <p class="mut"><xsl:choose><xsl:when test="effect/@what = 'terminate'"><xsl:value-of select="p:t('The campaign ends for good and its unspent money returns to your balance at once. This cannot be undone.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('The campaign has not been handed over yet. It is withdrawn and its whole charge returns to your balance.')"/></xsl:otherwise></xsl:choose></p>
      <form method="post" action="{p:link(form/@action)}" class="row"><xsl:apply-templates select="form" mode="hidden"/>
        <button class="btn {form/button/@kind}" type="submit"><xsl:copy-of select="p:i('player-stop')"/><xsl:value-of select="p:t(form/button/@label)"/></button><a class="btn ghost" href="{p:link(effect/@back-href)}"><xsl:value-of select="p:t('Back')"/></a></form></section>
  </xsl:template>
</xsl:stylesheet>
