<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: coins of a customer, and a correction of them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1"><section class="card flush" aria-labelledby="hc"><div class="card-h"><h2 id="hc"><xsl:value-of select="p:n('{0} coin', '{0} coins', @balance)"/></h2></div>
      <xsl:choose><xsl:when test="entry"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Coins')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('What')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Date')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Coins')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Balance after')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="entry"><tr role="row"><td role="cell" class="main"><b><xsl:value-of select="p:t(@label)"/></b><span class="meta mut"><xsl:value-of select="@site"/><xsl:if test="@memo"> · <xsl:value-of select="@memo"/></xsl:if></span></td><td role="cell" data-l="{p:t('Date')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td><td role="cell" data-l="{p:t('Coins')}" class="num"><b><xsl:if test="@change &gt; 0">+</xsl:if><xsl:value-of select="p:num(@change)"/></b></td><td role="cell" data-l="{p:t('Balance after')}" class="num"><xsl:value-of select="p:num(@after)"/></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('coins')"/><h2><xsl:value-of select="p:t('No coins yet')"/></h2><p><xsl:value-of select="p:t('What the customer earns and uses appears here.')"/></p></div></xsl:otherwise></xsl:choose></section>
      <aside class="stackd" aria-label="{p:t('Correction')}"><section class="card form"><h2><xsl:value-of select="p:t('Correct the coins')"/></h2><xsl:apply-templates select="form" mode="fields"/></section></aside></div>
  </xsl:template>
</xsl:stylesheet>
