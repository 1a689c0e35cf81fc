<?xml version="1.0" encoding="UTF-8"?>
<!-- A legal text. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="article.xsl"/>
  <xsl:template match="content">
    <div class="wrap body"><div class="mid"><article class="card prose">
      <h1><xsl:value-of select="article/@title"/></h1><p class="sub"><xsl:value-of select="article/@summary"/></p>
      <p class="mut xs"><xsl:value-of select="p:t('Version of')"/><xsl:text> </xsl:text><xsl:copy-of select="p:time(article/@date, 'd')"/></p>
      <xsl:apply-templates select="article/body/node()" mode="prose"/></article></div></div>
  </xsl:template>
</xsl:stylesheet>
