<?xml version="1.0" encoding="UTF-8"?>
<!-- The customer's dashboard: figures, what needs attention, spend, newest campaigns. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <div class="ph"><div><h1><xsl:value-of select="p:t1('Welcome back, {0}', substring-before(concat(@name, ' '), ' '))"/></h1><p class="sub"><xsl:value-of select="p:t('What needs you now, and how your campaigns do.')"/></p></div>
      <div class="ph-a"><a class="btn pri" href="{$base}/app/campaigns/new"><xsl:copy-of select="p:i('plus')"/><xsl:value-of select="p:t('New campaign')"/></a><a class="btn" href="{$base}/app/funds"><xsl:copy-of select="p:i('wallet')"/><xsl:value-of select="p:t('Add funds')"/></a></div></div>
    <xsl:if test="/page/user/@grace"><div class="alert warn" role="status"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t1('The renewal of your plan {0} is not paid. Add funds before {1}: it is then taken by itself. After that your account is FREE.', /page/user/@plan, p:date(/page/user/@grace, 'd'))"/><xsl:text> </xsl:text><a href="{p:link('/app/membership')}"><xsl:value-of select="p:t('Membership')"/></a></div></div></xsl:if>
    <div class="stats"><xsl:apply-templates select="stat"/></div>
    <div class="grid g-2-1">
      <div class="stackd">
        <xsl:if test="first"><section class="card start" aria-labelledby="h-first"><h2 id="h-first"><xsl:value-of select="p:t('Your first campaign in three steps')"/></h2><ol>
          <li><xsl:value-of select="p:t('Your account is ready and your address is confirmed.')"/></li>
          <li><a href="{$base}/app/funds"><xsl:value-of select="p:t('Add funds to your balance')"/></a><xsl:if test="first/@funded"><xsl:text> </xsl:text><xsl:copy-of select="p:i('check')"/></xsl:if></li>
          <li><a href="{$base}/services"><xsl:value-of select="p:t('Choose a service')"/></a></li>
          <li><a href="{$base}/app/campaigns/new"><xsl:value-of select="p:t('Create a campaign')"/></a></li></ol></section></xsl:if>
        <section class="card" aria-labelledby="h-att"><div class="card-h"><h2 id="h-att"><xsl:value-of select="p:t('Needs your attention')"/></h2><xsl:if test="todo"><span class="count"><xsl:value-of select="count(todo)"/></span></xsl:if></div>
          <xsl:choose><xsl:when test="todo"><xsl:call-template name="todos"/></xsl:when><xsl:otherwise><p class="mut ico"><xsl:copy-of select="p:i('circle-check')"/><xsl:value-of select="p:t('Nothing. Stopped campaigns, open payments and answers of support appear here.')"/></p></xsl:otherwise></xsl:choose></section>
        <section class="card" aria-labelledby="h-sp"><div class="card-h"><h2 id="h-sp"><xsl:value-of select="p:t('Spend, last 30 days')"/></h2></div><xsl:apply-templates select="chart"/></section>
        <xsl:if test="campaigns/campaign"><section class="card flush" aria-labelledby="h-rc"><div class="card-h"><h2 id="h-rc"><xsl:value-of select="p:t('Recent campaigns')"/></h2><a class="more" href="{$base}/app/campaigns"><xsl:value-of select="p:t('View all')"/></a></div>
          <xsl:apply-templates select="campaigns"><xsl:with-param name="compact" select="1"/></xsl:apply-templates></section></xsl:if>
      </div>
      <div class="stackd">
        <xsl:if test="quick"><section class="card" aria-labelledby="h-qo"><div class="card-h"><h2 id="h-qo"><xsl:value-of select="p:t('Quick order')"/></h2></div>
          <form action="{$base}/app/campaigns/new" method="get" class="form">
            <label><span><xsl:value-of select="p:t('Service')"/></span><select name="service"><xsl:for-each select="quick"><option value="{@id}"><xsl:value-of select="concat(@id, ' – ', .)"/></option></xsl:for-each></select></label>
            <label><span><xsl:value-of select="p:t('Link')"/></span><input type="url" name="link" placeholder="https://" autocomplete="url"/></label>
            <label><span><xsl:value-of select="p:t('Quantity')"/></span><input type="number" name="quantity" value="1000" min="1" inputmode="numeric"/></label>
            <button class="btn pri wide" type="submit"><xsl:value-of select="p:t('Review price')"/></button></form></section></xsl:if>
        <xsl:if test="change"><section class="card" aria-labelledby="h-su"><div class="card-h"><h2 id="h-su"><xsl:value-of select="p:t('Service updates')"/></h2><a class="more" href="{p:link('/app/updates')}"><xsl:value-of select="p:t('View all')"/></a></div>
          <ul class="feed" role="list"><xsl:apply-templates select="change" mode="feed"/></ul></section></xsl:if>
        <section class="card" aria-labelledby="h-pt"><div class="card-h"><h2 id="h-pt"><xsl:value-of select="p:t('Popular topics')"/></h2></div>
          <ul class="links" role="list"><li><a href="{$base}/help/how-to-add-funds"><xsl:value-of select="p:t('How to add funds')"/></a></li><li><a href="{$base}/help/terminate-a-campaign"><xsl:value-of select="p:t('Terminate a partial or canceled campaign')"/></a></li><li><a href="{$base}/help/best-service"><xsl:value-of select="p:t('How to choose the best service')"/></a></li><li><a href="{$base}/help/refill-tags"><xsl:value-of select="p:t('Refill tags explained')"/></a></li></ul></section>
      </div>
    </div>
  </xsl:template>
  <xsl:template match="change" mode="feed">
    <xsl:variable name="tone"><xsl:choose><xsl:when test="@what = 'off' or (@what = 'status' and @new != 'active')">warn</xsl:when><xsl:when test="@what = 'on' or @what = 'status'">ok</xsl:when></xsl:choose></xsl:variable>
    <li><i class="pip {$tone}"></i><div><a class="ttl" href="{p:link(@href)}"><xsl:value-of select="substring-before(concat(@name, ' ['), ' [')"/></a><p><xsl:choose>
      <xsl:when test="@more"><xsl:value-of select="p:t('and other new services')"/></xsl:when>
      <xsl:when test="@what = 'added'"><xsl:value-of select="p:t1('New, {0}', p:money(@new-usd))"/></xsl:when>
      <xsl:when test="@what = 'price'"><xsl:value-of select="p:t1('Price {0} → {1}', p:money(@old-usd), p:money(@new-usd))"/></xsl:when>
      <xsl:when test="@what = 'off'"><xsl:value-of select="p:t('Taken off the list')"/></xsl:when>
      <xsl:when test="@what = 'on'"><xsl:value-of select="p:t('Back on the list')"/></xsl:when>
      <xsl:when test="@what = 'status'"><xsl:value-of select="p:t('Status')"/>: <xsl:value-of select="p:t(p:cap(@new))"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="p:t('Changed')"/></xsl:otherwise></xsl:choose></p><span class="mut"><xsl:copy-of select="p:time(@at)"/></span></div></li>
  </xsl:template>
  <xsl:template name="todos"><ul class="todo" role="list"><xsl:for-each select="todo"><li><span class="ic {@tone}"><xsl:copy-of select="p:i(@icon)"/></span><div><b><xsl:value-of select="p:t1(@title, @a, @b)"/></b><span class="mut"><xsl:value-of select="p:t1(@sub, @sub-a)"/></span></div><a class="btn sm" href="{p:link(@href)}"><xsl:value-of select="p:t(@act)"/></a></li></xsl:for-each></ul></xsl:template>
</xsl:stylesheet>
