<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: rate and addresses of one coin. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:for-each select="coin[@empty]"><div class="alert bad"><xsl:copy-of select="p:i('alert-circle')"/><div><b><xsl:value-of select="p:t('No address is left')"/></b><br/><xsl:value-of select="p:t('Customers cannot choose this coin until you add addresses.')"/></div></div></xsl:for-each>
    <xsl:for-each select="coin[@low and not(@empty)]"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('Few addresses are left')"/></b><br/><xsl:value-of select="p:t('When the last one is given away, customers cannot choose this coin any more.')"/></div></div></xsl:for-each>
    <xsl:for-each select="coin[@old-rate and @status = 'active']"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('The rate is too old')"/></b><br/><xsl:value-of select="p:t('The coin is not offered until you enter the rate anew.')"/></div></div></xsl:for-each>
    <div class="grid g-2-1">
      <div class="stackd">
        <section class="card form" aria-labelledby="hp"><h2 id="hp"><xsl:value-of select="p:t('Add addresses')"/></h2>
          <p class="mut"><xsl:value-of select="p:t('Export unused receiving addresses from your wallet. Each is checked, and each is given to one payment only. Never enter an address that was used before.')"/></p>
          <xsl:apply-templates select="form[@name = 'crypto-pool']" mode="fields"/></section>
        <section class="card flush" aria-labelledby="ha"><div class="card-h"><h2 id="ha"><xsl:value-of select="p:t('Addresses')"/></h2></div>
          <xsl:choose><xsl:when test="address"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Addresses')"/></caption>
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Address')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="end"><xsl:value-of select="p:t('Actions')"/></th></tr></thead>
            <tbody role="rowgroup"><xsl:for-each select="address"><tr role="row"><td role="cell" class="main"><bdi class="mono xs addr"><xsl:value-of select="@text"/></bdi><span class="meta mut"><xsl:copy-of select="p:time(@created, 'f')"/></span></td>
              <td role="cell" data-l="{p:t('Status')}"><xsl:choose><xsl:when test="@status = 'free'"><span class="badge ok"><xsl:value-of select="p:t('Free')"/></span></xsl:when><xsl:when test="@status = 'used'"><span class="badge mute"><xsl:value-of select="p:t('Used')"/></span></xsl:when><xsl:otherwise><span class="badge mute"><xsl:value-of select="p:t('Taken out')"/></span></xsl:otherwise></xsl:choose></td>
              <td role="cell" class="end acts"><xsl:choose><xsl:when test="@payment"><a class="btn sm" href="{p:link(concat('/staff/payments/', @payment))}">P<xsl:value-of select="@payment"/></a></xsl:when>
                <xsl:when test="@status = 'free'"><form method="post" action="{p:link(../form[@name = 'crypto-retire']/@action)}"><xsl:apply-templates select="../form[@name = 'crypto-retire']" mode="hidden"/><input type="hidden" name="address" value="{@id}"/><button class="btn sm" type="submit"><xsl:value-of select="p:t('Take out')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@text"/></span></button></form></xsl:when></xsl:choose></td></tr></xsl:for-each></tbody></table></xsl:when>
          <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('qrcode')"/><h2><xsl:value-of select="p:t('No address yet')"/></h2><p><xsl:value-of select="p:t('Add some above: the coin is offered when it has a rate and a free address.')"/></p></div></xsl:otherwise></xsl:choose></section>
      </div>
      <aside class="stackd" aria-label="{p:t('Coin')}"><section class="card form" aria-labelledby="hr"><h2 id="hr"><xsl:value-of select="p:t('Rate and confirmations')"/></h2>
        <xsl:if test="coin/@rate-at"><p class="mut"><xsl:value-of select="p:t('Entered')"/><xsl:text> </xsl:text><xsl:copy-of select="p:time(coin/@rate-at, 'f')"/></p></xsl:if>
        <xsl:apply-templates select="form[@name = 'crypto-coin']" mode="fields"/></section>
        <section class="card"><dl class="kv"><div><dt><xsl:value-of select="p:t('Network')"/></dt><dd><xsl:value-of select="coin/@chain"/></dd></div><div><dt><xsl:value-of select="p:t('Free addresses')"/></dt><dd><xsl:value-of select="p:num(coin/@free)"/></dd></div><div><dt><xsl:value-of select="p:t('Used')"/></dt><dd><xsl:value-of select="p:num(coin/@used)"/></dd></div></dl></section></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
