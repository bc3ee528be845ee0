// What a phone shows: the result first, tables whole, titles by clauses; and where lines end: never between a number and
// its sign, its name or its unit. The demonstration is read letter by letter as Chromium sets it; what is parted is told
// by this file's own list, not by postil's.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { KINDS, address, browser, demo, reader } from './demo.mjs';

const WIDTHS = [360, 390];
const PAGES = ['issue', 'corrected', 'comments', 'column', 'home', 'archive', 'person'];

/** Text before and behind a line's end between which no line may end. */
const TOGETHER = [
  [/[\d.]$/, /^\s?(个月|个周期|月|年|岁|天|周|日|例|人|次|级|期|线|倍|分|小时|%|％|‰|(cm|mm|mg|Gy|kg|g|mL|ml|L)(?![A-Za-z]))/],
  [/\d$/, /^[\d.]/],
  [/[<>=≤≥＜＞＝±~～–×]\s*$/, /^\s*[\d.]/],
  [/\d$/, /^\s?[<>=≤≥＜＞＝±~～–]/],
  [/(?:^|[^A-Za-z])(P|HR|OR|RR|n|CI)\s*$/, /^\s*[<>=≤≥\d]/],
  [/\d[%％]\s*$/, /^\s*CI\s*\d/],
  [/[单双]侧$/, /^P/],
  [/[Ⅰ-Ⅻ]$/, /^期/],
];

/** The ends of all lines of a page, each with what stands before and behind it. */
function ends() {
  const found = [];
  const isBlock = (element) => !/^(inline|contents|ruby)/.test(getComputedStyle(element).display);
  const blockOf = (node) => { let it = node.parentElement; while (it && !isBlock(it)) it = it.parentElement; return it; };
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let block; let letters = [];
  const settle = () => {
    for (let at = 1; at < letters.length; at += 1) {
      const [one, two] = [letters[at - 1], letters[at]];
      const isNext = two.box.top > one.box.top + one.box.height * 0.7 && two.box.left < one.box.left;
      if (isNext) found.push([letters.slice(Math.max(0, at - 14), at).map((it) => it.letter).join(''), letters.slice(at, at + 10).map((it) => it.letter).join('')]);
    }
    letters = [];
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = blockOf(node);
    if (own !== block) { settle(); block = own; }
    if (node.parentElement.closest('a[href^="https://doi.org/"]')) continue; // an address has to end a line somewhere
    for (let at = 0; at < node.data.length; at += 1) {
      range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getClientRects()[0];
      if (box && box.width > 0 && box.height > 1) letters.push({ letter: node.data[at], box });
    }
  }
  settle();
  return found;
}

const isParted = ([one, two]) => TOGETHER.some(([before_, behind]) => before_.test(one) && behind.test(two));

