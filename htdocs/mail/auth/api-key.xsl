<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t1('A new API key with the name {0} was made for your account. Programs can spend your balance with it.', @name)"/></p>
    <xsl:call-template name="not-you"/>
  </xsl:template>
</xsl:stylesheet>
