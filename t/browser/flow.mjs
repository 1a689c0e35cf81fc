// SPDX-License-Identifier: Apache-2.0
// The whole way in a real browser, once with script and once without: sign-up, activation by mail,
// funds, campaign, terminate, ticket, staff. Every page it meets is checked by axe-core, for CSP
// violations, console errors and sideways scrolling at 1440 and 390 px, light and dark. Prints TAP.
// Environment: SMM_TEST_URL, SMM_TEST_DIR (instance folder), SMM_SHOTS (folder for screenshots, optional),
// SMM_LOOK=0 (walk the way only).
import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const base = process.env.SMM_TEST_URL, dir = process.env.SMM_TEST_DIR, shots = process.env.SMM_SHOTS;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const cred = Object.fromEntries(fs.readFileSync(path.join(dir, 'credentials.txt'), 'utf8').trim().split('\n').map(l => l.split(/=(.*)/).slice(0, 2)));
if (shots) fs.mkdirSync(shots, { recursive: true });
let n = 0, failed = 0;
const ok = (good, name, why) => {
  n++;
  if (!good) failed++;
  console.log(`${good ? 'ok' : 'not ok'} ${n} - ${name}`);
  if (!good && why) console.log(String(why).split('\n').map(l => '# ' + l).join('\n'));
  return good;
};
const sleep = ms => new Promise(r => setTimeout(r, ms));
const until = async (seconds, ask) => { const end = Date.now() + seconds * 1000; let v; do { v = await ask(); if (v) return v; await sleep(400); } while (Date.now() < end); return v; };

const decode = raw => {
  raw = raw.replace(/\r\n/g, '\n');
  let out = '';
  for (const m of raw.matchAll(/Content-Transfer-Encoding:\s*(\S+)[^]*?\n\n([^]*?)(?=\n--|$)/gi)) {
    const enc = m[1].toLowerCase();
    out += enc === 'base64' ? Buffer.from(m[2], 'base64').toString('utf8')
      : enc === 'quoted-printable' ? m[2].replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))) : m[2];
  }
  return out;
};
const mailLink = (to, part) => {
  for (const sub of ['new', 'cur']) for (const f of fs.readdirSync(path.join(dir, 'mail', sub)).sort().reverse()) {
    let raw; try { raw = fs.readFileSync(path.join(dir, 'mail', sub, f), 'utf8'); } catch { continue; }
    if (!new RegExp('^To:[^\\n]*' + to.replace(/[.+]/g, '\\$&'), 'mi').test(raw)) continue;
    const m = decode(raw).match(new RegExp('https?://[^\\s"<>]*' + part + '[^\\s"<>]*'));
    if (m) return m[0];
  }
  return null;
};

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const looked = new Set();

// A context that collects console errors and policy violations of its pages.
async function visitor(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: false, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on('console', m => { if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) page.faults.push(m.text()); });
  page.on('pageerror', e => page.faults.push(String(e)));
  return page;
}

