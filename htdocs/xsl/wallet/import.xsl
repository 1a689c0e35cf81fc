<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: reading a statement, with a preview. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="claim-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:apply-templates select="preview"/>
    <xsl:for-each select="form[@name = 'import']"><form method="post" action="{p:link(@action)}" class="grid g-1-1 gap start" id="form-import" enctype="multipart/form-data">
      <section class="card form" aria-labelledby="hl"><h2 id="hl"><xsl:value-of select="p:t('The statement')"/></h2>
        <xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'file'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'lines'"/><xsl:with-param name="rows" select="10"/></xsl:call-template>
        <div class="row form-a"><button class="btn {substring('pri', 1, 3 * number(not(../preview)))}" type="submit" name="what" value="preview"><xsl:copy-of select="p:i('eye')"/><xsl:value-of select="p:t('Preview')"/></button><xsl:if test="../preview[@n &gt; 0]"><button class="btn pri" type="submit" name="what" value="import"><xsl:copy-of select="p:i('upload')"/><xsl:value-of select="p:t1('Import {0} new lines', ../preview/@new)"/></button></xsl:if></div></section>
      <section class="card form" aria-labelledby="hm"><h2 id="hm"><xsl:value-of select="p:t('How to read it')"/></h2>
        <xsl:if test="../bank"><p class="mut"><xsl:value-of select="p:t('Remembered:')"/><xsl:for-each select="../bank"><xsl:text> </xsl:text><a href="{p:link(concat('/staff/statements/new?bank=', @name))}"><bdi><xsl:value-of select="@name"/></bdi></a></xsl:for-each><xsl:text> · </xsl:text><a href="{p:link('/staff/statements/new?bank=-')}"><xsl:value-of select="p:t('Another bank')"/></a></p></xsl:if>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'bank'"/></xsl:call-template>
        <div class="cols2"><xsl:call-template name="field"><xsl:with-param name="name" select="'currency'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'decimal'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'separator'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'date_order'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'skip'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'col_date'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'col_amount'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'col_reference'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'col_text'"/></xsl:call-template></div></section></form></xsl:for-each>
  </xsl:template>

  <!-- the words of the selects -->
  <xsl:template name="option-label"><xsl:choose>
    <xsl:when test="@value = 'dmy'"><xsl:value-of select="p:t('Day, month, year')"/></xsl:when>
    <xsl:when test="@value = 'mdy'"><xsl:value-of select="p:t('Month, day, year')"/></xsl:when>
    <xsl:when test="@value = 'ymd'"><xsl:value-of select="p:t('Year, month, day')"/></xsl:when>
    <xsl:when test="@value = 'auto'"><xsl:value-of select="p:t('Find out')"/></xsl:when>
    <xsl:when test="@value = 'comma' and ../@name = 'decimal'"><xsl:value-of select="p:t('Comma: 1.234,56')"/></xsl:when>
    <xsl:when test="@value = 'point'"><xsl:value-of select="p:t('Point: 1,234.56')"/></xsl:when>
    <xsl:when test="@value = 'comma'"><xsl:value-of select="p:t('Comma')"/></xsl:when>
    <xsl:when test="@value = 'semicolon'"><xsl:value-of select="p:t('Semicolon')"/></xsl:when>
    <xsl:when test="@value = 'tab'"><xsl:value-of select="p:t('Tab')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t('Vertical bar')"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template match="preview">
    <section class="card flush" aria-labelledby="hp"><div class="card-h"><h2 id="hp"><xsl:value-of select="p:t('Preview')"/></h2></div>
      <div class="pad"><p><xsl:value-of select="p:t1('{0} lines of money that came in, {1} together.', @n, @sum)"/><xsl:text> </xsl:text><xsl:value-of select="p:t1('{0} are new, {1} are known.', @new, @known)"/><xsl:text> </xsl:text><xsl:value-of select="p:t1('{0} rows without money that came in are skipped.', @out)"/></p>
        <xsl:if test="column"><p class="mut xs"><xsl:value-of select="p:t('Columns of the first row:')"/><xsl:for-each select="column"><xsl:text> </xsl:text><b><xsl:value-of select="@n"/></b><xsl:text> </xsl:text><bdi><xsl:value-of select="."/></bdi></xsl:for-each></p></xsl:if>
        <xsl:if test="fault"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t1('{0} rows cannot be read', @faults)"/></b><ul><xsl:for-each select="fault"><li><xsl:value-of select="p:t1('Row {0}:', @row)"/><xsl:text> </xsl:text><xsl:value-of select="p:t(@why)"/><xsl:text> </xsl:text><bdi class="mono xs"><xsl:value-of select="."/></bdi></li></xsl:for-each></ul></div></div></xsl:if></div>
      <xsl:if test="line"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Preview')"/></caption>
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Reference')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Description')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
        <tbody role="rowgroup"><xsl:for-each select="line"><tr role="row"><td role="cell" class="main nw"><xsl:value-of select="@day"/><xsl:if test="@known"><xsl:text> </xsl:text><span class="badge"><xsl:value-of select="p:t('Known')"/></span></xsl:if></td><td role="cell" data-l="{p:t('Reference')}"><bdi class="mono xs"><xsl:value-of select="@reference"/></bdi></td><td role="cell" data-l="{p:t('Description')}"><bdi><xsl:value-of select="text"/></bdi></td><td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="@amount"/></bdi></td></tr></xsl:for-each></tbody></table>
        <xsl:if test="@more"><p class="pad mut xs"><xsl:value-of select="p:t('Only the first lines are shown; all are imported.')"/></p></xsl:if></xsl:if></section>
  </xsl:template>
</xsl:stylesheet>
