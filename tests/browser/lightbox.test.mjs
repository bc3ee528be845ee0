// Figures looked at closely, in a real browser: opened by mouse, touch and keyboard, zoomed, moved, turned over and closed
// with the focus where it was; axe while it is open; a plain link without scripts; nothing of it before a reader may read.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync, constants, deflateSync } from 'node:zlib';
import { axe, measureShift, watch } from './judges.mjs';
import { browser, build } from './harness.mjs';

const WIDTH = 960;
const HEIGHT = 600;
const ISSUE = '/demo/one/';
let chromium;
let site;
let gated;

/** The checksum of a PNG's pieces (RFC 2083, appendix 15): zlib's own came with Node 20.15. */
const crc32 = (bytes) => ~bytes.reduce((sum, byte) => {
  let it = sum ^ byte;
  for (let bit = 0; bit < 8; bit += 1) it = it & 1 ? (it >>> 1) ^ 0xedb88320 : it >>> 1;
  return it;
}, -1) >>> 0;

/** A picture with enough going on in it that every width has its own file. */
function photograph(seed) {
  const rows = Buffer.alloc(HEIGHT * (1 + 3 * WIDTH));
  for (let y = 0, at = 0; y < HEIGHT; y += 1) {
    at += 1;
    for (let x = 0; x < WIDTH; x += 1) {
      for (let channel = 0; channel < 3; channel += 1, at += 1) rows[at] = 128 + 90 * Math.sin((x * (channel + 1) + seed * y) / 97) + ((x * 31 + y * 17 + channel * 7) % 23);
    }
  }
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}

