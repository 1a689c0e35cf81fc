<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Add funds: amount, method, summary; unfinished payments and the last documents. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:for-each select="owed"><div><xsl:attribute name="class"><xsl:choose><xsl:when test="@overdue">alert bad</xsl:when><xsl:otherwise>alert info</xsl:otherwise></xsl:choose></xsl:attribute><xsl:copy-of select="p:i('calendar')"/><div><xsl:choose><xsl:when test="@overdue"><xsl:value-of select="p:t1('{0} is overdue since {1}', p:money(@due-usd), p:date(@due, 'd'))"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t1('{0} is due by {1}', p:money(@due-usd), p:date(@due, 'd'))"/></xsl:otherwise></xsl:choose> · <a href="{p:link('/app/post-payment')}"><xsl:value-of select="p:t('Bills')"/></a></div></div></xsl:for-each>
    <xsl:choose><xsl:when test="method"><xsl:apply-templates select="." mode="choose"/></xsl:when>
      <xsl:when test="closed"><div class="card empty"><xsl:copy-of select="p:i('clock')"/><h2><xsl:value-of select="p:t('Adding funds is closed at the moment')"/></h2><p><xsl:value-of select="closed"/></p></div></xsl:when>
      <xsl:otherwise><div class="card empty"><xsl:copy-of select="p:i('wallet')"/><h2><xsl:value-of select="p:t('No payment method is set up')"/></h2><p><xsl:value-of select="p:t('Write to us: we tell you how to pay.')"/></p><a class="btn pri" href="{p:link('/app/tickets/new')}"><xsl:value-of select="p:t('Open a ticket')"/></a></div></xsl:otherwise></xsl:choose>
  </xsl:template>

  <xsl:template match="content" mode="choose">
    <xsl:call-template name="tabs"><xsl:with-param name="label" select="'Ways to pay'"/></xsl:call-template>
    <form method="post" action="{p:link(form/@action)}" class="grid g-2-1" id="form-funds"><xsl:apply-templates select="form" mode="hidden"/>
      <div class="stackd">
        <xsl:apply-templates select="form" mode="errors"/>
        <section class="card form" aria-labelledby="ha"><h2 id="ha" class="step"><b>1</b><xsl:value-of select="p:t('Amount')"/></h2>
          <xsl:if test="preset"><fieldset class="pills"><legend class="sr"><xsl:value-of select="p:t('Preset amounts')"/></legend><xsl:for-each select="preset"><label class="pill"><input type="radio" name="preset" value="{@amount-usd}"><xsl:if test="@on"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><bdi><xsl:value-of select="p:money(@amount-usd, 0)"/></bdi></span></label></xsl:for-each></fieldset></xsl:if>
          <xsl:variable name="f" select="form/field[@name = 'amount']"/>
          <label class="amt" for="f-funds-amount"><span><xsl:value-of select="p:t('Or another amount (USD)')"/></span><input id="f-funds-amount" type="text" name="amount" inputmode="decimal" dir="ltr" autocomplete="off" maxlength="12" placeholder="100.00" aria-describedby="d-am" value="{$f/@value}"/><small id="d-am"><xsl:value-of select="p:t1('At least {0}. Some methods have a higher minimum.', p:money(limits/@min-usd, 2))"/></small></label></section>
        <section class="card form" aria-labelledby="hm"><h2 id="hm" class="step"><b>2</b><xsl:value-of select="p:t('Payment method')"/></h2>
          <fieldset class="methods" id="f-funds-method"><legend class="sr"><xsl:value-of select="p:t('Payment method')"/></legend><xsl:for-each select="method"><label class="method"><input type="radio" name="method" value="{@id}"><xsl:if test="@on"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input>
            <span class="m-b"><span class="ic info"><xsl:copy-of select="p:i(@icon)"/></span><span class="m-t"><b><xsl:value-of select="p:t(@title)"/><xsl:if test="@chain"><xsl:text> </xsl:text><bdi class="mut"><xsl:value-of select="@coins"/> · <xsl:value-of select="@chain"/></bdi></xsl:if></b><span class="mut"><xsl:value-of select="p:t(.)"/></span><xsl:if test="@coins and not(@chain)"><span class="mut"><bdi><xsl:value-of select="@coins"/></bdi></span></xsl:if></span><span class="m-f"><b><xsl:value-of select="p:t(@time)"/></b><span class="mut"><xsl:choose><xsl:when test="not(@fee-usd) or @fee-usd = 0"><xsl:value-of select="p:t('No fee')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t1('{0} fee', p:money(@fee-usd))"/></xsl:otherwise></xsl:choose></span></span></span></label></xsl:for-each></fieldset>
          <xsl:if test="@coins"><p class="mut xs"><a href="{p:link('/help/coin-wallets')}"><xsl:value-of select="p:t('New to coins? What a wallet is')"/></a><xsl:text> · </xsl:text><a href="{p:link('/help/why-coins-take-time')}"><xsl:value-of select="p:t('Why it takes a while')"/></a><xsl:text> · </xsl:text><a href="{p:link('/help/underpaid-coins')}"><xsl:value-of select="p:t('When less arrives')"/></a></p></xsl:if></section>
        <section class="card form" aria-labelledby="hg"><h2 id="hg" class="step"><b>3</b><xsl:value-of select="p:t('Coupon')"/> <em><xsl:value-of select="p:t('optional')"/></em></h2>
          <label for="f-funds-coupon"><span class="sr"><xsl:value-of select="p:t('Coupon code')"/></span><input id="f-funds-coupon" type="text" name="coupon" maxlength="40" autocomplete="off" spellcheck="false" dir="ltr" placeholder="{p:t('Code')}" value="{gift/@code}"><xsl:if test="form/field[@name = 'coupon']/@error"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if></input></label></section>
      </div>
      <aside class="stackd stick" aria-label="{p:t('Payment summary')}">
        <section class="card quote" id="sum" hx-get="{p:link('/app/funds')}" hx-trigger="change from:#form-funds" hx-swap="innerMorph" hx-include="#form-funds [name='amount'],#form-funds [name='preset'],#form-funds [name='method'],#form-funds [name='coupon']"><xsl:apply-templates select="." mode="fragment"/></section>
        <xsl:if test="unfinished/payment"><section class="card" aria-labelledby="hp"><div class="card-h"><h2 id="hp"><xsl:value-of select="p:t('Unfinished payments')"/></h2></div><ul class="todo" role="list"><xsl:for-each select="unfinished/payment"><li><div><b><xsl:value-of select="@invoice"/> · <bdi><xsl:value-of select="p:money(@total-usd)"/></bdi></b><span class="mut"><xsl:value-of select="p:t(@method-title)"/> · <xsl:copy-of select="p:time(@created, 'f')"/></span></div><a class="btn sm" href="{p:link(@href)}"><xsl:value-of select="p:t('Pay now')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@invoice"/></span></a></li></xsl:for-each></ul></section></xsl:if>
      </aside></form>
        <section class="card flush below" aria-labelledby="hh"><div class="card-h"><h2 id="hh"><xsl:value-of select="p:t('Recent invoices')"/></h2><a class="more" href="{p:link('/app/invoices')}"><xsl:value-of select="p:t('All invoices')"/></a></div>
          <xsl:choose><xsl:when test="recent/invoice"><xsl:for-each select="recent"><xsl:call-template name="invoice-rows"/></xsl:for-each></xsl:when>
            <xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('Your proforma invoices and invoices appear here.')"/></p></xsl:otherwise></xsl:choose></section>

  </xsl:template>

  <!-- the summary, again whenever amount or method change -->
  <xsl:template match="content" mode="fragment">
    <h2><xsl:value-of select="p:t('Payment summary')"/></h2>
    <dl class="sum"><div><dt><xsl:value-of select="p:t('You add')"/></dt><dd><bdi><xsl:value-of select="p:money(summary/@amount-usd)"/></bdi><xsl:if test="summary/@amount-shown"><xsl:copy-of select="p:shown(summary/@amount-shown)"/></xsl:if></dd></div>
      <xsl:for-each select="summary/line[@kind != 'topup']"><div><dt><xsl:value-of select="p:t(@name)"/><xsl:if test="@percent"><xsl:text> </xsl:text><bdi><xsl:value-of select="p:num(@percent)"/> %</bdi></xsl:if></dt><dd><bdi><xsl:value-of select="p:money(@amount, -1, ../@currency)"/></bdi></dd></div></xsl:for-each>
      <xsl:if test="summary/@rate"><div><dt><xsl:value-of select="p:t('Exchange rate')"/></dt><dd><bdi><xsl:value-of select="p:money(1, 0, 'USD')"/> = <xsl:value-of select="p:money(summary/@rate, -1, summary/@currency)"/></bdi></dd></div></xsl:if>
      <xsl:if test="summary/@pay"><div class="tot"><dt><xsl:value-of select="p:t('You pay')"/></dt><dd><bdi><xsl:value-of select="p:money(summary/@pay, -1, summary/@currency)"/></bdi></dd></div></xsl:if>
      <xsl:for-each select="summary[@coin]"><div><dt><xsl:value-of select="p:t1('In {0}', @coin)"/></dt><dd><bdi><xsl:value-of select="@coin-amount"/><xsl:text> </xsl:text><xsl:value-of select="@coin"/></bdi><span class="mut xs blk"><bdi>1 <xsl:value-of select="@coin"/> = <xsl:value-of select="p:money(@rate-usd)"/></bdi></span></dd></div></xsl:for-each>
      <xsl:if test="gift/@coupon-usd"><div><dt><xsl:value-of select="p:t('Coupon')"/></dt><dd><bdi>+<xsl:value-of select="p:money(gift/@coupon-usd)"/></bdi></dd></div></xsl:if>
      <xsl:if test="gift/@deposit-usd"><div><dt><xsl:value-of select="p:t('Deposit bonus')"/></dt><dd><bdi>+<xsl:value-of select="p:money(gift/@deposit-usd)"/></bdi></dd></div></xsl:if>
      <div><dt><xsl:value-of select="p:t('Balance after payment')"/></dt><dd><bdi><xsl:choose><xsl:when test="gift/@after-usd"><xsl:value-of select="p:money(gift/@after-usd)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:money(summary/@after-usd)"/></xsl:otherwise></xsl:choose></bdi><xsl:choose><xsl:when test="gift/@after-shown"><xsl:copy-of select="p:shown(gift/@after-shown)"/></xsl:when><xsl:when test="summary/@after-shown"><xsl:copy-of select="p:shown(summary/@after-shown)"/></xsl:when></xsl:choose></dd></div></dl>
    <xsl:if test="summary/@error"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t(summary/@error)"/></div></div></xsl:if>
    <xsl:if test="summary/@inclusive"><p class="xs mut"><xsl:value-of select="p:t('The amount that you enter is what you pay: tax and fees are in it.')"/></p></xsl:if>
    <xsl:if test="summary/@rate or summary/@coin"><p class="xs mut"><xsl:value-of select="p:t('The rate is kept for you for 30 minutes once you continue.')"/></p></xsl:if>
    <xsl:if test="gift/@error"><div class="alert warn gap"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t1(gift/@error, gift/@error-a)"/></div></div></xsl:if>
    <xsl:if test="gift/@coupon-usd or gift/@deposit-usd"><p class="xs mut"><xsl:value-of select="p:t('The gift is added once the payment has arrived in full.')"/></p></xsl:if>
    <button class="btn pri wide lg" type="submit"><xsl:copy-of select="p:i('lock')"/><xsl:value-of select="p:t('Continue to payment')"/></button><p class="xs mut"><xsl:choose><xsl:when test="summary/@coin"><xsl:value-of select="p:t('You get an address for this payment only, and a code to scan with your wallet.')"/></xsl:when><xsl:when test="@coins"><xsl:value-of select="p:t('You choose the coin and finish the payment on the processor’s own page.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('You finish the payment on the processor’s own page. We never see your card number.')"/></xsl:otherwise></xsl:choose></p>
  </xsl:template>
</xsl:stylesheet>
