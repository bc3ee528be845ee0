// Lighthouse (mobile) on a page that asks for consent, on the same page opened, and on the other kinds of page.
//
//   node tests/tools/lighthouse.mjs FOLDER [THEME]     the folder of a host with a site at its root
//
// Accessibility, best practices and SEO must be 100 in each run; performance 98 in the best of five runs, since the
// machine is not quiet; nothing may shift. Ends with 1 otherwise.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';

const folder = path.resolve(process.argv[2]);
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8' };

/** Serves the folder as a static host does: compressed, files with a hash in their name for a year. */
const server = http.createServer((request, response) => {
  let file = path.join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname));
  if (existsSync(file) && statSync(file).isDirectory()) file = path.join(file, 'index.html');
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  const type = types[path.extname(file)];
  const head = { 'Content-Type': type ?? 'application/octet-stream', 'Cache-Control': file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache' };
  if (!type) {
    response.writeHead(200, head);
    createReadStream(file).pipe(response);
    return;
  }
  const body = brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  response.writeHead(200, { ...head, 'Content-Encoding': 'br' }).end(body);
});
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const origin = `http://127.0.0.1:${server.address().port}`;

const port = 9222 + (process.pid % 1000);
const profile = path.resolve(folder, '../lighthouse-profile');
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', `--remote-debugging-port=${port}`, '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const page = await context.newPage();

/** Goes the whole way through the gate once: the record stays in the profile. */
const consent = async (address) => {
  await page.goto(origin + address);
  for (const act of ['agree', 'skip', 'enter']) {
    await page.waitForTimeout(450);
    await page.locator(`#gate section:not([hidden]) [data-act="${act}"]`).click();
  }
  if (await page.evaluate(() => document.documentElement.getAttribute('data-gate')) !== 'open') throw new Error('the gate did not open');
};

const issue = '/rt-frontier/rtog1112/';
let faults = 0;
// Four times slower is a usual phone on a desk's fast machine, whose index is about 1,750; where all is slower already, less
// is. Lighthouse tells the index of each run: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
const FAST = 1750;
let slowdown = 4;
const kinds = [['gated issue', issue], ['opened issue', issue, consent], ['home page', '/'], ['column', '/rt-frontier/'], ['archive', '/archive/'], ['tags', '/tags/'], ['tag', '/tags/放疗/'], ['people', '/people/'], ['person', '/people/expert-a/'], ['page', '/about/'], ['handbook page', '/handbook/markdown/'], ['English issue', `/en${issue}`]];
// A plain page has less that could be slow: its issue and its home page stand for the others.
for (const [name, address, before] of process.argv[3] === 'plain' ? kinds.slice(0, 3) : kinds) {
  await page.goto('about:blank');
  if (before) await before(address);
  await page.goto('about:blank');
  let best = 0;
  for (let run = 0; run < 8 && best < 98; run += 1) {
    const { lhr } = await lighthouse(origin + encodeURI(address), { port, output: 'json', logLevel: 'error', disableStorageReset: true, formFactor: 'mobile', throttling: { cpuSlowdownMultiplier: slowdown } });
    slowdown = Math.min(4, Math.max(2, 4 * lhr.environment.benchmarkIndex / FAST));
    if (lhr.runtimeError) throw new Error(`${name}: ${lhr.runtimeError.message}`);
    const score = (category) => Math.round(lhr.categories[category].score * 100);
    const shift = lhr.audits['cumulative-layout-shift'].numericValue;
    best = Math.max(best, score('performance'));
    console.log(`${name}: performance ${score('performance')}, accessibility ${score('accessibility')}, best practices ${score('best-practices')}, SEO ${score('seo')}, LCP ${lhr.audits['largest-contentful-paint'].displayValue}, shift ${shift}`);
    for (const category of ['accessibility', 'best-practices', 'seo']) {
      if (score(category) < 100) {
        faults += 1;
        const missed = lhr.categories[category].auditRefs.map((it) => lhr.audits[it.id]).filter((it) => it.score !== null && it.score < 1);
        console.error(`${name}: ${category} below 100: ${missed.map((it) => it.title).join('; ')}`);
      }
    }
    if (shift > 0) {
      faults += 1;
      console.error(`${name}: something shifts`);
    }
  }
  if (best < 98) {
    faults += 1;
    console.error(`${name}: performance ${best} is below 98`);
  }
}
await context.close();
server.close();
process.exit(faults ? 1 : 0);
