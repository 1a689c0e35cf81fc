<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /app/api: content(@endpoint @new-key) / form, keys/api-key(@id @name @prefix @status @created @last-used @revoked) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t('API access')"/></h1><p class="sub"><xsl:value-of select="p:t('For programs and other panels that order on your behalf.')"/></p></div></div>
    <xsl:if test="@new-key"><section class="card new-key" aria-labelledby="h-new"><div class="card-h"><h2 id="h-new"><xsl:value-of select="p:t('Your new key')"/></h2></div>
      <pre class="code" id="new-key" tabindex="0"><bdi dir="ltr"><xsl:value-of select="@new-key"/></bdi></pre>
      <p class="mut"><xsl:value-of select="p:t('Copy it now. We keep only a fingerprint and can never show it again.')"/></p></section></xsl:if>
    <div class="grid g-2-1">
      <div class="stackd"><section class="card flush" aria-labelledby="h-keys"><div class="card-h"><h2 id="h-keys"><xsl:value-of select="p:t('Keys')"/></h2></div>
        <xsl:choose>
          <xsl:when test="keys/api-key"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Keys')"/></caption>
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Name')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Status')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Created')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Last used')"/></th><th role="columnheader" scope="col" class="end"><xsl:value-of select="p:t('Actions')"/></th></tr></thead>
            <tbody role="rowgroup"><xsl:for-each select="keys/api-key"><tr role="row">
              <td role="cell" class="main"><b><xsl:value-of select="@name"/></b><span class="meta"><bdi class="mono" dir="ltr"><xsl:value-of select="concat(@prefix, '…')"/></bdi></span></td>
              <td role="cell" data-l="{p:t('Status')}"><xsl:copy-of select="p:status(@status)"/></td>
              <td role="cell" data-l="{p:t('Created')}" class="nw"><xsl:copy-of select="p:time(@created, 'd')"/></td>
              <td role="cell" data-l="{p:t('Last used')}" class="nw"><xsl:choose><xsl:when test="@last-used"><xsl:copy-of select="p:time(@last-used)"/></xsl:when><xsl:otherwise><span class="mut"><xsl:value-of select="p:t('Never')"/></span></xsl:otherwise></xsl:choose></td>
              <td role="cell" class="end acts"><xsl:if test="@status = 'active'"><a class="btn sm danger" href="{p:link(concat('/app/api/', @id, '/revoke'))}"><xsl:value-of select="p:t('Revoke')"/><span class="sr"><xsl:text> </xsl:text><xsl:value-of select="@name"/></span></a></xsl:if></td></tr></xsl:for-each></tbody></table></xsl:when>
          <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('api')"/><h2><xsl:value-of select="p:t('No key yet')"/></h2><p><xsl:value-of select="p:t('Make a key for each program, so that you can revoke one without the others.')"/></p></div></xsl:otherwise>
        </xsl:choose></section></div>
      <aside class="stackd" aria-label="{p:t('New key')}">
        <section class="card" aria-labelledby="h-make"><div class="card-h"><h2 id="h-make"><xsl:value-of select="p:t('New key')"/></h2></div>
          <xsl:apply-templates select="form" mode="fields"><xsl:with-param name="submit" select="'Make a key'"/></xsl:apply-templates></section>
        <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Address of the API')"/></h2></div>
          <p class="mono"><bdi dir="ltr"><xsl:value-of select="@endpoint"/></bdi></p>
          <p class="mut xs"><xsl:value-of select="p:t('Send key, action and the fields of the action as a form by POST. Whoever has a key can spend your balance.')"/></p>
          <p class="act-row"><a class="more" href="{p:link('/help/reseller-api')}"><xsl:value-of select="p:t('How to connect a panel or a script')"/></a></p></section>
      </aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
