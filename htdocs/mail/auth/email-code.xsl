<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t('Type this code on the page where you asked for it, together with your password:')"/></p>
    <p style="font-size:26px;font-weight:650;letter-spacing:4px"><xsl:value-of select="@code"/></p>
    <p><xsl:value-of select="p:t('The code works for ten minutes. Never give it to anybody. If you did not ask for it, ignore this mail.')"/></p>
  </xsl:template>
</xsl:stylesheet>
