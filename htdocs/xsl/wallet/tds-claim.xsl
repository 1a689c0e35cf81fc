<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One tax claim, for its customer and for staff. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="tds-parts.xsl"/>

  <xsl:template name="tds-move"><xsl:choose>
    <xsl:when test="@event = 'start_review'"><xsl:value-of select="p:t('Start the review')"/></xsl:when>
    <xsl:when test="@event = 'ask'"><xsl:value-of select="p:t('Ask the customer')"/></xsl:when>
    <xsl:when test="@event = 'approve'"><xsl:value-of select="p:t('Approve and credit')"/></xsl:when>
    <xsl:when test="@event = 'reject'"><xsl:value-of select="p:t('Reject')"/></xsl:when>
    <xsl:when test="@event = 'mismatch_found'"><xsl:value-of select="p:t('It does not match the tax office')"/></xsl:when>
    <xsl:when test="@event = 'resolved'"><xsl:value-of select="p:t('It matches after all')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t('Take the money back')"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template name="tds-what"><xsl:choose>
    <xsl:when test="@what = 'declare'"><xsl:value-of select="p:t('Declared')"/></xsl:when>
    <xsl:when test="@what = 'upload'"><xsl:value-of select="p:t('Certificate uploaded')"/></xsl:when>
    <xsl:when test="@what = 'start_review'"><xsl:value-of select="p:t('Review started')"/></xsl:when>
    <xsl:when test="@what = 'ask'"><xsl:value-of select="p:t('Question to the customer')"/></xsl:when>
    <xsl:when test="@what = 'approve'"><xsl:value-of select="p:t('Approved')"/></xsl:when>
    <xsl:when test="@what = 'credit'"><xsl:value-of select="p:t('Credited to the balance')"/></xsl:when>
    <xsl:when test="@what = 'reject'"><xsl:value-of select="p:t('Rejected')"/></xsl:when>
    <xsl:when test="@what = 'mismatch_found'"><xsl:value-of select="p:t('Does not match the tax office')"/></xsl:when>
    <xsl:when test="@what = 'resolved'"><xsl:value-of select="p:t('Matches after all')"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="p:t('Taken back')"/></xsl:otherwise></xsl:choose></xsl:template>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:if test="tds/@review and @base = '/staff/tds'"><div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t1('The certificate says {0}, we count {1}: look at it closely.', tds/@certified, tds/@expected)"/></div></div></xsl:if>
        <xsl:if test="form[@name = 'certificate']"><section class="card form" aria-labelledby="hc"><h2 id="hc"><xsl:value-of select="p:t('The certificate')"/></h2><p class="mut"><xsl:value-of select="p:t('A PDF, PNG or JPEG file of at most 2 MB. The seven working days start with the newest upload.')"/></p><xsl:for-each select="form[@name = 'certificate']"><form method="post" action="{p:link(@action)}" class="form" id="form-certificate" enctype="multipart/form-data"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'file'"/></xsl:call-template><div class="cols2"><xsl:call-template name="field"><xsl:with-param name="name" select="'number'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'form'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'tax'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'value'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'deducted'"/><xsl:with-param name="type" select="'date'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'bsr'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'challan_date'"/><xsl:with-param name="type" select="'date'"/></xsl:call-template><xsl:call-template name="field"><xsl:with-param name="name" select="'challan_no'"/></xsl:call-template></div>
          <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t(@submit)"/></button></div></form></xsl:for-each></section></xsl:if>
        <xsl:for-each select="form[@name = 'decide']"><section class="card form" aria-labelledby="hv"><h2 id="hv"><xsl:value-of select="p:t('Decision')"/></h2>
          <form method="post" action="{p:link(@action)}" class="form" id="form-decide"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'note'"/></xsl:call-template>
            <div class="row form-a"><xsl:for-each select="move"><button class="btn {substring('pri', 1, 3 * number(@event = 'approve' or @event = 'start_review' or @event = 'resolved'))}" type="submit" name="event" value="{@event}"><xsl:call-template name="tds-move"/></button></xsl:for-each></div></form></section></xsl:for-each>
        <section class="card form" aria-labelledby="hy"><h2 id="hy"><xsl:value-of select="p:t('History')"/></h2><dl class="kv"><xsl:for-each select="tds/event"><div><dt><xsl:copy-of select="p:time(@at, 'f')"/></dt><dd><xsl:call-template name="tds-what"/><xsl:if test=". != ''"><span class="mut xs blk"><bdi><xsl:value-of select="."/></bdi></span></xsl:if></dd></div></xsl:for-each></dl></section>
      </div>
      <aside class="stackd" aria-label="{p:t('Claim')}"><xsl:for-each select="tds">
        <section class="card"><dl class="kv">
          <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:call-template name="tds-state"/></dd></div>
          <xsl:if test="../@base = '/staff/tds'"><div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><bdi><xsl:value-of select="@customer"/></bdi></dd></div></xsl:if>
          <xsl:if test="@due"><div><dt><xsl:value-of select="p:t('Credited by')"/></dt><dd><xsl:call-template name="tds-due"/></dd></div></xsl:if>
          <div><dt><xsl:value-of select="p:t('Deductor')"/></dt><dd><bdi><xsl:value-of select="@deductor"/></bdi></dd></div>
          <div><dt>TAN</dt><dd class="mono"><xsl:value-of select="@tan"/></dd></div>
          <div><dt>PAN</dt><dd class="mono"><xsl:value-of select="@deductor-pan"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Our PAN')"/></dt><dd class="mono"><xsl:value-of select="@payee-pan"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Section')"/></dt><dd><xsl:value-of select="@section"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Period')"/></dt><dd><xsl:value-of select="@period"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Value without GST')"/></dt><dd><bdi><xsl:value-of select="@taxable"/></bdi></dd></div>
          <div><dt><xsl:value-of select="p:t('Rate')"/></dt><dd><xsl:value-of select="@rate"/> %</dd></div></dl></section>
        <xsl:if test="@number"><section class="card form" aria-labelledby="hn"><h2 id="hn"><xsl:value-of select="p:t('Certificate')"/></h2><dl class="kv">
          <div><dt><xsl:value-of select="p:t('Number')"/></dt><dd><bdi class="mono"><xsl:value-of select="@number"/></bdi></dd></div>
          <div><dt><xsl:value-of select="p:t('Form')"/></dt><dd><xsl:value-of select="@form"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Tax deducted')"/></dt><dd><bdi><xsl:value-of select="@certified"/></bdi></dd></div>
          <div><dt><xsl:value-of select="p:t('Expected')"/></dt><dd><bdi><xsl:value-of select="@expected"/></bdi></dd></div>
          <div><dt><xsl:value-of select="p:t('Paid back')"/></dt><dd><b><bdi><xsl:value-of select="@reimburse"/></bdi></b></dd></div>
          <xsl:if test="@credit-usd"><div><dt><xsl:value-of select="p:t('Credited')"/></dt><dd><b><bdi><xsl:value-of select="p:money(@credit-usd)"/></bdi></b></dd></div></xsl:if>
          <xsl:if test="@value"><div><dt><xsl:value-of select="p:t('Amount paid or credited')"/></dt><dd><bdi><xsl:value-of select="@value"/></bdi></dd></div></xsl:if>
          <div><dt><xsl:value-of select="p:t('Day of the deduction')"/></dt><dd><xsl:value-of select="@deducted"/></dd></div>
          <xsl:if test="@bsr"><div><dt>BSR</dt><dd><xsl:value-of select="@bsr"/></dd></div></xsl:if>
          <xsl:if test="@challan-date or @challan-no"><div><dt><xsl:value-of select="p:t('Challan')"/></dt><dd><bdi><xsl:value-of select="@challan-no"/></bdi><xsl:text> </xsl:text><xsl:value-of select="@challan-date"/></dd></div></xsl:if></dl>
          <xsl:if test="@file"><a class="btn" href="{p:link(concat(../@base, '/', @id, '/file'))}"><xsl:copy-of select="p:i('download')"/><xsl:value-of select="p:t('Download the certificate')"/></a></xsl:if></section></xsl:if>
        <section class="card form" aria-labelledby="hi"><h2 id="hi"><xsl:value-of select="p:t('Invoices')"/></h2><dl class="kv"><xsl:for-each select="covers"><div><dt><bdi><xsl:value-of select="@number"/></bdi></dt><dd><bdi><xsl:value-of select="@taxable"/></bdi></dd></div></xsl:for-each></dl></section></xsl:for-each></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
