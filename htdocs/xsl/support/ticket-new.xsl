<?xml version="1.0" encoding="UTF-8"?>
<!-- New ticket: the form, what not to ask here, and the newest campaigns by number. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="tickets.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{$base}/app/tickets"><xsl:value-of select="p:t('Tickets')"/></a></li></ol></nav><h1><xsl:value-of select="p:t('New ticket')"/></h1><p class="sub"><xsl:value-of select="p:t('One problem a ticket. Several campaigns with the same problem belong in one ticket.')"/></p></div></div>
    <div class="grid g-2-1">
      <form class="card form" method="post" action="{p:link(form/@action)}">
        <xsl:apply-templates select="form" mode="hidden"/>
        <xsl:apply-templates select="form" mode="errors"/>
        <xsl:variable name="type" select="form/field[@name = 'type']"/>
        <div class="field"><label for="f-ticket-type"><xsl:value-of select="p:t('What is it about?')"/></label><select id="f-ticket-type" name="type" required="required">
          <xsl:for-each select="$type/option"><option value="{@value}"><xsl:if test="@value = $type/@value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:call-template name="ticket-type"><xsl:with-param name="type" select="@value"/></xsl:call-template></option></xsl:for-each></select></div>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'subject'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'campaigns'"/><xsl:with-param name="hint" select="'Numbers from your campaigns page, separated by commas. Leave it empty when no campaign is concerned.'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="name" select="'body'"/><xsl:with-param name="hint" select="'What did you expect, what happened, since when?'"/><xsl:with-param name="rows" select="7"/></xsl:call-template>
        <div class="row wrap-r"><span class="sp"></span><button class="btn pri" type="submit"><xsl:value-of select="p:t('Send ticket')"/></button></div>
      </form>
      <aside class="stackd" aria-label="{p:t('Before you write')}">
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Before you write')"/></h2></div><ul class="links" role="list">
          <li><a href="{$base}/help/when-does-it-start"><xsl:value-of select="p:t('My campaign has not started: start times are estimates')"/></a></li>
          <li><a href="{$base}/help/terminate-a-campaign"><xsl:value-of select="p:t('Partial or canceled: press Terminate, the rest returns at once')"/></a></li>
          <li><a href="{$base}/help/payment-not-credited"><xsl:value-of select="p:t('Payment not credited: wait for the confirmation first')"/></a></li>
          <li><a href="{$base}/help/refill-tags"><xsl:value-of select="p:t('Refill: only with an R tag, up to 48 hours')"/></a></li></ul></section>
        <xsl:if test="recent"><section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Your newest campaigns')"/></h2></div><ul class="rel" role="list"><xsl:for-each select="recent"><li><div class="rel-h"><a href="{$base}/app/tickets/new?campaign={@id}">#<xsl:value-of select="@id"/></a><xsl:copy-of select="p:status(@status)"/></div><span class="mut"><xsl:value-of select="substring-before(concat(., ' ['), ' [')"/></span></li></xsl:for-each></ul></section></xsl:if>
      </aside></div>
  </xsl:template>
</xsl:stylesheet>
