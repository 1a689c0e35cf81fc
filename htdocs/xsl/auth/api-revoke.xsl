<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /app/api/ID/revoke: content(@name @prefix @last-used) / form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="mid">
      <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/app/api')}"><xsl:value-of select="p:t('API access')"/></a></li></ol></nav><h1><xsl:value-of select="p:t1('Revoke {0}?', @name)"/></h1></div></div>
      <section class="card">
        <p><xsl:value-of select="p:t('Programs that use this key are refused at once. This cannot be undone; you can make a new key.')"/></p>
        <p class="mut"><bdi class="mono" dir="ltr"><xsl:value-of select="concat(@prefix, '…')"/></bdi><xsl:if test="@last-used"> · <xsl:value-of select="p:t1('last used {0}', p:date(@last-used, 'dt'))"/></xsl:if></p>
        <form method="post" action="{p:link(form/@action)}" class="row act-row"><xsl:apply-templates select="form" mode="hidden"/>
          <button class="btn danger" type="submit"><xsl:copy-of select="p:i('ban')"/><xsl:value-of select="p:t('Revoke key')"/></button><a class="btn ghost" href="{p:link('/app/api')}"><xsl:value-of select="p:t('Keep it')"/></a></form>
      </section>
    </div>
  </xsl:template>
</xsl:stylesheet>
