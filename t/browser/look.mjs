// SPDX-License-Identifier: Apache-2.0
// Looks at pages as people see them: pictures at 1440 and 390 px, light and dark, axe-core, policy
// violations, console errors, failed requests, sideways scrolling. Exits 1 when a check fails.
//
//   node look.mjs BASE_URL [options] PATH…        pages of a running server
//   node look.mjs --static FOLDER [options] [FILE…]   HTML files under the panel's strict policy
//
// Options: --out FOLDER       pictures (default ./shots)
//          --user NAME --password-env VAR   sign in first (the password comes from the environment)
//          --credentials FILE --as customer|staff   the demo instance's credentials.txt
//          --widths 1440,390  --modes light,dark   --no-shots   --status 404 (expected status)
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

function options(argv) {
  const o = { out: 'shots', widths: '1440,390', modes: 'light,dark', as: 'customer', paths: [] };
  for (let i = 0; i < argv.length; i++) {
    const m = /^--(.+)$/.exec(argv[i]);
    if (!m) o.paths.push(argv[i]);
    else if (m[1] === 'no-shots') o.noShots = true;
    else o[m[1]] = argv[++i];
  }
  if (!o.static) o.base = o.paths.shift();
  if (o.credentials) {
    const c = Object.fromEntries(fs.readFileSync(o.credentials, 'utf8').trim().split('\n').map(l => l.split(/=(.*)/s).slice(0, 2)));
    o.user = c[`${o.as}_user`];
    o.password = c[`${o.as}_password`];
  } else if (o['password-env']) o.password = process.env[o['password-env']];
  return o;
}

export function serve(dir) {
  const root = path.resolve(dir);
  return new Promise(ok => {
    const s = http.createServer((req, res) => {
      const f = path.join(root, path.normalize(decodeURIComponent(new URL(req.url, 'http://x').pathname)));
      res.setHeader('Content-Security-Policy', POLICY);
      if (!f.startsWith(root + path.sep) || !fs.existsSync(f) || !fs.statSync(f).isFile()) { res.statusCode = 404; return res.end(); }
      res.setHeader('Content-Type', TYPES[path.extname(f)] || 'application/octet-stream');
      fs.createReadStream(f).pipe(res);
    });
    s.listen(0, '127.0.0.1', () => ok(s));
  });
}

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });

export async function signIn(page, base, user, password) {
  await page.goto(`${base}/signin`);
  await page.fill('input[name=login]', user);
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')]);
  if (/\/signin$/.test(new URL(page.url()).pathname)) throw new Error(`sign-in as ${user} failed`);
}

// What does not fit sideways; lists that scroll by design are left out.
const OVERFLOW = () => {
  const W = document.documentElement.clientWidth, out = [];
  if (document.documentElement.scrollWidth <= W) return out;
  for (const e of document.querySelectorAll('body *')) {
    const r = e.getBoundingClientRect();
    if (r.width && (r.right > W + 1 || r.left < -1) && !e.closest('.tabs,.sr,.skip,.scroll,pre')) out.push(`${e.tagName.toLowerCase()}.${e.className.baseVal ?? e.className} ${Math.round(r.right)}>${W}`);
  }
  return out.slice(0, 5);
};

async function runAxe(ctx, page) {
  // injected through the debugger, which the page's policy does not govern
  const cdp = await ctx.newCDPSession(page);
  await cdp.send('Runtime.evaluate', { expression: axe });
  const r = await cdp.send('Runtime.evaluate', {
    awaitPromise: true, returnByValue: true,
    expression: `axe.run(document,{runOnly:${JSON.stringify(TAGS)}}).then(r=>({passes:r.passes.length,violations:r.violations.map(v=>v.id+' ('+v.impact+') '+v.nodes.slice(0,4).map(n=>n.target.join(' ')+(n.any[0]&&n.any[0].data&&n.any[0].data.contrastRatio?' '+n.any[0].data.contrastRatio+':1 '+n.any[0].data.fgColor+' on '+n.any[0].data.bgColor:'')).join(' ; '))}))` });
  await cdp.detach();
  return r.result.value || { passes: 0, violations: ['axe did not run'] };
}

export async function look(ctx, url, { width, name, out, status }) {
  const page = await ctx.newPage(), faults = [];
  page.on('console', m => { if (m.type() === 'error' && !(status && /status of/.test(m.text()))) faults.push(`console: ${m.text().slice(0, 200)}`); });
  page.on('pageerror', e => faults.push(`script: ${String(e).slice(0, 200)}`));
  page.on('requestfailed', r => faults.push(`request: ${r.url()} ${r.failure().errorText}`));
  await page.addInitScript(() => { window.__csp = []; addEventListener('securitypolicyviolation', e => window.__csp.push(`${e.violatedDirective} ${e.blockedURI}`)); });
  await page.setViewportSize({ width, height: 900 });
  const answer = await page.goto(url, { waitUntil: 'networkidle' });
  if (answer.status() !== (status || 200)) faults.push(`status ${answer.status()}, expected ${status || 200}`);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (width < 700) await page.setViewportSize({ width, height: Math.min(height, 8000) }); // the bottom bar belongs at the end of the picture
  await page.evaluate(() => window.scrollTo(0, 0)); // a form with errors had taken the focus
  if (out) await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
  faults.push(...(await page.evaluate(OVERFLOW)).map(o => `sideways: ${o}`));
  faults.push(...(await page.evaluate(() => window.__csp)).map(c => `policy: ${c}`));
  const a = await runAxe(ctx, page);
  faults.push(...a.violations.map(v => `axe: ${v}`));
  await page.close();
  return { faults, passes: a.passes };
}

async function main() {
  const o = options(process.argv.slice(2));
  const server = o.static ? await serve(o.static) : null;
  if (server) {
    o.base = `http://127.0.0.1:${server.address().port}`;
    if (!o.paths.length) o.paths = fs.readdirSync(o.static).filter(f => f.endsWith('.html')).map(f => `/${f}`);
  }
  if (!o.base || !o.paths.length) { console.error('usage: node look.mjs BASE_URL [options] PATH… (see the head of this file)'); process.exit(2); }
  o.base = o.base.replace(/\/$/, '');
  if (!o.noShots) fs.mkdirSync(o.out, { recursive: true });
  const browser = await launch();
  let bad = 0, n = 0;
  for (const mode of o.modes.split(',')) {
    const ctx = await browser.newContext({ colorScheme: mode });
    if (o.user) { const p = await ctx.newPage(); await signIn(p, o.base, o.user, o.password); await p.close(); }
    for (const p of o.paths) for (const w of o.widths.split(',').map(Number)) {
      const stem = (p.replace(/\.html$/, '').replace(/^\//, '').replace(/[^A-Za-z0-9.-]+/g, '_') || 'index') + `-${w}${mode === 'dark' ? '-dark' : ''}`;
      const r = await look(ctx, o.base + (p[0] === '/' ? p : `/${p}`), { width: w, name: stem, out: o.noShots ? null : o.out, status: o.status && +o.status });
      n++;
      if (r.faults.length) bad++;
      console.log(`${r.faults.length ? 'FAIL' : 'ok  '} ${p} ${w} ${mode} (axe ${r.passes} passed)`);
      for (const f of r.faults) console.log(`       ${f}`);
    }
    await ctx.close();
  }
  await browser.close();
  if (server) server.close();
  console.log(`${n - bad} passed, ${bad} failed`);
  process.exit(bad || !n ? 1 : 0);
}
if (process.argv[1] && fs.realpathSync(process.argv[1]) === fs.realpathSync(new URL(import.meta.url).pathname)) await main();
