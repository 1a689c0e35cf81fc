// SPDX-License-Identifier: Apache-2.0
// Notices signed by the processors' own packages, and tampered twins of each: the panel's code (tools/vectors)
// must judge them as the package does. Every run makes other bodies, keys and times.
// usage: node notices.mjs VECTORS-PROGRAM FOLDER
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import razorpayUtils from 'razorpay/dist/utils/razorpay-utils.js';
import PaytmChecksum from 'paytmchecksum';

const [program, folder] = process.argv.slice(2);
const ROUNDS = 40;
let n = 0, failed = 0;
function ok(good, what, more) {
  n++;
  console.log(`${good ? 'ok' : 'not ok'} ${n} - ${what}`);
  if (!good) { failed++; for (const l of String(more ?? '').split('\n').slice(0, 20)) console.log(`# ${l}`); }
}
const sha = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const pick = (list) => list[randomInt(list.length)];
const text = () => pick(['plain', 'größer', '日本語', 'a "quoted" \\ back', 'tab\tline\n', '😀', '', '</script>', 'é'.repeat(40), '%7B&=+ ']) + randomBytes(3).toString('hex');
const secret = () => 'test_' + randomBytes(randomInt(8, 40)).toString('base64url');

// One character of the text changed, added or taken away.
function tamper(body) {
  const at = randomInt(body.length - 1) + 1;
  switch (randomInt(4)) {
    case 0: return body + ' ';
    case 1: return body.slice(0, at) + ' ' + body.slice(at);
    case 2: return body.replace(/\d(?=[^\d]*$)/, (d) => String((Number(d) + 1) % 10));
    default: return JSON.stringify({ ...JSON.parse(body), more: 1 });
  }
}

// Runs the cases through the panel's code; each `expect` is the package's own verdict.
function judge(gateway, cases, more = {}) {
  const file = join(folder, `sdk-${gateway}.json`);
  const both = new Set(cases.map((c) => c.expect));
  ok(both.has('valid') && both.has('invalid'), `${gateway}: the package itself accepts some and refuses others`);
  writeFileSync(file, JSON.stringify({ gateway, scheme: 'by the package', cases, ...more }));
  let out = '', good = true;
  try { out = execFileSync(program, [file], { encoding: 'utf8' }); } catch (e) { good = false; out = String(e.stdout) + String(e.stderr); }
  ok(good && out.includes(`${cases.length} passed, 0 failed`), `${gateway}: the panel judges all ${cases.length} as the package does`, out);
  const wrong = join(folder, `sdk-${gateway}-wrong.json`);
  writeFileSync(wrong, JSON.stringify({ gateway, scheme: 'by the package', cases: cases.map((c) => ({ ...c, expect: c.expect === 'valid' ? 'invalid' : 'valid' })), ...more }));
  try { out = execFileSync(program, [wrong], { encoding: 'utf8' }); } catch (e) { out = String(e.stdout); }
  ok(out.includes(`0 passed, ${cases.length} failed`), `${gateway}: the other verdict is never given`, out);
}

// --- stripe
{
  const stripe = new Stripe('sk_test_x');
  const cases = [];
  const add = (name, body, header, key, now) => {
    let expect = 'valid';
    try { stripe.webhooks.constructEvent(body, header, key, 300, undefined, now * 1000); } catch { expect = 'invalid'; }
    cases.push({ name, secret: key, now, tolerance: 300, headers: { 'Stripe-Signature': header }, body, body_sha256: sha(body), expect });
  };
  for (let i = 0; i < ROUNDS; i++) {
    const key = secret(), now = 1_700_000_000 + randomInt(200_000_000);
    const body = JSON.stringify({ id: `evt_${i}x`, object: 'event', type: pick(['checkout.session.completed', 'charge.refunded', 'charge.dispute.created']),
      data: { object: { id: `cs_${i}`, client_reference_id: `demo-P${i}`, amount_total: randomInt(1, 99999999), description: text() } } }, null, pick([0, 2]));
    const header = (o) => stripe.webhooks.generateTestHeaderString({ payload: body, secret: key, timestamp: now, ...o });
    add(`own ${i}`, body, header(), key, now);
    add(`tampered ${i}`, tamper(body), header(), key, now);
    add(`other secret ${i}`, body, header({ secret: secret() }), key, now);
    add(`at the limit ${i}`, body, header({ timestamp: now - 300 }), key, now);
    add(`too old ${i}`, body, header({ timestamp: now - 301 - randomInt(1000) }), key, now);
    add(`moved time ${i}`, body, header({ timestamp: now - 500 }).replace(/^t=\d+/, `t=${now}`), key, now);
    const [t, v1] = header().split(',');
    add(`two signatures ${i}`, body, `${t},v1=${'0'.repeat(64)},${v1}`, key, now);
    add(`capitals ${i}`, body, `${t},${v1.toUpperCase().replace('V1', 'v1')}`, key, now);
    add(`test scheme ${i}`, body, header({ scheme: 'v0' }), key, now);
  }
  judge('stripe', cases);
}

