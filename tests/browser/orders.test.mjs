// Every order of steps that `[consent]` allows, up to six with the last: walked through in a browser, once for every way
// in which its optional consents can be answered. A model of the way says what is asked, what a review service is sent
// and what is recorded; the gate has to agree with it, and what it says at the end has to be true.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, program, reviewService, serve, work } from './harness.mjs';

const MOST = 5; // and `passed`
const folder = path.join(work, 'orders');
const source = path.join(folder, 'source');
let service;
let chromium;
let server;

/** Orders in letters: agreement, optional, questions, review. What is reviewed was asked since the review before. */
function orders() {
  const all = [];
  const grow = (order, isOpen) => {
    all.push(order);
    if (order.length === MOST) return;
    for (const kind of 'AOQR') if (kind !== 'R' || isOpen) grow(order + kind, kind === 'Q' || (kind !== 'R' && isOpen));
  };
  grow('A', false);
  return all;
}

const name = (kind, at) => `${kind.toLowerCase()}${at}`;

/** What has to happen: `skips` says of each optional consent whether it is passed over. */
function expected(order, skips) {
  const [shown, posts, records] = [[], [], {}];
  let purpose;
  let asked = [];
  let optional = 0;
  [...order].forEach((kind, at) => {
    if (kind === 'A' || kind === 'O') {
      purpose = name(kind, at);
      shown.push(purpose);
      if (kind === 'A' || !skips[optional]) records[purpose] = {};
      if (kind === 'O') optional += 1;
    } else if (kind === 'Q') {
      if (!asked.includes(purpose)) asked.push(purpose);
      if (records[purpose]) {
        shown.push(name('Q', at));
        records[purpose][name('Q', at)] = `answer ${at}`;
      }
    } else {
      const parts = asked.filter((it) => records[it]).map((it) => ({ purpose: it, answers: { ...records[it] } }));
      asked = [];
      if (parts.length) {
        shown.push('review');
        posts.push(parts);
      }
    }
  });
  shown.push(posts.length ? 'reviewed' : 'passed');
  return { shown, posts, records };
}

function write(file, text) {
  mkdirSync(path.dirname(path.join(source, file)), { recursive: true });
  writeFileSync(path.join(source, file), text);
}

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  write('content/consent/notice.md', '---\ntitle: 告知\n---\n\n只为测试。\n');
  for (let at = 0; at < MOST; at += 1) {
    for (const kind of ['a', 'o']) write(`content/consent/${kind}${at}.md`, `---\ntitle: ${kind}${at}\n---\n\n请同意${kind}${at}。\n`);
    write(`content/consent/q${at}.md`, `---\ntitle: q${at}\nquestions:\n  - id: q${at}\n    label: 第${at}问\n    kind: text\n    required: true\n---\n`);
  }
  write('content/demo/column.md', '---\ntitle: 演示\n---\n');
  write('content/demo/001-one/issue.md', '---\ntitle: 演示\nnumber: 1\ndate: 2025-08-07\n---\n\n隐藏正文。\n');
  service = await reviewService();
  server = await serve(path.join(folder, 'host'));
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  service?.stop();
  server?.stop();
});

function build(order) {
  const kinds = { A: 'agreement', O: 'optional', Q: 'questions', R: 'review' };
  const steps = [...order].map((kind, at) => `[[consent.step]]\nkind = "${kinds[kind]}"\n${kind === 'R' ? `endpoint = "${service.endpoint}"` : `text = "${name(kind, at)}"`}\n`);
  write('config.toml', `title = "次序"\nbase_url = "${server.origin}/${order}/"\nlanguage = "zh-CN"\ntheme = "plain"\n\n[consent]\npolicy_version = "1"\nscope = "page"\n\n${steps.join('\n')}`);
  const run = spawnSync(program, ['--root', source, 'build', '--output', path.join(folder, 'host', order), '--now', '2026-01-01'], { encoding: 'utf8' });
  assert.equal(run.status, 0, `${order}\n${run.stderr}`);
}

