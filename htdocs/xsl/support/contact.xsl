<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Ways to reach us: a ticket, a mail, the help centre. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="wrap body">
      <div class="ph"><div><h1><xsl:value-of select="p:t('Contact')"/></h1><p class="sub"><xsl:value-of select="p:t('Answered by people. The fastest way is a ticket: it knows your campaigns and payments.')"/></p></div></div>
      <ul class="cards flat" role="list">
        <li class="card"><span class="ic info"><xsl:copy-of select="p:i('ticket')"/></span><h2><xsl:value-of select="p:t('Open a ticket')"/></h2>
          <p class="mut"><xsl:value-of select="p:t('For campaigns, payments, refills and your account. Give the number of the campaign: it saves a question.')"/></p>
          <p class="row"><xsl:choose><xsl:when test="/page/user/@name"><a class="btn pri" href="{p:link('/app/tickets/new')}"><xsl:value-of select="p:t('New ticket')"/></a></xsl:when><xsl:otherwise><a class="btn pri" href="{p:link('/signin')}"><xsl:value-of select="p:t('Sign in to open one')"/></a></xsl:otherwise></xsl:choose></p></li>
        <li class="card"><span class="ic ok"><xsl:copy-of select="p:i('mail')"/></span><h2><xsl:value-of select="p:t('Write a mail')"/></h2>
          <p class="mut"><xsl:value-of select="p:t('When you cannot sign in, or have no account yet. Write from the address of your account.')"/></p>
          <p class="row"><xsl:choose><xsl:when test="@email"><a class="btn" href="mailto:{@email}"><bdi dir="ltr"><xsl:value-of select="@email"/></bdi></a></xsl:when><xsl:otherwise><a class="btn" href="{p:link('/password')}"><xsl:value-of select="p:t('Set a new password')"/></a></xsl:otherwise></xsl:choose></p></li>
        <li class="card"><span class="ic warn"><xsl:copy-of select="p:i('book')"/></span><h2><xsl:value-of select="p:t('Find it yourself')"/></h2>
          <p class="mut"><xsl:value-of select="p:t('Most questions are answered in the help centre: payments, start times, refills, invoices.')"/></p>
          <p class="row"><a class="btn" href="{p:link('/help')}"><xsl:value-of select="p:t('Help centre')"/></a></p></li>
      </ul>
      <div class="grid g-1-1">
        <section class="card" aria-labelledby="hq"><div class="card-h"><h2 id="hq"><xsl:value-of select="p:t('Asked most often')"/></h2></div><ul class="links" role="list">
          <li><a href="{p:link('/help/payment-not-credited')}"><xsl:value-of select="p:t('My payment was deducted but not credited')"/></a></li>
          <li><a href="{p:link('/help/when-does-it-start')}"><xsl:value-of select="p:t('When does my campaign start and finish?')"/></a></li>
          <li><a href="{p:link('/help/terminate-a-campaign')}"><xsl:value-of select="p:t('Terminate a partial or canceled campaign')"/></a></li>
          <li><a href="{p:link('/help/sign-in-trouble')}"><xsl:value-of select="p:t('I cannot sign in')"/></a></li></ul></section>
        <section class="card" aria-labelledby="ha"><div class="card-h"><h2 id="ha"><xsl:value-of select="p:t('Who we are')"/></h2></div>
          <xsl:choose><xsl:when test="@company != ''"><address><b><xsl:value-of select="@company"/></b><xsl:for-each select="l"><br/><bdi><xsl:value-of select="."/></bdi></xsl:for-each></address></xsl:when><xsl:otherwise><p><xsl:value-of select="/page/site/@name"/></p></xsl:otherwise></xsl:choose>
          <p class="row"><a class="more" href="{p:link('/status')}"><xsl:value-of select="p:t('Service status')"/></a><a class="more" href="{p:link('/terms')}"><xsl:value-of select="p:t('Terms')"/></a><a class="more" href="{p:link('/refunds')}"><xsl:value-of select="p:t('Refund policy')"/></a></p></section>
      </div>
    </div>
  </xsl:template>
</xsl:stylesheet>
