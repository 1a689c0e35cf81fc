<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- The frame of every mail: <mail subject a b site home username …>. A mail's sheet imports this file and
     gives match="mail" mode="body"; its paragraphs become the plain text as well. Text in elements
     with data-text="no" is in the HTML part only. Template "button": one link that matters. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../xsl/lib.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:strip-space elements="*"/>

  <xsl:template match="/mail">
    <html lang="{p:loc()}" dir="{p:dir()}">
      <head><meta name="viewport" content="width=device-width, initial-scale=1"/><title><xsl:if test="@site"><xsl:value-of select="concat(@site, ': ')"/></xsl:if><xsl:value-of select="p:t1(@subject, @a, @b)"/></title></head>
      <body style="margin:0;padding:24px;background:#f5f6f8;color:#161d2b;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
        <xsl:if test="@site"><p data-text="no" style="max-width:560px;margin:0 auto 14px;font-size:17px;font-weight:700"><span style="display:inline-block;width:12px;height:12px;margin-inline-end:9px;border-radius:4px;background:#1f55d6"></span><xsl:value-of select="@site"/></p></xsl:if>
        <div style="max-width:504px;margin:0 auto;padding:28px;background:#ffffff;border:1px solid #e4e7ec;border-radius:12px">
          <h1 style="margin:0 0 16px;font-size:20px"><xsl:value-of select="p:t1(@subject, @a, @b)"/></h1>
          <xsl:if test="@username"><p><xsl:value-of select="p:t1('Hello {0},', @username)"/></p></xsl:if>
          <xsl:apply-templates select="." mode="body"/>
        </div>
        <p style="max-width:560px;margin:16px auto 0;color:#566072;font-size:13px"><xsl:value-of select="@site"/><xsl:if test="@home"><br/><a style="color:#566072" href="{@home}"><xsl:value-of select="@home"/></a></xsl:if></p>
      </body>
    </html>
  </xsl:template>

  <!-- a link as a button, and its address in full for those who read plain text or copy it -->
  <xsl:template name="button">
    <xsl:param name="href"/><xsl:param name="label"/>
    <p data-text="no"><a style="display:inline-block;padding:11px 18px;border-radius:8px;background:#1f55d6;color:#ffffff;font-weight:600;text-decoration:none" href="{$href}"><xsl:value-of select="$label"/></a></p>
    <p style="font-size:13px;color:#566072;overflow-wrap:anywhere"><a style="color:#566072" href="{$href}"><xsl:value-of select="$href"/></a></p>
  </xsl:template>

  <!-- what somebody wrote: <para> for each paragraph -->
  <xsl:template name="quote">
    <blockquote style="margin:16px 0;padding:2px 0 2px 16px;border-left:3px solid #cbd1da;overflow-wrap:anywhere"><xsl:for-each select="para"><p style="margin:0 0 10px"><xsl:value-of select="."/></p></xsl:for-each></blockquote>
  </xsl:template>

  <!-- what to do when it was somebody else -->
  <xsl:template name="not-you">
    <p><xsl:value-of select="p:t('If this was not you, set a new password at once and look at your sessions:')"/></p>
    <p><a href="{@reset}"><xsl:value-of select="@reset"/></a><br/><a href="{@security}"><xsl:value-of select="@security"/></a></p>
  </xsl:template>
</xsl:stylesheet>
