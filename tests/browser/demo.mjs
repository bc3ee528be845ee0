// The demonstration column, with a few rare states added, as each theme shows it: what the judges of pages look at.
//
//   node tests/browser/demo.mjs THEME FOLDER ADDRESS     builds it there
//
// POSTIL names the program (otherwise target/debug/postil), WORK a folder to build in.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser, press, program, serve, state, top, work } from './harness.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The themes that come with postil. */
export const THEMES = ['default', 'plain'];

/** Every kind of page, by the name that its pictures have: its address, without the language. */
export const KINDS = {
  home: '',
  column: 'rt-frontier/',
  issue: 'rt-frontier/rtog1112/',
  corrected: 'gallery/long/',
  retracted: 'gallery/one/',
  comments: 'rt-frontier/demo-brain/',
  archive: 'archive/',
  'archive-2': 'archive/page/2/',
  tags: 'tags/',
  tag: 'tags/放疗/',
  people: 'people/',
  person: 'people/expert-a/',
  page: 'about/',
  handbook: 'handbook/markdown/',
  consent: 'consent/',
  missing: '404.html',
};
/** The kinds that there are in English, too. */
export const ENGLISH = ['home', 'column', 'issue', 'retracted', 'archive', 'tags', 'people', 'person', 'page', 'consent'];

/** The day on which every build of the judges takes place. */
export const TODAY = '2026-01-15';

/** Builds the demonstration with a theme, and serves it. */
export async function demo({ theme = 'default' } = {}) {
  const folder = path.join(work, `demo-${theme}`);
  build(theme, folder);
  return { theme, folder, ...(await serve(folder)) };
}

/** Builds it. */
function build(theme, folder, base) {
  const name = `demo-${theme}`;
  const source = path.join(work, `${name}-source`);
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  for (const folder of ['content', 'themes']) cpSync(path.join(top, folder), path.join(source, folder), { recursive: true });
  cpSync(path.join(here, 'gallery'), path.join(source, 'content'), { recursive: true });
  const config = readFileSync(path.join(top, 'config.toml'), 'utf8').replace(/^theme = .*$/m, `theme = "${theme}"`);
  writeFileSync(path.join(source, 'config.toml'), config);
  const run = spawnSync(program, ['--root', source, 'build', '--output', folder, '--now', TODAY, ...(base ? ['--base-url', base] : [])], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`postil failed on ${name}:\n${run.stderr}`);
}

/** Goes through the gate once: the storage of a reader who may read. */
export async function reader(chromium, site) {
  const context = await chromium.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${site.origin}/`);
  for (const act of ['agree', 'skip', 'enter']) await press(page, act);
  if ((await state(page)) !== 'open') throw new Error('the gate did not open');
  const storage = await context.storageState();
  await context.close();
  return storage;
}

/** The address of a kind of page, if the site has it. */
export function address(site, kind, lang = '') {
  const to = `${lang}${KINDS[kind]}`;
  return existsSync(path.join(site.folder, to)) ? `${site.origin}/${to}` : undefined;
}

export { browser };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [theme, folder, base] = process.argv.slice(2);
  build(theme, path.resolve(folder), base);
}
