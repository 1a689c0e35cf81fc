<?xml version="1.0" encoding="UTF-8"?>
<!-- The landing page. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <section class="hero big"><div class="wrap"><h1><xsl:value-of select="p:t('Promotion services that keep their promises')"/></h1>
      <p class="lead"><xsl:value-of select="p:t('Choose a service, see price and delivery estimate, pay from your balance. What is not delivered returns to it.')"/></p>
      <form role="search" action="{$base}/services" method="get" class="find-l"><xsl:copy-of select="p:i('search')"/><input type="search" name="q" aria-label="{p:t('Search services')}" placeholder="{p:t('Search services, for example “website visitors”')}"/><button class="btn pri" type="submit"><xsl:value-of select="p:t('Search')"/></button></form>
      <xsl:if test="figures/@services &gt; 0"><p class="pop-t"><span><xsl:value-of select="p:n('{0} service', '{0} services', figures/@services)"/></span><span>·</span><span><xsl:value-of select="p:n('{0} category', '{0} categories', figures/@categories)"/></span><a href="{$base}/services"><xsl:value-of select="p:t('See all prices')"/></a></p></xsl:if></div></section>
    <div class="wrap body">
      <ul class="cards" role="list">
        <li class="card"><span class="ic ok"><xsl:copy-of select="p:i('circle-check')"/></span><h2><xsl:value-of select="p:t('The price before you order')"/></h2><p class="mut"><xsl:value-of select="p:t('Charge, estimated start and end, and the balance afterwards stand beside the form.')"/></p></li>
        <li class="card"><span class="ic info"><xsl:copy-of select="p:i('refresh')"/></span><h2><xsl:value-of select="p:t('Unspent money comes back')"/></h2><p class="mut"><xsl:value-of select="p:t('A campaign that stops half way shows what is refundable. Two clicks return it to your balance.')"/></p></li>
        <li class="card"><span class="ic vio"><xsl:copy-of select="p:i('api')"/></span><h2><xsl:value-of select="p:t('An API your tools know')"/></h2><p class="mut"><xsl:value-of select="p:t('Connect your panel or script over API v2, with safe retries by request number.')"/></p></li>
      </ul>
      <xsl:if test="top"><section aria-labelledby="h-top"><h2 id="h-top"><xsl:value-of select="p:t('Start here')"/></h2><ul class="cards" role="list"><xsl:for-each select="top"><li class="card"><span class="mut xs"><xsl:value-of select="@category"/></span><h3><a href="{$base}{@href}"><xsl:value-of select="."/></a></h3><p><b><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi></b><xsl:text> </xsl:text><span class="mut"><xsl:choose><xsl:when test="@package"><xsl:value-of select="p:t('a package')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('per 1,000')"/></xsl:otherwise></xsl:choose></span></p></li></xsl:for-each></ul></section></xsl:if>
      <section class="card start" aria-labelledby="h-how"><h2 id="h-how"><xsl:value-of select="p:t('How it works')"/></h2><ol><li><xsl:value-of select="p:t('Create a free account and confirm your e-mail')"/></li><li><xsl:value-of select="p:t('Add funds to your balance')"/></li><li><xsl:value-of select="p:t('Create a campaign')"/></li><li><xsl:value-of select="p:t('Follow it on your dashboard')"/></li></ol>
        <div class="row"><xsl:choose><xsl:when test="/page/user/@name"><a class="btn pri" href="{$base}/app"><xsl:value-of select="p:t('Open your dashboard')"/></a></xsl:when><xsl:otherwise><a class="btn pri" href="{$base}/signup"><xsl:value-of select="p:t('Create a free account')"/></a><a class="btn" href="{$base}/signin"><xsl:value-of select="p:t('Sign in')"/></a></xsl:otherwise></xsl:choose></div></section>
    </div>
  </xsl:template>
</xsl:stylesheet>