/** Three figures: two photographs and a drawing. */
function figures(source) {
  const folder = path.join(source, 'content/demo/001-one');
  writeFileSync(path.join(folder, 'first.png'), photograph(1));
  writeFileSync(path.join(folder, 'second.png'), photograph(3));
  writeFileSync(path.join(folder, 'third.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" width="300" height="200"><rect width="300" height="200" fill="#dde"/><circle cx="150" cy="100" r="80"/></svg>');
  const issue = path.join(folder, 'issue.md');
  const figure = (name, at) => `\n:::figure{src="${name}" alt="示意图${at}" source="编辑部" #fig-${at}}\n**图${at}**：说明${at}\n:::\n`;
  writeFileSync(issue, readFileSync(issue, 'utf8') + ['first.png', 'second.png', 'third.svg'].map((name, at) => figure(name, at + 1)).join('\n那之后的一段文字。\n'));
}

before(async () => {
  const open = (text) => `${text.slice(0, text.indexOf('[consent]'))}`;
  site = await build('lightbox', open, (source) => {
    for (const folder of ['consent', 'legal']) rmSync(path.join(source, 'content', folder), { recursive: true });
    figures(source);
  });
  gated = await build('lightbox-gated', (text) => text, figures);
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  site?.stop();
  gated?.stop();
});

async function visit({ options = {}, at = site } = {}) {
  const context = await chromium.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const said = watch(page, at.origin);
  await measureShift(page);
  await page.goto(at.origin + ISSUE, { waitUntil: 'load' });
  const links = page.locator('main a.figure-link');
  const box = page.locator('dialog.lightbox');
  const close = async () => {
    await context.close();
    assert.deepEqual(said, []);
  };
  return { page, links, box, close };
}
const scale = (page) => page.evaluate(() => Number(/scale\(([\d.]+)\)/.exec(document.querySelector('.lightbox-picture').style.transform)?.[1] ?? 1));
const count = (box) => box.locator('.lightbox-count').textContent();
const focused = (page) => page.evaluate(() => Array.from(document.querySelectorAll('main a.figure-link')).indexOf(document.activeElement));

describe('a figure looked at closely', { concurrency: 2 }, () => {
  test('by mouse: opened, turned over at both ends, closed, with the focus on the figure that was seen last', async () => {
    const { page, links, box, close } = await visit({ options: { viewport: { width: 1280, height: 900 } } });
    await links.nth(0).click();
    assert.ok(await box.isVisible());
    assert.equal(await count(box), '第1张，共3张');
    assert.match(await box.locator('.lightbox-caption').textContent(), /图1.*说明1.*编辑部/s);
    await box.getByRole('button', { name: '上一张图' }).click();
    assert.equal(await count(box), '第3张，共3张');
    await box.getByRole('button', { name: '下一张图' }).click();
    await box.getByRole('button', { name: '下一张图' }).click();
    assert.equal(await count(box), '第2张，共3张');
    await box.getByRole('button', { name: '关闭' }).click();
    assert.ok(!await box.isVisible());
    assert.equal(await focused(page), 1);
    await close();
  });

  test('by keyboard alone: Enter, arrows, +, −, 0, Escape; the page stays where it was', async () => {
    const { page, links, box, close } = await visit();
    await links.nth(1).focus();
    const scrolled = await page.evaluate(() => window.scrollY);
    assert.ok(scrolled > 0);
    await page.keyboard.press('Enter');
    assert.equal(await count(box), '第2张，共3张');
    assert.ok(await page.evaluate(() => document.querySelector('dialog.lightbox').contains(document.activeElement)));
    await page.keyboard.press('+');
    assert.ok(await scale(page) > 1);
    // Enlarged, the arrows move the picture.
    const place = () => page.evaluate(() => document.querySelector('.lightbox-picture').style.transform);
    const before = await place();
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await place(), before);
    assert.equal(await count(box), '第2张，共3张');
    await page.keyboard.press('-');
    assert.equal(await scale(page), 1);
    await page.keyboard.press('+');
    await page.keyboard.press('0');
    assert.equal(await scale(page), 1);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await count(box), '第1张，共3张');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    assert.ok(!await box.isVisible());
    assert.equal(await focused(page), 1);
    assert.equal(await page.evaluate(() => window.scrollY), scrolled);
    await close();
  });

  test('the focus goes round inside and never behind', async () => {
    const { page, links, box, close } = await visit();
    await links.nth(0).click();
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.querySelector('dialog.lightbox').contains(document.activeElement)));
    }
    assert.ok(await box.isVisible());
    await close();
  });

  test('zoom by the wheel keeps the point under it; the ends are closed', async () => {
    const { page, links, box, close } = await visit({ options: { viewport: { width: 1280, height: 900 } } });
    await links.nth(0).click();
    await page.mouse.move(400, 400);
    const under = () => page.evaluate(() => {
      const it = document.querySelector('.lightbox-picture').getBoundingClientRect();
      return [(400 - it.left) / it.width, (400 - it.top) / it.height];
    });
    const before = await under();
    await page.mouse.wheel(0, -400);
    await page.waitForFunction(() => /scale/.test(document.querySelector('.lightbox-picture').style.transform));
    const after = await under();
    before.forEach((it, index) => assert.ok(Math.abs(it - after[index]) < 0.01, `${before} became ${after}`));
    const more = box.getByRole('button', { name: '放大' });
    for (let press = 0; press < 12 && await more.isEnabled(); press += 1) await more.click();
    assert.ok(await more.isDisabled());
    assert.equal(await scale(page), 8);
    await close();
  });

  test('enlarged, the picture is asked for in a larger form', async () => {
    const { page, links, close } = await visit();
    await links.nth(0).click();
    const source = () => page.evaluate(() => document.querySelector('.lightbox-picture img').currentSrc);
    await page.waitForFunction(() => document.querySelector('.lightbox-picture img').complete);
    const small = await source();
    for (const key of ['+', '+', '+', '+']) await page.keyboard.press(key);
    await page.waitForFunction((it) => document.querySelector('.lightbox-picture img').currentSrc !== it, small);
    const width = (name) => Number(/-(\d+)\.\w+$/.exec(name)?.[1] ?? Infinity);
    assert.ok(width(await source()) > width(small));
    await close();
  });

  test('by touch: a double tap enlarges and takes back, a swipe turns over', async () => {
    const { page, links, box, close } = await visit({ options: { hasTouch: true, isMobile: true } });
    await links.nth(0).tap();
    assert.ok(await box.isVisible());
    const stage = await box.locator('.lightbox-stage').boundingBox();
    const middle = [stage.x + stage.width / 2, stage.y + stage.height / 2];
    for (const at of [2.5, 1]) {
      await page.touchscreen.tap(...middle);
      await page.touchscreen.tap(...middle);
      await page.waitForFunction((it) => Number(/scale\(([\d.]+)\)/.exec(document.querySelector('.lightbox-picture').style.transform)?.[1] ?? 1) === it, at);
      await page.waitForTimeout(400);
    }
    const client = await page.context().newCDPSession(page);
    const touch = (type, x) => client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: middle[1] }] });
    const swipe = async (from, to) => {
      await touch('touchStart', from);
      for (let move = 1; move <= 6; move += 1) await touch('touchMove', from + ((to - from) * move) / 6);
      await touch('touchEnd', to);
    };
    await swipe(300, 90);
    assert.equal(await count(box), '第2张，共3张');
    await swipe(90, 300);
    assert.equal(await count(box), '第1张，共3张');
    await close();
  });

  test('by two fingers', async () => {
    const { page, links, box, close } = await visit({ options: { hasTouch: true, isMobile: true } });
    await links.nth(0).tap();
    const { y, height } = await box.locator('.lightbox-stage').boundingBox();
    const client = await page.context().newCDPSession(page);
    const fingers = (apart) => [{ x: 195 - apart, y: y + height / 2, id: 0 }, { x: 195 + apart, y: y + height / 2, id: 1 }];
    await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(30) });
    for (const apart of [45, 60, 75, 90]) await client.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
    await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    const found = await scale(page);
    assert.ok(found > 2.4 && found < 3.6, `three times as far apart: ${found}`);
    assert.equal(await count(box), '第1张，共3张');
    await close();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`axe while it is open, ${colorScheme}`, { timeout: 60000 }, async () => {
      const { page, links, close } = await visit({ options: { colorScheme } });
      await links.nth(0).click();
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press('+');
      assert.deepEqual(await axe(page), []);
      await close();
    });
  }

  test('a screen reader hears a dialog with a name, and which picture it is', async () => {
    const { page, links, close } = await visit();
    await links.nth(0).click();
    const dialog = page.getByRole('dialog', { name: '放大的插图' });
    assert.ok(await dialog.isVisible());
    assert.ok(await dialog.getByRole('img', { name: '示意图1' }).isVisible());
    assert.equal(await dialog.getByRole('status').textContent(), '第1张，共3张');
    await close();
  });

  test('in a web view without dialogs, focus is kept inside by hand', async () => {
    const context = await chromium.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.addInitScript(() => { delete HTMLDialogElement.prototype.showModal; });
    await page.goto(site.origin + ISSUE);
    await page.locator('main a.figure-link').nth(0).click();
    assert.ok(await page.locator('.lightbox[role="dialog"]').isVisible());
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.querySelector('.lightbox').contains(document.activeElement)), `after ${press + 1} presses`);
    }
    await page.keyboard.press('Escape');
    assert.ok(!await page.locator('.lightbox').isVisible());
    assert.equal(await focused(page), 0);
    await context.close();
  });
});

