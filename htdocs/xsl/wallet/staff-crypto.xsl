<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: coins taken at our own addresses. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:if test="coin[@old-rate and @status = 'active']"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('A rate is too old')"/></b><br/><xsl:value-of select="p:t('Its coin is not offered until you enter the rate anew:')"/><xsl:for-each select="coin[@old-rate and @status = 'active']"><xsl:text> </xsl:text><a href="{p:link(@href)}"><xsl:value-of select="@code"/></a></xsl:for-each></div></div></xsl:if>
    <xsl:if test="coin[@empty]"><div class="alert bad"><xsl:copy-of select="p:i('alert-circle')"/><div><b><xsl:value-of select="p:t('No address is left')"/></b><br/><xsl:value-of select="p:t('Customers cannot choose this coin until you add addresses:')"/><xsl:for-each select="coin[@empty]"><xsl:text> </xsl:text><a href="{p:link(@href)}"><xsl:value-of select="@code"/></a></xsl:for-each></div></div></xsl:if>
    <xsl:if test="coin[@low and not(@empty)]"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('Few addresses are left')"/></b><br/><xsl:value-of select="p:t('Add some soon:')"/><xsl:for-each select="coin[@low and not(@empty)]"><xsl:text> </xsl:text><a href="{p:link(@href)}"><xsl:value-of select="@code"/></a></xsl:for-each></div></div></xsl:if>
    <div class="card flush"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Coins')"/></caption>
      <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Coin')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Rate')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Confirmations')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Free addresses')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Used')"/></th></tr></thead>
      <tbody role="rowgroup"><xsl:for-each select="coin"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(@href)}"><xsl:value-of select="@name"/></a><span class="meta mut"><bdi><xsl:value-of select="@code"/></bdi> · <xsl:value-of select="@chain"/></span></td>
        <td role="cell" data-l="{p:t('Status')}"><xsl:choose><xsl:when test="@offered"><xsl:copy-of select="p:status('active')"/></xsl:when><xsl:when test="@status = 'active'"><span class="badge warn"><xsl:value-of select="p:t('Not offered')"/></span></xsl:when><xsl:otherwise><xsl:copy-of select="p:status('off')"/></xsl:otherwise></xsl:choose></td>
        <td role="cell" data-l="{p:t('Rate')}"><xsl:choose><xsl:when test="@rate-usd"><bdi><xsl:value-of select="p:money(@rate-usd)"/></bdi><span class="mut xs blk"><xsl:copy-of select="p:time(@rate-at, 'f')"/></span></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></td>
        <td role="cell" data-l="{p:t('Confirmations')}" class="num"><xsl:value-of select="p:num(@wanted)"/></td><td role="cell" data-l="{p:t('Free addresses')}" class="num"><xsl:value-of select="p:num(@free)"/></td><td role="cell" data-l="{p:t('Used')}" class="num"><xsl:value-of select="p:num(@used)"/></td></tr></xsl:for-each></tbody></table></div>
    <p class="mut xs below"><a href="{p:link('/staff/settings/gateway.crypto-manual')}"><xsl:value-of select="p:t('On and off, age of rates, fees')"/></a></p>
  </xsl:template>
</xsl:stylesheet>
