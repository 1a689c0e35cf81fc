<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /app/security: content / form, sessions/session(@id @addr @browser @created @seen @current) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Security')"/></h1><p class="sub"><xsl:value-of select="p:t('Your password, and where your account is signed in.')"/></p></div></div>
    <div class="grid g-2-1">
      <div class="stackd"><section class="card flush" aria-labelledby="h-ses"><div class="card-h"><h2 id="h-ses"><xsl:value-of select="p:t('Signed-in browsers')"/></h2></div>
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Signed-in browsers')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Browser')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Network address')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Signed in')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Last seen')"/></th><th role="columnheader" scope="col" class="end"><xsl:value-of select="p:t('Actions')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="sessions/session"><tr role="row">
            <td role="cell" class="main"><b><xsl:choose><xsl:when test="@browser != ''"><xsl:value-of select="@browser"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Unknown browser')"/></xsl:otherwise></xsl:choose></b><xsl:if test="@current"><xsl:text> </xsl:text><span class="badge ok"><xsl:value-of select="p:t('This browser')"/></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Network address')}"><bdi class="mono"><xsl:value-of select="@addr"/></bdi></td>
            <td role="cell" data-l="{p:t('Signed in')}" class="nw"><xsl:copy-of select="p:time(@created)"/></td>
            <td role="cell" data-l="{p:t('Last seen')}" class="nw"><xsl:copy-of select="p:time(@seen)"/></td>
            <td role="cell" class="end acts"><xsl:if test="not(@current)"><form method="post" action="{p:link(concat('/app/security/sessions/', @id, '/revoke'))}" class="one"><input type="hidden" name="csrf" value="{/page/user/@csrf}"/><button class="btn sm danger" type="submit"><xsl:value-of select="p:t('Sign out')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="concat(@browser, ' ', @addr)"/></span></button></form></xsl:if></td></tr></xsl:for-each></tbody></table>
        <xsl:if test="count(sessions/session) &gt; 1"><div class="card-f"><xsl:call-template name="post"><xsl:with-param name="action" select="'/app/security/sessions/revoke'"/><xsl:with-param name="label" select="'Sign out all other browsers'"/><xsl:with-param name="kind" select="'danger'"/></xsl:call-template></div></xsl:if>
      </section></div>
      <section class="card" aria-labelledby="h-pw"><div class="card-h"><h2 id="h-pw"><xsl:value-of select="p:t('Change password')"/></h2></div>
        <form method="post" action="{p:link(form/@action)}" class="form" id="form-password">
          <xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
          <input type="text" name="username" value="{/page/user/@email}" autocomplete="username" hidden="hidden" disabled="disabled"/>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'current'"/><xsl:with-param name="type" select="'password'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'password'"/><xsl:with-param name="type" select="'password'"/><xsl:with-param name="hint" select="'At least 8 characters. A few words are easy to remember and hard to guess.'"/><xsl:with-param name="autocomplete" select="'new-password'"/></xsl:call-template>
          <button class="btn pri" type="submit"><xsl:value-of select="p:t('Change password')"/></button>
          <p class="mut xs"><xsl:value-of select="p:t('All other browsers are signed out, and a mail tells you.')"/></p>
        </form></section>
    </div>
  </xsl:template>
</xsl:stylesheet>
