<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: the system for its operator. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="staff-parts.xsl"/>

  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('System')"/></h1><p class="sub"><xsl:value-of select="p:t('What runs, what waits, what failed.')"/></p></div></div>
    <xsl:for-each select="check"><div class="alert {@tone}" role="status"><xsl:copy-of select="p:i('alert-triangle')"/><div><b><xsl:value-of select="p:t(@title)"/></b><br/><xsl:value-of select="p:t(@sub)"/></div></div></xsl:for-each>
    <xsl:if test="not(check)"><div class="alert ok" role="status"><xsl:copy-of select="p:i('circle-check')"/><div><xsl:value-of select="p:t('All checks are well.')"/></div></div></xsl:if>
    <div class="grid g-2-1"><div class="stackd">
    <section class="card flush" aria-labelledby="hw"><div class="card-h"><h2 id="hw"><xsl:value-of select="p:t('Job classes')"/></h2></div>
        <xsl:choose><xsl:when test="worker"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Job classes')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Class')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Last heartbeat')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Done')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="worker"><tr role="row">
            <td role="cell" class="main"><b><xsl:value-of select="@class"/></b><span class="meta mut"><bdi class="mono xs"><xsl:value-of select="@node"/></bdi></span></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td>
            <td role="cell" data-l="{p:t('Last heartbeat')}" class="nw"><xsl:copy-of select="p:time(@seen, 'f')"/></td>
            <td role="cell" data-l="{p:t('Done')}" class="num"><xsl:value-of select="p:num(@done)"/></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('No worker has reported yet.')"/></p></xsl:otherwise></xsl:choose></section>
    <section class="card flush" aria-labelledby="hq"><div class="card-h"><h2 id="hq"><xsl:value-of select="p:t('Queue')"/></h2></div>
        <xsl:choose><xsl:when test="queue"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Queue')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Job')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Waiting')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Due now')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Oldest waits, seconds')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Failed')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="queue"><tr role="row">
            <td role="cell" class="main"><b class="mono"><xsl:value-of select="@kind"/></b></td>
            <td role="cell" data-l="{p:t('Waiting')}" class="num"><xsl:value-of select="p:num(@waiting)"/></td>
            <td role="cell" data-l="{p:t('Due now')}" class="num"><xsl:value-of select="p:num(@due)"/></td>
            <td role="cell" data-l="{p:t('Oldest waits, seconds')}" class="num"><xsl:value-of select="p:num(@late)"/></td>
            <td role="cell" data-l="{p:t('Failed')}" class="num"><xsl:value-of select="p:num(@failing)"/></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('Nothing waits.')"/></p></xsl:otherwise></xsl:choose></section>
    <section class="card flush" aria-labelledby="hf"><div class="card-h"><h2 id="hf"><xsl:value-of select="p:t('Failed jobs')"/></h2></div>
        <xsl:choose><xsl:when test="failure"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Failed jobs')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Job')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Reason')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Tries')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Next try')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="failure"><tr role="row">
            <td role="cell" class="main"><b class="mono"><xsl:value-of select="@kind"/></b><span class="meta"><span class="id">#<xsl:value-of select="@ref"/></span></span></td>
            <td role="cell" data-l="{p:t('Reason')}"><bdi><xsl:value-of select="."/></bdi></td>
            <td role="cell" data-l="{p:t('Tries')}" class="num"><xsl:value-of select="p:num(@attempt)"/></td>
            <td role="cell" data-l="{p:t('Next try')}" class="nw"><xsl:copy-of select="p:time(@next, 'f')"/></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('No job failed.')"/></p></xsl:otherwise></xsl:choose></section>
    <section class="card flush" aria-labelledby="hd"><div class="card-h"><h2 id="hd"><xsl:value-of select="p:t('Mails that could not be sent')"/></h2></div>
        <xsl:choose><xsl:when test="dead"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Mails that could not be sent')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Mail')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Reason')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('When')"/></th><th role="columnheader" scope="col" class="end"><xsl:value-of select="p:t('Actions')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="dead"><tr role="row">
            <td role="cell" class="main"><b><bdi><xsl:value-of select="@to"/></bdi></b><span class="meta"><span class="id">#<xsl:value-of select="@id"/></span><span class="mut"><xsl:value-of select="@view"/></span></span></td>
            <td role="cell" data-l="{p:t('Reason')}"><bdi><xsl:value-of select="."/></bdi></td>
            <td role="cell" data-l="{p:t('When')}" class="nw"><xsl:copy-of select="p:time(@changed, 'f')"/></td>
            <td role="cell" class="end acts"><xsl:if test="@again"><xsl:call-template name="post"><xsl:with-param name="action" select="@again"/><xsl:with-param name="label" select="'Send again'"/><xsl:with-param name="icon" select="'repeat'"/><xsl:with-param name="kind" select="'sm'"/></xsl:call-template></xsl:if></td></tr></xsl:for-each></tbody></table></xsl:when><xsl:otherwise><p class="mut pad"><xsl:value-of select="p:t('Every mail was sent.')"/></p></xsl:otherwise></xsl:choose></section>
    </div><aside class="stackd" aria-label="{p:t('System')}">
    <section class="card"><xsl:apply-templates select="kv"/></section>
    <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Modules')"/></h2></div><dl class="kv"><xsl:for-each select="module"><div><dt class="mono"><xsl:value-of select="@name"/></dt><dd><xsl:value-of select="@version"/></dd></div></xsl:for-each></dl></section>
    <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Outbox of mails')"/></h2></div><xsl:choose><xsl:when test="mails"><dl class="kv"><xsl:for-each select="mails"><div><dt><xsl:copy-of select="p:status(@status)"/></dt><dd><xsl:value-of select="p:num(@n)"/></dd></div></xsl:for-each></dl></xsl:when><xsl:otherwise><p class="mut"><xsl:value-of select="p:t('No mail yet.')"/></p></xsl:otherwise></xsl:choose></section>
    <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Metrics')"/></h2></div><p class="mut"><xsl:value-of select="p:t('Prometheus reads /metrics from the addresses that SmmMetricsAllow names in the server configuration.')"/></p></section>
    </aside></div>
  </xsl:template>
</xsl:stylesheet>
