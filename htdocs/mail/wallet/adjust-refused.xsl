<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:template match="mail" mode="body">
    <p><xsl:choose><xsl:when test="@kind = 'refund'"><xsl:value-of select="p:t1('Your refund of {0} to the account {1} was refused. Nothing was booked.', @amount, @customer)"/></xsl:when><xsl:when test="@kind = 'move'"><xsl:value-of select="p:t1('Your move of {0} from the account {1} was refused. Nothing was booked.', @amount, @customer)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t1('Your correction of {0} on the account {1} was refused. Nothing was booked.', @amount, @customer)"/></xsl:otherwise></xsl:choose></p>
    <p><xsl:value-of select="p:t1('Reason: {0}', @reason)"/></p>
    <p><xsl:value-of select="p:t1('Decided by {0}', @by)"/></p>
    <xsl:call-template name="button"><xsl:with-param name="href" select="@link"/><xsl:with-param name="label" select="p:t('Open the list')"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
