<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Coins of a payment: where to send them, how far the chain is. Context: payment. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">

  <!-- "3 of 6 confirmations", of any gateway that says so -->
  <xsl:template name="confirmations"><xsl:choose>
    <xsl:when test="@confirmations"><xsl:value-of select="p:t1('{0} of {1} confirmations', p:num(@confirmations), p:num(@confirmations-wanted))"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t1('{0} confirmations are needed', p:num(@confirmations-wanted))"/></xsl:otherwise></xsl:choose></xsl:template>

  <!-- a button that needs script, and does without where there is none -->
  <xsl:template name="copy"><xsl:param name="text"/><xsl:param name="what"/>
    <button class="btn sm copy" type="button" data-copy="{$text}" data-done="{p:t('Copied')}"><xsl:copy-of select="p:i('copy')"/><span><xsl:value-of select="p:t('Copy')"/></span><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="$what"/></span></button>
  </xsl:template>

  <xsl:template name="coin-send">
    <xsl:variable name="amount"><xsl:choose><xsl:when test="coin/@due"><xsl:value-of select="coin/@due"/></xsl:when><xsl:otherwise><xsl:value-of select="coin/@amount"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:for-each select="coin"><section class="card form coin-card" aria-labelledby="hq"><h2 id="hq"><xsl:value-of select="p:t1('Send {0}', @name)"/></h2>
      <div class="qr"><xsl:if test="@path"><svg viewBox="0 0 {@size} {@size}" role="img" aria-labelledby="hq" shape-rendering="crispEdges"><path d="{@path}"/></svg></xsl:if>
        <dl class="kv coin-kv">
          <div><dt><xsl:value-of select="p:t('Exactly this amount')"/></dt><dd><b class="big"><bdi><xsl:value-of select="$amount"/><xsl:text> </xsl:text><xsl:value-of select="@unit"/></bdi></b><xsl:call-template name="copy"><xsl:with-param name="text" select="$amount"/><xsl:with-param name="what" select="p:t('the amount')"/></xsl:call-template></dd></div>
          <div><dt><xsl:value-of select="p:t('To this address')"/></dt><dd><bdi class="mono addr"><xsl:value-of select="@address"/></bdi><xsl:call-template name="copy"><xsl:with-param name="text" select="@address"/><xsl:with-param name="what" select="p:t('the address')"/></xsl:call-template></dd></div>
          <div><dt><xsl:value-of select="p:t('Network')"/></dt><dd><b><xsl:value-of select="@chain"/></b></dd></div>
          <div><dt><xsl:value-of select="p:t('Rate')"/></dt><dd><bdi>1 <xsl:value-of select="@unit"/> = <xsl:value-of select="p:money(@rate-usd)"/></bdi></dd></div>
          <xsl:if test="../@status = 'pending'"><div><dt><xsl:value-of select="p:t('The rate holds until')"/></dt><dd><xsl:copy-of select="p:time(@until, 'f')"/><xsl:text> </xsl:text><b class="mono" data-until="{@until}"/></dd></div></xsl:if></dl></div>
      <xsl:if test="@link and not(starts-with(@link, 'ethereum:'))"><div class="row"><a class="btn" href="{@link}"><xsl:copy-of select="p:i('wallet')"/><xsl:value-of select="p:t('Open my wallet')"/></a></div></xsl:if>
      <div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t1('Only {0}, only over the network {1}', @unit, @chain)"/></b><br/><xsl:value-of select="p:t('Other coins, or the same coin over another network, are lost. The address is for this payment only.')"/></div></div>
      <xsl:if test="@note"><p><xsl:value-of select="@note"/></p></xsl:if>
      <h3><xsl:value-of select="p:t('What to do next')"/></h3>
      <ol class="do-next"><li><xsl:value-of select="p:t('Open your wallet, choose Send, and scan the code or copy address and amount.')"/></li>
        <li><xsl:value-of select="p:t('The network’s fee comes on top: what arrives must be the whole amount.')"/></li>
        <li><xsl:choose><xsl:when test="../@status = 'underpaid'"><xsl:value-of select="p:t('Send the rest soon, then enter its transaction id below.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Send the coins before the rate ends, then enter the transaction id below.')"/></xsl:otherwise></xsl:choose></li>
        <li><xsl:value-of select="p:t1('After {0} confirmations by the network your balance is credited. You may leave this page: a mail comes.', p:num(@wanted))"/></li></ol>
      <xsl:call-template name="coin-help"/></section></xsl:for-each>
  </xsl:template>

  <xsl:template name="coin-help"><p class="mut xs"><a href="{p:link('/help/coin-wallets')}"><xsl:value-of select="p:t('New to coins? What a wallet is')"/></a><xsl:text> · </xsl:text><a href="{p:link('/help/why-coins-take-time')}"><xsl:value-of select="p:t('Why it takes a while')"/></a><xsl:text> · </xsl:text><a href="{p:link('/help/underpaid-coins')}"><xsl:value-of select="p:t('When less arrives')"/></a></p></xsl:template>

  <!-- transactions that were seen -->
  <xsl:template name="coin-seen">
    <xsl:if test="coin/tx"><section class="card flush" aria-labelledby="ht"><div class="card-h"><h2 id="ht"><xsl:value-of select="p:t('Seen on the chain')"/></h2></div>
      <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Seen on the chain')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Transaction')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Confirmations')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
        <tbody role="rowgroup"><xsl:for-each select="coin/tx"><tr role="row"><td role="cell" class="main"><bdi class="mono xs" title="{@txid}"><xsl:value-of select="substring(@txid, 1, 10)"/>…<xsl:value-of select="substring(@txid, 55)"/></bdi><span class="meta mut"><xsl:value-of select="p:t1('Output {0}', @output)"/> · <xsl:copy-of select="p:time(@updated, 'f')"/></span></td>
          <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td><td role="cell" data-l="{p:t('Confirmations')}"><xsl:choose><xsl:when test="@status = 'confirming'"><xsl:value-of select="p:t1('{0} of {1}', p:num(@confirmations), p:num(../@wanted))"/></xsl:when><xsl:otherwise><xsl:value-of select="p:num(@confirmations)"/></xsl:otherwise></xsl:choose></td>
          <td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="@amount"/><xsl:text> </xsl:text><xsl:value-of select="../@unit"/></bdi><span class="mut xs blk"><bdi><xsl:value-of select="p:money(@value-usd)"/></bdi></span></td></tr></xsl:for-each></tbody></table></section></xsl:if>
  </xsl:template>
</xsl:stylesheet>
