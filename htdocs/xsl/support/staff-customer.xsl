<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one customer in full. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="staff-parts.xsl"/>

  <xsl:template match="content">
    <nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/staff/customers')}"><xsl:value-of select="p:t('Customers')"/></a></li></ol></nav>
    <div class="ph"><div><h1><bdi><xsl:value-of select="customer/@username"/></bdi><xsl:text> </xsl:text><xsl:copy-of select="p:status(customer/@status)"/></h1><p class="sub"><bdi><xsl:value-of select="customer/@email"/></bdi></p></div><div class="ph-a"><xsl:variable name="to" select="concat('/staff/customers/', customer/@id)"/>
      <a class="btn" href="{p:link(concat($to, '/adjust'))}"><xsl:copy-of select="p:i('scale')"/><xsl:value-of select="p:t('Correct balance')"/></a>
      <xsl:if test="@owner and not(customer/@self)"><a class="btn" href="{p:link(concat($to, '/role'))}"><xsl:copy-of select="p:i('user-cog')"/><xsl:value-of select="p:t('Change role')"/></a></xsl:if>
      <xsl:if test="not(customer/@self)"><xsl:choose><xsl:when test="customer/@status = 'suspended'"><a class="btn" href="{p:link(concat($to, '/reopen'))}"><xsl:copy-of select="p:i('lock-open')"/><xsl:value-of select="p:t('Reopen')"/></a></xsl:when><xsl:when test="customer/@status != 'closed'"><a class="btn danger" href="{p:link(concat($to, '/suspend'))}"><xsl:copy-of select="p:i('lock')"/><xsl:value-of select="p:t('Suspend')"/></a></xsl:when></xsl:choose></xsl:if></div></div>
    <xsl:if test="customer/@status = 'suspended'"><div class="alert warn"><xsl:copy-of select="p:i('lock')"/><div><xsl:value-of select="p:t('This account is suspended: it cannot sign in and its API keys do not work.')"/></div></div></xsl:if>
    <div class="grid g-2-1"><div class="stackd">
    <section class="card flush" aria-labelledby="hc"><div class="card-h"><h2 id="hc"><xsl:value-of select="p:t('Last campaigns')"/></h2></div>
        <xsl:choose><xsl:when test="campaign"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Last campaigns')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Campaign')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Created')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Charge')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="campaign"><tr role="row">
            <td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/campaigns/', @id))}"><xsl:value-of select="@service"/></a><span class="meta"><span class="id">#<xsl:value-of select="@id"/></span></span></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td>
            <td role="cell" data-l="{p:t('Created')}" class="nw"><xsl:copy-of select="p:time(@created)"/></td>
            <td role="cell" data-l="{p:t('Charge')}" class="num"><bdi><xsl:value-of select="p:money(@charge-usd)"/></bdi></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('No campaign yet.')"/></p></xsl:otherwise></xsl:choose></section>
    <section class="card flush" aria-labelledby="hp"><div class="card-h"><h2 id="hp"><xsl:value-of select="p:t('Payments')"/></h2></div>
        <xsl:choose><xsl:when test="payment"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Payments')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Payment')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Started')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="payment"><tr role="row">
            <td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/payments/', @id))}">P<xsl:value-of select="@id"/></a><span class="meta mut"><xsl:value-of select="p:cap(@method)"/></span></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td>
            <td role="cell" data-l="{p:t('Started')}" class="nw"><xsl:copy-of select="p:time(@created)"/></td>
            <td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('No payment yet.')"/></p></xsl:otherwise></xsl:choose></section>
    <section class="card flush" aria-labelledby="ht"><div class="card-h"><h2 id="ht"><xsl:value-of select="p:t('Tickets')"/></h2></div>
        <xsl:choose><xsl:when test="ticket"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Tickets')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Ticket')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Last change')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="ticket"><tr role="row">
            <td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/tickets/', @id))}"><xsl:value-of select="@subject"/></a><span class="meta"><span class="id">#<xsl:value-of select="@id"/></span></span></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td>
            <td role="cell" data-l="{p:t('Last change')}" class="nw"><xsl:copy-of select="p:time(@updated)"/></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('No ticket yet.')"/></p></xsl:otherwise></xsl:choose></section>
    <section class="card flush" aria-labelledby="he"><div class="card-h"><h2 id="he"><xsl:value-of select="p:t('Last movements of the balance')"/></h2></div>
        <xsl:choose><xsl:when test="entry"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Last movements of the balance')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('What')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('When')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Amount')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Balance')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="entry"><tr role="row">
            <td role="cell" class="main"><b><xsl:value-of select="p:cap(translate(@kind, '-', ' '))"/></b><xsl:if test=". != ''"><span class="meta mut"><xsl:value-of select="."/></span></xsl:if></td>
            <td role="cell" data-l="{p:t('When')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td>
            <td role="cell" data-l="{p:t('Amount')}" class="num"><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></td>
            <td role="cell" data-l="{p:t('Balance')}" class="num"><bdi><xsl:value-of select="p:money(@after-usd)"/></bdi></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('No movement yet.')"/></p></xsl:otherwise></xsl:choose></section>
    </div><aside class="stackd" aria-label="{p:t('Account')}"><xsl:for-each select="customer">
    <section class="card"><dl class="kv"><div><dt><xsl:value-of select="p:t('Balance')"/></dt><dd><b><bdi><xsl:value-of select="p:money(@balance-usd)"/></bdi></b></dd></div><div><dt><xsl:value-of select="p:t('Held for campaigns')"/></dt><dd><bdi><xsl:value-of select="p:money(@held-usd)"/></bdi></dd></div><xsl:if test="@credit-limit-usd"><div><dt><xsl:value-of select="p:t('Credit limit')"/></dt><dd><bdi><xsl:value-of select="p:money(@credit-limit-usd)"/></bdi></dd></div></xsl:if><xsl:if test="@frozen"><div><dt><xsl:value-of select="p:t('Wallet')"/></dt><dd><xsl:copy-of select="p:status('frozen')"/></dd></div></xsl:if></dl></section>
    <section class="card"><dl class="kv"><div><dt><xsl:value-of select="p:t('Number')"/></dt><dd>#<xsl:value-of select="@id"/></dd></div><div><dt><xsl:value-of select="p:t('Role')"/></dt><dd><xsl:copy-of select="p:status(@role)"/></dd></div><xsl:if test="@name"><div><dt><xsl:value-of select="p:t('Name')"/></dt><dd><bdi><xsl:value-of select="@name"/></bdi></dd></div></xsl:if><xsl:if test="@company"><div><dt><xsl:value-of select="p:t('Company')"/></dt><dd><bdi><xsl:value-of select="@company"/></bdi></dd></div></xsl:if><xsl:if test="@country"><div><dt><xsl:value-of select="p:t('Country')"/></dt><dd><xsl:value-of select="@country"/></dd></div></xsl:if><div><dt><xsl:value-of select="p:t('Language')"/></dt><dd><xsl:value-of select="@language"/></dd></div><div><dt><xsl:value-of select="p:t('Time zone')"/></dt><dd><xsl:value-of select="@timezone"/></dd></div><div><dt><xsl:value-of select="p:t('Account since')"/></dt><dd><xsl:copy-of select="p:time(@created, 'f')"/></dd></div><div><dt><xsl:value-of select="p:t('Joined this panel')"/></dt><dd><xsl:copy-of select="p:time(@joined, 'f')"/></dd></div><div><dt><xsl:value-of select="p:t('Address confirmed')"/></dt><dd><xsl:choose><xsl:when test="@verified"><xsl:copy-of select="p:time(@verified, 'f')"/></xsl:when><xsl:otherwise><span class="mut">–</span></xsl:otherwise></xsl:choose></dd></div><div><dt><xsl:value-of select="p:t('Last sign-in')"/></dt><dd><xsl:choose><xsl:when test="@last-signin"><xsl:copy-of select="p:time(@last-signin, 'f')"/></xsl:when><xsl:otherwise><span class="mut">–</span></xsl:otherwise></xsl:choose></dd></div><div><dt><xsl:value-of select="p:t('Sessions')"/></dt><dd><xsl:value-of select="p:num(@sessions)"/></dd></div><div><dt><xsl:value-of select="p:t('API keys')"/></dt><dd><xsl:value-of select="p:num(@keys)"/></dd></div></dl></section>
    </xsl:for-each></aside></div>
  </xsl:template>
</xsl:stylesheet>
