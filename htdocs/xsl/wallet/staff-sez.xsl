<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: customers in special economic zones. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"/>
    <section class="card flush" aria-label="{p:t('SEZ units')}">
      <xsl:choose><xsl:when test="sez"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('SEZ units')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Customer')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Unit')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Declared')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col" class="end"><xsl:value-of select="p:t('Actions')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="sez"><tr role="row">
            <td role="cell" class="main"><a class="ttl" href="{p:link(concat('/staff/customers/', @account))}"><bdi><xsl:value-of select="@customer"/></bdi></a><xsl:if test="@company"><span class="meta mut"><bdi><xsl:value-of select="@company"/></bdi></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Unit')}"><bdi class="mono nw"><xsl:value-of select="@gstin"/></bdi><span class="mut xs blk"><xsl:choose><xsl:when test="@kind = 'sewop'"><xsl:value-of select="p:t('Without payment of tax')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('With payment of tax')"/></xsl:otherwise></xsl:choose></span><span class="mut xs blk"><xsl:value-of select="p:t('Letter of approval')"/><xsl:text> </xsl:text><bdi><xsl:value-of select="@approval"/></bdi></span><xsl:if test="@changed"><span class="badge warn"><xsl:value-of select="p:t('The customer has another GSTIN now.')"/></span></xsl:if></td>
            <td role="cell" data-l="{p:t('Declared')}" class="nw"><xsl:copy-of select="p:time(@created, 'f')"/></td>
            <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/><xsl:if test="@decided"><span class="mut xs blk"><xsl:if test="@by"><bdi><xsl:value-of select="@by"/></bdi> · </xsl:if><xsl:copy-of select="p:time(@decided, 'f')"/></span></xsl:if><xsl:if test="@note"><span class="mut xs blk"><xsl:value-of select="@note"/></span></xsl:if></td>
            <td role="cell" class="end acts"><xsl:if test="form"><form method="post" action="{p:link(form/@action)}" class="row deed"><xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/><input type="text" name="reason" maxlength="200" required="required" aria-label="{p:t('Reason, shown to the customer')}" placeholder="{p:t('Reason')}"/>
              <xsl:choose><xsl:when test="@status = 'declared'"><button class="btn sm pri" type="submit" name="decision" value="confirm"><xsl:value-of select="p:t('Confirm')"/></button><button class="btn sm" type="submit" name="decision" value="reject"><xsl:value-of select="p:t('Reject')"/></button></xsl:when><xsl:otherwise><button class="btn sm" type="submit" name="decision" value="revoke"><xsl:value-of select="p:t('Revoke')"/></button></xsl:otherwise></xsl:choose></form></xsl:if></td></tr></xsl:for-each></tbody></table></xsl:when>
        <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('circle-check')"/><h2><xsl:value-of select="p:t('Nothing waits')"/></h2><p><xsl:value-of select="p:t('Customers who declare a unit in a special economic zone appear here.')"/></p></div></xsl:otherwise></xsl:choose></section>
    <xsl:apply-templates select="older"/>
  </xsl:template>
</xsl:stylesheet>
