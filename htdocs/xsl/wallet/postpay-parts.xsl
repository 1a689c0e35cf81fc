<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Post-payment: state, bills, what has to be met. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <!-- the context is <account> -->
  <xsl:template name="postpay-state"><xsl:choose>
    <xsl:when test="@status = 'active'"><span class="badge ok"><xsl:value-of select="p:t('Active')"/></span></xsl:when>
    <xsl:when test="@status = 'requested'"><span class="badge info"><xsl:value-of select="p:t('Requested')"/></span></xsl:when>
    <xsl:when test="@status = 'refused'"><span class="badge bad"><xsl:value-of select="p:t('Refused')"/></span></xsl:when>
    <xsl:otherwise><span class="badge"><xsl:value-of select="p:t('Ended')"/></span></xsl:otherwise></xsl:choose></xsl:template>

  <!-- the context has <bill> children -->
  <xsl:template name="postpay-bills"><section class="card flush" aria-labelledby="hb"><div class="card-h"><h2 id="hb"><xsl:value-of select="p:t('Bills')"/></h2></div>
    <xsl:choose><xsl:when test="bill"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Bills')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Month')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Due')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
      <tbody role="rowgroup"><xsl:for-each select="bill"><tr role="row"><td role="cell" class="main"><b><xsl:value-of select="@month"/></b><span class="meta"><xsl:value-of select="p:t1('made on {0}', p:date(@created, 'd'))"/></span></td><td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td><td role="cell" data-l="{p:t('Due')}" class="nw"><xsl:value-of select="p:date(@due, 'd')"/></td><td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></td></tr></xsl:for-each></tbody></table></xsl:when>
      <xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('The first bill is made when the month is over.')"/></p></xsl:otherwise></xsl:choose></section></xsl:template>

  <!-- the context has <condition> children -->
  <xsl:template name="postpay-conditions"><ul class="todo" role="list"><xsl:for-each select="condition"><li><xsl:choose><xsl:when test="@met"><span class="ic ok"><xsl:copy-of select="p:i('check')"/></span></xsl:when><xsl:otherwise><span class="ic"><xsl:copy-of select="p:i('circle-minus')"/></span></xsl:otherwise></xsl:choose><div><b><xsl:choose><xsl:when test="@usd"><xsl:value-of select="p:t1(@title, p:money(@usd))"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t1(@title, @n)"/></xsl:otherwise></xsl:choose></b><span class="mut"><xsl:if test="@sub"><xsl:choose><xsl:when test="@sub-usd"><xsl:value-of select="p:t1(@sub, p:money(@sub-usd))"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t1(@sub, @sub-n)"/></xsl:otherwise></xsl:choose></xsl:if><span class="sr"><xsl:choose><xsl:when test="@met"><xsl:value-of select="p:t('met')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('not met')"/></xsl:otherwise></xsl:choose></span></span></div></li></xsl:for-each></ul></xsl:template>
</xsl:stylesheet>
