// What is made for paper and for a screen in a room, in a real browser: a slide a page, a poster on exactly one, a deck that
// keys turn and that can be read without scripts, on the longest and the shortest issue of the demonstration. The pictures of
// the handbook's chapter on outlets are made of the same: `UPDATE=1` keeps them anew.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { browser, program, top, work } from './harness.mjs';
import { compare, isSame, paletted } from './pictures.mjs';

const folder = path.join(work, 'outlets');
let chromium;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const issue of ['rtog1112', '28']) {
    for (const outlet of issue === '28' ? ['slides', 'print'] : ['abstract', 'data', 'epub', 'jats', 'mail', 'print', 'slides', 'wechat']) {
      const run = spawnSync(program, ['--root', top, 'outlet', outlet, issue, '--language', 'zh-CN', '--whole', '--future', '--output', path.join(folder, issue, outlet)], { encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
    }
  }
  chromium = await browser();
});
after(() => chromium?.close());

/** Opens a file; nothing may be asked of another host. */
async function open(file, options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('request', (request) => { if (!/^(file|data):/.test(request.url())) faults.push(request.url()); });
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`file://${path.join(folder, file)}`);
  return { page, close: async () => { await context.close(); assert.deepEqual(faults, []); } };
}

async function pages(page) {
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
}

for (const issue of ['rtog1112', '28']) {
  describe(issue, () => {
    test('has a slide a page, and nothing of a slide is cut', async () => {
      const { page, close } = await open(`${issue}/slides/index.html`);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await pages(page), await page.locator('.slide').count());
      const cut = await page.locator('.slide').evaluateAll((slides) => slides.filter((it) => it.scrollHeight > it.clientHeight + 1).map((it) => it.id));
      assert.deepEqual(cut, []);
      await close();
    });

    test('has a poster of one page and a print edition of at most four', async () => {
      const poster = await open(`${issue}/print/poster.html`);
      assert.equal(await pages(poster.page), 1);
      await poster.close();
      const edition = await open(`${issue}/print/index.html`);
      const count = await pages(edition.page);
      assert.ok(count >= 1 && count <= 4, `${count} pages`);
      await edition.close();
    });
  });
}

test('keys turn the slides and show the notes', async () => {
  const { page, close } = await open('rtog1112/slides/index.html');
  const now = () => page.locator('.slide.now').getAttribute('id');
  await page.keyboard.press('ArrowRight');
  assert.equal(await now(), 'slide-1');
  await page.keyboard.press('ArrowRight');
  assert.equal(await now(), 'slide-2');
  await page.keyboard.press('End');
  assert.equal(await now(), `slide-${await page.locator('.slide').count()}`);
  await page.keyboard.press('Home');
  assert.equal(await now(), 'slide-1');
  await page.keyboard.press('n');
  assert.ok(await page.locator('.slide.now .notes p').first().isVisible());
  await page.keyboard.press('n');
  assert.ok(!await page.locator('.slide.now .notes').isVisible());
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#slide-2').isVisible());
  await close();
});

test('without scripts all slides can be read', async () => {
  const { page, close } = await open('rtog1112/slides/index.html', { javaScriptEnabled: false });
  const hidden = await page.locator('.slide').evaluateAll((slides) => slides.filter((it) => it.getBoundingClientRect().height < 100).length);
  assert.equal(hidden, 0);
  await close();
});

test('on a phone every letter can be read, and nothing is wider than the screen', async () => {
  const { page, close } = await open('rtog1112/slides/index.html#slide-3', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const found = await page.evaluate(() => {
    const small = [];
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !element.checkVisibility() || element.getClientRects().length === 0) continue;
      const scale = element.ownerSVGElement ? element.getScreenCTM().a : 1;
      const size = parseFloat(getComputedStyle(element).fontSize) * scale;
      // What is raised or lowered is smaller than its line; a drawing has its own words at its own size.
      if (size < (element.ownerSVGElement ? 12 : 15) && !element.closest('sup, sub')) small.push(`${size.toFixed(1)}: ${node.data.trim().slice(0, 20)}`);
    }
    const slides = [...document.querySelectorAll('.slide')];
    return { small, wide: document.documentElement.scrollWidth, shown: slides.filter((it) => it.offsetHeight > 100).length, all: slides.length };
  });
  assert.deepEqual(found.small, []);
  assert.ok(found.wide <= 390, `${found.wide} pixels`);
  assert.equal(found.shown, found.all);
  await close();
});

