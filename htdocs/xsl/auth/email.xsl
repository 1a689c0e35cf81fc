<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- /app/profile/email: content(@email) / form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="common.xsl"/>
  <xsl:template match="content">
    <div class="mid">
      <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/app/profile')}"><xsl:value-of select="p:t('Profile')"/></a></li></ol></nav>
        <h1><xsl:value-of select="p:t('Change e-mail address')"/></h1><p class="sub"><xsl:value-of select="p:t1('Now: {0}', @email)"/></p></div></div>
      <section class="card"><p class="sub lead"><xsl:value-of select="p:t('We send a code to the new address. Enter it on the next page together with your password.')"/></p>
        <xsl:apply-templates select="form" mode="fields"><xsl:with-param name="submit" select="'Send the code'"/></xsl:apply-templates></section>
    </div>
  </xsl:template>
</xsl:stylesheet>
