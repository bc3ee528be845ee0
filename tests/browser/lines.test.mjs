// Where lines end on a phone: never between a number and its sign, its name or its unit. The demonstration is read letter
// by letter as Chromium sets it; what is parted is told by this file's own list, not by postil's.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { address, browser, demo, reader } from './demo.mjs';

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
});