/** A text out of a book, by the beginning and the end of its name; the names and places of all parts stand at the end of an archive. */
function partOf(archive, end, begin = '') {
  const bytes = readFileSync(archive);
  const last = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  for (let at = bytes.readUInt32LE(last + 16), left = bytes.readUInt16LE(last + 10); left > 0; left -= 1) {
    const [packed, name, more, note, place] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    if (new RegExp(`(^|/)${begin}[^/]*${end}$`).test(bytes.subarray(at + 46, at + 46 + name))) {
      const from = place + 30 + bytes.readUInt16LE(place + 26) + bytes.readUInt16LE(place + 28);
      const data = bytes.subarray(from, from + packed);
      return (bytes.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)).toString();
    }
    at += 46 + name + more + note;
  }
  throw new Error(`${archive} has no ${end}`);
}

const made = (...names) => path.join(folder, 'rtog1112', ...names);
const plain = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const sheet = 'body { margin: 16px; background: #fff; color: #1b2321; font: 13px/1.6 "Noto Sans CJK SC", sans-serif }';
/** What each outlet looks like: how wide, how high, and how it is opened. */
const LOOKS = {
  data: [640, 180, (page) => {
    const rows = readFileSync(made('data', 'findings.csv'), 'utf8').slice(1).trim().split('\r\n').map((row) => row.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((it) => it.replace(/,$/, '').replace(/^"|"$/g, '')));
    const names = ['endpoint', 'arm_1_label', 'arm_1_value', 'arm_2_value', 'effect_estimate', 'effect_lower', 'effect_upper'];
    const cells = (row, tag) => `<tr>${names.map((name) => `<${tag}>${plain(row[rows[0].indexOf(name)] ?? '')}</${tag}>`).join('')}</tr>`;
    return page.setContent(`<style>${sheet} table { border-collapse: collapse } th, td { padding: 4px 6px; border: 1px solid #ccc; font-size: 11px; text-align: left }</style><table>${cells(rows[0], 'th')}${rows.slice(1, 6).map((row) => cells(row, 'td')).join('')}</table>`);
  }],
  epub: [390, 420, (page) => page.setContent(`<style>${partOf(made('epub', 'issue.epub'), '.css')} ${sheet}</style>${partOf(made('epub', 'issue.epub'), 'xhtml', 'issue-').replace(/^[^]*<body[^>]*>/, '').replace(/<\/body>[^]*$/, '')}`)],
  jats: [640, 330, (page) => page.setContent(`<style>${sheet} pre { margin: 0; white-space: pre-wrap; font: 11px/1.5 monospace }</style><pre>${plain(readFileSync(made('jats', 'article.xml'), 'utf8').slice(0, 2600))}</pre>`)],
  mail: [640, 420, (page) => page.goto(`file://${made('mail', 'mail.html')}`)],
  wechat: [640, 420, (page) => page.goto(`file://${made('wechat', 'index.html')}`)],
  abstract: [640, 360, (page) => page.setContent(`<style>body { margin: 0 } svg { display: block; width: 640px; height: 360px }</style>${readFileSync(made('abstract', '16x9.svg'), 'utf8')}`)],
  slides: [1280, 720, async (page) => {
    await page.goto(`file://${made('slides', 'index.html')}`);
    await page.evaluate(() => document.querySelector('.result').scrollIntoView({ behavior: 'instant' }));
  }],
  print: [640, 480, (page) => page.goto(`file://${made('print', 'index.html')}`)],
};

test('the handbook shows what each outlet looks like', async () => {
  let bytes = 0;
  for (const [name, [width, height, show]] of Object.entries(LOOKS)) {
    const context = await chromium.newContext({ viewport: { width, height }, deviceScaleFactor: Math.min(1, 640 / width), locale: 'zh-CN', reducedMotion: 'reduce' });
    const page = await context.newPage();
    await show(page);
    const now = paletted(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
    const file = path.join(top, 'content/handbook', `outlet-${name}.png`);
    if (process.env.UPDATE) writeFileSync(file, now);
    assert.ok(existsSync(file), `${file} is not there yet: UPDATE=1 makes it`);
    const found = await compare(readFileSync(file), now);
    if (!isSame(found)) writeFileSync(path.join(work, `outlet-${name}-now.png`), now);
    assert.ok(isSame(found), `outlet-${name}.png: ${found.points} points differ; UPDATE=1 keeps what it looks like now`);
    bytes += statSync(file).size;
    await context.close();
  }
  assert.ok(bytes <= 250_000, `${bytes} bytes`);
});