// --- razorpay
{
  const { validateWebhookSignature, validatePaymentVerification } = razorpayUtils;
  const { createHmac } = await import('node:crypto');
  const mac = (body, key) => createHmac('sha256', key).update(body).digest('hex');
  const cases = [];
  const add = (name, body, signature, key) => {
    let good = false;
    try { good = validateWebhookSignature(body, signature, key); } catch { good = false; }
    cases.push({ name, kind: 'webhook', secret: key, headers: { 'X-Razorpay-Signature': signature, 'x-razorpay-event-id': `evt_${cases.length}` }, body, body_sha256: sha(body), expect: good ? 'valid' : 'invalid' });
  };
  for (let i = 0; i < ROUNDS; i++) {
    const key = secret();
    const body = JSON.stringify({ entity: 'event', event: 'payment_link.paid', payload: { payment_link: { entity: { id: `plink_${i}`, amount: randomInt(100, 1e7), notes: { reference: `demo-P${i}`, note: text() } } } } }, null, pick([0, 1]));
    add(`own ${i}`, body, mac(body, key), key);
    add(`tampered ${i}`, tamper(body), mac(body, key), key);
    add(`other secret ${i}`, body, mac(body, secret()), key);
    add(`capitals ${i}`, body, mac(body, key).toUpperCase(), key);
    const back = pick([{ order_id: `order_${i}`, payment_id: `pay_${i}` },
      { payment_link_id: `plink_${i}`, payment_link_reference_id: `demo-P${i}`, payment_link_status: 'paid', payment_id: `pay_${i}` },
      { subscription_id: `sub_${i}`, payment_id: `pay_${i}` }]);
    const signed = back.order_id ? `${back.order_id}|${back.payment_id}` : back.subscription_id ? `${back.payment_id}|${back.subscription_id}`
      : [back.payment_link_id, back.payment_link_reference_id, back.payment_link_status, back.payment_id].join('|');
    for (const [name, params] of [['own', back], ['altered', { ...back, payment_id: `pay_${i}0` }]]) {
      const good = validatePaymentVerification(params, mac(signed, key), key);
      cases.push({ name: `return ${name} ${i}`, kind: 'checkout_return', secret: key, headers: {}, params, signature: mac(signed, key), expect: good ? 'valid' : 'invalid' });
    }
  }
  judge('razorpay', cases);
}

// --- paytm
{
  const cases = [];
  const form = (params) => new URLSearchParams(params).toString();
  for (let i = 0; i < ROUNDS; i++) {
    const key = randomBytes(12).toString('base64url');
    const params = { MID: 'TESTMID1', ORDERID: `demo-P${i}`, TXNID: String(randomInt(1e9)), TXNAMOUNT: `${randomInt(1, 99999)}.00`, STATUS: 'TXN_SUCCESS', RESPMSG: text(), EMPTY: '' };
    const sum = await PaytmChecksum.generateSignature({ ...params }, key);
    const twin = pick([{ ...params, TXNAMOUNT: params.TXNAMOUNT.replace('.00', '.01') }, { ...params, STATUS: 'TXN_FAILURE' }, { ...params, MORE: 'x' }]);
    for (const [name, p, k] of [['own', params, key], ['tampered', twin, key], ['other key', params, randomBytes(12).toString('base64url')]]) {
      const all = { ...p, CHECKSUMHASH: sum };
      let good = false;
      const { log, error } = console;
      console.log = console.error = () => {}; // it writes a trace of each wrong key
      try { good = PaytmChecksum.verifySignature({ ...all }, k, sum); } catch { good = false; }
      Object.assign(console, { log, error });
      const body = form(all);
      cases.push({ name: `${name} ${i}`, kind: 'form', keys: { merchant_key: k, mid: 'TESTMID1' }, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, params: all, body, body_sha256: sha(body), expect: good ? 'valid' : 'invalid' });
    }
  }
  judge('paytm', cases);
}

console.log(`1..${n}`);
process.exit(failed ? 1 : 0);
