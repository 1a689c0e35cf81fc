<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /app/profile: content(@username @email @created) / form, country, gst-state, language, zone -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Profile')"/></h1><p class="sub"><xsl:value-of select="p:t('These details appear on your invoices.')"/></p></div></div>
    <xsl:variable name="f" select="form"/>
    <div class="grid g-2-1">
      <form method="post" action="{p:link(form/@action)}" class="stackd" id="form-profile">
        <xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
        <section class="card form" aria-labelledby="h-inv"><h2 id="h-inv"><xsl:value-of select="p:t('Invoice details')"/></h2>
          <div class="cols2">
            <xsl:call-template name="field"><xsl:with-param name="name" select="'name'"/><xsl:with-param name="autocomplete" select="'name'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'company'"/><xsl:with-param name="autocomplete" select="'organization'"/></xsl:call-template>
          </div>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'address'"/><xsl:with-param name="autocomplete" select="'street-address'"/></xsl:call-template>
          <div class="cols2">
            <xsl:call-template name="field"><xsl:with-param name="name" select="'postal_code'"/><xsl:with-param name="autocomplete" select="'postal-code'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'city'"/><xsl:with-param name="autocomplete" select="'address-level2'"/></xsl:call-template>
          </div>
          <div class="cols2">
            <xsl:call-template name="choice"><xsl:with-param name="field" select="$f/field[@name = 'country']"/><xsl:with-param name="label" select="p:t('Country')"/><xsl:with-param name="kind" select="'country'"/><xsl:with-param name="autocomplete" select="'country'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'state'"/><xsl:with-param name="hint" select="'Needed in India: tax depends on it.'"/><xsl:with-param name="autocomplete" select="'address-level1'"/></xsl:call-template>
          </div>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'tax_id'"/><xsl:with-param name="hint" select="'With a GSTIN you get GST invoices. It also decides the State.'"/></xsl:call-template>
          <xsl:if test="$f/field[@name = 'country']/@value = 'IN'"><p class="xs"><a class="more" href="{p:link('/app/sez')}"><xsl:value-of select="p:t('Unit in a special economic zone')"/></a></p></xsl:if>
        </section>
        <section class="card form" aria-labelledby="h-look"><h2 id="h-look"><xsl:value-of select="p:t('Language and look')"/></h2>
          <div class="cols2">
            <xsl:call-template name="choice"><xsl:with-param name="field" select="$f/field[@name = 'language']"/><xsl:with-param name="label" select="p:t('Language')"/><xsl:with-param name="kind" select="'language'"/></xsl:call-template>
            <xsl:call-template name="choice"><xsl:with-param name="field" select="$f/field[@name = 'timezone']"/><xsl:with-param name="label" select="p:t('Time zone')"/><xsl:with-param name="kind" select="'zone'"/></xsl:call-template>
          </div>
          <xsl:call-template name="choice"><xsl:with-param name="field" select="$f/field[@name = 'theme']"/><xsl:with-param name="label" select="p:t('Look')"/><xsl:with-param name="kind" select="'theme'"/></xsl:call-template>
          <xsl:if test="/page/site/@currencies"><p class="row"><span><xsl:choose><xsl:when test="/page/site/@shown"><xsl:value-of select="p:t1('Amounts are also shown in {0}.', /page/site/@shown)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Amounts are shown in US dollars.')"/></xsl:otherwise></xsl:choose></span><a class="btn sm" href="{p:link('/currency?back=/app/profile')}"><xsl:value-of select="p:t('Change currency')"/></a></p></xsl:if>
        </section>
        <div><button class="btn pri" type="submit"><xsl:value-of select="p:t('Save profile')"/></button></div>
      </form>
      <aside class="stackd" aria-label="{p:t('Account')}">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Account')"/></h2></div>
          <dl class="kv">
            <div><dt><xsl:value-of select="p:t('User name')"/></dt><dd><bdi><xsl:value-of select="@username"/></bdi></dd></div>
            <div><dt><xsl:value-of select="p:t('Member since')"/></dt><dd><xsl:copy-of select="p:time(@created, 'd')"/></dd></div>
          </dl>
          <p class="mut xs act-row"><xsl:value-of select="p:t('The user name can never be changed.')"/></p></section>
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('E-mail address')"/></h2></div>
          <p class="mono"><bdi><xsl:value-of select="@email"/></bdi></p>
          <div class="row act-row"><a class="btn sm" href="{p:link('/app/profile/email')}"><xsl:value-of select="p:t('Change address')"/></a><a class="btn sm" href="{p:link('/app/security')}"><xsl:value-of select="p:t('Password and sessions')"/></a></div></section>
      </aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
