<?xml version="1.0" encoding="UTF-8"?>
<!-- One ticket: thread, reply form, facts and related campaigns. content/@staff: staff's view. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="tickets.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="staff" select="string(@staff)"/>
    <xsl:variable name="t" select="ticket"/>
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{$base}/{substring('appstaff', 1 + 3 * ($staff = '1'), 3 + 2 * ($staff = '1'))}/tickets"><xsl:value-of select="p:t('Tickets')"/></a></li><li><span>#<xsl:value-of select="$t/@id"/></span></li></ol></nav>
      <h1><xsl:value-of select="$t/@subject"/><xsl:text> </xsl:text><xsl:copy-of select="p:status($t/@status)"/></h1></div></div>
    <div class="grid g-2-1">
      <div class="stackd">
        <section class="card thread" aria-label="{p:t('Conversation')}"><ol role="list"><xsl:for-each select="$t/msg">
          <li id="m{@id}"><xsl:choose>
            <xsl:when test="@kind = 'event'"><div class="event"><xsl:copy-of select="p:i('check')"/><span><xsl:value-of select="p:t(para)"/></span><xsl:copy-of select="p:time(@created)"/></div></xsl:when>
            <xsl:otherwise><article class="msg {@by} {@kind}"><span class="avatar" aria-hidden="true"><xsl:value-of select="@initials"/></span><div><header><b><xsl:value-of select="@name"/></b><xsl:if test="@by = 'staff'"><span class="badge info"><xsl:value-of select="p:t('Staff')"/></span></xsl:if><xsl:if test="@kind = 'note'"><span class="badge warn"><xsl:value-of select="p:t('Internal note')"/></span></xsl:if><a class="mut" href="#m{@id}"><xsl:copy-of select="p:time(@created)"/></a></header><xsl:for-each select="para"><p dir="auto"><xsl:value-of select="."/></p></xsl:for-each></div></article></xsl:otherwise></xsl:choose></li></xsl:for-each></ol></section>
        <form class="card form" method="post" action="{p:link(form/@action)}">
          <xsl:apply-templates select="form" mode="hidden"/>
          <xsl:apply-templates select="form" mode="errors"/>
          <xsl:apply-templates select="form/field" mode="field"/>
          <div class="row wrap-r rev"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Send reply')"/></button><xsl:if test="solve"><button class="btn" type="submit" form="solve"><xsl:copy-of select="p:i('check')"/><xsl:value-of select="p:t('Mark as solved')"/></button></xsl:if></div></form>
        <xsl:if test="solve"><form id="solve" hidden="hidden" method="post" action="{p:link(solve/@action)}"><input type="hidden" name="csrf" value="{form/@csrf}"/></form></xsl:if>
      </div>
      <aside class="stackd" aria-label="{p:t('Ticket details')}">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Details')"/></h2></div><dl class="kv">
          <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:copy-of select="p:status($t/@status)"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Number')"/></dt><dd>#<xsl:value-of select="$t/@id"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Request type')"/></dt><dd><xsl:call-template name="ticket-type"><xsl:with-param name="type" select="$t/@type"/></xsl:call-template></dd></div>
          <xsl:if test="$staff"><div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><xsl:value-of select="$t/@customer"/></dd></div></xsl:if>
          <div><dt><xsl:value-of select="p:t('Opened')"/></dt><dd><xsl:copy-of select="p:time($t/@created)"/></dd></div>
          <xsl:if test="$t/@first-reply"><div><dt><xsl:value-of select="p:t('First reply')"/></dt><dd><xsl:copy-of select="p:time($t/@first-reply)"/></dd></div></xsl:if></dl></section>
        <xsl:if test="$t/rel"><section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Related campaigns')"/></h2></div><ul class="rel" role="list"><xsl:for-each select="$t/rel"><li><div class="rel-h"><a href="{$base}/{substring('appstaff', 1 + 3 * ($staff = '1'), 3 + 2 * ($staff = '1'))}/campaigns/{@id}">#<xsl:value-of select="@id"/></a><xsl:copy-of select="p:status(@status)"/></div><span class="mut"><xsl:value-of select="substring-before(concat(., ' ['), ' [')"/></span></li></xsl:for-each></ul></section></xsl:if>
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Helpful articles')"/></h2></div><ul class="links" role="list"><li><a href="{$base}/help/refill-tags"><xsl:value-of select="p:t('Refill tags explained')"/></a></li><li><a href="{$base}/help/terminate-a-campaign"><xsl:value-of select="p:t('Terminate a partial or canceled campaign')"/></a></li><li><a href="{$base}/help/check-progress"><xsl:value-of select="p:t('How to check the progress of a campaign')"/></a></li></ul></section>
      </aside></div>
  </xsl:template>
</xsl:stylesheet>
