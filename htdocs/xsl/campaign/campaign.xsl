<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One campaign: progress, counts, charges, what happened, what can be done. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="c" select="campaign"/>
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/app/campaigns')}"><xsl:value-of select="p:t('Campaigns')"/></a></li><li><span>#<xsl:value-of select="$c/@id"/></span></li></ol></nav>
      <h1><xsl:value-of select="substring-before(concat($c/@service, ' ['), ' [')"/><xsl:text> </xsl:text><xsl:copy-of select="p:status($c/@status)"/></h1>
      <p class="sub"><a href="{p:link($c/@link)}" rel="noopener noreferrer nofollow"><bdi dir="ltr"><xsl:value-of select="$c/@link"/></bdi></a></p></div>
      <div class="ph-a"><a class="btn" href="{p:link(concat('/app/tickets/new?campaign=', $c/@id))}"><xsl:copy-of select="p:i('message-circle')"/><xsl:value-of select="p:t('Report a problem')"/></a><xsl:for-each select="act"><a class="btn {@kind}" href="{p:link(@href)}"><xsl:copy-of select="p:i(@icon)"/><xsl:value-of select="p:t(@label)"/></a></xsl:for-each></div></div>
    <xsl:if test="$c/@refundable-usd &gt; 0"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:choose><xsl:when test="$c/@status = 'Partial'"><xsl:value-of select="p:t('The provider could not deliver everything.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('The provider canceled this campaign.')"/></xsl:otherwise></xsl:choose></b><xsl:text> </xsl:text><xsl:value-of select="p:t1('Terminate it and {0} return to your balance at once.', p:money($c/@refundable-usd))"/></div></div></xsl:if>
    <xsl:if test="$c/@refunded-usd &gt; 0"><div class="alert ok"><xsl:copy-of select="p:i('circle-check')"/><div><xsl:value-of select="p:t1('{0} of this campaign are back in your balance.', p:money($c/@refunded-usd))"/></div></div></xsl:if>
    <div class="grid g-2-1">
      <div class="stackd">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Progress')"/></h2></div>
          <xsl:apply-templates select="$c" mode="progress"><xsl:with-param name="compact" select="1"/></xsl:apply-templates>
          <dl class="facts four"><div><dt><xsl:value-of select="p:t('Ordered')"/></dt><dd><xsl:value-of select="p:num($c/@quantity)"/></dd></div>
            <div><dt><xsl:value-of select="p:t('Start count')"/></dt><dd><xsl:choose><xsl:when test="$c/@start-count != ''"><xsl:value-of select="p:num($c/@start-count)"/></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></dd></div>
            <div><dt><xsl:value-of select="p:t('Delivered')"/></dt><dd><xsl:value-of select="p:num($c/@delivered)"/></dd></div>
            <div><dt><xsl:value-of select="p:t('Remains')"/></dt><dd><xsl:choose><xsl:when test="$c/@remains != ''"><xsl:value-of select="p:num($c/@remains)"/></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></dd></div></dl>
          <p class="xs mut"><xsl:value-of select="p:t('Counts are reported by the provider and lag behind. What counts is the number on your own page.')"/></p></section>
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('What happened')"/></h2></div>
          <ol class="tl" role="list"><xsl:for-each select="timeline/event"><li><xsl:if test="position() = last()"><xsl:attribute name="class">end</xsl:attribute></xsl:if><b><xsl:value-of select="p:t(@label)"/></b><span class="mut"><xsl:if test="@amount-usd"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi> · </xsl:if><xsl:copy-of select="p:time(@at)"/></span></li></xsl:for-each></ol></section>
      </div>
      <aside class="stackd" aria-label="{p:t('Details')}">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Details')"/></h2></div><dl class="kv">
          <div><dt><xsl:value-of select="p:t('Number')"/></dt><dd>#<xsl:value-of select="$c/@id"/></dd></div>
          <xsl:if test="service"><div><dt><xsl:value-of select="p:t('Service')"/></dt><dd><a href="{p:link(service/@href)}"><xsl:value-of select="service/@id"/></a></dd></div><div><dt><xsl:value-of select="p:t('Quantity')"/></dt><dd><xsl:value-of select="p:num($c/@quantity)"/></dd></div></xsl:if>
          <div><dt><xsl:value-of select="p:t('Charge')"/></dt><dd><bdi><xsl:value-of select="p:money($c/@charge-usd)"/></bdi><xsl:if test="$c/@charge-shown"><xsl:copy-of select="p:shown($c/@charge-shown)"/></xsl:if></dd></div>
        <xsl:if test="$c/@coins"><div><dt><xsl:value-of select="p:t('Paid with coins')"/></dt><dd><xsl:value-of select="p:n('{0} coin', '{0} coins', $c/@coins)"/> <span class="mut">(<bdi><xsl:value-of select="p:money($c/@coins-usd)"/></bdi>)</span><xsl:if test="$c/@coins-back &gt; 0"><span class="mut xs blk"><xsl:value-of select="p:t1('{0} came back', p:num($c/@coins-back))"/></span></xsl:if></dd></div></xsl:if>
          <xsl:if test="$c/@refundable-usd &gt; 0"><div><dt><xsl:value-of select="p:t('Refundable')"/></dt><dd><bdi><xsl:value-of select="p:money($c/@refundable-usd)"/></bdi><xsl:if test="$c/@refundable-shown"><xsl:copy-of select="p:shown($c/@refundable-shown)"/></xsl:if></dd></div></xsl:if>
          <div><dt><xsl:value-of select="p:t('Ordered on')"/></dt><dd><xsl:copy-of select="p:time($c/@created)"/></dd></div>
          <xsl:if test="$c/@ended"><div><dt><xsl:value-of select="p:t('Ended')"/></dt><dd><xsl:copy-of select="p:time($c/@ended)"/></dd></div></xsl:if>
          <xsl:if test="estimate and not($c/@ended)"><div><dt><xsl:value-of select="p:t('Expected to finish')"/></dt><dd><xsl:copy-of select="p:time(estimate/@slow-at)"/></dd></div></xsl:if>
          <xsl:if test="$c/@refunded-usd &gt; 0"><div><dt><xsl:value-of select="p:t('Paid back')"/></dt><dd><bdi><xsl:value-of select="p:money($c/@refunded-usd)"/></bdi><xsl:if test="$c/@refunded-shown"><xsl:copy-of select="p:shown($c/@refunded-shown)"/></xsl:if></dd></div></xsl:if>
          <xsl:if test="$c/@updated"><div><dt><xsl:value-of select="p:t('Last report')"/></dt><dd><xsl:copy-of select="p:time($c/@updated)"/></dd></div></xsl:if></dl>
          <xsl:if test="service"><p class="tagline"><xsl:apply-templates select="service" mode="tags"/></p></xsl:if></section>
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Helpful articles')"/></h2></div><ul class="links" role="list"><li><a href="{p:link('/help/check-progress')}"><xsl:value-of select="p:t('How to check the progress of a campaign')"/></a></li><li><a href="{p:link('/help/campaign-states')}"><xsl:value-of select="p:t('What the states of a campaign mean')"/></a></li><li><a href="{p:link('/help/terminate-a-campaign')}"><xsl:value-of select="p:t('Terminate a partial or canceled campaign')"/></a></li></ul></section>
      </aside></div>
  </xsl:template>
</xsl:stylesheet>
