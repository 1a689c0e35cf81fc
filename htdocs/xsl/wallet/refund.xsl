<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one refund. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:import href="refund-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:if test="refund/@status = 'sending' or refund/@status = 'open'"><div class="alert info"><xsl:copy-of select="p:i('info-circle')"/><div><xsl:value-of select="p:t('The processor is asked by itself, always with the same key: it is never sent twice. Decide by hand only when the processor’s own page shows what became of it.')"/></div></div></xsl:if>
        <xsl:if test="refund/@status = 'seen'"><div class="alert info"><xsl:copy-of select="p:i('info-circle')"/><div><xsl:value-of select="p:t('The processor reported this refund: it was made on its own pages, or a dispute ended so. The money has left the customer’s balance. There is nothing to send.')"/></div></div></xsl:if>
        <xsl:if test="refund/@note"><div class="alert info"><xsl:copy-of select="p:i('info-circle')"/><div><bdi><xsl:value-of select="refund/@note"/></bdi></div></div></xsl:if>
        <xsl:if test="refund/@no-note"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t('This refund has no credit note')"/></b><br/><bdi><xsl:value-of select="refund/@no-note"/></bdi><xsl:if test="refund/@no-note-done"><br/><bdi><xsl:value-of select="refund/@no-note-done"/></bdi></xsl:if></div></div></xsl:if>
        <xsl:if test="form[@name = 'note']"><section class="card form" aria-labelledby="hn"><h2 id="hn"><xsl:value-of select="p:t('See to the credit note')"/></h2><p class="mut"><xsl:value-of select="p:t('The money has left and is booked. Write the credit note when the invoice takes one again, or say what was done instead: your accountant will ask.')"/></p><xsl:for-each select="form[@name = 'note']"><form method="post" action="{p:link(@action)}"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/><div class="field"><label for="nn"><xsl:value-of select="p:t('What was done instead')"/></label><input id="nn" type="text" name="note" maxlength="200"/></div><div class="row"><button class="btn pri" type="submit" name="decision" value="write"><xsl:value-of select="p:t('Write it now')"/></button><button class="btn" type="submit" name="decision" value="close"><xsl:value-of select="p:t('Close with this note')"/></button></div></form></xsl:for-each></section></xsl:if>
        <xsl:if test="form[@name = 'sent']"><section class="card form" aria-labelledby="hs"><h2 id="hs"><xsl:value-of select="p:t('It was sent')"/></h2><p class="mut"><xsl:value-of select="p:t1('{0} left your account.', concat(refund/@sends, ' ', refund/@currency))"/></p><xsl:apply-templates select="form[@name = 'sent']" mode="fields"/></section></xsl:if>
        <xsl:if test="form[@name = 'failed']"><section class="card form" aria-labelledby="hf"><h2 id="hf"><xsl:value-of select="p:t('It cannot be sent')"/></h2><p class="mut"><xsl:value-of select="p:t('The money returns to the customer’s balance.')"/></p><xsl:apply-templates select="form[@name = 'failed']" mode="fields"/></section></xsl:if>
      </div>
      <aside class="stackd" aria-label="{p:t('Refund')}"><section class="card"><xsl:for-each select="refund"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:call-template name="refund-state"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><bdi><xsl:value-of select="@customer"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Payment')"/></dt><dd><a href="{p:link(concat('/staff/payments/', @payment))}">P<xsl:value-of select="@payment"/></a></dd></div>
        <div><dt><xsl:value-of select="p:t('Amount')"/></dt><dd><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></dd></div>
        <xsl:if test="@tax-usd"><div><dt><xsl:value-of select="p:t('Tax')"/></dt><dd><bdi><xsl:value-of select="p:money(@tax-usd)"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('The payer gets')"/></dt><dd><b><bdi><xsl:value-of select="p:money(@sends, -1, @currency)"/></bdi></b></dd></div>
        <div><dt><xsl:value-of select="p:t('Method')"/></dt><dd><xsl:value-of select="p:t(@method-title)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Cause')"/></dt><dd><xsl:value-of select="p:t(p:cap(@cause))"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Note')"/></dt><dd><bdi><xsl:value-of select="@reason"/></bdi></dd></div>
        <xsl:if test="@reference"><div><dt><xsl:value-of select="p:t('Reference')"/></dt><dd><bdi class="mono xs"><xsl:value-of select="@reference"/></bdi></dd></div></xsl:if>
        <xsl:if test="@actor"><div><dt><xsl:value-of select="p:t('By')"/></dt><dd><bdi><xsl:value-of select="@actor"/></bdi></dd></div></xsl:if>
        <xsl:if test="@approver"><div><dt><xsl:value-of select="p:t('Approved by')"/></dt><dd><bdi><xsl:value-of select="@approver"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('When')"/></dt><dd><xsl:copy-of select="p:time(@created, 'f')"/></dd></div></dl></xsl:for-each></section></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
