<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one payment with its decisions and its history. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="refund-parts.xsl"/>
  <xsl:import href="coin-parts.xsl"/>
  <xsl:import href="join-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:if test="payment/@review"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('Look at this payment')"/></b><br/><xsl:value-of select="payment/@review"/></div></div></xsl:if>
        <xsl:if test="twin"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('The same reference was claimed for another payment')"/></b><ul><xsl:for-each select="twin"><li><a href="{p:link(concat('/staff/payments/', @id))}">P<xsl:value-of select="@id"/></a> · <xsl:value-of select="@customer"/> · <xsl:copy-of select="p:status(@status)"/></li></xsl:for-each></ul></div></div></xsl:if>
        <xsl:if test="form[@name = 'confirm']"><section class="card form" aria-labelledby="hc"><h2 id="hc"><xsl:value-of select="p:t('Money arrived')"/></h2>
          <p class="mut"><xsl:value-of select="p:t('Enter what the statement shows. If it covers the amount, the balance is credited, the invoice gets its number and the customer a mail. If it is less, it waits in suspense.')"/></p><xsl:apply-templates select="form[@name = 'confirm']" mode="fields"/></section></xsl:if>
        <xsl:for-each select="form[@name = 'coin-seen']"><section class="card form" aria-labelledby="hc"><h2 id="hc"><xsl:value-of select="p:t('Coins arrived')"/></h2>
          <p class="mut"><xsl:value-of select="p:t1('Look the address up in a block explorer. With {0} confirmations it is credited; with fewer the customer sees how far it is, and you enter the same transaction again later. Each output is credited once.', p:num(../payment/coin/@wanted))"/></p><form method="post" action="{p:link(@action)}" class="form" id="form-coin-seen"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'txid'"/></xsl:call-template>
          <div class="cols2"><xsl:call-template name="field"><xsl:with-param name="name" select="'amount'"/><xsl:with-param name="hint" select="'What reached the address. Asked: {0}'"/><xsl:with-param name="hint-a" select="concat(../payment/coin/@amount, ' ', ../payment/coin/@unit)"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'confirmations'"/></xsl:call-template></div>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'output'"/><xsl:with-param name="hint" select="'Its place in the list of outputs, counted from 0; for Ethereum and TRON 0, or the number of the transfer.'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'today'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'reason'"/></xsl:call-template>
          <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t(@submit)"/></button></div></form></section></xsl:for-each>
        <xsl:for-each select="payment"><xsl:call-template name="coin-seen"/></xsl:for-each>
        <xsl:for-each select="asked[@status = 'asked']"><div class="alert info"><xsl:copy-of select="p:i('transfer')"/><div><b><xsl:value-of select="p:t1('The customer asks to complete it with payment {0}', @other-name)"/></b><br/><a href="{p:link(concat('/staff/payments/', @other))}"><xsl:value-of select="p:t('Open that payment')"/></a></div></div></xsl:for-each>
        <xsl:if test="form[@name = 'join']"><section class="card form" aria-labelledby="hj"><h2 id="hj"><xsl:value-of select="p:t('Complete it with another payment')"/></h2>
          <p class="mut"><xsl:value-of select="p:t1('{0} of the excess is used. This payment is credited in full, and both invoices are paid.', p:money(payment/@missing-usd))"/></p><xsl:call-template name="join-form"><xsl:with-param name="form" select="form[@name = 'join']"/></xsl:call-template>
          <xsl:if test="form[@name = 'join-refuse']"><h3><xsl:value-of select="p:t('Or refuse')"/></h3><xsl:apply-templates select="form[@name = 'join-refuse']" mode="fields"/></xsl:if></section></xsl:if>
        <xsl:if test="form[@name = 'join-refuse'] and not(form[@name = 'join'])"><section class="card form" aria-labelledby="hf"><h2 id="hf"><xsl:value-of select="p:t('They do not fit any more')"/></h2><xsl:apply-templates select="form[@name = 'join-refuse']" mode="fields"/></section></xsl:if>
        <xsl:if test="form[@name = 'settle']"><section class="card form" aria-labelledby="hs"><h2 id="hs"><xsl:value-of select="p:t('The rest will not come')"/></h2>
          <p class="mut"><xsl:value-of select="p:t1('{0} is credited to the balance and the payment is closed without an invoice.', p:money(payment/@received-usd))"/></p><xsl:apply-templates select="form[@name = 'settle']" mode="fields"/></section></xsl:if>
        <xsl:if test="form[@name = 'reject']"><section class="card form" aria-labelledby="hr"><h2 id="hr"><xsl:value-of select="p:t('Nothing arrived')"/></h2>
          <p class="mut"><xsl:value-of select="p:t('The payment is closed. Money that comes later can still be confirmed.')"/></p><xsl:apply-templates select="form[@name = 'reject']" mode="fields"/></section></xsl:if>
        <xsl:for-each select="refund-waits"><div class="alert info"><xsl:copy-of select="p:i('info-circle')"/><div><b><xsl:value-of select="p:t1('A refund of {0} waits for a second person', p:money(@amount-usd))"/></b><br/><xsl:value-of select="p:t1('Asked by {0}', @asker)"/> · <xsl:value-of select="p:t(p:cap(@cause))"/>: <bdi><xsl:value-of select="@reason"/></bdi> · <a href="{p:link('/staff/adjustments')}"><xsl:value-of select="p:t('Decide')"/></a></div></div></xsl:for-each>
        <xsl:if test="form[@name = 'refund']"><section class="card form" aria-labelledby="hb"><h2 id="hb"><xsl:value-of select="p:t('Return money to the payer')"/></h2>
          <p class="mut"><xsl:value-of select="p:t1('Up to {0} of this payment can go back the way it came. Tax goes with it in proportion, and a credit note is written.', p:money(form[@name = 'refund']/@left-usd))"/></p><xsl:apply-templates select="form[@name = 'refund']" mode="fields"/></section></xsl:if>
        <xsl:if test="refund"><section class="card flush" aria-labelledby="hq"><div class="card-h"><h2 id="hq"><xsl:value-of select="p:t('Refunds')"/></h2></div><xsl:call-template name="refund-rows"/></section></xsl:if>
        <section class="card flush" aria-labelledby="hh"><div class="card-h"><h2 id="hh"><xsl:value-of select="p:t('History')"/></h2></div>
          <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('History')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Event')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('By')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('When')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="event"><tr role="row"><td role="cell" class="main"><b><xsl:value-of select="p:cap(@name)"/></b><xsl:if test=". != ''"><span class="meta mut"><xsl:value-of select="."/></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@to)"/></td><td role="cell" data-l="{p:t('By')}"><xsl:choose><xsl:when test="@actor"><xsl:value-of select="@actor"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('System')"/></xsl:otherwise></xsl:choose></td><td role="cell" data-l="{p:t('When')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td><td role="cell" data-l="{p:t('Amount')}" class="num"><xsl:if test="@amount-usd"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></xsl:if></td></tr></xsl:for-each></tbody></table></section>
      </div>
      <aside class="stackd" aria-label="{p:t('Payment')}"><section class="card"><xsl:for-each select="payment"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><bdi><xsl:value-of select="@customer"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('E-mail')"/></dt><dd><bdi><xsl:value-of select="@email"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Amount')"/></dt><dd><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></dd></div>
        <xsl:if test="@fee-usd"><div><dt><xsl:value-of select="p:t('Handling fee')"/></dt><dd><bdi><xsl:value-of select="p:money(@fee-usd)"/></bdi></dd></div></xsl:if>
        <xsl:if test="@tax-usd"><div><dt><xsl:value-of select="p:t('Tax')"/></dt><dd><bdi><xsl:value-of select="p:money(@tax-usd)"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('To be paid')"/></dt><dd><bdi><xsl:value-of select="p:money(@total-usd)"/></bdi></dd></div>
        <xsl:for-each select="coin"><div><dt><xsl:value-of select="p:t('Asked for')"/></dt><dd><bdi><xsl:value-of select="@amount"/><xsl:text> </xsl:text><xsl:value-of select="@unit"/></bdi><span class="mut xs blk"><bdi>1 <xsl:value-of select="@unit"/> = <xsl:value-of select="p:money(@rate-usd)"/></bdi></span></dd></div>
        <div><dt><xsl:value-of select="p:t('Address')"/></dt><dd><bdi class="mono xs addr"><xsl:value-of select="@address"/></bdi><span class="mut xs blk"><xsl:value-of select="@chain"/><xsl:if test="@explorer"><xsl:text> · </xsl:text><a href="{@explorer}" target="_blank" rel="noopener noreferrer"><xsl:value-of select="p:t('Look it up')"/></a></xsl:if></span></dd></div>
        <div><dt><xsl:value-of select="p:t('The rate held until')"/></dt><dd><xsl:copy-of select="p:time(@until, 'f')"/></dd></div></xsl:for-each>
        <xsl:if test="@confirmations-wanted and @status = 'confirming'"><div><dt><xsl:value-of select="p:t('Network')"/></dt><dd><xsl:call-template name="confirmations"/></dd></div></xsl:if>
        <xsl:if test="@pay-amount"><div><dt><xsl:value-of select="p:t('Asked for')"/></dt><dd><bdi><xsl:value-of select="@pay-amount"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Received')"/></dt><dd><bdi><xsl:value-of select="p:money(@received-usd)"/></bdi></dd></div>
        <xsl:for-each select="../asked[@status = 'done']"><div><dt><xsl:value-of select="p:t('Completed with')"/></dt><dd><a href="{p:link(concat('/staff/payments/', @other))}"><xsl:value-of select="@other-name"/></a><span class="mut xs blk"><xsl:value-of select="p:money(@amount-usd)"/></span></dd></div></xsl:for-each>
        <xsl:if test="@excess-usd"><div><dt><xsl:value-of select="p:t('Above what was due')"/></dt><dd><bdi><xsl:value-of select="p:money(@excess-usd)"/></bdi><span class="mut xs blk"><xsl:value-of select="p:t1('of it tax: {0}', p:money(@excess-tax-usd))"/></span><bdi class="xs blk"><xsl:value-of select="@excess-invoice"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Method')"/></dt><dd><xsl:value-of select="p:t(@method-title)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Document')"/></dt><dd><a href="{p:link(@invoice-href)}"><bdi><xsl:value-of select="@invoice"/></bdi></a></dd></div>
        <xsl:if test="@gateway-reference"><div><dt><xsl:value-of select="p:t('At the gateway')"/></dt><dd><bdi class="mono xs"><xsl:value-of select="@gateway-reference"/></bdi></dd></div></xsl:if>
        <xsl:if test="@claim-reference"><div><dt><xsl:value-of select="p:t('Claimed reference')"/></dt><dd><bdi><xsl:value-of select="@claim-reference"/></bdi></dd></div><xsl:if test="@claim-amount"><div><dt><xsl:value-of select="p:t('Claimed amount')"/></dt><dd><bdi><xsl:value-of select="@claim-amount"/></bdi></dd></div></xsl:if><xsl:if test="@claim-note != ''"><div><dt><xsl:value-of select="p:t('Note')"/></dt><dd><xsl:value-of select="@claim-note"/></dd></div></xsl:if></xsl:if></dl></xsl:for-each></section></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
