<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: rates from a file, with a preview. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:apply-templates select="preview"/>
    <xsl:for-each select="form[@name = 'currency-import']"><form method="post" action="{p:link(@action)}" class="grid g-1-1 gap start" id="form-currency-import" enctype="multipart/form-data">
      <section class="card form" aria-labelledby="hl"><h2 id="hl"><xsl:value-of select="p:t('The rates')"/></h2>
        <xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'file'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'lines'"/><xsl:with-param name="rows" select="10"/></xsl:call-template>
        <xsl:if test="../preview[@far &gt; 0]"><xsl:call-template name="field"><xsl:with-param name="name" select="'confirm'"/></xsl:call-template></xsl:if>
        <div class="row form-a"><button class="btn {substring('pri', 1, 3 * number(not(../preview)))}" type="submit" name="what" value="preview"><xsl:copy-of select="p:i('eye')"/><xsl:value-of select="p:t('Preview')"/></button><xsl:if test="../preview[@n &gt; 0]"><button class="btn pri" type="submit" name="what" value="import"><xsl:copy-of select="p:i('upload')"/><xsl:value-of select="p:n('Import {0} rate', 'Import {0} rates', ../preview/@n)"/></button></xsl:if></div></section>
      <section class="card form" aria-labelledby="hm"><h2 id="hm"><xsl:value-of select="p:t('How to read it')"/></h2>
        <div class="cols2"><xsl:call-template name="field"><xsl:with-param name="name" select="'quote'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'decimal'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'separator'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'skip'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'col_currency'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'col_rate'"/></xsl:call-template></div>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'fresh'"/></xsl:call-template></section></form></xsl:for-each>
  </xsl:template>

  <!-- the words of the selects -->
  <xsl:template name="option-label"><xsl:choose>
    <xsl:when test="@value = 'per_usd'"><xsl:value-of select="p:t('How much 1 USD is')"/></xsl:when>
    <xsl:when test="@value = 'in_usd'"><xsl:value-of select="p:t('How many USD one unit is')"/></xsl:when>
    <xsl:when test="@value = 'auto'"><xsl:value-of select="p:t('Find out')"/></xsl:when>
    <xsl:when test="@value = 'comma' and ../@name = 'decimal'"><xsl:value-of select="p:t('Comma: 0,922')"/></xsl:when>
    <xsl:when test="@value = 'point'"><xsl:value-of select="p:t('Point: 0.922')"/></xsl:when>
    <xsl:when test="@value = 'comma'"><xsl:value-of select="p:t('Comma')"/></xsl:when>
    <xsl:when test="@value = 'semicolon'"><xsl:value-of select="p:t('Semicolon')"/></xsl:when>
    <xsl:when test="@value = 'tab'"><xsl:value-of select="p:t('Tab')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t('Vertical bar')"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template match="preview">
    <section class="card flush" aria-labelledby="hp"><div class="card-h"><h2 id="hp"><xsl:value-of select="p:t('Preview')"/></h2></div>
      <div class="pad"><p><xsl:value-of select="p:n('{0} rate can be imported.', '{0} rates can be imported.', @n)"/><xsl:text> </xsl:text><xsl:value-of select="p:t1('Lines skipped: {0}.', @skipped)"/></p>
        <xsl:if test="fault"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:n('{0} line cannot be read', '{0} lines cannot be read', @faults)"/></b><ul><xsl:for-each select="fault"><li><xsl:value-of select="p:t1('Line {0}:', @row)"/><xsl:text> </xsl:text><xsl:value-of select="p:t(@why)"/><xsl:text> </xsl:text><bdi class="mono xs"><xsl:value-of select="."/></bdi></li></xsl:for-each></ul></div></div></xsl:if></div>
      <xsl:if test="line"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Preview')"/></caption>
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Currency')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Now')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('New')"/></th></tr></thead>
        <tbody role="rowgroup"><xsl:for-each select="line"><tr role="row"><td role="cell" class="main"><b><bdi><xsl:value-of select="@currency"/></bdi></b><xsl:if test="@far"><xsl:text> </xsl:text><span class="badge warn"><xsl:value-of select="p:t('Moves far')"/></span></xsl:if></td><td role="cell" data-l="{p:t('Now')}" class="num"><xsl:choose><xsl:when test="@before"><bdi><xsl:value-of select="@before"/></bdi></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></td><td role="cell" data-l="{p:t('New')}" class="num"><b><bdi><xsl:value-of select="@rate"/></bdi></b></td></tr></xsl:for-each></tbody></table></xsl:if></section>
  </xsl:template>
</xsl:stylesheet>
