<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: an action on a customer, with its confirmation. content/@act: suspend reopen role adjust move. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="staff-parts.xsl"/>

  <xsl:template match="content">
    <nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/staff/customers')}"><xsl:value-of select="p:t('Customers')"/></a></li><li><a href="{p:link(form/@cancel)}"><bdi><xsl:value-of select="customer/@username"/></bdi></a></li></ol></nav>
    <div class="ph"><div><xsl:choose>
      <xsl:when test="@act = 'suspend'"><h1><xsl:value-of select="p:t('Suspend this account?')"/></h1><p class="sub"><xsl:value-of select="p:t('It cannot sign in any more, its sessions end and its API keys stop. Running campaigns go on and the balance stays.')"/></p></xsl:when>
      <xsl:when test="@act = 'reopen'"><h1><xsl:value-of select="p:t('Open this account again?')"/></h1><p class="sub"><xsl:value-of select="p:t('It can sign in again, and its API keys work.')"/></p></xsl:when>
      <xsl:when test="@act = 'role'"><h1><xsl:value-of select="p:t('Change the role')"/></h1><p class="sub"><xsl:value-of select="p:t('Staff see all customers, campaigns and payments. Owners also change settings and roles.')"/></p></xsl:when>
      <xsl:when test="@act = 'adjust'"><h1><xsl:value-of select="p:t('Correct the balance')"/></h1><p class="sub"><xsl:value-of select="p:t('For goodwill and mistakes. Money that a customer paid belongs to its payment; unspent money of a campaign to its page.')"/></p></xsl:when>
      <xsl:when test="@act = 'move'"><h1><xsl:value-of select="p:t('Move balance to another customer')"/></h1><p class="sub"><xsl:value-of select="p:t('For accounts that belong together. Both statements show it, with the reason in the audit log.')"/></p></xsl:when>
    </xsl:choose></div></div>
    <div class="grid g-2-1"><section class="card form"><xsl:apply-templates select="effect"/><xsl:if test="effect/@two"><div class="alert info"><xsl:copy-of select="p:i('users')"/><div><xsl:value-of select="p:t('This is above what one person may correct: another person of the team decides.')"/></div></div></xsl:if>
      <xsl:for-each select="form"><form method="post" action="{p:link(@action)}" class="form"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/>
        <xsl:choose><xsl:when test="../effect"><xsl:for-each select="field[@name != 'confirm']"><input type="hidden" name="{@name}" value="{@value}"/></xsl:for-each><input type="hidden" name="confirm" value="1"/></xsl:when>
          <xsl:otherwise><xsl:apply-templates select="field[@name != 'confirm']" mode="field"/></xsl:otherwise></xsl:choose>
        <div class="row form-a"><button type="submit"><xsl:attribute name="class"><xsl:choose><xsl:when test="../@act = 'suspend'">btn danger</xsl:when><xsl:otherwise>btn pri</xsl:otherwise></xsl:choose></xsl:attribute><xsl:choose><xsl:when test="../@act = 'suspend'"><xsl:value-of select="p:t('Suspend')"/></xsl:when><xsl:when test="../@act = 'reopen'"><xsl:value-of select="p:t('Reopen')"/></xsl:when><xsl:when test="../@act = 'role'"><xsl:value-of select="p:t('Change role')"/></xsl:when><xsl:when test="../effect/@two"><xsl:value-of select="p:t('Ask for approval')"/></xsl:when><xsl:when test="../effect and ../@act = 'move'"><xsl:value-of select="p:t('Move balance')"/></xsl:when><xsl:when test="../effect"><xsl:value-of select="p:t('Correct balance')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Continue')"/></xsl:otherwise></xsl:choose></button><a class="btn ghost" href="{p:link(@cancel)}"><xsl:value-of select="p:t('Cancel')"/></a></div></form></xsl:for-each></section>
      <aside class="stackd" aria-label="{p:t('Account')}"><section class="card"><xsl:for-each select="customer"><dl class="kv"><div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><bdi><xsl:value-of select="@username"/></bdi></dd></div><div><dt><xsl:value-of select="p:t('E-mail')"/></dt><dd><bdi><xsl:value-of select="@email"/></bdi></dd></div><div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:copy-of select="p:status(@status)"/></dd></div><div><dt><xsl:value-of select="p:t('Role')"/></dt><dd><xsl:copy-of select="p:status(@role)"/></dd></div><div><dt><xsl:value-of select="p:t('Balance')"/></dt><dd><bdi><xsl:value-of select="p:money(@balance-usd)"/></bdi></dd></div><div><dt><xsl:value-of select="p:t('Held for campaigns')"/></dt><dd><bdi><xsl:value-of select="p:money(@held-usd)"/></bdi></dd></div></dl></xsl:for-each></section></aside></div>
  </xsl:template>

  <xsl:template match="effect">
    <dl class="kv"><div><dt><xsl:value-of select="p:t('Balance now')"/></dt><dd><bdi><xsl:value-of select="p:money(@balance-usd)"/></bdi></dd></div><div><dt><xsl:choose><xsl:when test="../@act = 'move'"><xsl:value-of select="p:t('Moved away')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Correction')"/></xsl:otherwise></xsl:choose></dt><dd><b><bdi><xsl:value-of select="p:money(@change-usd)"/></bdi></b></dd></div><div><dt><xsl:value-of select="p:t('New balance')"/></dt><dd><b><bdi><xsl:value-of select="p:money(@after-usd)"/></bdi></b></dd></div><xsl:if test="../form/field[@name = 'to']"><div><dt><xsl:value-of select="p:t('To')"/></dt><dd><bdi><xsl:value-of select="../form/field[@name = 'to']/@value"/></bdi></dd></div></xsl:if><div><dt><xsl:value-of select="p:t('Reason')"/></dt><dd><xsl:value-of select="../form/field[@name = 'reason']/@value"/></dd></div></dl>
  </xsl:template>
</xsl:stylesheet>
