<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one line of a statement. -->
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
        <xsl:if test="line/like"><section class="card flush" aria-labelledby="hl"><div class="card-h"><h2 id="hl"><xsl:value-of select="p:t('Payments that may belong to it')"/></h2></div>
          <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Payments that may belong to it')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Payment')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Why')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Due')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="line/like"><tr role="row"><td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/payments/', @id))}"><xsl:value-of select="@name"/></a><span class="meta"><xsl:value-of select="p:t(@method-title)"/></span></td><td role="cell" data-l="{p:t('Customer')}"><bdi><xsl:value-of select="@customer"/></bdi></td><td role="cell" data-l="{p:t('Why')}"><xsl:apply-templates select="why"/></td><td role="cell" data-l="{p:t('Due')}" class="num"><bdi><xsl:value-of select="@due"/></bdi></td></tr></xsl:for-each></tbody></table></section></xsl:if>
        <xsl:if test="form[@name = 'match']"><section class="card form" aria-labelledby="hm"><h2 id="hm"><xsl:value-of select="p:t('It belongs to a payment')"/></h2><p class="mut"><xsl:value-of select="p:t('The amount of the line is booked for the payment. A line is used once.')"/></p><xsl:apply-templates select="form[@name = 'match']" mode="fields"/></section></xsl:if>
        <xsl:if test="form[@name = 'ignore']"><section class="card form" aria-labelledby="hi"><h2 id="hi"><xsl:value-of select="p:t('It belongs to no customer')"/></h2><p class="mut"><xsl:value-of select="p:t('Interest, a refund of a supplier, your own transfer: set it aside with a reason.')"/></p><xsl:apply-templates select="form[@name = 'ignore']" mode="fields"/></section></xsl:if>
        <xsl:if test="form[@name = 'reopen']"><section class="card form" aria-labelledby="ho"><h2 id="ho"><xsl:value-of select="p:t('This line was set aside')"/></h2><p><xsl:value-of select="line/@reason"/></p><xsl:apply-templates select="form[@name = 'reopen']" mode="fields"/></section></xsl:if>
      </div>
      <aside class="stackd" aria-label="{p:t('Line')}"><section class="card"><xsl:for-each select="line"><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Amount')"/></dt><dd><b><bdi><xsl:value-of select="@amount"/></bdi></b></dd></div>
        <div><dt><xsl:value-of select="p:t('Date')"/></dt><dd><xsl:value-of select="@day"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Bank or account')"/></dt><dd><bdi><xsl:value-of select="@bank"/></bdi></dd></div>
        <xsl:if test="@reference"><div><dt><xsl:value-of select="p:t('Reference')"/></dt><dd><bdi class="mono"><xsl:value-of select="@reference"/></bdi></dd></div></xsl:if>
        <xsl:if test="text != ''"><div><dt><xsl:value-of select="p:t('Description')"/></dt><dd><bdi><xsl:value-of select="text"/></bdi></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:call-template name="line-state"/></dd></div>
        <xsl:if test="@payment"><div><dt><xsl:value-of select="p:t('Payment')"/></dt><dd><a href="{p:link(concat('/staff/payments/', @payment))}">P<xsl:value-of select="@payment"/></a></dd></div></xsl:if>
        <xsl:if test="@decider"><div><dt><xsl:value-of select="p:t('By')"/></dt><dd><bdi><xsl:value-of select="@decider"/></bdi></dd></div></xsl:if></dl></xsl:for-each></section></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
