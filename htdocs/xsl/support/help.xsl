<?xml version="1.0" encoding="UTF-8"?>
<!-- Help home: search, categories, most read, first steps, contact. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <section class="hero"><div class="wrap"><h1><xsl:value-of select="p:t('How can we help?')"/></h1>
      <xsl:call-template name="help-find"/>
      <p class="pop-t"><span><xsl:value-of select="p:t('Popular topics')"/>:</span><a href="{$base}/help/c/payments"><xsl:value-of select="p:t('Adding funds')"/></a><a href="{$base}/help/refill-tags"><xsl:value-of select="p:t('Refill')"/></a><a href="{$base}/help/c/invoices"><xsl:value-of select="p:t('Invoices')"/></a><a href="{$base}/help/terminate-a-campaign"><xsl:value-of select="p:t('Terminate')"/></a></p></div></section>
    <div class="wrap body">
      <xsl:choose><xsl:when test="cat">
        <ul class="cards" role="list"><xsl:for-each select="cat"><li class="card"><span class="ic {@tone}"><xsl:copy-of select="p:i(@icon)"/></span><h2><a href="{$base}/help/c/{@slug}"><xsl:value-of select="@name"/></a></h2><p class="mut"><xsl:value-of select="."/></p><span class="mut xs"><xsl:value-of select="p:n('{0} article', '{0} articles', @n)"/></span></li></xsl:for-each></ul></xsl:when>
        <xsl:otherwise><div class="card empty"><xsl:copy-of select="p:i('book')"/><h2><xsl:value-of select="p:t('No articles yet')"/></h2><p><xsl:value-of select="p:t('Articles appear here as soon as they are published. Until then, ask us in a ticket.')"/></p></div></xsl:otherwise></xsl:choose>
      <div class="grid g-2-1">
        <section aria-labelledby="hpr"><h2 id="hpr"><xsl:value-of select="p:t('Most read')"/></h2><xsl:call-template name="help-arts"/></section>
        <aside class="stackd" aria-label="{p:t('Contact')}">
          <section class="card start" aria-labelledby="hst"><h2 id="hst"><xsl:value-of select="p:t('New here? Four steps')"/></h2><ol><li><xsl:value-of select="p:t('Create a free account and confirm your e-mail')"/></li><li><xsl:value-of select="p:t('Add funds to your balance')"/></li><li><xsl:value-of select="p:t('Create a campaign')"/></li><li><xsl:value-of select="p:t('Follow it on your dashboard')"/></li></ol><xsl:if test="not(/page/user/@name)"><a class="btn pri wide" href="{$base}/signup"><xsl:value-of select="p:t('Create a free account')"/></a></xsl:if></section>
          <xsl:call-template name="help-contact"/>
        </aside></div></div>
  </xsl:template>
  <xsl:template name="help-find"><form role="search" action="{$base}/help/search" method="get" class="find-l"><xsl:copy-of select="p:i('search')"/><input type="search" name="q" value="{@q}" aria-label="{p:t('Search the help centre')}" placeholder="{p:t('Search articles, for example “refill”')}"/><button class="btn pri" type="submit"><xsl:value-of select="p:t('Search')"/></button></form></xsl:template>
  <xsl:template name="help-arts"><ol class="arts card flush" role="list"><xsl:for-each select="art"><li><a href="{$base}/help/{@slug}"><b><xsl:value-of select="@title"/></b><span class="mut"><xsl:value-of select="."/></span></a><xsl:if test="@helpful"><span class="mut xs nw"><xsl:copy-of select="p:i('thumb-up')"/><xsl:value-of select="@helpful"/>%<span class="sr"> <xsl:value-of select="p:t('found it helpful')"/></span></span></xsl:if></li></xsl:for-each></ol></xsl:template>
  <xsl:template name="help-contact"><section class="card" aria-labelledby="hco"><h2 id="hco"><xsl:value-of select="p:t('Still stuck?')"/></h2><p class="mut"><xsl:value-of select="p:t('Campaign problems are answered in tickets. Give the campaign number: it saves a question.')"/></p><div class="row"><a class="btn" href="{$base}/app/tickets/new"><xsl:copy-of select="p:i('ticket')"/><xsl:value-of select="p:t('Open a ticket')"/></a></div></section></xsl:template>
</xsl:stylesheet>
