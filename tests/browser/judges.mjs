// Judges of a page: each gives a list of what is wrong, which is empty for a sound page.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { tools } from './harness.mjs';

const { AxeBuilder } = tools('@axe-core/playwright');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe says of a page. */
export async function axe(page) {
  const { violations, passes } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  if (passes.length <= 5) return ['axe has looked at nothing'];
  return violations.map((it) => `${it.id}: ${it.nodes.slice(0, 4).map((node) => node.target.join(' ')).join(' | ')}`);
}

/** Keeps what a page says on its console and what it asks of other hosts; call before it is opened. */
export function watch(page, origin) {
  const said = [];
  page.on('console', (message) => said.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob|about):/.test(request.url())) said.push(`request to ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) said.push(`${response.status()} for ${response.url()}`);
  });
  return said;
}

/** Has a page add up how far its parts jump; call before it is opened. */
export const measureShift = (page) => page.addInitScript(() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
});

/** Scrolls through a page as a reader does, so that pictures below come in, and says what jumped or was too wide. */
export async function stays(page) {
  const found = await page.evaluate(async () => {
    const step = innerHeight * 0.9;
    for (let y = 0; y < document.documentElement.scrollHeight && y < 20000; y += step) {
      window.scrollTo({ top: y, behavior: 'instant' });
      await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
    }
    await new Promise((done) => { setTimeout(done, 120); });
    window.scrollTo({ top: 0, behavior: 'instant' });
    return { shifted: window.shifted, sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth };
  });
  return [
    ...(found.shifted > 0 ? [`parts jump: ${found.shifted}`] : []),
    ...(found.sideways > 0 ? [`${found.sideways} px wider than the window`] : []),
  ];
}

/** The most bytes of a page's HTML, CSS and JS together, as brotli sends them, on a site that asks nothing, and on one
 * with the question before reading, whose texts, form and scripts come on top: those of an issue, and of a list. */
export const HEAVIEST = { issue: 23500, list: 11000 };
export const HEAVIEST_GATED = { issue: 30000, list: 17500 };
/** And what comes on top of it by itself: the sheet of paper with every page, and the questions where readers come near. */
export const BESIDE = { 'css/paper': 1800, 'js/quiz': 1500 };

/** A page without what the question before reading adds to it. */
const ungated = (html) => html
  .replace(/<dialog id="gate"[\s\S]*?<\/dialog>/, '')
  .replace(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>|<script[^>]+postil\/[^>]*><\/script>|<link[^>]+postil\/gate[^>]*>/g, '');

/** What a page weighs without its pictures, of which the drawings in it are some: bytes after brotli, by file. */
export function weight(folder, file, { gated = true } = {}) {
  const whole = readFileSync(path.join(folder, file), 'utf8').replace(/<svg class="chart-[\s\S]*?<\/svg>/g, '');
  // A site that asks nothing has the style sheets without the question.
  const open = (given, kind = 'site-') => readdirSync(path.join(folder, 'assets/css')).find((it) => new RegExp(`^${kind}[0-9a-f]+\\.css$`).test(it)) ?? given;
  const html = (gated ? whole : ungated(whole).replace(/(lists-|page-)?gated-[0-9a-f]+\.css/, open))
    // No page waits for the sheet of paper, which comes after everything else, once for all of them.
    .replace(/<link[^>]+media="print"[^>]*>/g, '');
  const names = [...html.matchAll(/<link[^>]+rel="stylesheet"[^>]*>|<script[^>]+src="[^"]+"[^>]*>/g)].map(([tag]) => /(?:href|src)="([^"]+)"/.exec(tag)[1].replace(/^\//, ''));
  const packed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  return Object.fromEntries([[file, packed(html)], ...names.map((name) => [name, packed(readFileSync(path.join(folder, name)))])]);
}

/** What of a theme's files that come by themselves is too heavy, and how heavy each is. */
export function beside(folder) {
  const packed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const all = readdirSync(path.join(folder, 'assets'), { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  return Object.entries(BESIDE).flatMap(([stem, most]) => all.filter((name) => name.startsWith(`${stem}-`)).map((name) => {
    const bytes = packed(readFileSync(path.join(folder, 'assets', name)));
    return { name, bytes, most };
  }));
}

/** Whether a page is too heavy. */
export function heavy(folder, file, { gated = true, of = 'issue' } = {}) {
  const most = (gated ? HEAVIEST_GATED : HEAVIEST)[of];
  const all = weight(folder, file, { gated });
  const sum = Object.values(all).reduce((a, b) => a + b, 0);
  return sum > most ? [`${sum} bytes, more than ${most}: ${JSON.stringify(all)}`] : [];
}