describe('lines on a phone', () => {
  let chromium;
  let site;
  let storage;
  before(async () => {
    chromium = await browser();
    site = await demo({ theme: 'default' });
    storage = await reader(chromium, site);
  });
  after(async () => {
    await chromium?.close();
    site?.stop();
  });

  test('what may not be parted is told apart', () => {
    for (const pair of [['中位OS为12.3', '个月，'], ['≥', '3级'], ['双侧', 'P=0.04'], ['7.8', ' cm'], ['95%', ' CI 0.5'], ['CI ', '0.59'], ['（131', '例）']]) assert.ok(isParted(pair), pair.join('|'));
    for (const pair of [['12.3个月，', '15.8个月'], ['延长', '3个月'], ['HR=0.77，', '90%CI'], ['Group', '1']]) assert.ok(!isParted(pair), pair.join('|'));
  });

  for (const width of WIDTHS) {
    test(`${width} px`, async (t) => {
      const context = await chromium.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce', storageState: storage });
      const page = await context.newPage();
      let all = 0;
      const parted = [];
      for (const kind of PAGES) {
        for (const language of kind === 'issue' ? ['', 'en/'] : ['']) {
          await page.goto(address(site, kind, language), { waitUntil: 'load' });
          await page.evaluate(() => { document.querySelectorAll('details').forEach((it) => { it.open = true; }); return document.fonts.ready; });
          const lines = await page.evaluate(ends);
          all += lines.length;
          parted.push(...lines.filter(isParted).map((pair) => `${kind} ${language}${pair.join('|')}`));
        }
      }
      await context.close();
      t.diagnostic(`${all} line ends, ${parted.length} part a number`);
      assert.ok(all > 400, `${all} line ends`);
      assert.deepEqual(parted, []);
    });
  }

  /** A page of the demonstration as a phone shows it. */
  const phone = async (kind, width = 390) => {
    const context = await chromium.newContext({ viewport: { width, height: 844 }, reducedMotion: 'reduce', storageState: storage });
    const page = await context.newPage();
    await page.goto(kind in KINDS ? address(site, kind) : `${site.origin}/${kind}`, { waitUntil: 'load' });
    return { page, close: () => context.close() };
  };

  test('what came of a study is under its title, and the key findings begin within a screen and a half', async (t) => {
    const { page, close } = await phone('issue');
    const found = await page.evaluate(() => {
      const top = (selector) => document.querySelector(selector).getBoundingClientRect().top / innerHeight;
      return {
        result: top('.issue-first .finding'), key: top('#part-key-findings .prose'), other: top('#part-key-findings .finding'), contents: top('#part-contents'), cover: top('.cover'),
        names: [...document.querySelectorAll('.finding-name')].map((it) => it.textContent), bars: document.querySelectorAll('.issue-bar').length,
        arms: [...document.querySelectorAll('.finding')].map((it) => it.querySelectorAll('.arm-name').length - it.querySelectorAll('.arm').length),
      };
    });
    await close();
    t.diagnostic(`the key findings begin at screen ${found.key.toFixed(2)}`);
    assert.ok(found.result < 0.6 && found.key < 1.5, JSON.stringify(found));
    assert.ok(found.key < found.other && found.other < found.contents && found.contents < found.cover, JSON.stringify(found));
    assert.equal(new Set(found.names).size, found.names.length, 'no result stands twice');
    assert.deepEqual(found.arms.filter(Boolean), [], 'each arm has its name');
  });

  test('titles end their lines between clauses', async (t) => {
    const { page, close } = await phone('archive');
    const torn = [];
    let all = 0;
    const issues = ['rt-frontier', 'systemic-notes'].flatMap((column) => readdirSync(path.join(site.folder, column)).filter((it) => existsSync(path.join(site.folder, column, it, 'citation.ris'))).map((it) => `${column}/${it}/`));
    for (const issue of issues) {
      await page.goto(`${site.origin}/${issue}`);
      const heights = await page.evaluate(() => {
        const title = document.querySelector('h1[class^="fit-"]');
        return [...title.querySelectorAll('.clause')].map((it) => [it.textContent, it.offsetHeight / parseFloat(getComputedStyle(title).lineHeight)]);
      });
      if (heights.length > 1) all += 1;
      torn.push(...heights.filter(([, lines]) => lines > 1.5).map(([text]) => text));
    }
    await close();
    t.diagnostic(`${all} titles of several clauses`);
    assert.ok(all >= 11, `${all} titles`);
    assert.deepEqual(torn, []);
  });

  test('a table of evidence has nothing off the screen, and no list cuts a claim', async () => {
    for (const width of [320, 390]) {
      const { page, close } = await phone('issue', width);
      const tables = await page.evaluate(() => [...document.querySelectorAll('.table-arms')].map((it) => ({
        over: it.scrollWidth - it.clientWidth,
        empty: [...it.querySelectorAll('td')].filter((cell) => cell.getClientRects().length && /^[—–-]$/.test(cell.textContent.trim())).length,
        rows: it.querySelectorAll('tbody th[scope="row"]').length, caption: it.querySelectorAll('caption').length, heads: it.querySelectorAll('td[data-head]').length,
      })));
      assert.ok(tables.length > 0 && tables.every((it) => it.over <= 0 && it.empty === 0 && it.rows > 1 && it.heads > 1 && it.caption === 1), JSON.stringify(tables));
      await page.goto(address(site, 'archive'));
      const cut = await page.evaluate(() => [...document.querySelectorAll('.entry, .entry *')].filter((it) => !it.closest('.visually-hidden') && getComputedStyle(it).overflow !== 'visible' && !it.closest('svg') && it.scrollHeight > it.clientHeight + 1).map((it) => it.className));
      assert.deepEqual(cut, []);
      assert.ok(await page.locator('.entry .headline .chart-mini[role="img"][aria-label]').count() > 0);
      await close();
    }
  });
});
