<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: payments to join. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"/>
    <div class="stackd">
    <xsl:if test="asked"><section class="card flush" aria-labelledby="ha"><div class="card-h"><h2 id="ha"><xsl:value-of select="p:t('Asked for')"/></h2></div><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Asked for')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Payment')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('With')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Asked')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Missing')"/></th></tr></thead>
      <tbody role="rowgroup"><xsl:for-each select="asked"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/payments/', @payment))}"><xsl:value-of select="@name"/></a></td><td role="cell" data-l="{p:t('Customer')}"><bdi><xsl:value-of select="@customer"/></bdi></td><td role="cell" data-l="{p:t('With')}"><a href="{p:link(concat('/staff/payments/', @other))}"><xsl:value-of select="@other-name"/></a></td><td role="cell" data-l="{p:t('Asked')}" class="nw"><xsl:copy-of select="p:time(@created)"/></td><td role="cell" data-l="{p:t('Missing')}" class="num"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></td></tr></xsl:for-each></tbody></table></section></xsl:if>
    <section class="card flush" aria-labelledby="hp"><div class="card-h"><h2 id="hp"><xsl:value-of select="p:t('These would fit')"/></h2></div>
      <xsl:choose><xsl:when test="pair"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('These would fit')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Payment')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('With')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Missing')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Above what was due')"/></th></tr></thead>
      <tbody role="rowgroup"><xsl:for-each select="pair"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/payments/', @payment))}"><xsl:value-of select="@name"/></a></td><td role="cell" data-l="{p:t('Customer')}"><bdi><xsl:value-of select="@customer"/></bdi></td><td role="cell" data-l="{p:t('With')}"><a href="{p:link(concat('/staff/payments/', @other))}"><xsl:value-of select="@other-name"/></a></td><td role="cell" data-l="{p:t('Missing')}" class="num"><bdi><xsl:value-of select="p:money(@missing-usd)"/></bdi></td><td role="cell" data-l="{p:t('Above what was due')}" class="num"><bdi><xsl:value-of select="p:money(@spare-usd)"/></bdi></td></tr></xsl:for-each></tbody></table></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('circle-check')"/><h2><xsl:value-of select="p:t('Nothing to join')"/></h2><p><xsl:value-of select="p:t('When one payment of a customer is short and another brought more than it asked for, both appear here.')"/></p></div></xsl:otherwise></xsl:choose></section></div>
  </xsl:template>
</xsl:stylesheet>
