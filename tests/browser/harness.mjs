// What the browser tests share: sites built by postil, a server, a review service, Chromium, and a watch on each page.
//
// POSTIL names the program (otherwise target/debug/postil), WORK a folder to build in, MUTANT a file
// `{file, find, replace}` that breaks the gate.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { join } from '../tools/join.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const top = path.resolve(here, '../..');
export const tools = createRequire(path.join(top, 'tests/tools/package.json'));
const { chromium } = tools('playwright-core');
export const work = process.env.WORK ?? path.join(top, 'target/browser');
export const program = process.env.POSTIL ?? path.join(top, 'target/debug/postil');
const mutant = process.env.MUTANT ? JSON.parse(readFileSync(process.env.MUTANT, 'utf8')) : undefined;

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.avif': 'image/avif', '.json': 'application/json', '.xml': 'application/xml', '.txt': 'text/plain', '.ris': 'application/x-research-info-systems', '.bib': 'application/x-bibtex',
};

/** Serves a folder; returns its origin. */
export function serve(folder) {
  return new Promise((resolve) => {
    const server = http.createServer((request, response) => {
      let file = path.join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname));
      if (existsSync(file) && statSync(file).isDirectory()) file = path.join(file, 'index.html');
      if (!existsSync(file)) return response.writeHead(404).end();
      response.writeHead(200, { 'Content-Type': types[path.extname(file)] ?? 'application/octet-stream' });
      return response.end(readFileSync(file));
    });
    server.listen(0, '127.0.0.1', () => resolve({ origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() }));
  });
}

/** A review service in all its moods; `moods` is what the next requests meet (`dismissal`: those that withdraw; `otherwise`: all after them), `seen` what it was sent. */
export async function reviewService() {
  const state = { moods: [], seen: [], otherwise: { body: { state: 'pending', id: 'r-1' } }, dismissal: { status: 204, text: '' } };
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => { body += piece; });
    request.on('end', () => {
      const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Content-Type', 'Access-Control-Allow-Methods': 'GET, POST, DELETE', 'Access-Control-Expose-Headers': 'Retry-After' };
      if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
      const key = `${request.method} ${request.url}`;
      state.seen.push({ key, headers: request.headers, body: body ? JSON.parse(body) : undefined });
      const mood = request.method === 'DELETE' ? state.dismissal : state.moods.shift() ?? state.otherwise;
      const headers = { ...(mood.foreign ? {} : cors), 'Content-Type': 'application/json', ...(mood.headers ?? {}) };
      const answer = () => {
        if (mood.drop) return request.socket.destroy();
        response.writeHead(mood.status ?? 200, headers);
        return response.end(mood.text ?? JSON.stringify(mood.body));
      };
      return mood.after ? setTimeout(answer, mood.after) : answer();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, { endpoint: `http://127.0.0.1:${server.address().port}/hcp`, stop: () => server.close() });
}

