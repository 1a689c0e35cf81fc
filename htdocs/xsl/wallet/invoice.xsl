<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One document, made for A4 paper. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="document.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:if test="invoice/@proforma and not(invoice/@foreign) and (invoice/@status = 'pending' or invoice/@status = 'underpaid')"><div class="alert info"><xsl:copy-of select="p:i('info-circle')"/><div><xsl:value-of select="p:t('Your company details are copied onto the invoice when the payment arrives. Fill them in before.')"/><div class="row"><a class="btn sm" href="{p:link('/app/profile')}"><xsl:value-of select="p:t('Company details')"/></a><xsl:if test="invoice/@payment-href"><a class="btn sm pri" href="{p:link(invoice/@payment-href)}"><xsl:value-of select="p:t('Pay now')"/></a></xsl:if></div></div></div></xsl:if>
    <xsl:for-each select="invoice/gst-return"><div class="alert info"><xsl:copy-of select="p:i('calendar')"/><div><xsl:value-of select="p:t1('We report this invoice in our GSTR-1 by {0}. From {1} it stands in your GSTR-2B, and you can claim the input credit.', p:date(@due, 'd'), p:date(@seen, 'd'))"/></div></div></xsl:for-each>
    <xsl:for-each select="invoice">
    <xsl:variable name="cur" select="@currency"/>
    <xsl:variable name="kind"><xsl:call-template name="doc-kind"/></xsl:variable>
    <article class="card sheet" aria-label="{$kind} {@number}">
      <xsl:if test="@proforma"><p class="mark" data-mark="{p:t('Draft')}" aria-hidden="true"></p></xsl:if>
      <header><div><div class="sheet-b"><xsl:call-template name="brand"/></div><address><xsl:for-each select="from/l"><bdi><xsl:value-of select="."/></bdi><br/></xsl:for-each><xsl:if test="from/@tax-id"><xsl:call-template name="tax-id"><xsl:with-param name="id" select="from/@tax-id"/><xsl:with-param name="country" select="from/@country"/></xsl:call-template></xsl:if></address></div>
        <div class="sheet-n"><p class="big"><xsl:value-of select="$kind"/></p><dl>
          <div><dt><xsl:value-of select="p:t('Number')"/></dt><dd><bdi><xsl:value-of select="@number"/></bdi></dd></div>
          <xsl:choose><xsl:when test="@issued"><div><dt><xsl:value-of select="p:t('Issued')"/></dt><dd><xsl:copy-of select="p:time(@issued, 'd')"/></dd></div></xsl:when>
            <xsl:otherwise><div><dt><xsl:value-of select="p:t('Date')"/></dt><dd><xsl:copy-of select="p:time(@created, 'd')"/></dd></div><div><dt><xsl:value-of select="p:t('Valid until')"/></dt><dd><xsl:copy-of select="p:time(@due, 'd')"/></dd></div></xsl:otherwise></xsl:choose>
          <xsl:if test="@method"><div><dt><xsl:value-of select="p:t('Method')"/></dt><dd><xsl:value-of select="p:t(@method)"/></dd></div></xsl:if>
          <xsl:for-each select="fact"><div><dt><xsl:value-of select="p:t(@label)"/></dt><dd><bdi><xsl:value-of select="."/></bdi></dd></div></xsl:for-each></dl></div></header>
      <section class="parties"><div><h2><xsl:value-of select="p:t('Billed to')"/></h2><address><xsl:for-each select="to/l"><bdi><xsl:value-of select="."/></bdi><br/></xsl:for-each><xsl:if test="to/@tax-id"><xsl:call-template name="tax-id"><xsl:with-param name="id" select="to/@tax-id"/><xsl:with-param name="country" select="to/@country"/></xsl:call-template></xsl:if></address></div>
        <xsl:if test="@reference or @payment"><div><h2><xsl:value-of select="p:t('Payment reference')"/></h2><p class="mono"><xsl:choose><xsl:when test="@reference"><xsl:value-of select="@reference"/></xsl:when><xsl:otherwise><xsl:value-of select="@payment"/></xsl:otherwise></xsl:choose></p></div></xsl:if>
        <div><h2><xsl:value-of select="p:t('Status')"/></h2><p><xsl:copy-of select="p:status(@status)"/></p></div></section>
      <table class="tbl lines"><caption class="sr"><xsl:value-of select="p:t('Invoice lines')"/></caption><thead><tr><th scope="col"><xsl:value-of select="p:t('Description')"/></th><xsl:if test="line/@sac"><th scope="col" class="num hide-s"><xsl:value-of select="p:t('SAC')"/></th></xsl:if><th scope="col" class="num"><xsl:value-of select="p:t('Qty')"/></th><th scope="col" class="num hide-s"><xsl:value-of select="p:t('Unit price')"/></th><th scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
        <tbody><xsl:for-each select="line"><tr><td><b><xsl:value-of select="p:t(@name)"/></b><span class="mut blk"><xsl:value-of select="p:t(@detail)"/></span></td><xsl:if test="../line/@sac"><td class="num hide-s"><xsl:value-of select="@sac"/></td></xsl:if><td class="num"><xsl:value-of select="p:num(@quantity)"/></td><td class="num hide-s"><bdi><xsl:value-of select="p:money(@unit-usd, string-length(substring-after(@unit-usd, '.')), $cur)"/></bdi></td><td class="num"><bdi><xsl:value-of select="p:money(@amount-usd, string-length(substring-after(@amount-usd, '.')), $cur)"/></bdi></td></tr></xsl:for-each></tbody></table>
      <div class="sheet-t"><div class="mut"><xsl:call-template name="doc-notes"/></div>
        <dl class="sum"><xsl:for-each select="total"><div><xsl:if test="@class"><xsl:attribute name="class"><xsl:value-of select="@class"/></xsl:attribute></xsl:if><dt><xsl:value-of select="p:t1(@label, @a)"/></dt><dd><bdi><xsl:value-of select="p:money(., string-length(substring-after(., '.')), $cur)"/></bdi></dd></div></xsl:for-each></dl></div>
      <footer><xsl:choose><xsl:when test="legal != ''"><xsl:value-of select="legal"/></xsl:when><xsl:otherwise><xsl:value-of select="from/l[1]"/></xsl:otherwise></xsl:choose></footer>
    </article></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
