<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Every error answer: <content><error code request-id retry message a b/></content>. The message says what to do. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content"><xsl:apply-templates select="error"/></xsl:template>
  <xsl:template match="error">
    <xsl:variable name="title"><xsl:choose>
      <xsl:when test="@title"><xsl:value-of select="p:t(@title)"/></xsl:when>
      <xsl:when test="@code = 401"><xsl:value-of select="p:t('Please sign in')"/></xsl:when>
      <xsl:when test="@code = 403"><xsl:value-of select="p:t('You do not have access to this page')"/></xsl:when>
      <xsl:when test="@code = 404"><xsl:value-of select="p:t('We could not find this page')"/></xsl:when>
      <xsl:when test="@code = 405"><xsl:value-of select="p:t('This address does not work that way')"/></xsl:when>
      <xsl:when test="@code = 409"><xsl:value-of select="p:t('This has already been done or has changed')"/></xsl:when>
      <xsl:when test="@code = 410"><xsl:value-of select="p:t('This is no longer here')"/></xsl:when>
      <xsl:when test="@code = 413"><xsl:value-of select="p:t('That was too large')"/></xsl:when>
      <xsl:when test="@code = 429"><xsl:value-of select="p:t('Too many attempts')"/></xsl:when>
      <xsl:when test="@code = 503"><xsl:value-of select="p:t('We are busy right now')"/></xsl:when>
      <xsl:when test="@code &gt;= 500"><xsl:value-of select="p:t('Something went wrong on our side')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t('This request did not work')"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="text"><xsl:choose>
      <xsl:when test="@message"><xsl:value-of select="p:t1(@message, @a, @b)"/></xsl:when>
      <xsl:when test="@code = 401"><xsl:value-of select="p:t('Your session has ended. Sign in and try again.')"/></xsl:when>
      <xsl:when test="@code = 403"><xsl:value-of select="p:t('If you think you should have access, ask the owner of this site.')"/></xsl:when>
      <xsl:when test="@code = 404"><xsl:value-of select="p:t('Check the address, or start again from the home page.')"/></xsl:when>
      <xsl:when test="@code = 409"><xsl:value-of select="p:t('Go back, load the page again and check its current state.')"/></xsl:when>
      <xsl:when test="@code = 413"><xsl:value-of select="p:t('Send less text or a smaller file.')"/></xsl:when>
      <xsl:when test="@code = 429"><xsl:value-of select="p:t('Please wait a little and try again.')"/></xsl:when>
      <xsl:when test="@code = 503"><xsl:value-of select="p:t('Nothing was changed. Please try again in a minute.')"/></xsl:when>
      <xsl:when test="@code &gt;= 500"><xsl:value-of select="p:t('It has been recorded. Please try again; if it happens again, tell support the request number below.')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t('Go back and check what you entered.')"/></xsl:otherwise></xsl:choose></xsl:variable>
    <section class="card oops">
      <span class="ic warn"><xsl:copy-of select="p:i('alert-triangle')"/></span>
      <h1><xsl:value-of select="$title"/></h1>
      <p><xsl:value-of select="$text"/></p>
      <xsl:if test="@retry"><p><xsl:value-of select="p:n('You can try again in {0} second.', 'You can try again in {0} seconds.', @retry)"/></p></xsl:if>
      <div class="row">
        <xsl:choose>
          <xsl:when test="@href"><a class="btn pri" href="{p:link(@href)}"><xsl:value-of select="p:t(@act)"/></a></xsl:when>
          <xsl:when test="@code = 401"><a class="btn pri" href="{p:link('/signin')}"><xsl:value-of select="p:t('Sign in')"/></a></xsl:when>
          <xsl:when test="/page/user/@name"><a class="btn pri" href="{p:link('/app')}"><xsl:value-of select="p:t('Dashboard')"/></a></xsl:when>
          <xsl:otherwise><a class="btn pri" href="{p:link('/')}"><xsl:value-of select="p:t('Home page')"/></a></xsl:otherwise>
        </xsl:choose>
        <a class="btn" href="{p:link('/help')}"><xsl:value-of select="p:t('Help')"/></a>
      </div>
      <p class="mut xs"><xsl:value-of select="p:t1('Error {0}', @code)"/><xsl:if test="@request-id"> · <xsl:value-of select="p:t('Request number')"/><xsl:text> </xsl:text><bdi class="mono"><xsl:value-of select="@request-id"/></bdi></xsl:if></p>
    </section>
  </xsl:template>
</xsl:stylesheet>
