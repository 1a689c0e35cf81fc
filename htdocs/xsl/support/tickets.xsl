<?xml version="1.0" encoding="UTF-8"?>
<!-- The list of tickets, for customers and (content/@staff) for staff. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('Tickets')"/></h1>
      <p class="sub"><xsl:choose><xsl:when test="@staff"><xsl:value-of select="p:t('The longest waiting ticket stands first.')"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="p:t('Questions and problems, answered by people.')"/></xsl:otherwise></xsl:choose></p></div>
      <xsl:if test="not(@staff)"><div class="ph-a"><a class="btn pri" href="{$base}/app/tickets/new"><xsl:copy-of select="p:i('plus')"/><xsl:value-of select="p:t('New ticket')"/></a></div></xsl:if></div>
    <xsl:call-template name="tabs"/>
    <div class="card flush">
      <xsl:choose>
        <xsl:when test="tickets/ticket">
          <xsl:variable name="to" select="string(tickets/@base)"/>
          <xsl:variable name="staff" select="string(@staff)"/>
          <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Tickets')"/></caption>
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Ticket')"/></th><xsl:if test="$staff"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th></xsl:if><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Messages')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Last change')"/></th></tr></thead>
            <tbody role="rowgroup"><xsl:for-each select="tickets/ticket"><tr role="row">
              <td role="cell" class="main"><a class="ttl" href="{$to}/{@id}"><xsl:value-of select="@subject"/></a><span class="meta"><span class="id">#<xsl:value-of select="@id"/></span><span class="mut"><xsl:call-template name="ticket-type"><xsl:with-param name="type" select="@type"/></xsl:call-template></span></span></td>
              <xsl:if test="$staff"><td role="cell" data-l="{p:t('Customer')}"><xsl:value-of select="@customer"/></td></xsl:if>
              <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td>
              <td role="cell" data-l="{p:t('Messages')}" class="num"><xsl:value-of select="@messages"/></td>
              <td role="cell" data-l="{p:t('Last change')}" class="nw"><xsl:copy-of select="p:time(@updated)"/></td></tr></xsl:for-each></tbody></table>
          <xsl:apply-templates select="pager"/>
        </xsl:when>
        <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('ticket')"/><h2><xsl:value-of select="p:t('No tickets here')"/></h2>
          <xsl:choose><xsl:when test="@staff"><p><xsl:value-of select="p:t('All answered. New questions of customers appear here.')"/></p></xsl:when>
            <xsl:otherwise><p><xsl:value-of select="p:t('Ask us when a campaign does not do what you expect. Many answers stand in the help centre.')"/></p><div class="row"><a class="btn pri" href="{$base}/app/tickets/new"><xsl:value-of select="p:t('New ticket')"/></a><a class="btn" href="{$base}/help"><xsl:value-of select="p:t('Help centre')"/></a></div></xsl:otherwise></xsl:choose></div></xsl:otherwise>
      </xsl:choose>
    </div>
  </xsl:template>
  <xsl:template name="ticket-type"><xsl:param name="type"/>
    <xsl:choose>
      <xsl:when test="$type = 'campaign'"><xsl:value-of select="p:t('Campaign problem')"/></xsl:when>
      <xsl:when test="$type = 'refill'"><xsl:value-of select="p:t('Refill')"/></xsl:when>
      <xsl:when test="$type = 'payment'"><xsl:value-of select="p:t('Payment or invoice')"/></xsl:when>
      <xsl:when test="$type = 'account'"><xsl:value-of select="p:t('Account')"/></xsl:when>
      <xsl:when test="$type = 'api'"><xsl:value-of select="p:t('Reseller API')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t('Something else')"/></xsl:otherwise>
    </xsl:choose></xsl:template>
</xsl:stylesheet>
