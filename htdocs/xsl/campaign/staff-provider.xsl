<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one provider, or a new one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="v" select="provider"/>
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/staff/providers')}"><xsl:value-of select="p:t('Providers')"/></a></li></ol></nav>
      <h1><xsl:choose><xsl:when test="$v"><xsl:value-of select="$v/@name"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('New provider')"/></xsl:otherwise></xsl:choose></h1></div></div>
    <div class="grid g-2-1">
      <section class="card">
        <form method="post" action="{p:link(form/@action)}" class="form" id="form-{form/@name}">
          <xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'name'"/></xsl:call-template>
          <div class="field"><label for="f-provider-kind"><xsl:value-of select="p:t('Reached by')"/></label><select id="f-provider-kind" name="kind"><xsl:for-each select="form/field[@name = 'kind']/option"><option value="{@value}"><xsl:if test="@value = ../@value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:choose><xsl:when test="@value = 'api-v2'"><xsl:value-of select="p:t('Panel API v2')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Sandbox (simulated delivery)')"/></xsl:otherwise></xsl:choose></option></xsl:for-each></select></div>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'url'"/><xsl:with-param name="hint" select="'For example https://panel.example/api/v2'"/></xsl:call-template>
          <xsl:choose><xsl:when test="$v/@has-key"><xsl:call-template name="field"><xsl:with-param name="name" select="'api_key'"/><xsl:with-param name="autocomplete" select="'off'"/><xsl:with-param name="hint" select="'A key is stored. Leave empty to keep it.'"/></xsl:call-template></xsl:when><xsl:otherwise><xsl:call-template name="field"><xsl:with-param name="name" select="'api_key'"/><xsl:with-param name="autocomplete" select="'off'"/><xsl:with-param name="hint" select="'Stored encrypted and never shown again.'"/></xsl:call-template></xsl:otherwise></xsl:choose>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'currency'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'fx'"/><xsl:with-param name="hint" select="'1 for USD; for another currency what one unit of it costs.'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'markup'"/><xsl:with-param name="hint" select="'On top of the provider’s price, rounded up to the next millionth.'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'fixed'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'round'"/><xsl:with-param name="hint" select="'0.000001 keeps prices exact; 0.001 gives three decimals.'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'low_balance'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'timeout'"/></xsl:call-template>
          <div class="field"><label for="f-provider-sync"><xsl:value-of select="p:t('Price list every hour')"/></label><select id="f-provider-sync" name="sync"><xsl:for-each select="form/field[@name = 'sync']/option"><option value="{@value}"><xsl:if test="@value = ../@value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:choose><xsl:when test="@value = 'update'"><xsl:value-of select="p:t('Update the services that you have')"/></xsl:when><xsl:when test="@value = 'all'"><xsl:value-of select="p:t('Update, and add new services')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Only when you import')"/></xsl:otherwise></xsl:choose></option></xsl:for-each></select></div>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'paused'"/></xsl:call-template>
          <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Save')"/></button><a class="btn ghost" href="{p:link('/staff/providers')}"><xsl:value-of select="p:t('Cancel')"/></a></div>
        </form>
      </section>
      <div class="stackd"><xsl:choose><xsl:when test="$v">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('State')"/></h2><xsl:copy-of select="p:status($v/@status)"/></div>
          <dl class="kv"><div><dt><xsl:value-of select="p:t('Balance')"/></dt><dd><xsl:choose><xsl:when test="$v/@balance-amount"><bdi><xsl:value-of select="p:num($v/@balance-amount, 2)"/><xsl:text> </xsl:text><xsl:value-of select="$v/@currency"/></bdi><xsl:if test="$v/@low"><xsl:text> </xsl:text><span class="badge bad"><xsl:value-of select="p:t('low')"/></span></xsl:if><span class="mut xs blk"><xsl:copy-of select="p:time($v/@balance-at)"/></span></xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="p:t('not asked yet')"/></span></xsl:otherwise></xsl:choose></dd></div>
          <xsl:if test="$v/@imported"><div><dt><xsl:value-of select="p:t('Last import')"/></dt><dd><xsl:copy-of select="p:time($v/@imported)"/></dd></div></xsl:if>
          <xsl:if test="$v/@closed-until"><div><dt><xsl:value-of select="p:t('No calls until')"/></dt><dd><xsl:copy-of select="p:time($v/@closed-until)"/></dd></div></xsl:if>
          <xsl:if test="$v/@fault"><div><dt><xsl:value-of select="p:t('Last fault')"/></dt><dd><xsl:value-of select="$v/@fault"/></dd></div></xsl:if></dl>
          <xsl:choose><xsl:when test="$v/@local"><p class="mut"><xsl:value-of select="p:t('The sandbox simulates delivery. It has no price list.')"/></p></xsl:when>
          <xsl:otherwise><div class="row"><xsl:call-template name="post"><xsl:with-param name="action" select="concat('/staff/providers/', $v/@id, '/test')"/><xsl:with-param name="label" select="'Test the connection'"/><xsl:with-param name="icon" select="'plug-connected'"/></xsl:call-template>
          <xsl:call-template name="post"><xsl:with-param name="action" select="concat('/staff/providers/', $v/@id, '/fetch')"/><xsl:with-param name="label" select="'Read the price list'"/><xsl:with-param name="icon" select="'download'"/><xsl:with-param name="kind" select="'pri'"/></xsl:call-template></div>
          <p class="mut xs"><xsl:value-of select="p:t('Reading shows the differences first; nothing changes until you confirm.')"/></p></xsl:otherwise></xsl:choose></section>
      </xsl:when><xsl:otherwise><section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('How it goes on')"/></h2></div><ol class="steps"><li><xsl:value-of select="p:t('Save the address and the key.')"/></li><li><xsl:value-of select="p:t('Test the connection: the provider tells its balance.')"/></li><li><xsl:value-of select="p:t('Read the price list, look at the differences, import.')"/></li></ol></section></xsl:otherwise></xsl:choose></div>
    </div>
  </xsl:template>
</xsl:stylesheet>
