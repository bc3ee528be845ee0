// Pictures of every kind of page to look at: at every width, light and dark, zoomed, without scripts, printed.
//
//   node tests/browser/look.mjs [--theme NAME] [--kinds a,b] [--widths 390,1280] [--states light,dark,print] [FOLDER]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ENGLISH, KINDS, THEMES, address, browser, demo, reader } from './demo.mjs';
import { work } from './harness.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { theme: { type: 'string' }, kinds: { type: 'string' }, widths: { type: 'string' }, states: { type: 'string' }, langs: { type: 'string' }, tall: { type: 'string' } },
});
const into = path.resolve(positionals[0] ?? path.join(work, 'looks'));
const list = (given, all) => (given ? given.split(',') : all);
const widths = list(values.widths, ['360', '390', '768', '1280', '1920']).map(Number);
const states = list(values.states, ['light', 'dark', 'zoom', 'scriptless', 'print']);
const kinds = list(values.kinds, Object.keys(KINDS));
const langs = list(values.langs, ['zh', 'en']);
mkdirSync(into, { recursive: true });

/** How a page is seen in a state. @param {string} state @param {number} width */
const options = (state, width) => ({
  viewport: { width: state === 'zoom' ? Math.round(width / 2) : width, height: state === 'zoom' ? 450 : 900 },
  deviceScaleFactor: state === 'zoom' ? 2 : 1,
  colorScheme: state === 'dark' ? 'dark' : 'light',
  javaScriptEnabled: state !== 'scriptless',
  reducedMotion: 'reduce',
});

const chromium = await browser();
let taken = 0;
for (const theme of list(values.theme, THEMES)) {
  const site = await demo({ theme });
  const storageState = await reader(chromium, site);
  for (const state of states) {
    for (const width of state === 'print' ? [794] : widths) {
      const context = await chromium.newContext({ ...options(state, width), storageState: state === 'scriptless' ? undefined : storageState });
      const page = await context.newPage();
      for (const lang of langs) {
        for (const kind of kinds) {
          const url = lang === 'en' && !ENGLISH.includes(kind) ? undefined : address(site, kind, lang === 'en' ? 'en/' : '');
          if (!url) continue;
          await page.goto(url);
          if (state === 'scriptless' && await page.locator('#gate-box').count()) await page.locator('#gate-box').check({ force: true });
          await page.evaluate(async () => { document.querySelectorAll('img').forEach((it) => { it.loading = 'eager'; }); await Promise.all([...document.images].map((it) => it.decode().catch(() => {}))); });
          const file = path.join(into, `${theme}-${kind}-${lang}-${width}-${state}`);
          if (state === 'print') await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true, format: 'A4', printBackground: false });
          else {
            const height = await page.evaluate(() => document.documentElement.scrollHeight);
            await page.screenshot({ path: `${file}.png`, fullPage: true, clip: { x: 0, y: 0, width: options(state, width).viewport.width, height: Math.min(height, Number(values.tall ?? 1e5)) } });
            const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            if (over > 0) console.log(`${path.basename(file)}: ${over} px wider than the window`);
          }
          taken += 1;
        }
      }
      await context.close();
    }
  }
  site.stop();
}
await chromium.close();
console.log(`${taken} pictures in ${into}`);
