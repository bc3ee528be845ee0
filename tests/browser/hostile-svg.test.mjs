// Drawings in a real browser. Hostile ones are refused, or published in a form that does nothing at all when it is opened
// by itself on the site's own host, without any header; those of drawing programs look as they did. That the hostile ones
// would do something is shown first, with what was never read by postil.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { browser, program, tools, top, work } from './harness.mjs';
import { hostile } from './hostile-svg.mjs';

const { PNG } = tools('pngjs');
const AT_ONCE = 3;
const drawings = path.join(top, 'tests/drawings');
const sound = readdirSync(drawings).sort().map((file) => ({ name: path.basename(file, '.svg'), bytes: readFileSync(path.join(drawings, file)) }));
let chromium;
let server;
let origin;
/** What the server has, by path: a body, and headers beside the type. */
const files = new Map();

/** Builds a site of one issue for each drawing; what was said of which, or what was published of which. */
function postil(name, all, command) {
  const source = path.join(work, `drawings-${name}`);
  rmSync(source, { recursive: true, force: true });
  mkdirSync(path.join(source, 'content/demo'), { recursive: true });
  writeFileSync(path.join(source, 'config.toml'), 'title = "演示"\ncards = false\n');
  writeFileSync(path.join(source, 'content/demo/column.md'), '---\ntitle: 演示专栏\n---\n');
  all.forEach(({ name: drawing, bytes }, at) => {
    const folder = path.join(source, 'content/demo', `${String(at + 1).padStart(3, '0')}-${drawing}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'issue.md'), `---\ntitle: 演示${at + 1}\nnumber: ${at + 1}\ndate: 2025-08-07\n---\n\n![图](${drawing}.svg)\n`);
    writeFileSync(path.join(folder, `${drawing}.svg`), bytes);
  });
  const output = path.join(work, `drawings-${name}-site`);
  rmSync(output, { recursive: true, force: true });
  const to = command === 'build' ? ['--output', output] : ['--format', 'json'];
  const run = spawnSync(program, ['--root', source, command, ...to, '--now', '2026-01-01', '--lang', 'en'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { ...run, output };
}

/** The drawings that postil refuses, with what it says. */
function refused(all) {
  const run = postil('checked', all, 'check');
  const said = run.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter((it) => it.severity === 'error');
  const of = new Map();
  for (const it of said) of.set(JSON.stringify(it).match(/content\/demo\/\d+-([a-z]+-\d+)\//)?.[1], it);
  assert.ok(!of.has(undefined), `something else is wrong: ${run.stdout.slice(0, 2000)}`);
  return of;
}

/** What is published of drawings that are not refused, by their names, and the policy that goes with them. */
function published(name, all) {
  const run = postil(name, all, 'build');
  assert.equal(run.status, 0, run.stderr);
  const policy = readFileSync(path.join(run.output, '_headers'), 'utf8').match(/\*\.svg\n {2}Content-Security-Policy: (.*)/)?.[1];
  const bodies = new Map(all.map(({ name: drawing }) => {
    const page = readFileSync(path.join(run.output, 'demo', drawing, 'index.html'), 'utf8');
    const address = page.match(/<img[^>]* src="\/(assets\/pictures\/[^"]+\.svg)"/)?.[1];
    assert.ok(address, `no drawing in ${drawing}`);
    return [drawing, readFileSync(path.join(run.output, address))];
  }));
  return { bodies, policy };
}

/** A tab that opens one drawing after another by itself, and does what a reader may do. Every request beside that for the
 *  drawing is what it did. */
async function tab(context) {
  const page = await context.newPage();
  let own = '';
  let did = [];
  page.on('dialog', (dialog) => { did.push('dialog'); dialog.dismiss().catch(() => {}); });
  page.on('popup', (popup) => { did.push('popup'); popup.close().catch(() => {}); });
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url === own) return route.continue();
    if (!url.endsWith('/favicon.ico')) did.push(url);
    return route.fulfill({ status: 204, body: '' });
  });
  page.on('requestfailed', (request) => {
    // What a policy keeps back never leaves the browser.
    const isKept = request.failure()?.errorText === 'csp';
    if (request.url() !== own && !isKept && !/^data:|favicon/.test(request.url())) did.push(request.url());
  });
  return async (address) => {
    did = [];
    own = `${origin}${address}`;
    await page.goto(own, { waitUntil: 'load', timeout: 5000 }).catch(() => {});
    await page.waitForTimeout(60);
    for (const action of [
      () => page.mouse.move(20, 20), () => page.mouse.click(40, 40), () => page.mouse.click(50, 50, { button: 'right' }),
      () => page.mouse.wheel(0, 30), () => page.keyboard.press('Tab'), () => page.keyboard.press('Enter'),
    ]) await action().catch(() => {});
    await page.waitForTimeout(60);
    if (page.url().split('#')[0] !== own && !page.url().startsWith('chrome-error')) did.push(`left for ${page.url()}`);
    const all = [...new Set(did)];
    await page.goto('about:blank').catch(() => {});
    return all;
  };
}

/** What each of these bodies does, by name; `headers` stand beside the type. */
async function whatTheyDo(bodies, headers = {}) {
  const did = new Map();
  const queue = [...bodies];
  for (const [name, bytes] of queue) files.set(`/${name}.svg`, { bytes, headers });
  const worker = async () => {
    const context = await chromium.newContext({ viewport: { width: 120, height: 120 } });
    const open = await tab(context);
    for (let next = queue.shift(); next; next = queue.shift()) did.set(next[0], await open(`/${next[0]}.svg`));
    await context.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return did;
}

before(async () => {
  chromium = await browser();
  server = http.createServer((request, response) => {
    const file = files.get(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (!file) return response.writeHead(404).end();
    return response.writeHead(200, { 'Content-Type': 'image/svg+xml', ...file.headers }).end(file.bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(async () => {
  await chromium?.close();
  server?.close();
});

describe('hostile drawings', () => {
  const raw = new Map(hostile.map(({ name, bytes }) => [name, bytes]));
  let live = new Map();
  const runs = (what) => what.some((it) => it.includes('/hit/run'));

  test('do something where nobody reads them', async (t) => {
    assert.ok(hostile.length >= 300, `${hostile.length} drawings`);
    const did = await whatTheyDo(raw);
    live = new Map([...did].filter(([, what]) => what.length));
    const ran = [...live].filter(([, what]) => runs(what));
    t.diagnostic(`${live.size} of ${hostile.length} do something, ${ran.length} of them run a script`);
    for (const group of new Set(hostile.map((it) => it.group))) {
      const own = hostile.filter((it) => it.group === group);
      t.diagnostic(`${group}: ${own.filter((it) => live.has(it.name)).length} of ${own.length}`);
    }
    assert.ok(live.size >= 300 && ran.length >= 120, 'the test can no longer see what drawings do');
  });

  test('are refused, or published as drawings that do nothing', async (t) => {
    const no = refused(hostile);
    const rest = hostile.filter(({ name }) => !no.has(name));
    const did = await whatTheyDo(published('hostile', rest).bodies);
    const codes = {};
    for (const { code } of no.values()) codes[code] = (codes[code] ?? 0) + 1;
    t.diagnostic(`${no.size} refused ${JSON.stringify(codes)}, ${rest.length} published, ${rest.filter(({ name }) => live.has(name)).length} of them tamed`);
    assert.deepEqual([...did].filter(([, what]) => what.length), []);
    assert.equal(did.size, rest.length);
    assert.ok(no.size >= 300 && rest.length >= 20);
  });

  test('run nothing under the headers that are published, even if nobody had read them', async (t) => {
    const { policy } = published('policy', sound.slice(0, 1));
    assert.ok(policy, 'there is no policy for drawings');
    const did = await whatTheyDo(new Map([...raw].filter(([name]) => runs(live.get(name) ?? []))), { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' });
    t.diagnostic(`${did.size} ran a script without them`);
    assert.ok(did.size >= 120);
    assert.deepEqual([...did].filter(([, what]) => what.length), []);
  });
});

describe('drawings of programs', () => {
  test('look as they did', async () => {
    assert.ok(sound.length > 8);
    const { bodies } = published('sound', sound);
    const context = await chromium.newContext({ viewport: { width: 800, height: 500 }, deviceScaleFactor: 2 });
    const page = await context.newPage();
    // As figures stand in pages: whatever was drawn before is drawn again, to the pixel.
    const shot = async (name, bytes) => {
      files.set(`/${name}`, { bytes, headers: {} });
      await page.goto('about:blank');
      await page.setContent(`<body style="margin:0;background:#fff"><img src="${origin}/${name}" style="max-width:760px">`, { waitUntil: 'load' });
      await page.locator('img').evaluate((it) => it.decode());
      const size = await page.locator('img').evaluate((it) => [it.naturalWidth, it.naturalHeight]);
      return { size, pixels: PNG.sync.read(await page.screenshot()).data };
    };
    for (const { name, bytes } of sound) {
      const before = await shot(`before-${name}.svg`, bytes);
      const now = await shot(`after-${name}.svg`, bodies.get(name));
      assert.deepEqual(now.size, before.size, name);
      assert.ok(before.pixels.some((it) => it !== 255), `${name} shows nothing`);
      assert.ok(before.pixels.equals(now.pixels), `${name} looks otherwise`);
    }
    await context.close();
  });
});
