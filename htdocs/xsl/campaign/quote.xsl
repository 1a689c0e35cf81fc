<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The order summary: inside the page of a new campaign, and alone when htmx asks for it while somebody types. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content"><div class="ph"><div><h1><xsl:value-of select="p:t('Order summary')"/></h1></div></div><xsl:apply-templates select="quote"/></xsl:template>
  <xsl:template match="content" mode="fragment"><xsl:apply-templates select="quote"/></xsl:template>

  <xsl:template match="quote">
    <section class="card quote" id="quote" aria-live="polite"><h2><xsl:value-of select="p:t('Order summary')"/></h2>
      <xsl:if test="@seen"><input type="hidden" name="seen" value="{@seen}"/></xsl:if>
      <xsl:if test="@twin"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t1('Campaign {0} for this service and link is still open. A second order cannot be taken back.', @twin)"/></div></div></xsl:if>
      <dl class="sum">
        <xsl:if test="@rate-usd"><div><dt><xsl:choose><xsl:when test="@package"><xsl:value-of select="p:t('Price of the package')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Price per 1,000')"/></xsl:otherwise></xsl:choose></dt><dd><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi><xsl:if test="@rate-shown"><xsl:copy-of select="p:shown(@rate-shown)"/></xsl:if></dd></div></xsl:if>
        <xsl:choose>
          <xsl:when test="@total-usd">
            <div><dt><xsl:value-of select="p:t('Total quantity')"/></dt><dd><xsl:value-of select="p:num(@quantity)"/><xsl:if test="@runs &gt; 1"><span class="mut"> (<xsl:value-of select="concat(p:num(@each), ' × ', @runs)"/>)</span></xsl:if></dd></div>
            <xsl:if test="@coins &gt; 0"><div><dt><xsl:value-of select="p:t('Price')"/></dt><dd><bdi><xsl:value-of select="p:money(@price-usd)"/></bdi><xsl:if test="@price-shown"><xsl:copy-of select="p:shown(@price-shown)"/></xsl:if></dd></div>
              <div><dt><xsl:value-of select="p:n('{0} coin', '{0} coins', @coins)"/></dt><dd><bdi>−<xsl:value-of select="p:money(@coins-usd)"/></bdi></dd></div></xsl:if>
            <div class="tot"><dt><xsl:value-of select="p:t('Total')"/></dt><dd><bdi><xsl:value-of select="p:money(@total-usd)"/></bdi><xsl:if test="@total-shown"><xsl:copy-of select="p:shown(@total-shown)"/></xsl:if></dd></div>
          </xsl:when>
          <xsl:otherwise><div class="tot"><dt><xsl:value-of select="p:t('Total')"/></dt><dd>–</dd></div></xsl:otherwise>
        </xsl:choose>
      </dl>
      <xsl:if test="@coins-most"><label class="opt flag" for="f-campaign-coins"><input type="checkbox" name="coins" value="{@coins-most}" id="f-campaign-coins" data-q="1" hx-get="{p:link('/app/campaigns/quote')}" hx-trigger="change" hx-target="#quote" hx-swap="outerMorph" hx-include="#order [data-q]"><xsl:if test="@coins &gt; 0"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><xsl:value-of select="p:t1('Use {0} coins: pay {1} less', p:num(@coins-most), p:money(@coins-most-usd))"/></span></label></xsl:if>
      <xsl:if test="@problem"><p class="mut"><xsl:value-of select="p:t1(@problem, @problem-a)"/></p></xsl:if>
      <xsl:if test="@end-at">
        <h3><xsl:value-of select="p:t('Delivery estimate')"/></h3>
        <ol class="tl" role="list"><li><b><xsl:value-of select="p:t('Order placed')"/></b><span class="mut"><xsl:value-of select="p:t('now')"/></span></li>
          <li><b><xsl:choose><xsl:when test="@start &gt; 0"><xsl:call-template name="within"><xsl:with-param name="n" select="@start"/><xsl:with-param name="unit" select="@start-unit"/></xsl:call-template></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Starts at once')"/></xsl:otherwise></xsl:choose></b></li>
          <xsl:if test="@speed &gt; 0"><li><b><xsl:value-of select="p:t1('Delivers about {0} a day', p:num(@speed))"/></b></li></xsl:if>
          <li class="end"><b><xsl:value-of select="p:t('Expected to finish')"/></b><span class="mut"><xsl:choose><xsl:when test="@slow-unit = 'day'"><xsl:value-of select="p:date(@end-at, 'd')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:date(@end-at, 'dt')"/></xsl:otherwise></xsl:choose></span></li></ol>
        <p class="xs"><xsl:if test="@fast != @slow or @fast-unit != @slow-unit"><xsl:value-of select="p:t('Fast')"/>: <xsl:call-template name="span"><xsl:with-param name="n" select="@fast"/><xsl:with-param name="unit" select="@fast-unit"/></xsl:call-template> · <xsl:value-of select="p:t('Slow')"/></xsl:if><xsl:if test="@fast = @slow and @fast-unit = @slow-unit"><xsl:value-of select="p:t('Delivered in')"/></xsl:if>: <xsl:call-template name="span"><xsl:with-param name="n" select="@slow"/><xsl:with-param name="unit" select="@slow-unit"/></xsl:call-template><xsl:if test="@measured"> · <xsl:value-of select="p:t('Measured lately')"/>: <xsl:call-template name="span"><xsl:with-param name="n" select="@measured"/><xsl:with-param name="unit" select="@measured-unit"/></xsl:call-template></xsl:if></p>
        <p class="xs mut"><xsl:value-of select="p:t('Start time and speed are typical values, not promises.')"/></p>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="@missing-usd"><div class="alert warn"><xsl:copy-of select="p:i('wallet')"/><div><xsl:value-of select="p:t1('Your balance of {0} does not cover this campaign.', p:money(@balance-usd))"/><xsl:text> </xsl:text><a href="{p:link(@add-href)}"><xsl:value-of select="p:t1('Add the missing {0}', p:money(@missing-usd))"/></a></div></div></xsl:when>
        <xsl:when test="@after-usd"><div class="after"><span class="mut"><xsl:value-of select="p:t('Balance after this order')"/></span><bdi><xsl:value-of select="p:money(@after-usd)"/></bdi><xsl:if test="@after-shown"><xsl:copy-of select="p:shown(@after-shown)"/></xsl:if></div></xsl:when>
      </xsl:choose>
      <button class="btn pri wide lg" type="submit"><xsl:choose><xsl:when test="@total-usd"><xsl:value-of select="p:t1('Place order · {0}', p:money(@total-usd))"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Place order')"/></xsl:otherwise></xsl:choose></button>
      <button class="btn wide nojs" type="submit" name="preview" value="1" formnovalidate="formnovalidate"><xsl:copy-of select="p:i('refresh')"/><xsl:value-of select="p:t('Update price')"/></button>
      <xsl:if test="@total-shown"><p class="xs mut"><xsl:value-of select="p:t1('Charged in US dollars. The amount in {0} is approximate.', /page/site/@shown)"/></p></xsl:if>
      <p class="xs mut"><xsl:value-of select="p:t('Unused budget of a partial or canceled campaign returns to your balance.')"/></p></section>
  </xsl:template>

  <xsl:template name="within"><xsl:param name="n"/><xsl:param name="unit"/><xsl:choose>
    <xsl:when test="$unit = 'minute'"><xsl:value-of select="p:n('Starts within {0} minute', 'Starts within {0} minutes', $n)"/></xsl:when>
    <xsl:when test="$unit = 'hour'"><xsl:value-of select="p:n('Starts within {0} hour', 'Starts within {0} hours', $n)"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:n('Starts within {0} day', 'Starts within {0} days', $n)"/></xsl:otherwise></xsl:choose></xsl:template>
  <xsl:template name="span"><xsl:param name="n"/><xsl:param name="unit"/><xsl:choose>
    <xsl:when test="$unit = 'minute'"><xsl:value-of select="p:n('about {0} minute', 'about {0} minutes', $n)"/></xsl:when>
    <xsl:when test="$unit = 'hour'"><xsl:value-of select="p:n('about {0} hour', 'about {0} hours', $n)"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:n('about {0} day', 'about {0} days', $n)"/></xsl:otherwise></xsl:choose></xsl:template>
</xsl:stylesheet>
