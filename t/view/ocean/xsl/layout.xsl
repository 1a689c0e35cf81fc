<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- A theme of the tests: replaces the brand, writes a footer of its own and adds a style. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="default:xsl/layout.xsl"/>
  <xsl:template name="brand">
    <a class="brand ocean" href="{p:link('/')}" title="{/page/site/@name} &quot;&amp;&quot;"><b><xsl:value-of select="translate(/page/site/@name, 'aeiou', 'AEIOU')"/></b><i><xsl:value-of select="count(//@*) mod 7"/></i></a>
  </xsl:template>
  <xsl:template name="footer">
    <footer class="ocean">
      <xsl:for-each select="//item[@href]">
        <xsl:sort select="string-length(@label)" data-type="number" order="descending"/>
        <xsl:if test="position() &lt;= 5"><a><xsl:if test="@id = /page/@id"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if><xsl:attribute name="href"><xsl:value-of select="p:link(@href)"/></xsl:attribute><xsl:value-of select="concat(position(), '/', last(), ' ', p:t(@label))"/></a></xsl:if>
      </xsl:for-each>
      <small><xsl:value-of select="p:date('2026-02-30T00:00:00Z', 'd')"/><xsl:value-of select="p:num(-0)"/></small>
    </footer>
  </xsl:template>
</xsl:stylesheet>
