// Every kind of page of every theme that comes with postil: axe, a quiet console, no other host, nothing that jumps,
// nothing too wide, an issue that is not too heavy. Last, each judge must find a fault that is planted for it.
//
//   node --test --test-force-exit tests/browser/pages.test.mjs
//   THEMES=plain KINDS=issue,home …    only some
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ENGLISH, KINDS, THEMES, address, browser, demo, reader } from './demo.mjs';
import { HEAVIEST_GATED, axe, beside, heavy, measureShift, stays, watch, weight } from './judges.mjs';
import { work } from './harness.mjs';

const some = (name, all) => (process.env[name] ? process.env[name].split(',') : all);
const themes = some('THEMES', THEMES);
const kinds = some('KINDS', Object.keys(KINDS));
const WIDTHS = [390, 1280];

let chromium;
const sites = {};
before(async () => {
  chromium = await browser();
  for (const theme of themes) {
    const site = await demo({ theme });
    sites[theme] = { ...site, storage: await reader(chromium, site) };
  }
});
after(async () => {
  await chromium?.close();
  Object.values(sites).forEach((site) => site.stop());
});

/** A page of a reader who may read, watched and measured. */
async function open(site, width, url) {
  const context = await chromium.newContext({ viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme: 'light', reducedMotion: 'reduce', storageState: site.storage });
  const page = await context.newPage();
  const said = watch(page, site.origin);
  await measureShift(page);
  await page.goto(url, { waitUntil: 'load' });
  return { page, said, close: () => context.close() };
}

for (const theme of themes) {
  describe(`theme ${theme}`, { concurrency: 2 }, () => {
    for (const lang of ['', 'en/']) {
      for (const kind of kinds.filter((it) => !lang || ENGLISH.includes(it))) {
        // English pages differ in their words only: one width is enough for them.
        for (const width of lang ? WIDTHS.slice(0, 1) : WIDTHS) {
          // Nor do colours change with the width.
          const schemes = lang || width !== WIDTHS[0] ? ['light'] : ['light', 'dark'];
          test(`${lang}${kind}, ${width} px, ${schemes.join(' and ')}`, { timeout: 180000 }, async () => {
            const site = sites[theme];
            const url = address(site, kind, lang);
            assert.ok(url, 'the site has such a page');
            const { page, said, close } = await open(site, width, url);
            try {
              assert.deepEqual(await stays(page), []);
              for (const colorScheme of schemes) {
                await page.emulateMedia({ colorScheme });
                assert.deepEqual(await axe(page), [], colorScheme);
              }
              assert.deepEqual(said, []);
            } finally {
              await close();
            }
          });
        }
      }
    }

    test('a phone at 200 % scrolls no page sideways', { timeout: 120000 }, async () => {
      const { page, close } = await open(sites[theme], 180, address(sites[theme], 'home'));
      const wide = [];
      for (const lang of ['', 'en/']) {
        for (const kind of kinds.filter((it) => !lang || ENGLISH.includes(it))) {
          await page.goto(address(sites[theme], kind, lang));
          for (const width of [180, 195, 320]) {
            await page.setViewportSize({ width, height: 450 });
            const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (over > 0) wide.push(`${lang}${kind} at ${width} px: ${over} px`);
          }
        }
      }
      await close();
      assert.deepEqual(wide, []);
    });

    test('an issue and a list are light', (t) => {
      for (const [of, kind] of [['issue', 'issue'], ['list', 'column']]) {
        for (const gated of [false, true]) {
          const file = `${KINDS[kind]}index.html`;
          const all = weight(sites[theme].folder, file, { gated });
          t.diagnostic(`${of}, ${gated ? 'with' : 'without'} the question: ${Object.values(all).reduce((a, b) => a + b, 0)} bytes: ${JSON.stringify(all)}`);
          assert.deepEqual(heavy(sites[theme].folder, file, { gated, of }), []);
        }
      }
      const others = beside(sites[theme].folder);
      t.diagnostic(`beside: ${JSON.stringify(others)}`);
      assert.equal(others.length, theme === 'default' ? 2 : 0);
      assert.deepEqual(others.filter(({ bytes, most }) => bytes > most), []);
    });
  });
}

describe('each judge finds a fault that is planted for it', () => {
  const planted = async (plant, judge) => {
    const site = sites[themes[0]];
    const { page, said, close } = await open(site, WIDTHS[0], address(site, 'page'));
    try {
      await plant(page);
      return [...(await judge(page)), ...said].join('\n');
    } finally {
      await close();
    }
  };
  const html = (text) => (page) => page.evaluate((it) => { document.querySelector('main').insertAdjacentHTML('beforeend', it); }, text);

  test('axe: a picture without words, pale letters, a button without a name', async () => {
    assert.match(await planted(html('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'), axe), /image-alt/);
    assert.match(await planted((page) => page.evaluate(() => { document.querySelector('main p').style.color = '#cfcfcf'; document.querySelector('main p').style.background = '#fff'; }), axe), /color-contrast/);
    assert.match(await planted(html('<button></button>'), axe), /button-name/);
  });
  test('console: a message', async () => {
    assert.match(await planted((page) => page.evaluate(() => console.warn('planted')), async () => []), /console: planted/);
  });
  test('hosts: a request to another one', async () => {
    assert.match(await planted((page) => page.evaluate(() => fetch('http://127.0.0.2:9/planted').catch(() => {})), async () => []), /request to http:\/\/127\.0\.0\.2|console: /);
  });
  test('shift: something that comes in above the text', async () => {
    const fault = await planted(async (page) => {
      await page.waitForTimeout(600);
      await page.evaluate(() => document.querySelector('main').insertAdjacentHTML('afterbegin', '<p>x</p><p>x</p><p>x</p>'));
    }, stays);
    assert.match(fault, /parts jump/);
  });
  test('width: something wider than the window', async () => {
    assert.match(await planted((page) => page.evaluate(() => { document.querySelector('main h1').style.width = '120vw'; }), stays), /wider than the window/);
  });
  test('weight: a script of 40 KB', () => {
    const folder = path.join(work, 'heavy');
    mkdirSync(folder, { recursive: true });
    const noise = Array.from({ length: 8000 }, (_, at) => Math.sin(at).toString(36)).join('');
    writeFileSync(path.join(folder, 'index.html'), '<script src="/a.js"></script>');
    writeFileSync(path.join(folder, 'a.js'), noise);
    assert.match(heavy(folder, 'index.html').join(), new RegExp(`more than ${HEAVIEST_GATED.issue}`));
  });
});
