<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: upstream providers. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Providers')"/></h1><p class="sub"><xsl:value-of select="p:t('Panels that fulfil your campaigns. Their price lists become your services.')"/></p></div>
      <div class="ph-a"><a class="btn pri" href="{p:link('/staff/providers/new')}"><xsl:copy-of select="p:i('plus')"/><xsl:value-of select="p:t('Add provider')"/></a></div></div>
    <div class="card flush"><xsl:choose><xsl:when test="provider">
      <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Providers')"/></caption>
        <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Provider')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Balance')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Services')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Mark-up')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Last import')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th></tr></thead>
        <tbody role="rowgroup"><xsl:for-each select="provider"><tr role="row">
          <td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/providers/', @id))}"><xsl:value-of select="@name"/></a><span class="meta"><span class="mut xs"><xsl:value-of select="p:t(@kind-label)"/></span><xsl:if test="@url"><span class="mut xs"><bdi dir="ltr"><xsl:value-of select="@url"/></bdi></span></xsl:if></span></td>
          <td role="cell" data-l="{p:t('Balance')}" class="num"><xsl:choose><xsl:when test="@balance-amount"><bdi><xsl:value-of select="p:num(@balance-amount, 2)"/><xsl:text> </xsl:text><xsl:value-of select="@currency"/></bdi><xsl:if test="@low"><span class="badge bad blk"><xsl:value-of select="p:t('low')"/></span></xsl:if></xsl:when><xsl:otherwise><span class="mut">–</span></xsl:otherwise></xsl:choose></td>
          <td role="cell" data-l="{p:t('Services')}" class="num"><a href="{p:link(concat('/staff/services?provider=', @id))}"><xsl:value-of select="p:num(@services)"/></a></td>
          <td role="cell" data-l="{p:t('Mark-up')}" class="num"><xsl:value-of select="@markup"/>%</td>
          <td role="cell" data-l="{p:t('Last import')}" class="nw"><xsl:choose><xsl:when test="@imported"><xsl:copy-of select="p:time(@imported)"/></xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="p:t('never')"/></span></xsl:otherwise></xsl:choose></td>
          <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/><xsl:if test="@fault"><span class="mut xs blk"><xsl:value-of select="@fault"/></span></xsl:if></td></tr></xsl:for-each></tbody></table>
    </xsl:when><xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('plug-connected')"/><h2><xsl:value-of select="p:t('No provider yet')"/></h2><p><xsl:value-of select="p:t('Add the panel that fulfils your campaigns: its address and your API key there. Then import its price list.')"/></p><a class="btn pri" href="{p:link('/staff/providers/new')}"><xsl:value-of select="p:t('Add provider')"/></a></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
