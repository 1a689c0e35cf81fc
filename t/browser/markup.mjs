// SPDX-License-Identifier: Apache-2.0
// Pages whose every value is markup (t/unit/test_xv_markup.c writes them): loaded without any policy, none
// of them may run anything. xqz() is what all of them try to call.
//
//   node markup.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { launch } from './look.mjs';

const dir = process.argv[2];
const files = fs.readdirSync(dir).filter(f => f.endsWith('.html')).sort();
const browser = await launch();
const ran = [];
let loaded = 0, proof = false;

async function visit(page, html) {
  const hits = [];
  page.removeAllListeners();
  page.on('dialog', d => { hits.push(`a dialog: ${d.message()}`); d.dismiss(); });
  page.on('pageerror', e => hits.push(`an error of a script: ${e.message}`));
  await page.goto('http://markup.test/');
  body = html;
  await page.goto('http://markup.test/page', { waitUntil: 'load' });
  // what waits for a hand: focus and pointer on everything that takes them
  await page.evaluate(() => {
    for (const e of document.querySelectorAll('a,button,input,select,textarea,summary,[tabindex]')) {
      e.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
      e.focus();
    }
  });
  return hits.concat(await page.evaluate(() => window.xqzRan || []));
}

let body = '';
const context = await browser.newContext();
await context.addInitScript(() => { window.xqzRan = []; window.xqz = () => window.xqzRan.push('xqz() was called'); });
const page = await context.newPage();
// nothing leaves; the page itself and nothing else is there
await page.route('**/*', r => r.request().url() === 'http://markup.test/page'
  ? r.fulfill({ contentType: 'text/html; charset=utf-8', body })
  : r.request().isNavigationRequest() ? r.fulfill({ contentType: 'text/html', body: '<p>empty</p>' }) : r.abort());

// The judge must be able to find something.
proof = (await visit(page, '<img src=x onerror=xqz()>')).length > 0;
for (const f of files) {
  const hits = await visit(page, fs.readFileSync(path.join(dir, f), 'utf8'));
  loaded++;
  if (hits.length) ran.push(`${f}: ${hits.join('; ')}`);
}
await browser.close();
console.log(`${proof ? 'ok' : 'not ok'} 1 - a page that runs something is noticed`);
console.log(`${loaded > 400 && !ran.length ? 'ok' : 'not ok'} 2 - ${loaded} pages full of markup run nothing`);
ran.slice(0, 20).forEach(r => console.log(`# ${r}`));
process.exit(proof && loaded > 400 && !ran.length ? 0 : 1);
