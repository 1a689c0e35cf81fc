<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: GSTR-1 of a period. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:for-each select="return"><div class="stackd">
      <section class="card flush"><form class="bar-t" method="get" action="{p:link('/staff/gst')}"><label class="inline"><span><xsl:value-of select="p:t('Period')"/></span><select name="period"><xsl:for-each select="period"><option value="{@value}"><xsl:if test="@on"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="."/></option></xsl:for-each></select></label><button class="btn" type="submit"><xsl:value-of select="p:t('Show')"/></button>
        <a class="btn pri" href="{p:link(concat('/staff/gst?period=', @fp, '&amp;format=json'))}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t('JSON for the portal')"/></a><a class="btn" href="{p:link(concat('/staff/gst?period=', @fp, '&amp;format=csv'))}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t('CSV sheets')"/></a></form></section>
      <xsl:choose>
        <xsl:when test="fault"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('Look at this before you file')"/></b><ul><xsl:for-each select="fault"><li><xsl:value-of select="."/></li></xsl:for-each></ul></div></div></xsl:when>
        <xsl:otherwise><div class="alert ok"><xsl:copy-of select="p:i('circle-check')"/><div><xsl:value-of select="p:t('Documents, sections and summary agree; no number is missing.')"/></div></div></xsl:otherwise></xsl:choose>
      <xsl:if test="without"><div class="alert info"><xsl:copy-of select="p:i('info-circle')"/><div><xsl:value-of select="p:n('{0} numbered document has no GST figures and stands in no return.', '{0} numbered documents have no GST figures and stand in no return.', without/@n)"/></div></div></xsl:if>
      <section class="card flush" aria-labelledby="ht"><div class="card-h"><h2 id="ht"><xsl:value-of select="@name"/></h2><xsl:if test="@due"><span class="mut"><xsl:value-of select="p:t1('Due on {0}', p:date(@due, 'd'))"/></span></xsl:if></div>
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Sections')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Section')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Documents')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Taxable value')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Tax')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="table"><tr role="row"><td role="cell" class="main"><b><xsl:value-of select="p:t(@label)"/></b><span class="meta mut mono"><xsl:value-of select="@name"/></span></td><td role="cell" data-l="{p:t('Documents')}" class="num"><xsl:value-of select="p:num(@n)"/></td><td role="cell" data-l="{p:t('Taxable value')}" class="num"><bdi><xsl:value-of select="p:money(@taxable, 2, 'INR')"/></bdi></td><td role="cell" data-l="{p:t('Tax')}" class="num"><bdi><xsl:value-of select="p:money(@tax, 2, 'INR')"/></bdi></td></tr></xsl:for-each></tbody></table></section>
      <section class="card flush" aria-labelledby="hs"><div class="card-h"><h2 id="hs"><xsl:value-of select="p:t('The same sums by three ways')"/></h2></div>
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('The same sums by three ways')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Sum of')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Taxable value')"/></th><th role="columnheader" scope="col" class="num">CGST</th><th role="columnheader" scope="col" class="num">SGST</th><th role="columnheader" scope="col" class="num">IGST</th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="sum"><tr role="row"><td role="cell" class="main"><b><xsl:value-of select="p:t(@name)"/></b></td><td role="cell" data-l="{p:t('Taxable value')}" class="num"><bdi><xsl:value-of select="p:money(@taxable, 2, 'INR')"/></bdi></td><td role="cell" data-l="CGST" class="num"><bdi><xsl:value-of select="p:money(@cgst, 2, 'INR')"/></bdi></td><td role="cell" data-l="SGST" class="num"><bdi><xsl:value-of select="p:money(@sgst, 2, 'INR')"/></bdi></td><td role="cell" data-l="IGST" class="num"><bdi><xsl:value-of select="p:money(@igst, 2, 'INR')"/></bdi></td></tr></xsl:for-each></tbody></table></section>
    </div></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