/** Builds the fixture with its configuration changed, and serves it. */
export async function build(name, change, edit) {
  const source = path.join(work, `${name}-source`);
  rmSync(source, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  cpSync(path.join(here, 'site'), source, { recursive: true });
  const config = path.join(source, 'config.toml');
  writeFileSync(config, change(readFileSync(config, 'utf8')));
  edit?.(source);
  const output = path.join(work, name);
  const run = spawnSync(program, ['--root', source, 'build', '--output', output, '--now', '2026-01-01'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`postil failed on ${name}:\n${run.stderr}`);
  return { folder: output, ...(await serve(output)) };
}

/** Chromium without a window, as Debian has it. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';

/** Chromium as the tests want it: quiet, with its back/forward cache. */
export function browser() {
  return chromium.launch({
    executablePath: CHROMIUM,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic',
      // A page that a route answers has no address of its own, and may not ask this machine otherwise.
      '--disable-features=LocalNetworkAccessChecks'],
  });
}

export async function start() {
  const service = await reviewService();
  const sites = {
    page: await build('page', (text) => text),
    body: await build('body', (text) => text.replace('scope = "page"', 'scope = "body"')),
    review: await build('review', (text) => text.replace('# review', `[[consent.step]]\nkind = "review"\nendpoint = "${service.endpoint}"`)),
    // One byte of one text is another.
    changed: await build('changed', (text) => text, (source) => {
      for (const name of ['identity.md', 'identity.en.md']) {
        const file = path.join(source, 'content/consent', name);
        writeFileSync(file, readFileSync(file, 'utf8').replace('1.', '1. '));
      }
    }),
  };
  const launched = await browser();
  const stop = async () => {
    await launched.close();
    service.stop();
    Object.values(sites).forEach((site) => site.stop());
  };
  return { browser: launched, sites, service, stop };
}

const source = (name) => readFileSync(path.join(top, 'src/render/gate', name), 'utf8');

/** The gate's sources with the mutant in them; a mutant that does not fit exactly once is a mistake of the list. */
function mutated() {
  const { file, find, replace } = mutant;
  if (file && source(file).split(find).length !== 2) throw new Error(`the mutant does not fit ${file}: ${find}`);
  const read = (name) => name === file ? source(name).replace(find, () => replace) : source(name);
  const style = read('gate.css');
  return { ...Object.fromEntries(['head.js', 'gate.js', 'consent.js'].map((name) => [name, join(name, read)])), 'gate.css': `@layer{${style}}${style}` };
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Serves the sources in place of what was built from them, under a policy that knows them. */
async function overlay(context) {
  const texts = mutated();
  await context.route(/gate-[0-9a-f]+\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: texts['gate.js'] }));
  await context.route(/postil\/gate-[0-9a-f]+\.css$/, (route) => route.fulfill({ contentType: 'text/css', body: texts['gate.css'] }));
  await context.route(/consent-[0-9a-f]+\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: texts['consent.js'] }));
  await context.route(/\/$/, async (route) => {
    const response = await route.fetch();
    let body = await response.text();
    const script = body.match(/<script>([\s\S]*?)<\/script>/)?.[1];
    if (script) {
      const data = script.match(/\{"k":[\s\S]*\}\}/)?.[0];
      const instead = texts['head.js'].replace('POLICY', () => data);
      body = body.replace(script, () => instead).replace(hash(script), () => hash(instead));
    }
    await route.fulfill({ response, body });
  });
}

/** A page that is watched: whatever it says on the console, asks of other hosts or breaks of its policy is kept. */
export async function visit(all, { site = 'page', width = 390, height = 844, lang = '', to = 'demo/one/', options = {}, before, wait = 'load' } = {}) {
  const context = await all.browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', ...options });
  if (mutant) await overlay(context);
  const said = [];
  const origin = all.sites[site].origin;
  context.on('page', (page) => {
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !/^(data|blob):/.test(url) && !(all.service && url.startsWith(all.service.endpoint))) said.push(`request to ${url}`);
    });
  });
  const page = await context.newPage();
  const url = `${origin}/${lang}${to}`;
  await before?.(page, context);
  if (wait) await page.goto(url, { waitUntil: wait });
  return { context, page, said, url, origin, close: () => context.close() };
}

export const step = (page, name) => page.locator(`#gate [data-step="${name}"]`);
/** Presses a button of the step that is shown, once it may be pressed. */
export async function press(page, act) {
  await page.waitForTimeout(430);
  await page.locator(`#gate section:not([hidden]) [data-act="${act}"]`).click();
}
export const state = (page) => page.evaluate(() => document.documentElement.getAttribute('data-gate'));
export const records = (page) => page.evaluate(() => Object.fromEntries(Object.entries({ ...localStorage }).map(([key, value]) => [key, JSON.parse(value)])));
/** Whether the text can be seen. */
export const sees = (page) => page.evaluate(() => document.querySelector('main').innerText.includes('隐藏正文') && document.querySelector('#part-introduction').getClientRects().length > 0);
export async function pass(page) {
  await press(page, 'agree');
  await press(page, 'skip');
  await press(page, 'enter');
}

/** A column with one issue, in a folder of its own; what writes a file beside that issue's folder. */
export function column(folder, issue) {
  rmSync(folder, { recursive: true, force: true });
  const write = (name, text) => {
    const file = path.join(folder, 'content/demo', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write('column.md', '---\ntitle: 演示专栏\n---\n');
  write('001-one/issue.md', issue);
  writeFileSync(path.join(folder, 'config.toml'), 'title = "演示"\n');
  return write;
}

/** Starts the desk of a site; gives the process and where it is. */
export const openDesk = (folder, language) =>
  new Promise((resolve, reject) => {
    const started = spawn(program, ['--root', folder, 'serve', '--port', '0', '--no-open', '--now', '2026-01-01', '--lang', language]);
    let said = '';
    started.stderr.on('data', (piece) => {
      said += piece;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve([started, found[0]]);
    });
    started.on('exit', () => reject(new Error(said)));
  });