/** Takes every step that is shown, as a reader who waits for nothing; ends before the last, or at a review that waits. */
const walk = (page, skips) => page.evaluate(async (skips) => {
  const shown = [];
  let optional = 0;
  const step = () => document.querySelector('#gate [data-step]:not([hidden])');
  for (let time = 0; time < 12; time += 1) {
    const now = step();
    const kind = now.dataset.step;
    shown.push(kind === 'agreement' || kind === 'optional' || kind === 'questions' ? now.querySelector('h1').textContent : kind);
    if (kind === 'passed' || kind === 'reviewed') return { shown, heading: now.querySelector('h1').textContent };
    if (kind === 'questions') {
      now.querySelectorAll('input').forEach((input) => { input.value = `answer ${input.name.slice(1)}`; });
      now.querySelector('[data-act="submit"]').click();
    } else if (kind === 'review') {
      for (let wait = 0; step() === now && wait < 4000; wait += 1) {
        if (time > 0 && now.querySelector('.gate-state').dataset.now === 'pending') return { shown, optional, isWaiting: true };
        await new Promise((done) => { setTimeout(done, 5); });
      }
    } else {
      const skip = kind === 'optional' && skips[optional];
      if (kind === 'optional') optional += 1;
      now.querySelector(`[data-act="${skip ? 'skip' : 'agree'}"]`).click();
    }
  }
  return { shown };
}, skips);

test('whatever order an editor gives the steps, nothing is lost and nothing false is said', { timeout: 600000 }, async (t) => {
  const context = await chromium.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  const said = [];
  page.on('pageerror', (error) => said.push(String(error)));
  await page.addInitScript(() => {
    // A tap is never too early, and the service is asked again at once.
    let time = 0;
    performance.now = () => { time += 1000; return time; };
    const later = window.setTimeout;
    window.setTimeout = (run, wait) => later(run, wait >= 2000 && wait < 10000 ? 10 : wait);
  });
  const host = `${server.origin}/`;
  let walks = 0;
  for (const order of orders()) {
    build(order);
    const count = [...order].filter((it) => it === 'O').length;
    for (let number = 0; number < 2 ** count; number += 1) {
      walks += 1;
      const skips = Array.from({ length: count }, (_, at) => Boolean(number & (1 << at)));
      const what = `${order}, ${skips.map((it) => (it ? 'passed over' : 'agreed')).join(', ') || 'nothing optional'}`;
      const wanted = expected(order, skips);
      service.seen.length = 0;
      // By turns a review is through at once, or waits, and the reader comes back.
      const waits = walks % 2 === 0;
      service.otherwise = { body: { id: 'r-1', state: waits ? 'pending' : 'approved' } };
      await page.goto(`${host}${order}/demo/one/`);
      let { shown, heading, isWaiting, optional } = await walk(page, skips);
      for (let answered = 0, times = 0; isWaiting; times += 1) {
        assert.ok(times < MOST, `${what}: the review never ends`);
        answered += optional;
        await page.goto('about:blank');
        service.otherwise = { body: { id: 'r-1', state: 'approved' } };
        await page.goto(`${host}${order}/demo/one/`);
        const more = await walk(page, skips.slice(answered));
        // Who comes back goes on waiting, unless the review is through before it can be seen.
        if (more.shown[0] === 'review') more.shown.shift();
        shown = shown.concat(more.shown);
        ({ heading, isWaiting, optional } = more);
      }
      assert.deepEqual(shown, wanted.shown, what);
      assert.equal(heading.includes('审核'), wanted.posts.length > 0, `${what}: ${heading}`);
      assert.deepEqual(service.seen.filter((it) => it.key.startsWith('POST')).map(({ body }) => [body, ...(body.also ?? [])].map(({ purpose, answers }) => ({ purpose, answers }))), wanted.posts, what);
      await page.evaluate(() => document.querySelector('#gate [data-step]:not([hidden]) [data-act="enter"]').click());
      const kept = await page.evaluate(() => Object.entries({ ...localStorage }).map(([key, value]) => [key.split(':').slice(2).join(':'), JSON.parse(value).answers ?? {}]));
      assert.deepEqual(Object.fromEntries(kept), Object.fromEntries(Object.entries(wanted.records).map(([purpose, answers]) => [`consent:${purpose}`, answers])), what);
      assert.equal(await page.evaluate(() => document.documentElement.getAttribute('data-gate')), 'open', what);
      assert.ok(await page.locator('main').isVisible());
      await page.evaluate(() => { localStorage.clear(); sessionStorage.clear(); });
    }
    rmSync(path.join(folder, 'host', order), { recursive: true, force: true });
  }
  assert.deepEqual(said, []);
  t.diagnostic(`${orders().length} orders, walked through in ${walks} ways`);
  await context.close();
});
