<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: one customer’s post-payment, and what is decided. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="postpay-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:variable name="a" select="account"/>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:if test="$a/@about"><section class="card form" aria-labelledby="hq"><h2 id="hq"><xsl:value-of select="p:t('The request')"/></h2><p><bdi><xsl:value-of select="$a/@about"/></bdi></p></section></xsl:if>
        <xsl:for-each select="form"><section class="card form" aria-labelledby="hd"><h2 id="hd"><xsl:value-of select="p:t('Decision')"/></h2>
          <form method="post" action="{p:link(@action)}" class="form" id="form-decide"><xsl:apply-templates select="." mode="hidden"/><xsl:apply-templates select="." mode="errors"/><input type="hidden" name="version" value="{field[@name = 'version']/@value}"/>
            <div class="cols2"><xsl:call-template name="field"><xsl:with-param name="name" select="'limit'"/></xsl:call-template><xsl:if test="$a/@due-usd"><xsl:call-template name="field"><xsl:with-param name="name" select="'days'"/></xsl:call-template></xsl:if></div>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'verified'"/></xsl:call-template>
            <xsl:call-template name="field"><xsl:with-param name="name" select="'note'"/></xsl:call-template>
            <div class="row form-a"><button class="btn pri" type="submit" name="what" value="approve"><xsl:choose><xsl:when test="$a/@status = 'active'"><xsl:value-of select="p:t('Change the limit')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Approve')"/></xsl:otherwise></xsl:choose></button>
              <xsl:if test="$a/@status = 'requested'"><button class="btn" type="submit" name="what" value="refuse"><xsl:value-of select="p:t('Refuse')"/></button></xsl:if>
              <xsl:if test="$a/@due-usd"><button class="btn" type="submit" name="what" value="extend"><xsl:value-of select="p:t('Give more time')"/></button></xsl:if>
              <xsl:choose><xsl:when test="$a/@verified"><button class="btn" type="submit" name="what" value="unverify"><xsl:value-of select="p:t('Identity to be checked again')"/></button></xsl:when><xsl:otherwise><button class="btn" type="submit" name="what" value="verify"><xsl:value-of select="p:t('Mark the identity as checked')"/></button></xsl:otherwise></xsl:choose>
              <xsl:if test="$a/@status = 'active'"><button class="btn danger" type="submit" name="what" value="end"><xsl:value-of select="p:t('End post-payment')"/></button></xsl:if></div></form></section></xsl:for-each>
        <xsl:call-template name="postpay-bills"/>
        <section class="card" aria-labelledby="hc"><div class="card-h"><h2 id="hc"><xsl:value-of select="p:t('By the rule')"/></h2></div><xsl:call-template name="postpay-conditions"/></section>
      </div>
      <aside class="stackd" aria-label="{p:t('Customer')}">
        <section class="card"><dl class="kv">
          <div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><a href="{p:link(concat('/staff/customers/', $a/@id))}"><bdi><xsl:value-of select="$a/@customer"/></bdi></a></dd></div>
          <div><dt><xsl:value-of select="p:t('Kind')"/></dt><dd><xsl:value-of select="p:t(p:cap($a/@kind))"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Status')"/></dt><dd><xsl:for-each select="$a"><xsl:call-template name="postpay-state"/></xsl:for-each><xsl:if test="$a/@overdue"><xsl:text> </xsl:text><span class="badge bad"><xsl:value-of select="p:t('Overdue')"/></span></xsl:if></dd></div>
          <div><dt><xsl:value-of select="p:t('Identity')"/></dt><dd><xsl:choose><xsl:when test="$a/@verified"><span class="badge ok"><xsl:value-of select="p:t('Checked')"/></span></xsl:when><xsl:otherwise><span class="badge warn"><xsl:value-of select="p:t('Not checked')"/></span></xsl:otherwise></xsl:choose></dd></div>
          <div><dt><xsl:value-of select="p:t('Limit')"/></dt><dd><b><bdi><xsl:value-of select="p:money($a/@limit-usd)"/></bdi></b></dd></div>
          <div><dt><xsl:value-of select="p:t('Used')"/></dt><dd><bdi><xsl:value-of select="p:money($a/@used-usd)"/></bdi></dd></div>
          <xsl:if test="$a/@due-usd"><div><dt><xsl:value-of select="p:t('Due')"/></dt><dd><bdi><xsl:value-of select="p:money($a/@due-usd)"/></bdi><span class="mut xs blk"><xsl:value-of select="p:date($a/@due, 'd')"/></span></dd></div></xsl:if>
          <xsl:if test="@rule-usd"><div><dt><xsl:value-of select="p:t('Limit by the rule')"/></dt><dd><bdi><xsl:value-of select="p:money(@rule-usd)"/></bdi></dd></div></xsl:if></dl></section>
        <section class="card" aria-labelledby="hm"><div class="card-h"><h2 id="hm"><xsl:value-of select="p:t('Spend by month')"/></h2></div><dl class="kv"><xsl:for-each select="spent"><div><dt><xsl:value-of select="@month"/></dt><dd><bdi><xsl:value-of select="p:money(@amount-usd)"/></bdi></dd></div></xsl:for-each></dl></section></aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
