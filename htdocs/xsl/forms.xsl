<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Forms from <form name action csrf key submit error><field name type value error label hint …/></form>.
     Whole form:          <xsl:apply-templates select="form" mode="fields"/>
     Laid out by hand:    mode="hidden" and mode="errors" on the form, then
                          <xsl:call-template name="field"><xsl:with-param name="name" select="'link'"/></xsl:call-template>
     Optional parameters of "field": label, hint, hint-a, hint-b, type, placeholder, autocomplete, rows, class, form. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">

  <xsl:template match="form" mode="fields">
    <xsl:param name="submit" select="@submit"/>
    <form method="post" action="{p:link(@action)}" class="form"><xsl:if test="@name"><xsl:attribute name="id"><xsl:value-of select="concat('form-', @name)"/></xsl:attribute></xsl:if><xsl:if test="field[@type = 'file']"><xsl:attribute name="enctype">multipart/form-data</xsl:attribute></xsl:if>
      <xsl:apply-templates select="." mode="hidden"/>
      <xsl:apply-templates select="." mode="errors"/>
      <xsl:apply-templates select="field" mode="field"/>
      <div class="row form-a">
        <button class="btn pri" type="submit"><xsl:choose><xsl:when test="$submit != ''"><xsl:value-of select="p:t1($submit, @submit-a)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Save')"/></xsl:otherwise></xsl:choose></button>
        <xsl:if test="@cancel"><a class="btn ghost" href="{p:link(@cancel)}"><xsl:value-of select="p:t('Cancel')"/></a></xsl:if>
      </div>
    </form>
  </xsl:template>

  <!-- the two hidden fields of every POST form -->
  <xsl:template match="form" mode="hidden">
    <input type="hidden" name="csrf"><xsl:attribute name="value"><xsl:choose><xsl:when test="@csrf"><xsl:value-of select="@csrf"/></xsl:when><xsl:otherwise><xsl:value-of select="/page/user/@csrf"/></xsl:otherwise></xsl:choose></xsl:attribute></input>
    <xsl:if test="@key"><input type="hidden" name="key" value="{@key}"/></xsl:if>
    <xsl:for-each select="field[@type = 'hidden']"><input type="hidden" name="{@name}" value="{@value}"/></xsl:for-each>
  </xsl:template>

  <!-- summary of what is wrong, with links to the fields; takes the focus -->
  <xsl:template match="form" mode="errors">
    <xsl:if test="@error or field/@error">
      <div class="alert bad errors" role="alert" tabindex="-1" autofocus="autofocus"><xsl:copy-of select="p:i('alert-circle')"/><div>
        <b><xsl:choose><xsl:when test="@error"><xsl:value-of select="p:t1(@error, @error-a, @error-b)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('Please correct the marked fields.')"/></xsl:otherwise></xsl:choose></b>
        <xsl:if test="field/@error"><ul><xsl:for-each select="field[@error]"><li><a href="#f-{../@name}-{@name}"><xsl:choose><xsl:when test="@label"><xsl:value-of select="p:t(@label)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:cap(@name)"/></xsl:otherwise></xsl:choose></a>: <xsl:value-of select="p:t1(@error, @error-a, @error-b)"/></li></xsl:for-each></ul></xsl:if>
      </div></div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="field">
    <xsl:param name="name"/>
    <xsl:param name="form" select="ancestor-or-self::form | /page/content[not(current()/ancestor-or-self::form)]/form[1]"/>
    <xsl:param name="label" select="''"/><xsl:param name="hint" select="''"/><xsl:param name="hint-a" select="''"/><xsl:param name="hint-b" select="''"/>
    <xsl:param name="type" select="''"/><xsl:param name="placeholder" select="''"/><xsl:param name="autocomplete" select="''"/><xsl:param name="rows" select="5"/><xsl:param name="class" select="''"/>
    <xsl:apply-templates select="$form/field[@name = $name]" mode="field">
      <xsl:with-param name="label0" select="$label"/><xsl:with-param name="hint0" select="$hint"/><xsl:with-param name="hint-a" select="$hint-a"/><xsl:with-param name="hint-b" select="$hint-b"/>
      <xsl:with-param name="type0" select="$type"/><xsl:with-param name="placeholder0" select="$placeholder"/><xsl:with-param name="autocomplete0" select="$autocomplete"/><xsl:with-param name="rows" select="$rows"/><xsl:with-param name="class" select="$class"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="field[@type = 'hidden']" mode="field" priority="2"/>
  <xsl:template match="field" mode="field">
    <xsl:param name="label0" select="''"/><xsl:param name="hint0" select="''"/><xsl:param name="hint-a" select="@hint-a"/><xsl:param name="hint-b" select="@hint-b"/>
    <xsl:param name="type0" select="''"/><xsl:param name="placeholder0" select="''"/><xsl:param name="autocomplete0" select="''"/><xsl:param name="rows" select="5"/><xsl:param name="class" select="''"/>
    <xsl:variable name="type"><xsl:choose><xsl:when test="$type0 != ''"><xsl:value-of select="$type0"/></xsl:when><xsl:when test="@type"><xsl:value-of select="@type"/></xsl:when><xsl:otherwise>text</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="id" select="concat('f-', ../@name, '-', @name)"/>
    <xsl:variable name="label"><xsl:choose><xsl:when test="$label0 != ''"><xsl:value-of select="p:t($label0)"/></xsl:when><xsl:when test="@label != ''"><xsl:value-of select="p:t(@label)"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t(p:cap(@name))"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="hint"><xsl:choose><xsl:when test="$hint0 != ''"><xsl:value-of select="p:t1($hint0, $hint-a, $hint-b)"/></xsl:when><xsl:when test="@hint"><xsl:value-of select="p:t1(@hint, @hint-a, @hint-b)"/></xsl:when></xsl:choose></xsl:variable>
    <xsl:variable name="by"><xsl:if test="$hint != ''"><xsl:value-of select="concat($id, '-h')"/></xsl:if><xsl:if test="@error"><xsl:value-of select="concat(' ', $id, '-e')"/></xsl:if></xsl:variable>
    <xsl:variable name="ph"><xsl:choose><xsl:when test="$placeholder0 != ''"><xsl:value-of select="p:t($placeholder0)"/></xsl:when><xsl:when test="@placeholder"><xsl:value-of select="p:t(@placeholder)"/></xsl:when></xsl:choose></xsl:variable>
    <xsl:variable name="ac"><xsl:choose><xsl:when test="$autocomplete0 != ''"><xsl:value-of select="$autocomplete0"/></xsl:when><xsl:when test="@autocomplete"><xsl:value-of select="@autocomplete"/></xsl:when><xsl:when test="$type = 'email'">email</xsl:when><xsl:when test="$type = 'password' or $type = 'secret'">current-password</xsl:when></xsl:choose></xsl:variable>
    <div class="field {$class}">
      <xsl:choose>
        <xsl:when test="$type = 'flag'">
          <label class="opt flag" for="{$id}"><input type="checkbox" id="{$id}" name="{@name}" value="1"><xsl:if test="@value = '1' or @value = 'on'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if><xsl:call-template name="field-attrs"><xsl:with-param name="by" select="$by"/></xsl:call-template></input><span><xsl:value-of select="$label"/></span></label>
        </xsl:when>
        <xsl:when test="$type = 'radio'">
          <fieldset class="opts"><legend><xsl:value-of select="$label"/></legend>
            <xsl:for-each select="option"><label class="opt"><input type="radio" name="{../@name}" value="{@value}"><xsl:if test="@on or @value = ../@value"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if><xsl:if test="position() = 1"><xsl:attribute name="id"><xsl:value-of select="$id"/></xsl:attribute></xsl:if></input><span><xsl:call-template name="option-label"/></span></label></xsl:for-each></fieldset>
        </xsl:when>
        <xsl:otherwise>
          <label for="{$id}"><xsl:value-of select="$label"/><xsl:if test="not(@required) and not(@plain)"><em><xsl:value-of select="p:t('optional')"/></em></xsl:if></label>
          <xsl:choose>
            <xsl:when test="$type = 'area'"><textarea id="{$id}" name="{@name}" rows="{$rows}"><xsl:if test="$ph != ''"><xsl:attribute name="placeholder"><xsl:value-of select="$ph"/></xsl:attribute></xsl:if><xsl:if test="@max"><xsl:attribute name="maxlength"><xsl:value-of select="@max"/></xsl:attribute></xsl:if><xsl:call-template name="field-attrs"><xsl:with-param name="by" select="$by"/></xsl:call-template><xsl:text>&#10;</xsl:text><xsl:value-of select="@value"/></textarea></xsl:when>
            <xsl:when test="$type = 'word' or $type = 'select' or option"><select id="{$id}" name="{@name}"><xsl:if test="$ac != ''"><xsl:attribute name="autocomplete"><xsl:value-of select="$ac"/></xsl:attribute></xsl:if><xsl:call-template name="field-attrs"><xsl:with-param name="by" select="$by"/></xsl:call-template>
              <xsl:if test="not(@required) and not(option[@value = ''])"><option value="">–</option></xsl:if>
              <xsl:for-each select="option"><option value="{@value}"><xsl:if test="@on or @value = ../@value"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if><xsl:call-template name="option-label"/></option></xsl:for-each></select></xsl:when>
            <xsl:otherwise>
              <xsl:variable name="it"><xsl:choose><xsl:when test="$type = 'secret'">password</xsl:when><xsl:when test="$type = 'int'">number</xsl:when><xsl:when test="$type = 'usd'">text</xsl:when><xsl:when test="$type = 'url' and @bare">text</xsl:when><xsl:otherwise><xsl:value-of select="$type"/></xsl:otherwise></xsl:choose></xsl:variable>
              <input id="{$id}" name="{@name}" type="{$it}"><xsl:if test="not(@no-echo) and $it != 'password' and $it != 'file' and @value"><xsl:attribute name="value"><xsl:value-of select="@value"/></xsl:attribute></xsl:if>
                <xsl:if test="$type = 'usd'"><xsl:attribute name="inputmode">decimal</xsl:attribute></xsl:if><xsl:if test="$type = 'usd' or ($type = 'url' and @bare)"><xsl:attribute name="dir">ltr</xsl:attribute></xsl:if>
                <xsl:if test="$type = 'int'"><xsl:attribute name="inputmode">numeric</xsl:attribute><xsl:attribute name="step">1</xsl:attribute><xsl:if test="@min"><xsl:attribute name="min"><xsl:value-of select="@min"/></xsl:attribute></xsl:if><xsl:if test="@max"><xsl:attribute name="max"><xsl:value-of select="@max"/></xsl:attribute></xsl:if></xsl:if>
                <xsl:if test="$type != 'int' and $type != 'usd' and $it != 'file' and @max"><xsl:attribute name="maxlength"><xsl:value-of select="@max"/></xsl:attribute></xsl:if>
                <xsl:if test="$ph != ''"><xsl:attribute name="placeholder"><xsl:value-of select="$ph"/></xsl:attribute></xsl:if>
                <xsl:if test="$ac != ''"><xsl:attribute name="autocomplete"><xsl:value-of select="$ac"/></xsl:attribute></xsl:if>
                <xsl:call-template name="field-attrs"><xsl:with-param name="by" select="$by"/></xsl:call-template></input>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@error"><small class="bad" id="{$id}-e"><xsl:copy-of select="p:i('alert-circle')"/><span><xsl:value-of select="p:t1(@error, @error-a, @error-b)"/></span></small></xsl:if>
      <xsl:if test="$hint != ''"><small id="{$id}-h"><xsl:value-of select="$hint"/></small></xsl:if>
    </div>
  </xsl:template>

  <!-- attributes that every kind of field has -->
  <xsl:template name="field-attrs">
    <xsl:param name="by"/>
    <xsl:if test="@required"><xsl:attribute name="required">required</xsl:attribute></xsl:if>
    <xsl:if test="@readonly"><xsl:attribute name="readonly">readonly</xsl:attribute></xsl:if>
    <xsl:if test="@error"><xsl:attribute name="aria-invalid">true</xsl:attribute></xsl:if>
    <xsl:if test="$by != ''"><xsl:attribute name="aria-describedby"><xsl:value-of select="normalize-space($by)"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- an option's text: @label or its text; @raw = a name that is not translated; neither: the value as words -->
  <xsl:template name="option-label">
    <xsl:choose>
      <xsl:when test="@raw"><xsl:value-of select="@raw"/></xsl:when>
      <xsl:when test="@label"><xsl:value-of select="p:t(@label)"/></xsl:when>
      <xsl:when test=". != ''"><xsl:value-of select="p:t(.)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t(p:cap(@value))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A form that is only a button. Parameters: action, label, icon, kind, name, value -->
  <xsl:template name="post">
    <xsl:param name="action"/><xsl:param name="label"/><xsl:param name="icon" select="''"/><xsl:param name="kind" select="''"/><xsl:param name="name" select="''"/><xsl:param name="value" select="''"/><xsl:param name="key" select="''"/>
    <form method="post" action="{p:link($action)}" class="one"><input type="hidden" name="csrf" value="{/page/user/@csrf}"/><xsl:if test="$key != ''"><input type="hidden" name="key" value="{$key}"/></xsl:if><xsl:if test="$name != ''"><input type="hidden" name="{$name}" value="{$value}"/></xsl:if>
      <button class="btn {$kind}" type="submit"><xsl:if test="$icon != ''"><xsl:copy-of select="p:i($icon)"/></xsl:if><xsl:value-of select="p:t($label)"/></button></form>
  </xsl:template>
</xsl:stylesheet>
