<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Staff: imported statements. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:import href="parts.xsl"/>
  <xsl:import href="claim-parts.xsl"/>

  <xsl:template match="content">
    <xsl:apply-templates select="head"/>
    <xsl:call-template name="tabs"/><div class="card flush">
      <xsl:choose><xsl:when test="import">
        <table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Statements')"/></caption>
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Bank or account')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Imported')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('By')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Rows')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('New')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Matched')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Unmatched')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="import"><tr role="row"><td role="cell" class="main"><b><bdi><xsl:value-of select="@bank"/></bdi></b></td><td role="cell" data-l="{p:t('Imported')}" class="nw"><xsl:copy-of select="p:time(@created)"/></td><td role="cell" data-l="{p:t('By')}"><bdi><xsl:value-of select="@actor"/></bdi></td><td role="cell" data-l="{p:t('Rows')}" class="num"><xsl:value-of select="@rows"/></td><td role="cell" data-l="{p:t('New')}" class="num"><xsl:value-of select="@added"/></td><td role="cell" data-l="{p:t('Matched')}" class="num"><xsl:value-of select="@matched"/></td><td role="cell" data-l="{p:t('Unmatched')}" class="num"><xsl:choose><xsl:when test="@open &gt; 0"><a href="{p:link('/staff/money')}"><xsl:value-of select="@open"/></a></xsl:when><xsl:otherwise>0</xsl:otherwise></xsl:choose></td></tr></xsl:for-each></tbody></table>
        <xsl:apply-templates select="older"/></xsl:when>
      <xsl:otherwise><div class="empty"><xsl:copy-of select="p:i('file-text')"/><h2><xsl:value-of select="p:t('No statement yet')"/></h2><p><xsl:value-of select="p:t('Download a CSV file from your bank and import it here. How its columns are read is remembered for the next time.')"/></p><a class="btn pri" href="{p:link('/staff/statements/new')}"><xsl:value-of select="p:t('Import a statement')"/></a></div></xsl:otherwise></xsl:choose></div>
  </xsl:template>
</xsl:stylesheet>
