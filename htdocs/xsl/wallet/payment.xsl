<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One payment: what happened, what is next. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:for-each select="payment/claim[@kind = 'request']"><xsl:choose>
          <xsl:when test="@status = 'open'"><div class="alert info"><xsl:copy-of select="p:i('mail')"/><div><b><xsl:value-of select="p:t('Your payment request is being made')"/></b><br/><xsl:value-of select="p:t1('Payoneer will write to {0}.', @reference)"/></div></div></xsl:when>
          <xsl:when test="@status = 'done' and ../@status != 'paid'"><div class="alert ok"><xsl:copy-of select="p:i('mail-check')"/><div><b><xsl:value-of select="p:t1('The payment request was sent to {0}', @reference)"/></b><xsl:if test="@reason"><br/><xsl:value-of select="@reason"/></xsl:if></div></div></xsl:when>
          <xsl:when test="@status = 'rejected' and ../@status != 'paid'"><div class="alert bad"><xsl:copy-of select="p:i('alert-circle')"/><div><b><xsl:value-of select="p:t('The payment request could not be sent')"/></b><br/><xsl:value-of select="@reason"/></div></div></xsl:when></xsl:choose></xsl:for-each>
        <xsl:for-each select="payment[@status != 'paid']/claim[@kind != 'request' and @status = 'rejected']"><div class="alert bad"><xsl:copy-of select="p:i('alert-circle')"/><div><b><xsl:value-of select="p:t('We looked for your payment and did not find it')"/></b><br/><xsl:value-of select="@reason"/></div></div></xsl:for-each>
        <xsl:for-each select="payment[@status != 'paid']/claim[@kind != 'request' and @status = 'wrong']"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t1('There is no payment with the reference {0} and this amount', @reference)"/></b><br/><xsl:value-of select="p:t('Copy it from the app once more, or send what you know: a person looks for it.')"/></div></div></xsl:for-each>
        <xsl:if test="payment/@wait-minutes"><div class="alert warn"><xsl:copy-of select="p:i('clock')"/><div><b><xsl:value-of select="p:t('Too many references did not fit')"/></b><br/><xsl:value-of select="p:t1('You can send another one in {0} minutes. If you have paid, nothing is lost.', payment/@wait-minutes)"/></div></div></xsl:if>
        <section class="card form" aria-labelledby="hn"><h2 id="hn"><xsl:apply-templates select="payment" mode="title"/></h2><xsl:apply-templates select="payment" mode="next"/></section>
        <xsl:for-each select="payment[qr and (@status = 'pending' or @status = 'underpaid' or @status = 'expired')]"><section class="card form qr-card" aria-labelledby="hq"><h2 id="hq"><xsl:value-of select="p:t('Scan to pay')"/></h2>
          <div class="qr"><svg viewBox="0 0 {qr/@size} {qr/@size}" role="img" aria-labelledby="hq" shape-rendering="crispEdges"><path d="{qr/@path}"/></svg>
            <div class="stackd"><p class="big"><b><bdi><xsl:choose><xsl:when test="@pay-amount"><xsl:value-of select="@pay-amount"/></xsl:when><xsl:otherwise><xsl:value-of select="p:money(@total-usd)"/></xsl:otherwise></xsl:choose></bdi></b></p>
              <p class="mut"><xsl:value-of select="p:t('Open your payment app, scan the code and pay exactly this amount. Show the code on another screen: apps limit codes that are read from a picture.')"/></p>
              <div class="row"><xsl:if test="@app-link"><a class="btn" href="{@app-link}"><xsl:copy-of select="p:i('device-mobile')"/><xsl:value-of select="p:t('Open a payment app')"/></a></xsl:if><xsl:if test="@can-check"><a class="btn pri" href="{p:link(concat('/app/payments/', @id, '?back=1'))}"><xsl:copy-of select="p:i('refresh')"/><xsl:value-of select="p:t('I have paid: look for it now')"/></a></xsl:if></div></div></div></section></xsl:for-each>
        <xsl:if test="payment/detail"><section class="card form" aria-labelledby="hd"><h2 id="hd"><xsl:value-of select="p:t('Pay to this account')"/></h2><xsl:for-each select="payment"><xsl:call-template name="details"/></xsl:for-each>
          <p class="xs mut"><xsl:value-of select="p:t('Write the payment reference on your transfer: it tells us whose money it is.')"/></p></section></xsl:if>
        <xsl:if test="form[@name = 'claim']"><section class="card form" aria-labelledby="hc"><h2 id="hc"><xsl:choose><xsl:when test="payment/@claim-reference"><xsl:value-of select="p:t('Correct what you sent')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('I have paid')"/></xsl:otherwise></xsl:choose></h2>
          <p class="mut"><xsl:choose><xsl:when test="payment/@method = 'paytm'"><xsl:value-of select="p:t('Enter the order id that the app shows under the payment, and the amount. We look it up at Paytm and credit your balance.')"/></xsl:when><xsl:when test="payment/@method = 'upi'"><xsl:value-of select="p:t('Enter the 12 digits that your app calls UTR, RRN or UPI reference. We compare them with our statement and credit your balance.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Tell us the reference of your transfer. We compare it with our statement and credit your balance.')"/></xsl:otherwise></xsl:choose></p><xsl:apply-templates select="form[@name = 'claim']" mode="fields"/>
          <xsl:if test="payment/@can-lost or payment/@can-request"><p class="mut xs"><xsl:if test="payment/@can-lost"><a href="{p:link(concat('/app/payments/', payment/@id, '/lost'))}"><xsl:value-of select="p:t('No reference at hand? Send what you know')"/></a></xsl:if><xsl:if test="payment/@can-request"><xsl:text> · </xsl:text><a href="{p:link(concat('/app/payments/', payment/@id, '/request'))}"><xsl:value-of select="p:t('Ask for a payment request by mail')"/></a></xsl:if></p></xsl:if></section></xsl:if>
      </div>
      <aside class="stackd" aria-label="{p:t('Payment')}"><section class="card"><xsl:for-each select="payment"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Amount')"/></dt><dd><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></dd></div>
        <xsl:if test="@fee-usd"><div><dt><xsl:value-of select="p:t('Handling fee')"/></dt><dd><bdi><xsl:value-of select="p:money(@fee-usd)"/></bdi></dd></div><div><dt><xsl:value-of select="p:t('Total')"/></dt><dd><bdi><xsl:value-of select="p:money(@total-usd)"/></bdi></dd></div></xsl:if>
        <xsl:if test="@pay-amount"><div><dt><xsl:value-of select="p:t('You are asked for')"/></dt><dd><bdi><xsl:value-of select="@pay-amount"/></bdi><span class="mut xs blk"><xsl:value-of select="p:t1('1 USD = {0} {1}', @pay-rate, @pay-currency)"/></span></dd></div></xsl:if>
        <xsl:if test="@received-usd != 0"><div><dt><xsl:value-of select="p:t('Received')"/></dt><dd><bdi><xsl:value-of select="p:money(@received-usd)"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Method')"/></dt><dd><xsl:value-of select="p:t(@method-title)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Started')"/></dt><dd><xsl:copy-of select="p:time(@created, 'f')"/></dd></div>
        <div><dt><xsl:choose><xsl:when test="@proforma"><xsl:value-of select="p:t('Proforma invoice')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Invoice')"/></xsl:otherwise></xsl:choose></dt><dd><a href="{p:link(@invoice-href)}"><bdi><xsl:value-of select="@invoice"/></bdi></a></dd></div>
        <xsl:for-each select="../gift"><div><dt><xsl:value-of select="p:t(@label)"/><xsl:text> </xsl:text><bdi><xsl:value-of select="@code"/></bdi></dt><dd><bdi>+<xsl:value-of select="p:money(@amount-usd)"/></bdi><xsl:text> </xsl:text><xsl:copy-of select="p:status(@status)"/></dd></div></xsl:for-each>
        <xsl:if test="@claim-reference"><div><dt><xsl:value-of select="p:t('Your reference')"/></dt><dd><bdi><xsl:value-of select="@claim-reference"/></bdi></dd></div></xsl:if></dl></xsl:for-each></section></aside>
    </div>
  </xsl:template>

  <xsl:template match="payment" mode="title"><xsl:choose>
    <xsl:when test="@status = 'paid'"><xsl:value-of select="p:t('Thank you: your payment arrived')"/></xsl:when>
    <xsl:when test="@waiting or @status = 'confirming'"><xsl:value-of select="p:t('We are waiting for the processor')"/></xsl:when>
    <xsl:when test="@status = 'underpaid'"><xsl:value-of select="p:t('Part of the payment is missing')"/></xsl:when>
    <xsl:when test="@status = 'failed'"><xsl:value-of select="p:t('The payment failed')"/></xsl:when>
    <xsl:when test="@status = 'expired'"><xsl:value-of select="p:t('The payment was not finished in time')"/></xsl:when>
    <xsl:when test="@status = 'cancelled'"><xsl:value-of select="p:t('The payment was closed')"/></xsl:when>
    <xsl:when test="@claim-reference"><xsl:value-of select="p:t('We are looking for your payment')"/></xsl:when>
    <xsl:when test="@status = 'created'"><xsl:value-of select="p:t('The payment page could not be opened')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t('One step is left')"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template match="payment" mode="next"><xsl:choose>
    <xsl:when test="@status = 'paid'"><p><xsl:value-of select="p:t1('{0} is on your balance. The invoice came by mail as well.', p:money(@amount-usd))"/></p><div class="row"><a class="btn pri" href="{p:link('/app/campaigns/new')}"><xsl:value-of select="p:t('Create a campaign')"/></a><a class="btn" href="{p:link(@invoice-href)}"><xsl:value-of select="p:t('Open the invoice')"/></a></div></xsl:when>
    <xsl:when test="@waiting or @status = 'confirming'"><p role="status"><xsl:value-of select="p:t('This page loads itself again every few seconds. You may also leave: the balance is credited and a mail is sent as soon as the processor confirms.')"/></p><xsl:if test="@pay-url"><div class="row"><a class="btn" href="{@pay-url}"><xsl:value-of select="p:t('Back to the payment page')"/></a></div></xsl:if></xsl:when>
    <xsl:when test="@status = 'underpaid'"><p><xsl:value-of select="p:t1('{0} arrived, {1} is missing. Pay the difference and everything is credited.', p:money(@received-usd), p:money(@missing-usd))"/></p><xsl:if test="@pay-url"><div class="row"><a class="btn pri" href="{@pay-url}"><xsl:value-of select="p:t('Pay the difference')"/></a></div></xsl:if></xsl:when>
    <xsl:when test="@status = 'failed'"><p><xsl:value-of select="p:t('Nothing was taken. Common reasons: the card does not allow payments abroad or online, it has expired, or the bank refused. Try another card or method.')"/></p><div class="row"><a class="btn pri" href="{p:link('/app/funds')}"><xsl:value-of select="p:t('Try again')"/></a></div></xsl:when>
    <xsl:when test="@status = 'expired'"><p><xsl:value-of select="p:t('If you have paid nevertheless, the money is still found and credited. Otherwise start a new payment.')"/></p><div class="row"><a class="btn pri" href="{p:link('/app/funds')}"><xsl:value-of select="p:t('New payment')"/></a></div></xsl:when>
    <xsl:when test="@status = 'cancelled'"><p><xsl:choose><xsl:when test="@reason"><xsl:value-of select="@reason"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Ask us in a ticket if you do not know why.')"/></xsl:otherwise></xsl:choose></p><div class="row"><a class="btn" href="{p:link('/app/tickets/new')}"><xsl:value-of select="p:t('Open a ticket')"/></a></div></xsl:when>
    <xsl:when test="@claim-reference"><p><xsl:choose><xsl:when test="claim[@kind = 'lost' and @status = 'open']"><xsl:value-of select="p:t('A person looks for your payment by what you told us, usually within a working day. You will get a mail when it is on your balance.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('You will get a mail when it is on your balance. A transfer between banks takes one to three working days.')"/></xsl:otherwise></xsl:choose></p></xsl:when>
    <xsl:when test="@status = 'created'"><p><xsl:value-of select="p:t('The processor did not answer. Nothing was charged. Try again: it is the same payment, so you cannot pay twice.')"/></p><xsl:apply-templates select="../form[@name = 'pay']" mode="fields"/></xsl:when>
    <xsl:when test="@pay-url"><p><xsl:value-of select="p:t('You are sent to the page of the processor. If nothing happens, press the button.')"/></p><div class="row"><a class="btn pri lg" href="{@pay-url}"><xsl:copy-of select="p:i('lock')"/><xsl:value-of select="p:t1('Pay {0} now', p:money(@total-usd))"/></a></div></xsl:when>
    <xsl:when test="qr"><p><xsl:value-of select="p:t1('Pay {0} with the code below. The proforma invoice is ready for your accounting.', @pay-amount)"/></p><div class="row"><a class="btn" href="{p:link(@invoice-href)}"><xsl:copy-of select="p:i('file-invoice')"/><xsl:value-of select="p:t('Open the proforma invoice')"/></a></div></xsl:when>
    <xsl:otherwise><p><xsl:value-of select="p:t1('Transfer {0} to the account below. The proforma invoice is ready for your accounting.', p:money(@total-usd))"/></p><div class="row"><a class="btn" href="{p:link(@invoice-href)}"><xsl:copy-of select="p:i('file-invoice')"/><xsl:value-of select="p:t('Open the proforma invoice')"/></a></div></xsl:otherwise></xsl:choose></xsl:template>
</xsl:stylesheet>
