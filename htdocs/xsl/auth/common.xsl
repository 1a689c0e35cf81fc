<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- What the account pages share: the lists to choose from and the checklist for a mail that does not come.
     No page of its own. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>

  <!-- a select of a text field whose choices stand beside the form; parameter: kind = country, zone, language, theme -->
  <xsl:template name="choice">
    <xsl:param name="field"/><xsl:param name="label"/><xsl:param name="kind"/><xsl:param name="hint" select="''"/><xsl:param name="autocomplete" select="''"/>
    <xsl:variable name="id" select="concat('f-', $field/../@name, '-', $field/@name)"/>
    <xsl:variable name="value" select="string($field/@value)"/>
    <div class="field">
      <label for="{$id}"><xsl:value-of select="$label"/></label>
      <select id="{$id}" name="{$field/@name}"><xsl:if test="$autocomplete != ''"><xsl:attribute name="autocomplete"><xsl:value-of select="$autocomplete"/></xsl:attribute></xsl:if><xsl:if test="$field/@required"><xsl:attribute name="required">required</xsl:attribute></xsl:if><xsl:if test="$field/@error"><xsl:attribute name="aria-invalid">true</xsl:attribute><xsl:attribute name="aria-describedby"><xsl:value-of select="concat($id, '-e')"/></xsl:attribute></xsl:if>
        <xsl:choose>
          <xsl:when test="$kind = 'country'"><option value=""><xsl:value-of select="p:t('Choose')"/></option><xsl:for-each select="/page/content/country"><option value="{@code}"><xsl:if test="@code = $value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="@name"/></option></xsl:for-each></xsl:when>
          <xsl:when test="$kind = 'zone'"><xsl:for-each select="/page/content/zone"><option value="{.}"><xsl:if test=". = $value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="translate(., '_', ' ')"/></option></xsl:for-each></xsl:when>
          <xsl:when test="$kind = 'language'"><xsl:for-each select="/page/content/language"><option value="{@code}" lang="{@code}"><xsl:if test="@code = $value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="@name"/></option></xsl:for-each></xsl:when>
          <xsl:otherwise>
            <option value="auto"><xsl:value-of select="p:t('As my device')"/></option>
            <option value="light"><xsl:if test="$value = 'light'"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="p:t('Light')"/></option>
            <option value="dark"><xsl:if test="$value = 'dark'"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:value-of select="p:t('Dark')"/></option>
          </xsl:otherwise>
        </xsl:choose></select>
      <xsl:if test="$field/@error"><small class="bad" id="{$id}-e"><xsl:copy-of select="p:i('alert-circle')"/><span><xsl:value-of select="p:t1($field/@error, $field/@error-a, $field/@error-b)"/></span></small></xsl:if>
      <xsl:if test="$hint != ''"><small><xsl:value-of select="$hint"/></small></xsl:if>
    </div>
  </xsl:template>

  <xsl:template name="no-mail">
    <details class="more-info"><xsl:if test="@email"><xsl:attribute name="open">open</xsl:attribute></xsl:if><summary><xsl:value-of select="p:t('The mail does not arrive?')"/></summary>
      <ul>
        <li><xsl:value-of select="p:t('Wait five minutes: some mail services are slow.')"/></li>
        <li><xsl:value-of select="p:t('Look in the spam or promotions folder.')"/></li>
        <li><xsl:value-of select="p:t('Check the address for typing errors.')"/></li>
        <li><xsl:value-of select="p:t('Company mail may be filtered: ask who runs it, or use another address.')"/></li>
        <li><xsl:value-of select="p:t('Signed in but the address is wrong? Correct it on this page.')"/></li>
        <li><a href="{p:link('/help')}"><xsl:value-of select="p:t('Nothing helps? See our help centre.')"/></a></li>
      </ul></details>
  </xsl:template>
</xsl:stylesheet>
