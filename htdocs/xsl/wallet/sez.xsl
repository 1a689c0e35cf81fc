<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A customer's unit in a special economic zone of India. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:variable name="f" select="form[@name = 'sez']"/>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:for-each select="sez"><section class="card" aria-labelledby="hs"><div class="card-h"><h2 id="hs"><xsl:value-of select="p:t('Your declaration')"/></h2><xsl:copy-of select="p:status(@status)"/></div>
          <dl class="kv"><div><dt>GSTIN</dt><dd><bdi class="mono"><xsl:value-of select="@gstin"/></bdi></dd></div>
            <div><dt><xsl:value-of select="p:t('Supplies to the unit')"/></dt><dd><xsl:choose><xsl:when test="@kind = 'sewop'"><xsl:value-of select="p:t('Without payment of tax')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('With payment of tax')"/></xsl:otherwise></xsl:choose></dd></div>
            <div><dt><xsl:value-of select="p:t('Letter of approval')"/></dt><dd><bdi><xsl:value-of select="@approval"/></bdi></dd></div>
            <div><dt><xsl:value-of select="p:t('Declared')"/></dt><dd><xsl:copy-of select="p:time(@created, 'f')"/></dd></div>
            <xsl:if test="@note"><div><dt><xsl:value-of select="p:t('Answer')"/></dt><dd><xsl:value-of select="@note"/></dd></div></xsl:if></dl>
          <xsl:if test="@status = 'confirmed' and @changed"><div class="alert warn gap"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t('Your profile has another GSTIN now: invoices bear tax until the unit is declared again.')"/></div></div></xsl:if>
          <xsl:for-each select="../form[@name = 'sez-withdraw']"><form method="post" action="{p:link(@action)}" class="act-row"><xsl:apply-templates select="." mode="hidden"/><button class="btn sm" type="submit"><xsl:value-of select="p:t('Take it back')"/></button></form></xsl:for-each></section></xsl:for-each>
        <section class="card form" aria-labelledby="hd"><h2 id="hd"><xsl:choose><xsl:when test="sez"><xsl:value-of select="p:t('Declare anew')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Declare a unit')"/></xsl:otherwise></xsl:choose></h2>
          <xsl:choose><xsl:when test="@gstin"><p class="mut"><xsl:value-of select="p:t1('It counts for the GSTIN of your profile: {0}.', @gstin)"/></p></xsl:when><xsl:otherwise><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><a href="{p:link('/app/profile')}"><xsl:value-of select="p:t('Add the GSTIN of the unit to your profile first.')"/></a></div></div></xsl:otherwise></xsl:choose>
          <form method="post" action="{p:link($f/@action)}" class="form" id="form-sez"><xsl:apply-templates select="$f" mode="hidden"/><xsl:apply-templates select="$f" mode="errors"/>
            <fieldset class="methods" id="f-sez-kind"><legend><xsl:value-of select="p:t('Supplies to the unit')"/></legend>
              <xsl:for-each select="$f/field[@name = 'kind']/option"><label class="method"><input type="radio" name="kind" value="{@value}"><xsl:if test="@value = ../@value"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input>
                <span class="m-b"><span class="m-t"><b><xsl:choose><xsl:when test="@value = 'sewop'"><xsl:value-of select="p:t('Without payment of tax')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('With payment of tax')"/></xsl:otherwise></xsl:choose></b><span class="mut"><xsl:choose><xsl:when test="@value = 'sewop'"><xsl:value-of select="p:t('While our letter of undertaking is in force; else tax is charged.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('IGST stands on the invoice.')"/></xsl:otherwise></xsl:choose></span></span></span></label></xsl:for-each></fieldset>
            <div class="field"><label for="f-sez-approval"><xsl:value-of select="p:t('Number of the letter of approval')"/></label><input id="f-sez-approval" type="text" name="approval" maxlength="60" required="required" autocomplete="off" value="{$f/field[@name = 'approval']/@value}"><xsl:if test="$f/field[@name = 'approval']/@error"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if></input></div>
            <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Declare')"/></button></div></form></section>
      </div>
      <aside class="stackd" aria-label="{p:t('How it works')}"><section class="card form" aria-labelledby="hh"><h2 id="hh"><xsl:value-of select="p:t('How it works')"/></h2>
        <ol><li><xsl:value-of select="p:t('Enter the GSTIN of the unit in your profile.')"/></li><li><xsl:value-of select="p:t('Declare the unit with its letter of approval.')"/></li><li><xsl:value-of select="p:t('We look at it and confirm. Until then invoices bear tax as before.')"/></li><li><xsl:value-of select="p:t('With another GSTIN, declare the unit again.')"/></li></ol></section></aside></div>
  </xsl:template>
</xsl:stylesheet>
