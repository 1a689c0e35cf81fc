<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Joining payments: the form with the payments that fit; the context is <content>. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:template name="join-form">
    <xsl:param name="form"/>
    <form method="post" action="{p:link($form/@action)}" class="form" id="form-{$form/@name}"><xsl:apply-templates select="$form" mode="hidden"/><xsl:apply-templates select="$form" mode="errors"/>
      <fieldset class="opts"><legend><xsl:value-of select="p:t('Payment with the excess')"/></legend><xsl:for-each select="pair"><label class="opt"><input type="radio" name="with" value="{@other}"><xsl:if test="@other = $form/field[@name = 'with']/@value"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><b><xsl:value-of select="@other-name"/></b> · <xsl:value-of select="p:t1('{0} above what was due', p:money(@spare-usd))"/> · <xsl:value-of select="p:date(@updated, 'd')"/></span></label></xsl:for-each></fieldset>
      <xsl:for-each select="$form/field[@name = 'reason' or @name = 'confirm']"><xsl:apply-templates select="." mode="field"/></xsl:for-each>
      <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t($form/@submit)"/></button></div></form></xsl:template>

  <!-- the customer's ways to complete an under-paid payment -->
  <xsl:template name="join-own"><section class="card form" aria-labelledby="hj"><h2 id="hj"><xsl:value-of select="p:t('The processor takes no second payment?')"/></h2>
    <xsl:choose>
      <xsl:when test="asked/@status = 'asked'"><div class="alert info"><xsl:copy-of select="p:i('hourglass')"/><div><xsl:value-of select="p:t1('You asked us to complete it with payment {0}. We look at it and write to you.', asked/@other-name)"/></div></div></xsl:when>
      <xsl:otherwise>
        <xsl:if test="asked/@status = 'refused'"><div class="alert warn"><xsl:copy-of select="p:i('info-circle')"/><div><b><xsl:value-of select="p:t1('We could not complete it with payment {0}', asked/@other-name)"/></b><p><bdi><xsl:value-of select="asked/@reason"/></bdi></p></div></div></xsl:if>
        <xsl:choose><xsl:when test="form[@name = 'join-ask']"><p class="mut"><xsl:value-of select="p:t1('Another payment of yours brought enough above what was due. We can use {0} of it, and both invoices are paid.', p:money(payment/@missing-usd))"/></p><xsl:call-template name="join-form"><xsl:with-param name="form" select="form[@name = 'join-ask']"/></xsl:call-template></xsl:when>
          <xsl:when test="fresh"><ol><li><xsl:value-of select="p:t1('Start a new payment of {0} (more will do as well).', p:money(fresh/@min-usd))"/></li><li><xsl:value-of select="p:t1('Send what is missing on top: {0} in all.', p:money(fresh/@pay-usd))"/></li><li><xsl:value-of select="p:t('Come back to this page and ask us to join the two.')"/></li></ol><div class="row"><a class="btn" href="{p:link(concat('/app/funds?amount=', fresh/@min-usd))}"><xsl:value-of select="p:t('New payment')"/></a></div></xsl:when></xsl:choose>
        <p class="xs mut"><xsl:value-of select="p:t('What arrived is not lost and not sent back: the fees would take most of it.')"/></p></xsl:otherwise></xsl:choose></section></xsl:template>
</xsl:stylesheet>
