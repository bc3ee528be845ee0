// What is made for paper and for a screen in a room, in a real browser: a slide a page, a poster on exactly one, a deck that
// keys turn and that can be read without scripts, on the longest and the shortest issue of the demonstration.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { browser, program, top, work } from './harness.mjs';

const folder = path.join(work, 'outlets');
let chromium;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const issue of ['rtog1112', '28']) {
    for (const outlet of ['slides', 'print']) {
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
