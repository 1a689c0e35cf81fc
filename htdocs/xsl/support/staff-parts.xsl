<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Blocks of the staff pages. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:template match="older"><nav class="pager" aria-label="{p:t('Pages')}"><a class="btn sm" href="{p:link(concat(@base, substring('?&amp;', 1 + contains(@base, '?'), 1), 'before=', @before))}"><xsl:value-of select="p:t('Older')"/></a></nav></xsl:template>
</xsl:stylesheet>
