<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: a customer's wallet frozen or opened. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <div class="grid g-2-1"><section class="card form" aria-labelledby="hf"><h2 id="hf"><xsl:choose><xsl:when test="@frozen"><xsl:value-of select="p:t('Open the wallet')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Freeze the wallet')"/></xsl:otherwise></xsl:choose></h2>
        <p class="mut"><xsl:choose><xsl:when test="@frozen"><xsl:value-of select="p:t('The customer can pay for campaigns again at once.')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Running campaigns go on; new ones are refused with a message to write to support.')"/></xsl:otherwise></xsl:choose></p>
        <form method="post" action="{p:link(form/@action)}" class="stackd"><xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/><xsl:variable name="to"><xsl:choose><xsl:when test="@frozen">open</xsl:when><xsl:otherwise>frozen</xsl:otherwise></xsl:choose></xsl:variable><input type="hidden" name="to" value="{$to}"/>
          <label for="f-freeze-reason"><span><xsl:value-of select="p:t('Reason, for the audit log')"/></span><input id="f-freeze-reason" type="text" name="reason" maxlength="200" required="required" value="{form/field[@name = 'reason']/@value}"/></label>
          <div class="row"><button class="btn pri" type="submit"><xsl:choose><xsl:when test="@frozen"><xsl:value-of select="p:t('Open the wallet')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Freeze the wallet')"/></xsl:otherwise></xsl:choose></button><a class="btn" href="{p:link(form/@cancel)}"><xsl:value-of select="p:t('Cancel')"/></a></div></form></section>
      <aside class="stackd" aria-label="{p:t('Wallet')}"><section class="card"><dl class="kv"><div><dt><xsl:value-of select="p:t('Balance')"/></dt><dd><b><bdi><xsl:value-of select="p:money(@balance-usd)"/></bdi></b></dd></div><div><dt><xsl:value-of select="p:t('Wallet')"/></dt><dd><xsl:choose><xsl:when test="@frozen"><xsl:copy-of select="p:status('frozen')"/></xsl:when><xsl:otherwise><xsl:copy-of select="p:status('active')"/></xsl:otherwise></xsl:choose></dd></div></dl></section></aside></div>
  </xsl:template>
</xsl:stylesheet>