describe('where it is not wanted', () => {
  test('a key that asks for a new tab still does', async () => {
    const { page, links, box, close } = await visit();
    const [other] = await Promise.all([page.context().waitForEvent('page'), links.nth(0).click({ modifiers: ['Control'] })]);
    await other.waitForLoadState();
    assert.match(other.url(), /assets\/pictures\//);
    assert.equal(await box.count(), 0);
    await close();
  });

  test('without scripts, a figure is a link to its large picture', async () => {
    const { page, links, close } = await visit({ options: { javaScriptEnabled: false } });
    assert.equal(await links.count(), 3);
    for (const link of await links.all()) {
      const answer = await page.request.get(new URL(await link.getAttribute('href'), page.url()).href);
      assert.equal(answer.status(), 200);
      assert.match(answer.headers()['content-type'], /^image\//);
    }
    await close();
  });

  test('pictures below come in as the reader comes near, and nothing jumps', async () => {
    const { page, close } = await visit();
    assert.deepEqual(await page.evaluate(() => Array.from(document.querySelectorAll('main .figure img'), (it) => [it.getAttribute('loading'), it.hasAttribute('width') && it.hasAttribute('height')])), [['lazy', true], ['lazy', true], ['lazy', true]]);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForFunction(() => Array.from(document.querySelectorAll('main .figure img')).every((it) => it.complete && it.naturalWidth > 0));
    assert.equal(await page.evaluate(() => window.shifted), 0);
    await close();
  });

  test('before a reader may read, no picture is asked for', async () => {
    const context = await chromium.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const asked = [];
    page.on('request', (request) => { if (request.resourceType() === 'image' && request.url().includes('/assets/pictures/')) asked.push(request.url()); });
    await page.goto(gated.origin + ISSUE, { waitUntil: 'networkidle' });
    assert.equal(await page.evaluate(() => document.documentElement.getAttribute('data-gate')), 'closed');
    assert.equal(await page.locator('main a.figure-link').count(), 3);
    assert.deepEqual(asked, []);
    await context.close();
  });

  test('its script is light', (t) => {
    const bytes = brotliCompressSync(readFileSync(path.join(site.folder, /(assets\/js\/lightbox-[0-9a-f]+\.js)/.exec(readFileSync(path.join(site.folder, ISSUE, 'index.html'), 'utf8'))[1])), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
    t.diagnostic(`${bytes} bytes of brotli`);
    assert.ok(bytes <= 3072, `${bytes}`);
  });
});
