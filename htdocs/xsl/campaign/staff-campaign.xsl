<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- One campaign for staff: facts, evidence of each hand-over, decision or manual figures. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:p="urn:panel:ui" exclude-result-prefixes="p">
  <xsl:import href="../layout.xsl"/>
  <xsl:import href="../parts.xsl"/>
  <xsl:template match="content">
    <xsl:variable name="c" select="campaign"/>
    <div class="ph"><div><nav class="crumbs" aria-label="{p:t('Breadcrumb')}"><ol role="list"><li><a href="{p:link('/staff/campaigns')}"><xsl:value-of select="p:t('Campaigns')"/></a></li><li><span>#<xsl:value-of select="$c/@id"/></span></li></ol></nav>
      <h1><xsl:value-of select="substring-before(concat($c/@service, ' ['), ' [')"/><xsl:text> </xsl:text><xsl:copy-of select="p:status($c/@status)"/></h1><p class="sub"><bdi dir="ltr"><xsl:value-of select="$c/@link"/></bdi><xsl:if test="$c/@tags"> · <bdi dir="ltr"><xsl:value-of select="$c/@tags"/></bdi></xsl:if></p></div></div>
    <div class="grid g-2-1"><div class="stackd">
      <xsl:if test="form[@name='resolve']"><section class="card form"><h2><xsl:value-of select="p:t('Decide')"/></h2>
        <div class="alert warn"><xsl:copy-of select="p:i('alert-triangle')"/><div><xsl:value-of select="p:t('The provider gave no clear answer. Look the order up there before you decide: a campaign that is sent again although it was made is paid twice.')"/></div></div>
        <form method="post" action="{p:link(form/@action)}" class="form"><xsl:apply-templates select="form" mode="hidden"/><xsl:apply-templates select="form" mode="errors"/>
          <fieldset class="opts"><legend><xsl:value-of select="p:t('What do you know?')"/></legend>
            <label class="opt"><input type="radio" name="decision" value="accepted" id="f-resolve-decision" required="required"><xsl:if test="form/field[@name='decision']/@value = 'accepted'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><xsl:value-of select="p:t('The provider has the order: its number is below')"/></span></label>
            <label class="opt"><input type="radio" name="decision" value="again"><xsl:if test="form/field[@name='decision']/@value = 'again'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><xsl:value-of select="p:t('It was never made: send it again')"/></span></label>
            <label class="opt"><input type="radio" name="decision" value="refund"><xsl:if test="form/field[@name='decision']/@value = 'refund'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if></input><span><xsl:value-of select="p:t('It was never made: cancel it and pay the customer back')"/></span></label></fieldset>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'order'"/></xsl:call-template>
          <xsl:call-template name="field"><xsl:with-param name="name" select="'reason'"/><xsl:with-param name="hint" select="'How do you know? Kept in the audit log.'"/></xsl:call-template>
          <div class="row form-a"><button class="btn pri" type="submit"><xsl:value-of select="p:t('Save the decision')"/></button></div></form></section></xsl:if>
      <section class="card flush"><div class="card-h"><h2><xsl:value-of select="p:t('Hand-overs')"/></h2></div>
        <xsl:choose><xsl:when test="attempts/attempt"><table class="tbl rt" role="table"><caption class="sr"><xsl:value-of select="p:t('Hand-overs')"/></caption><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><xsl:value-of select="p:t('Attempt')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Outcome')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Bytes sent')"/></th><th role="columnheader" scope="col" class="num"><xsl:value-of select="p:t('Time')"/></th><th role="columnheader" scope="col"><xsl:value-of select="p:t('Answer')"/></th></tr></thead>
          <tbody role="rowgroup"><xsl:for-each select="attempts/attempt"><tr role="row"><td role="cell" class="main"><xsl:value-of select="concat(@group, '.', @n)"/><span class="meta"><xsl:copy-of select="p:time(@started, 'f')"/></span></td><td role="cell" data-l="{p:t('Outcome')}"><xsl:copy-of select="p:status(@outcome)"/><xsl:if test="@reason != @outcome"><span class="meta mut"><xsl:value-of select="@reason"/></span></xsl:if></td><td role="cell" data-l="{p:t('Bytes sent')}" class="num"><xsl:value-of select="p:num(@sent-bytes)"/></td><td role="cell" data-l="{p:t('Time')}" class="num"><xsl:value-of select="concat(p:num(@elapsed-ms), ' ms')"/></td><td role="cell" data-l="{p:t('Answer')}"><code class="xs"><xsl:value-of select="."/></code></td></tr></xsl:for-each></tbody></table></xsl:when>
          <xsl:otherwise><div class="empty"><p><xsl:value-of select="p:t('Not handed over yet.')"/></p></div></xsl:otherwise></xsl:choose></section>
      <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('History')"/></h2></div>
        <ol class="tl" role="list"><xsl:for-each select="timeline/event"><li><xsl:if test="position() = last()"><xsl:attribute name="class">end</xsl:attribute></xsl:if><b><xsl:value-of select="p:t(p:cap(@to))"/><span class="mut"> · <xsl:value-of select="p:t(@label)"/><xsl:if test="@detail"> · <xsl:value-of select="@detail"/></xsl:if></span></b><span class="mut"><xsl:copy-of select="p:time(@at, 'f')"/></span></li></xsl:for-each></ol></section>
    </div><aside class="stackd" aria-label="{p:t('Details')}">
      <section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Details')"/></h2></div><dl class="kv">
        <div><dt><xsl:value-of select="p:t('Customer')"/></dt><dd><xsl:value-of select="customer"/></dd></div>
        <div><dt><xsl:value-of select="p:t('State')"/></dt><dd><xsl:copy-of select="p:status($c/@state)"/></dd></div>
        <xsl:if test="$c/@flag"><div><dt><xsl:value-of select="p:t('Flag')"/></dt><dd><xsl:value-of select="$c/@flag"/></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Quantity')"/></dt><dd><xsl:value-of select="p:num($c/@quantity)"/></dd></div>
        <div><dt><xsl:value-of select="p:t('Start count')"/></dt><dd><xsl:choose><xsl:when test="$c/@start-count != ''"><xsl:value-of select="p:num($c/@start-count)"/></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></dd></div>
        <div><dt><xsl:value-of select="p:t('Remains')"/></dt><dd><xsl:choose><xsl:when test="$c/@remains != ''"><xsl:value-of select="p:num($c/@remains)"/></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></dd></div>
        <div><dt><xsl:value-of select="p:t('Charge')"/></dt><dd><bdi><xsl:value-of select="p:money($c/@charge-usd)"/></bdi></dd></div>
        <xsl:if test="$c/@coins"><div><dt><xsl:value-of select="p:t('Paid with coins')"/></dt><dd><xsl:value-of select="p:n('{0} coin', '{0} coins', $c/@coins)"/> <span class="mut">(<bdi><xsl:value-of select="p:money($c/@coins-usd)"/></bdi>)</span><xsl:if test="$c/@coins-back &gt; 0"><span class="mut xs blk"><xsl:value-of select="p:t1('{0} came back', p:num($c/@coins-back))"/></span></xsl:if></dd></div></xsl:if>
        <div><dt><xsl:value-of select="p:t('Cost')"/></dt><dd><bdi><xsl:value-of select="p:money($c/@cost-usd)"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Paid back')"/></dt><dd><bdi><xsl:value-of select="p:money($c/@refunded-usd)"/></bdi></dd></div>
        <div><dt><xsl:value-of select="p:t('Created')"/></dt><dd><xsl:copy-of select="p:time($c/@created, 'f')"/></dd></div>
        <xsl:if test="provider"><div><dt><xsl:value-of select="p:t('Provider')"/></dt><dd><xsl:value-of select="provider/@name"/></dd></div>
          <div><dt><xsl:value-of select="p:t('Number at the provider')"/></dt><dd><bdi><xsl:choose><xsl:when test="$c/@provider-order"><xsl:value-of select="$c/@provider-order"/></xsl:when><xsl:otherwise>–</xsl:otherwise></xsl:choose></bdi></dd></div>
          <div><dt><xsl:value-of select="p:t('Safe repeat proven')"/></dt><dd><xsl:choose><xsl:when test="provider/@safe-repeat"><xsl:value-of select="p:t('Yes')"/></xsl:when><xsl:otherwise><xsl:value-of select="p:t('No')"/></xsl:otherwise></xsl:choose></dd></div>
          <xsl:if test="provider/@braked"><div><dt><xsl:value-of select="p:t('Brake')"/></dt><dd><xsl:value-of select="p:t1('On: {0} unclear answers lately', provider/@unknowns)"/></dd></div></xsl:if></xsl:if></dl></section>
      <xsl:if test="typed"><section class="card"><div class="card-h"><h2><xsl:value-of select="p:t('Fields')"/></h2></div><code class="xs"><xsl:value-of select="typed"/></code></section></xsl:if>
      <xsl:if test="form[@name='set']"><section class="card form"><h2><xsl:value-of select="p:t('Set by hand')"/></h2><xsl:apply-templates select="form" mode="fields"/></section></xsl:if>
    </aside></div>
  </xsl:template>
</xsl:stylesheet>
