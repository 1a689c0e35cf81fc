<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The landing page: what this is, what it costs, how it works. Blocks without figures are left out. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <section class="hero big"><div class="wrap"><h1><xsl:value-of select="p:t('Promotion services that keep their promises')"/></h1>
      <p class="lead"><xsl:value-of select="p:t('Choose a service, see price and delivery estimate, pay from your balance. What is not delivered returns to it.')"/></p>
      <form role="search" action="{p:link('/services')}" method="get" class="find-l"><xsl:copy-of select="p:i('search')"/><input type="search" name="q" maxlength="100" aria-label="{p:t('Search services')}" placeholder="{p:t('Search services, for example “website visitors”')}"/><button class="btn pri" type="submit"><xsl:value-of select="p:t('Search')"/></button></form>
      <p class="pop-t"><span><xsl:value-of select="p:t('No subscription, no minimum stay.')"/></span><xsl:choose><xsl:when test="/page/user/@name"><a href="{p:link('/app')}"><xsl:value-of select="p:t('Open your dashboard')"/></a></xsl:when><xsl:otherwise><a href="{p:link('/signup')}"><xsl:value-of select="p:t('Create a free account')"/></a></xsl:otherwise></xsl:choose></p></div></section>
    <div class="wrap body land">
      <xsl:if test="figures/@services &gt; 0"><dl class="card figs">
        <div><dt><xsl:value-of select="p:t('services')"/></dt><dd><xsl:value-of select="p:num(figures/@services)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('categories')"/></dt><dd><xsl:value-of select="p:num(figures/@categories)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('can be ordered right now')"/></dt><dd><xsl:value-of select="figures/@active"/>%</dd></div>
        <div><dt><xsl:value-of select="p:t('with free refill')"/></dt><dd><xsl:value-of select="p:num(figures/@refill)"/></dd></div></dl></xsl:if>
      <xsl:if test="category"><section aria-labelledby="h-cat"><div class="sec-h"><h2 id="h-cat"><xsl:value-of select="p:t('What you can promote')"/></h2><a class="more" href="{p:link('/services')}"><xsl:value-of select="p:t('See all prices')"/></a></div>
        <ul class="tiles" role="list"><xsl:for-each select="category"><li class="card"><span class="ic info"><xsl:copy-of select="p:i(@icon)"/></span><div><h3><a href="{p:link(concat('/services?category=', @id))}"><xsl:value-of select="@name"/></a></h3><p class="mut xs"><xsl:value-of select="p:n('{0} service', '{0} services', @n)"/><xsl:if test="@from-usd"> · <xsl:value-of select="p:t1('from {0}', p:money(@from-usd))"/></xsl:if></p></div></li></xsl:for-each></ul></section></xsl:if>
      <xsl:if test="top"><section aria-labelledby="h-top"><div class="sec-h"><h2 id="h-top"><xsl:value-of select="p:t('A good start')"/></h2></div>
        <div class="card flush"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Services to start with')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Service')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Category')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Per 1,000')"/></th><th role="columnheader" scope="col"><span class="sr"><xsl:value-of select="p:t('Actions')"/></span></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="top"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(@href)}"><xsl:value-of select="name"/></a><span class="meta"><xsl:apply-templates select="." mode="tags"/></span></td><td role="cell" data-l="{p:t('Category')}"><xsl:value-of select="@category"/></td><td role="cell" data-l="{p:t('Per 1,000')}" class="num"><b><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi></b><xsl:if test="@rate-shown"><xsl:copy-of select="p:shown(@rate-shown)"/></xsl:if></td><td role="cell" class="end acts"><a class="btn sm" href="{p:link(concat('/app/campaigns/new?service=', @id))}"><xsl:value-of select="p:t('Order')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="name"/></span></a></td></tr></xsl:for-each></tbody></table></div></section></xsl:if>
      <section aria-labelledby="h-why"><div class="sec-h"><h2 id="h-why"><xsl:value-of select="p:t('Why customers stay')"/></h2></div>
        <ul class="cards flat" role="list">
          <li class="card"><span class="ic ok"><xsl:copy-of select="p:i('circle-check')"/></span><h3><xsl:value-of select="p:t('The price before you order')"/></h3><p class="mut"><xsl:value-of select="p:t('Charge, estimated start and end, and the balance afterwards stand beside the form.')"/></p></li>
          <li class="card"><span class="ic info"><xsl:copy-of select="p:i('refresh')"/></span><h3><xsl:value-of select="p:t('Unspent money comes back')"/></h3><p class="mut"><xsl:value-of select="p:t('A campaign that stops half way shows what is refundable. Two clicks return it to your balance.')"/></p></li>
          <li class="card"><span class="ic vio"><xsl:copy-of select="p:i('api')"/></span><h3><xsl:value-of select="p:t('An API your tools know')"/></h3><p class="mut"><xsl:value-of select="p:t('Connect your panel or script over API v2, with safe retries by request number.')"/></p></li>
        </ul></section>
      <section aria-labelledby="h-how"><div class="sec-h"><h2 id="h-how"><xsl:value-of select="p:t('How it works')"/></h2></div>
        <ol class="steps" role="list">
          <li class="card"><b class="no">1</b><h3><xsl:value-of select="p:t('Create a free account')"/></h3><p class="mut"><xsl:value-of select="p:t('A user name, your e-mail and a password. Confirm the address by a link.')"/></p></li>
          <li class="card"><b class="no">2</b><h3><xsl:value-of select="p:t('Add funds')"/></h3><p class="mut"><xsl:value-of select="p:t('Pay the way you like. Every payment has an invoice.')"/></p></li>
          <li class="card"><b class="no">3</b><h3><xsl:value-of select="p:t('Create a campaign')"/></h3><p class="mut"><xsl:value-of select="p:t('Choose a service, give the public link and the quantity.')"/></p></li>
          <li class="card"><b class="no">4</b><h3><xsl:value-of select="p:t('Follow it')"/></h3><p class="mut"><xsl:value-of select="p:t('Start count, progress and the expected end stand on your dashboard.')"/></p></li></ol></section>
      <section aria-labelledby="h-faq"><div class="sec-h"><h2 id="h-faq"><xsl:value-of select="p:t('Questions')"/></h2><a class="more" href="{p:link('/help')}"><xsl:value-of select="p:t('Help centre')"/></a></div>
        <div class="card faq">
          <details><summary><xsl:value-of select="p:t('When does a campaign start?')"/></summary><p><xsl:value-of select="p:t('The tags of each service say it: 1H means within an hour, usually. The form shows start and end before you pay.')"/><xsl:text> </xsl:text><a href="{p:link('/help/when-does-it-start')}"><xsl:value-of select="p:t('More about start times')"/></a></p></details>
          <details><summary><xsl:value-of select="p:t('What happens when the count drops?')"/></summary><p><xsl:value-of select="p:t('Services with an R tag are refilled free of charge within the stated time; AR does it by itself.')"/><xsl:text> </xsl:text><a href="{p:link('/help/refill-tags')}"><xsl:value-of select="p:t('Refill tags explained')"/></a></p></details>
          <details><summary><xsl:value-of select="p:t('Do I get my money back?')"/></summary><p><xsl:value-of select="p:t('What a campaign did not deliver returns to your balance, to the cent.')"/><xsl:text> </xsl:text><a href="{p:link('/refunds')}"><xsl:value-of select="p:t('Refund policy')"/></a></p></details>
          <details><summary><xsl:value-of select="p:t('Can I sell these services on?')"/></summary><p><xsl:value-of select="p:t('Yes: the reseller API orders, follows and refunds campaigns for your own customers.')"/><xsl:text> </xsl:text><a href="{p:link('/help/reseller-api')}"><xsl:value-of select="p:t('Selling on: the reseller API')"/></a></p></details></div></section>
      <section class="card call" aria-labelledby="h-go"><div><h2 id="h-go"><xsl:value-of select="p:t('Ready in two minutes')"/></h2><p><xsl:value-of select="p:t('Start with the smallest quantity and see how a service behaves.')"/></p></div>
        <div class="row"><xsl:choose><xsl:when test="/page/user/@name"><a class="btn pri lg" href="{p:link('/app')}"><xsl:value-of select="p:t('Open your dashboard')"/></a></xsl:when><xsl:otherwise><a class="btn pri lg" href="{p:link('/signup')}"><xsl:value-of select="p:t('Create a free account')"/></a><a class="btn lg" href="{p:link('/services')}"><xsl:value-of select="p:t('See all prices')"/></a></xsl:otherwise></xsl:choose></div></section>
    </div>
  </xsl:template>
</xsl:stylesheet>
