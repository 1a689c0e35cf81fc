<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /app/profile/email/confirm: content(@email: where the code went) / form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="mid">
      <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/app/profile')}"><xsl:value-of select="p:t('Profile')"/></a></li><li><a href="{p:link('/app/profile/email')}"><xsl:value-of select="p:t('Change e-mail address')"/></a></li></ol></nav>
        <h1><xsl:value-of select="p:t('Enter the code')"/></h1><xsl:if test="@email"><p class="sub"><xsl:value-of select="p:t1('We sent six digits to {0}. They work for ten minutes.', @email)"/></p></xsl:if></div></div>
      <section class="card">
        <form method="post" action="{p:link(form/@action)}" class="form" id="form-email-confirm">
          <xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'code'"/><xsl:with-param name="autocomplete" select="'one-time-code'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'password'"/><xsl:with-param name="type" select="'password'"/></xsl:call-template>
          <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Change address')"/></button><a class="btn ghost" href="{p:link('/app/profile/email')}"><xsl:value-of select="p:t('Send another code')"/></a></div>
        </form>
        <xsl:call-template name="no-mail"/></section>
    </div>
  </xsl:template>
</xsl:stylesheet>
