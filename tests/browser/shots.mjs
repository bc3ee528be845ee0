// Pictures of pages compared with those that were accepted, point by point.
//
//   node tests/browser/shots.mjs            compares, and ends with 1 where one differs
//   UPDATE=1 node tests/browser/shots.mjs   accepts what the pages look like now
//
// What differs is put into the folder `differ` of WORK (otherwise target/browser). The day, the fonts (Debian's
// fonts-noto-cjk) and the motion are fixed.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { KINDS, address, browser, demo, reader } from './demo.mjs';
import { tools, work } from './harness.mjs';
import { compare, isSame, packed } from './pictures.mjs';

const { PNG } = tools('pngjs');
const here = path.dirname(fileURLToPath(import.meta.url));
const accepted = path.join(here, 'shots');
const differ = path.join(work, 'differ');

/** What is pictured: theme, kind, language, width, height, scheme, and how far down. */
const SHOTS = [
  ['default', 'home', '', 1280, 900, 'light'],
  ['default', 'home', '', 390, 1100, 'dark'],
  ['default', 'issue', '', 390, 1100, 'light'],
  ['default', 'issue', '', 390, 1300, 'light', '#part-key-findings'],
  ['default', 'issue', '', 1280, 1000, 'dark', '#part-key-findings'],
  ['default', 'issue', 'en/', 768, 1000, 'light'],
  ['default', 'corrected', '', 390, 1100, 'light', '#part-key-findings'],
  ['default', 'retracted', '', 1280, 900, 'light'],
  ['default', 'column', '', 390, 900, 'light'],
  ['default', 'handbook', '', 1280, 900, 'light'],
  ['default', 'person', '', 390, 900, 'light'],
  ['default', 'gate', '', 390, 844, 'light'],
  ['plain', 'home', '', 390, 900, 'light'],
  ['plain', 'issue', '', 390, 1100, 'light'],
  ['plain', 'issue', '', 1280, 900, 'dark', '#part-key-findings'],
  ['journal', 'home', '', 1280, 900, 'light'],
  ['journal', 'issue', '', 390, 1100, 'light'],
  ['journal', 'issue', '', 1280, 900, 'dark'],
];

const name = ([theme, kind, lang, width, , scheme, place]) => [theme, kind, lang ? 'en' : 'zh', width, scheme, ...(place ? [place.replace(/^#(part-)?/, '')] : [])].join('-');

/** Takes one picture. */
async function take(chromium, site, [, kind, lang, width, height, colorScheme, place]) {
  const isGate = kind === 'gate';
  const context = await chromium.newContext({
    viewport: { width, height }, colorScheme, reducedMotion: 'reduce', deviceScaleFactor: 1, locale: lang ? 'en-GB' : 'zh-CN', timezoneId: 'Asia/Shanghai',
    storageState: isGate ? undefined : site.storage,
  });
  const page = await context.newPage();
  await page.goto(isGate ? `${site.origin}/${KINDS.issue}` : address(site, kind, lang), { waitUntil: 'load' });
  await page.evaluate(async () => {
    document.querySelectorAll('img').forEach((it) => { it.loading = 'eager'; });
    await Promise.all([...document.images].map((it) => it.decode().catch(() => {})));
    await document.fonts.ready;
  });
  if (place) await page.evaluate((it) => window.scrollTo({ top: document.querySelector(it).getBoundingClientRect().top + scrollY - 60, behavior: 'instant' }), place);
  // The scripts follow the scroll in the next frame.
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await context.close();
  return picture;
}

/** A picture with one box in a slightly other colour: what the comparison must not miss. */
export function recoloured(picture) {
  const png = PNG.sync.read(picture);
  for (let y = 40; y < 100; y += 1) for (let x = 40; x < 120; x += 1) {
    const at = (y * png.width + x) * 4;
    png.data[at] += png.data[at] < 128 ? 24 : -24;
  }
  return PNG.sync.write(png);
}

async function main() {
  const chromium = await browser();
  const sites = {};
  let faults = 0;
  const fault = (words) => { faults += 1; console.error(words); };
  rmSync(differ, { recursive: true, force: true });
  mkdirSync(accepted, { recursive: true });
  for (const shot of SHOTS) {
    const [theme] = shot;
    if (!sites[theme]) {
      const site = await demo({ theme });
      sites[theme] = { ...site, storage: await reader(chromium, site) };
    }
    const file = path.join(accepted, `${name(shot)}.png`);
    const now = await take(chromium, sites[theme], shot);
    if (process.env.UPDATE) {
      writeFileSync(file, packed(now));
      continue;
    }
    if (!existsSync(file)) {
      fault(`${name(shot)}: no picture was accepted yet`);
      continue;
    }
    const found = await compare(readFileSync(file), now);
    console.log(`${name(shot)}: ${found.points} points differ`);
    if (!isSame(found)) {
      mkdirSync(differ, { recursive: true });
      writeFileSync(path.join(differ, `${name(shot)}-now.png`), now);
      writeFileSync(path.join(differ, `${name(shot)}-where.png`), found.picture);
      fault(`${name(shot)} differs: see ${differ}; if it is meant, accept it with UPDATE=1 node tests/browser/shots.mjs`);
    }
    if (isSame(await compare(readFileSync(file), recoloured(readFileSync(file))))) fault(`${name(shot)}: a box in another colour is not noticed`);
  }
  const wanted = SHOTS.map((shot) => `${name(shot)}.png`);
  for (const other of readdirSync(accepted).filter((it) => !wanted.includes(it))) {
    if (process.env.UPDATE) rmSync(path.join(accepted, other));
    else fault(`${other} is a picture of nothing`);
  }
  await chromium.close();
  Object.values(sites).forEach((site) => site.stop());
  console.log(process.env.UPDATE ? `${SHOTS.length} pictures accepted, made with Chromium ${chromium.version()}` : `${SHOTS.length} pictures compared, with Chromium ${chromium.version()}`);
  return faults ? 1 : 0;
}

process.exit(await main());
