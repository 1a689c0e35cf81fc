<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:value-of select="p:t1('The e-mail address of your account is now {0}. Mails go there from now on.', @email)"/></p>
    <p><xsl:value-of select="p:t('If this was not you, write to our support at once from this address.')"/></p>
  </xsl:template>
</xsl:stylesheet>
