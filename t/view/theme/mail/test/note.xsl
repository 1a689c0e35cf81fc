<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../../xsl/lib.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:template match="/mail">
    <html><head><title><xsl:value-of select="p:t1(@subject, @a)"/></title></head><body>
      <h2 data-text="no">not in the text</h2>
      <p>Hello <xsl:value-of select="@username"/>, <b>this</b> is a paragraph that is long enough to be broken into two lines of plain text.</p>
      <ul><li>one</li><li>two</li></ul>
      <p><a href="{@link}"><xsl:value-of select="p:t('Open')"/></a></p>
      <table><tr><td>Amount</td><td><xsl:value-of select="p:money(@amount-usd)"/></td></tr></table>
    </body></html>
  </xsl:template>
</xsl:stylesheet>
