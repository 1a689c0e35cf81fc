<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one claim, what may belong to it, the decision. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="claim-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:for-each select="payment/claim[@id = ../@claim]"><section class="card form" aria-labelledby="hw"><h2 id="hw"><xsl:value-of select="p:t('What the customer says')"/></h2><dl class="kv">
          <div><dt><xsl:value-of select="p:t('Kind')"/></dt><dd><xsl:call-template name="claim-kind"/></dd></div>
          <xsl:if test="@reference"><div><dt><xsl:value-of select="p:t('Reference')"/></dt><dd><bdi class="mono"><xsl:value-of select="@reference"/></bdi></dd></div></xsl:if>
          <xsl:if test="@amount"><div><dt><xsl:value-of select="p:t('Amount')"/></dt><dd><bdi><xsl:value-of select="@amount"/></bdi></dd></div></xsl:if>
          <xsl:if test="@day"><div><dt><xsl:value-of select="p:t('Paid on')"/></dt><dd><xsl:value-of select="@day"/></dd></div></xsl:if>
          <xsl:if test="@payer"><div><dt><xsl:value-of select="p:t('Paid by')"/></dt><dd><bdi><xsl:value-of select="@payer"/></bdi></dd></div></xsl:if>
          <xsl:if test="@phone"><div><dt><xsl:value-of select="p:t('Last digits')"/></dt><dd><bdi><xsl:value-of select="@phone"/></bdi></dd></div></xsl:if>
          <xsl:if test="@note"><div><dt><xsl:value-of select="p:t('Note')"/></dt><dd><xsl:value-of select="@note"/></dd></div></xsl:if>
          <div><dt><xsl:value-of select="p:t('Sent')"/></dt><dd><xsl:copy-of select="p:time(@created, 'f')"/></dd></div>
          <xsl:if test="@decided"><div><dt><xsl:value-of select="p:t('Decided')"/></dt><dd><xsl:copy-of select="p:time(@decided, 'f')"/></dd></div></xsl:if>
          <xsl:if test="@reason"><div><dt><xsl:value-of select="p:t('Reason')"/></dt><dd><xsl:value-of select="@reason"/></dd></div></xsl:if></dl></section></xsl:for-each>
        <xsl:for-each select="form[@name = 'found']"><section class="card form" aria-labelledby="hf"><h2 id="hf"><xsl:value-of select="p:t('The money is there')"/></h2>
          <form method="post" action="{p:link(@action)}" class="form" id="form-found"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
            <xsl:choose><xsl:when test="../hint"><fieldset class="opts hints"><legend><xsl:value-of select="p:t('Lines of statements that may be it')"/></legend>
              <xsl:for-each select="../hint"><label class="opt"><input type="radio" name="line" value="{line/@id}"><xsl:if test="../form[@name = 'found']/field[@name = 'line']/@value = line/@id or (not(../form[@name = 'found']/field[@name = 'line']/@value) and position() = 1 and line/why[@name = 'reference'])"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><b><bdi><xsl:value-of select="line/@amount"/></bdi></b><xsl:text> · </xsl:text><xsl:value-of select="line/@day"/><xsl:text> · </xsl:text><bdi><xsl:value-of select="line/@bank"/></bdi><span class="mut xs blk"><bdi><xsl:value-of select="line/@reference"/></bdi><xsl:text> </xsl:text><bdi><xsl:value-of select="line/text"/></bdi></span><xsl:apply-templates select="line/why"/></span></label></xsl:for-each>
              <label class="opt"><input type="radio" name="line" value=""><xsl:if test="not(../hint[1]/line/why[@name = 'reference'])"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><xsl:value-of select="p:t('None of them: I enter it below')"/></span></label></fieldset></xsl:when>
            <xsl:otherwise><p class="mut"><xsl:value-of select="p:t('No line of an imported statement fits. Enter what you see in the account.')"/></p></xsl:otherwise></xsl:choose>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'reference'"/><xsl:with-param name="hint" select="'It is used up: nobody is credited for it again.'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'amount'"/><xsl:with-param name="hint" select="'In the currency that was asked for. Empty: the amount of the chosen line.'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'reason'"/></xsl:call-template>
            <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t(@submit)"/></button></div></form></section></xsl:for-each>
        <xsl:if test="payment/coin and form[@name = 'reject']"><section class="card form" aria-labelledby="hf"><h2 id="hf"><xsl:value-of select="p:t('The coins are there')"/></h2><p class="mut"><xsl:value-of select="p:t('Payments in coins are credited by their transaction. Enter it at the payment.')"/></p><div class="row"><a class="btn pri" href="{p:link(concat('/staff/payments/', payment/@id))}"><xsl:value-of select="p:t('Enter what arrived')"/></a></div></section></xsl:if>
        <xsl:if test="form[@name = 'done']"><section class="card form" aria-labelledby="hd"><h2 id="hd"><xsl:value-of select="p:t('Send a payment request')"/></h2><p class="mut"><xsl:value-of select="p:t('Make the request in your Payoneer account for this address and amount, then enter its number here. The customer gets a mail.')"/></p><xsl:apply-templates select="form[@name = 'done']" mode="fields"/></section></xsl:if>
        <xsl:if test="form[@name = 'reject']"><section class="card form" aria-labelledby="hr"><h2 id="hr"><xsl:value-of select="p:t('It cannot be found')"/></h2><p class="mut"><xsl:value-of select="p:t('The customer reads the reason and may send something better. The payment stays open.')"/></p><xsl:apply-templates select="form[@name = 'reject']" mode="fields"/></section></xsl:if>
      </div>
      <aside class="stackd" aria-label="{p:t('Payment')}"><section class="card"><xsl:for-each select="payment"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Payment')"/></dt><dd><a href="{p:link(concat('/staff/payments/', @id))}"><xsl:value-of select="@name"/></a></dd></div>
        <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:copy-of select="p:status(@status)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><bdi><xsl:value-of select="@customer"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('E-mail')"/></dt><dd><bdi><xsl:value-of select="@email"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('To be paid')"/></dt><dd><bdi><xsl:value-of select="p:money(@total-usd)"/></bdi></dd></div>
        <xsl:if test="@pay-amount"><div><dt><xsl:value-of select="p:t('Asked for')"/></dt><dd><bdi><xsl:value-of select="@pay-amount"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Received')"/></dt><dd><bdi><xsl:value-of select="p:money(@received-usd)"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Method')"/></dt><dd><xsl:value-of select="p:t(@method-title)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Started')"/></dt><dd><xsl:copy-of select="p:time(@created, 'f')"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Document')"/></dt><dd><a href="{p:link(@invoice-href)}"><bdi><xsl:value-of select="@invoice"/></bdi></a></dd></div></dl></xsl:for-each></section></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
