// Evidence graphics in a real browser: at every width no letter is too small, no text lies on another or leaves its
// drawing, only one drawing shows; axe in light and dark; forced colours tell arms apart.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { browser as launch, program, serve, tools, top, work } from './harness.mjs';

const { AxeBuilder } = tools('@axe-core/playwright');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// An issue with long names, little room and every column, its translation, and a page with many arms.
const PAGES = ['/demo/charts/', '/en/demo/charts/', '/many/'];
let browser;
let site;

before(async () => {
  const source = path.join(work, 'charts-source');
  rmSync(source, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  cpSync(path.join(top, 'tests/browser/charts'), source, { recursive: true });
  const output = path.join(work, 'charts');
  rmSync(output, { recursive: true, force: true });
  const run = spawnSync(program, ['--root', source, 'build', '--output', output, '--now', '2026-01-01'], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.doesNotMatch(run.stderr, /\[D\d+\]/, run.stderr);
  site = await serve(output);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.stop();
});

async function open(page, options) {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, ...options });
  const tab = await context.newPage();
  await tab.goto(site.origin + page);
  return { tab, close: () => context.close() };
}

/** What is wrong with the drawings of a page, as sentences; `least` is how small letters may be, in pixels. */
const faults = (tab, least = 12) => tab.evaluate((smallest) => {
  const said = [];
  for (const figure of document.querySelectorAll('figure.chart')) {
    const shown = [...figure.querySelectorAll(':scope > svg')].filter((svg) => svg.getBoundingClientRect().width > 0);
    const name = figure.className;
    if (shown.length !== 1) said.push(`${name}: ${shown.length} drawings show`);
    for (const svg of shown) {
      const box = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll('text')].map((text) => ({ words: text.textContent, box: text.getBoundingClientRect(), size: Number.parseFloat(getComputedStyle(text).fontSize) * box.width / svg.viewBox.baseVal.width }));
      if (texts.length === 0) said.push(`${name}: no text`);
      for (const text of texts) {
        if (text.size < smallest) said.push(`${name}: ${text.words} is ${text.size} px`);
        if (text.box.left < box.left - 1 || text.box.right > box.right + 1 || text.box.top < box.top - 1 || text.box.bottom > box.bottom + 1) said.push(`${name}: ${text.words} leaves the drawing`);
      }
      texts.forEach((one, index) => texts.slice(index + 1).forEach((other) => {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        // A line of text is higher than its letters: only what is more than that is an overlap.
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 1 && down > 5) said.push(`${name}: ${one.words} lies on ${other.words}`);
      }));
      for (const shape of svg.querySelectorAll('path, rect')) {
        const it = shape.getBoundingClientRect();
        if (it.left < box.left - 2 || it.right > box.right + 2 || it.top < box.top - 2 || it.bottom > box.bottom + 2) said.push(`${name}: a shape leaves the drawing`);
      }
    }
  }
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) said.push('the page is wider than the screen');
  return said;
}, least);

describe('drawings', () => {
  for (const page of PAGES) for (const width of [360, 390, 768, 1280, 1920]) {
    test(`${page} at ${width} px`, async () => {
      const { tab, close } = await open(page, { viewport: { width, height: 900 } });
      assert.ok(await tab.locator('figure.chart').count() >= 5);
      assert.deepEqual(await faults(tab), []);
      await close();
    });
  }
  test('letters on paper are as large as in the figures of a journal', async () => {
    const { tab, close } = await open(PAGES[0], { viewport: { width: 794, height: 1123 } });
    await tab.emulateMedia({ media: 'print' });
    const points = 96 / 72;
    assert.deepEqual(await faults(tab, 7 * points), []);
    await close();
  });
});

describe('for everyone', () => {
  for (const page of PAGES) for (const colorScheme of ['light', 'dark']) {
    test(`axe on ${page}, ${colorScheme}`, { timeout: 60000 }, async () => {
      const { tab, close } = await open(page, { colorScheme });
      for (const summary of await tab.locator('.chart-data summary').all()) await summary.click();
      const { violations } = await new AxeBuilder({ page: tab }).withTags(RULES).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`), []);
      await close();
    });
  }
  test('a picture has a name and a description, and its data stand below it', async () => {
    const { tab, close } = await open(PAGES[0]);
    const charts = await tab.evaluate(() => [...document.querySelectorAll('figure.chart')].map((figure) => {
      const svg = [...figure.querySelectorAll(':scope > svg')].find((it) => it.getBoundingClientRect().width > 0);
      const said = (name) => document.getElementById(svg.getAttribute(name))?.textContent ?? '';
      return { role: svg.getAttribute('role'), name: said('aria-labelledby'), says: said('aria-describedby'), rows: figure.querySelectorAll('.chart-data tbody tr').length };
    }));
    for (const chart of charts) {
      assert.equal(chart.role, 'img');
      assert.ok(chart.name.length > 1 && chart.says.length > 20 && chart.rows > 0, JSON.stringify(chart));
    }
    await close();
  });
  test('arms are told apart where there is no colour', async () => {
    const { tab, close } = await open(PAGES[0], { forcedColors: 'active' });
    const lines = await tab.evaluate(() => [...document.querySelectorAll('.chart-survival .chart-narrow > g > path[stroke-width="2.2"]')].map((path) => [getComputedStyle(path).stroke, path.getAttribute('stroke-dasharray')]));
    assert.ok(lines.length >= 4);
    assert.equal(new Set(lines.map(([stroke]) => stroke)).size, 1);
    assert.ok(new Set(lines.map(([, dash]) => dash)).size > 1);
    await close();
  });
});

describe('contrast', () => {
  // axe does not look into drawings: the colours of the theme are compared here, as WCAG 2.2 counts.
  const css = ['colours.css', 'chart.css'].map((name) => readFileSync(path.join(top, 'themes/default/assets/css', name), 'utf8'));
  const colours = (text) => Object.fromEntries([...text.matchAll(/(--[a-z0-9-]+):\s*(#[0-9a-f]{6})\b/g)].map(([, name, value]) => [name, value]));
  const [first, dark] = css[0].split('prefers-color-scheme: dark');
  const schemes = { light: colours(first), dark: { ...colours(first), ...colours(dark) } };
  const luminance = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4))
    .reduce((sum, it, index) => sum + it * [0.2126, 0.7152, 0.0722][index], 0);
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  // What a class draws: text needs 4.5, shapes that say something need 3.
  const classes = Object.fromEntries([...css[1].split('@media (forced-colors')[0].matchAll(/\.(c-[a-z0-9]+) \{ (?:color|fill): var\((--[a-z0-9-]+)\)/g)].map(([, name, colour]) => [name, colour]));
  const wanted = { 'c-soft': 4.5, 'c-0': 3, 'c-1': 3, 'c-2': 3, 'c-3': 3, 'c-edge': 3 };
  for (const [scheme, values] of Object.entries(schemes)) for (const [name, least] of Object.entries(wanted)) {
    test(`${name} in the ${scheme}`, () => {
      for (const paper of ['--paper', '--sheet']) {
        const found = ratio(values[classes[name]], values[paper]);
        assert.ok(found >= least, `${classes[name]} on ${paper}: ${found.toFixed(2)}`);
      }
    });
  }
  test('the ink of the page', () => {
    for (const values of Object.values(schemes)) assert.ok(ratio(values['--ink'], values['--paper']) >= 7);
  });
});