// Looks at the page that is open: once for each name.
async function look(page, name) {
  if (process.env.SMM_LOOK === '0' || looked.has(name)) return;
  looked.add(name);
  for (const width of [1440, 390]) for (const scheme of ['light', 'dark']) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(120);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    ok(over <= 0, `${name} ${width} ${scheme}: no sideways scrolling`, `${over} px too wide`);
    const found = await page.evaluate(src => { if (!window.axe) (0, eval)(src); }, axe).catch(() => 'csp');
    let violations;
    if (found === 'csp') {
      // the page's own policy forbids eval: the tool goes in through the debugger instead
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Runtime.evaluate', { expression: axe + ';0' });
      const r = await cdp.send('Runtime.evaluate', { expression: 'axe.run().then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(x => x.html.slice(0, 160) + " " + (x.failureSummary || "")).join(" | "))))', awaitPromise: true, returnByValue: true });
      violations = JSON.parse(r.result.value || '["axe did not run"]');
      await cdp.detach();
    } else {
      violations = JSON.parse(await page.evaluate('axe.run().then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(x => x.html.slice(0, 160)).join(" | "))))'));
    }
    ok(violations.length === 0, `${name} ${width} ${scheme}: axe-core`, violations.join('\n'));
    if (shots) await page.screenshot({ path: path.join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  ok(page.faults.length === 0, `${name}: no console error, no policy violation`, page.faults.join('\n'));
  page.faults.length = 0;
}

async function go(page, where, name) {
  const res = await page.goto(base + where);
  if (name) { ok(res.status() === 200, `${name} answers 200`, res.status()); await look(page, name); }
  return res;
}
const press = (page, selector) => Promise.all([page.waitForLoadState('load'), page.click(selector)]);
const main = 'main form[method="post"] button[type="submit"]';

async function whole(script) {
  const tag = script ? 'script' : 'noscript';
  const shot = name => script ? name : null;
  const user = `br${tag}${process.pid}`, mail = `${user}@people.example`;
  let page = await visitor({ javaScriptEnabled: script });
  const see = async name => { if (script) await look(page, name); };
  for (const [p, name] of [['/', 'landing'], ['/services', 'services-public'], ['/help', 'help'], ['/help/refill-tags', 'article'], ['/help/c/payments', 'help-category'], ['/help/search?q=refill', 'help-search'], ['/terms', 'terms'], ['/signin', 'signin'], ['/password', 'password'], ['/no-such-page', null]]) {
    if (script) await go(page, p, name);
  }
  // sign up
  await go(page, '/signup', shot('signup'));
  await page.fill('[name=username]', user);
  await page.fill('[name=email]', 'not an address');
  await page.fill('[name=password]', 'a pass phrase for the browser');
  if (await page.locator('select[name=country]').count()) await page.selectOption('[name=country]', 'DE'); else await page.fill('[name=country]', 'DE');
  await page.check('[name=terms]');
  await page.evaluate(() => document.querySelectorAll('form').forEach(f => { f.noValidate = true; })).catch(() => {});
  if (script) { await press(page, main); ok(await page.locator('[aria-invalid=true]').count() > 0, 'a wrong address is marked at its field'); await see('signup-error'); await page.fill('[name=password]', 'a pass phrase for the browser'); if (!await page.isChecked('[name=terms]')) await page.check('[name=terms]'); }
  await page.fill('[name=email]', mail);
  await press(page, main);
  await see('signup-done');
  const link = await until(40, () => mailLink(mail, '/verify/'));
  ok(link, `${tag}: activation mail`);
  await page.goto(link); await see('verified');
  await go(page, '/signin');
  await page.fill('[name=login]', user);
  await page.fill('[name=password]', 'a pass phrase for the browser');
  await press(page, main);
  ok(new URL(page.url()).pathname === '/app', `${tag}: signed in`, page.url());
  await see('dashboard-first');
  for (const [p, name] of [['/app/campaigns', 'campaigns-empty'], ['/app/tickets', 'tickets-empty'], ['/app/invoices', 'invoices-empty'], ['/app/ledger', 'ledger-empty'], ['/app/profile', 'profile'], ['/app/security', 'security'], ['/app/api', 'api-keys'], ['/services?q=views&sort=price', 'services-filtered'], ['/services?q=zzzzzz', 'services-none']]) {
    if (script) await go(page, p, name);
  }
  // funds by the sandbox gateway
  await go(page, '/app/funds', shot('funds'));
  await page.fill('[name=amount]', '30.00');
  await page.check('[name=method][value=sandbox]').catch(async () => { await page.selectOption('[name=method]', 'sandbox'); });
  await press(page, main);
  await until(10, async () => /sandbox/.test(page.url()) || await page.locator('a[href*="sandbox"], form[action*="sandbox"]').count());
  if (!/sandbox/.test(page.url())) await press(page, 'a[href*="sandbox"]');
  await see('hosted-payment');
  await press(page, 'button[value=pay]');
  const paid = await until(40, async () => { await go(page, '/app'); return /\$30\.00/.test(await page.textContent('body')); });
  ok(paid, `${tag}: the balance shows 30.00`);
  await see('dashboard-funded');
  // a bank transfer, confirmed by staff
  await go(page, '/app/funds');
  await page.fill('[name=amount]', '12.00');
  await page.check('[name=method][value=bank]').catch(async () => { await page.selectOption('[name=method]', 'bank'); });
  await press(page, main);
  await see('payment-bank');
  const payment = new URL(page.url()).pathname.split('/').pop();
  const staff = await visitor({ javaScriptEnabled: script });
  await go(staff, '/signin');
  await staff.fill('[name=login]', cred.staff_user);
  await staff.fill('[name=password]', cred.staff_password);
  await press(staff, main);
  ok(/^\/(staff|app)/.test(new URL(staff.url()).pathname), `${tag}: staff signed in`, staff.url());
  if (script) for (const [p, name] of [['/staff', 'staff-overview'], ['/staff/payments', 'staff-payments'], ['/staff/campaigns', 'staff-campaigns'], ['/staff/tickets', 'staff-tickets'], ['/staff/services', 'staff-services'], ['/staff/providers', 'staff-providers'], ['/staff/help', 'staff-help'], ['/staff/help/new', 'staff-article'], ['/staff/customers', 'staff-customers'], ['/staff/customers/1', 'staff-customer'], ['/staff/customers/1/adjust', 'staff-adjust'], ['/staff/settings', 'staff-settings'], ['/staff/settings/gateway.bank', 'staff-settings-bank'], ['/staff/audit', 'staff-audit'], ['/staff/system', 'staff-system']]) await go(staff, p, name);
  if (script) { // an entry below the fold of a low window
    await staff.setViewportSize({ width: 1440, height: 620 });
    await go(staff, '/staff/system');
    ok(await staff.evaluate(() => {
      const bar = document.querySelector('.side-in').getBoundingClientRect(), on = document.querySelector('.side-in [aria-current]').getBoundingClientRect();
      return on.top >= bar.top && on.bottom <= bar.bottom && scrollY === 0;
    }), `${tag}: the side bar shows the entry of the page`);
    await staff.setViewportSize({ width: 1440, height: 900 });
  }
  await go(staff, `/staff/payments/${payment}`, shot('staff-payment'));
  if (await staff.locator('form[action$="/confirm"] [name=reason]').count()) await staff.fill('form[action$="/confirm"] [name=reason]', 'on the statement');
  await press(staff, 'form[action$="/confirm"] button[type=submit]');
  await go(page, '/app/invoices', shot('invoices'));
  ok(/paid/i.test(await page.textContent('main')), `${tag}: paid invoices`);
  const inv = await page.locator('main a[href*="/app/invoices/"]').first().getAttribute('href');
  if (inv) { await page.goto(new URL(inv, base).href); await see('invoice'); }
  await go(page, '/app/ledger', shot('ledger'));
  // amounts in another currency: staff offers one, the customer chooses it at the foot of a page
  await go(staff, '/staff/currencies', shot('staff-currencies'));
  if (!await staff.locator('a[href$="/staff/currencies/EUR"]').count()) {
    await staff.selectOption('#f-currency-add-currency', 'EUR');
    await staff.fill('#f-currency-add-rate', '0.922');
    await press(staff, '#form-currency-add button[type=submit]');
  }
  await go(staff, '/staff/currencies/EUR', shot('staff-currency'));
  await go(staff, '/staff/currencies/import', shot('staff-currency-import'));
  await go(page, '/services');
  await press(page, 'footer a[href*="/currency"]');
  await see('currency');
  await page.check('[name=currency][value=EUR]');
  await press(page, main);
  ok(new URL(page.url()).pathname === '/services' && /\$[\d.]+\s*≈ €/.test(await page.textContent('main')), `${tag}: prices in dollars and euros`, page.url());
  // a campaign that stops half way
  await go(page, '/services?sort=price');
  await go(page, '/app/campaigns/new', shot('campaign-new'));
  const href = await (async () => { await go(page, '/services?q=visitors'); return page.locator('a[href*="/app/campaigns/new?service="]').first().getAttribute('href'); })();
  await page.goto(new URL(href, base).href);
  await page.fill('[name=link]', 'https://partial.example/' + tag);
  const min = Number(await page.locator('[name=quantity]').getAttribute('min')) || 100;
  await page.fill('[name=quantity]', String(min));
  if (script) await sleep(1200);
  await see('campaign-filled');
  await press(page, 'main form[method=post] button.pri[type=submit]');
  ok(/\/app\/campaigns\/\d+$/.test(page.url()), `${tag}: campaign placed`, page.url() + ' ' + await page.textContent('main').catch(() => ''));
  const campaign = new URL(page.url()).pathname;
  await see('campaign-pending');
  ok(await until(120, async () => { await page.goto(base + campaign); return /Partial/.test(await page.textContent('main')); }), `${tag}: it stopped half way`);
  await see('campaign-partial');
  await go(page, '/app/campaigns', shot('campaigns'));
  await go(page, campaign + '/terminate', shot('terminate'));
  await press(page, main);
  await page.goto(base + campaign);
  await see('campaign-terminated');
  // ticket
  await go(page, '/app/tickets/new', shot('ticket-new'));
  await page.fill('[name=subject]', 'Stopped half way');
  await page.fill('[name=campaigns]', campaign.split('/').pop());
  await page.fill('[name=body]', 'It stopped. What happened?');
  await press(page, main);
  ok(/\/app\/tickets\/\d+$/.test(page.url()), `${tag}: ticket sent`, page.url());
  const ticket = new URL(page.url()).pathname;
  await go(staff, ticket.replace('/app/', '/staff/'), shot('staff-ticket'));
  await staff.fill('[name=body]', 'The provider ran dry.\n\nThe rest is in your balance.');
  await press(staff, main);
  await go(page, ticket, shot('ticket'));
  ok(/ran dry/.test(await page.textContent('main')), `${tag}: the answer is there`);
  if (script) { await go(page, '/app', 'dashboard'); await go(page, '/app/tickets', 'tickets'); }
  // keyboard: the skip link is the first stop
  if (script) { await go(page, '/app'); await page.keyboard.press('Tab'); ok(await page.evaluate(() => document.activeElement.className) === 'skip', 'the first Tab reaches the skip link'); }
  await page.context().close();
  await staff.context().close();
}

try { await whole(true); await whole(false); } catch (e) { ok(false, 'the way was walked to its end', e.stack); }
await browser.close();
console.log(`1..${n}`);
process.exit(failed ? 1 : 0);
