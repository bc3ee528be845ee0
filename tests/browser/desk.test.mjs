// The desk in a real browser: a page that changes under its reader, what is said of it, and the overview; by keyboard, at
// three widths, in both languages and colours, looked at by axe.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, column, openDesk, program, work } from './harness.mjs';
import { axe } from './judges.mjs';

const folder = path.join(work, 'desk-source');
const file = (name) => path.join(folder, 'content/demo', name);
let write;
const issue = (title, body) => `---\ntitle: ${title}\nnumber: 1\ndate: 2025-08-07\nquiz:\n  - question: 问？\n    choices: [甲, 乙]\n    answer: A\n---\n\n## 结果\n\n${body}\n\n${'又一段。\n\n'.repeat(60)}## 结论\n\n完。\n`;
const WRONG = '85例患者中有39例（47%）有效。';

let launched, desk, origin;

before(async () => {
  write = column(folder, issue('演示一期', WRONG));
  [desk, origin] = await openDesk(folder, 'zh');
  launched = await browser();
});

after(async () => {
  desk?.kill();
  await launched?.close();
});

const reader = async (width = 1280, colorScheme = 'light') => {
  const page = await (await launched.newContext({ viewport: { width, height: 800 }, colorScheme })).newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && page.faults.push(message.text()));
  return page;
};
const pill = (page) => page.locator('postil-desk .pill');

test('a saved change is on the page, where the reader was', async () => {
  const page = await reader();
  await page.goto(`${origin}/demo/one/`);
  const details = page.locator('main details').first();
  await details.evaluate((it) => { it.open = true; });
  await page.evaluate(() => scrollTo({ top: 900, behavior: 'instant' }));
  write('001-one/issue.md', issue('演示一期', `${WRONG}新的一句。`));
  await page.getByText('新的一句。').waitFor();
  await page.waitForFunction(() => Math.abs(scrollY - 900) < 3);
  assert.equal(await details.evaluate((it) => it.open), true);
  // A page that shows nothing of it stays as it is.
  await page.goto(`${origin}/people/`).catch(() => {});
  await page.evaluate(() => { window.kept = true; });
  write('001-one/issue.md', issue('演示一期', `${WRONG}又一句。`));
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(() => window.kept), true);
  assert.deepEqual(page.faults.filter((it) => !it.includes('404')), []);
});

test('what is said stands on the page, marks its words and is reached by keyboard', async () => {
  const page = await reader();
  write('001-one/issue.md', issue('演示一期', WRONG));
  await page.goto(`${origin}/demo/one/`);
  await page.getByText('1 个警告').waitFor();
  await pill(page).focus();
  await page.keyboard.press('Enter');
  const item = page.locator('postil-desk li');
  assert.match(await item.textContent(), /E201.*content\/demo\/001-one\/issue\.md:\d+:\d+/s);
  assert.match(await item.locator('a').getAttribute('href'), /^vscode:\/\/file\/.*001-one\/issue\.md:\d+:\d+$/);
  await page.keyboard.press('Shift+Tab');
  await page.waitForFunction(() => CSS.highlights.get('postil-desk')?.size === 1);
  const marked = await page.evaluate(() => [...CSS.highlights.get('postil-desk')].map(String).join());
  assert.ok(WRONG.includes(marked) && marked.length > 2, marked);
  assert.deepEqual(page.faults, []);
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await pill(page).getAttribute('aria-expanded'), 'false');
  assert.equal(await page.evaluate(() => CSS.highlights.has('postil-desk')), false);
});

test('a fault leaves the last good page and says where it is; mended, it goes', async () => {
  const page = await reader(390, 'dark');
  write('001-one/issue.md', issue('演示一期', '好。'));
  await page.goto(`${origin}/demo/one/`);
  await pill(page).filter({ hasText: '这一页没有问题' }).waitFor();
  write('001-one/issue.md', '---\ntitle: [\n---\n');
  await pill(page).filter({ hasText: '3 个错误' }).waitFor();
  await pill(page).click();
  await page.locator('postil-desk .stale').waitFor();
  assert.match(await page.locator('postil-desk li').first().textContent(), /issue\.md:1:1/);
  assert.ok(await page.getByText('好。', { exact: true }).isVisible());
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  write('001-one/issue.md', issue('演示一期', '更好。'));
  await page.getByText('更好。', { exact: true }).waitFor();
  assert.equal(await page.locator('postil-desk .stale').count(), 0);
});

test('the overview lists all issues and is the same to everyone', async () => {
  write('001-one/issue.md', issue('演示一期', WRONG));
  write('002-two/issue.md', issue('第二期草稿', '完。').replace('number: 1', 'number: 2\ndraft: true'));
  for (const width of [320, 768, 1280]) {
    for (const colour of ['light', 'dark']) {
      const page = await reader(width, colour);
      await page.goto(`${origin}/_desk/`);
      await page.getByText('第二期草稿').waitFor();
      assert.deepEqual(await axe(page), [], `${width} ${colour}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${width}`);
      await page.getByRole('searchbox').fill('第二期');
      assert.equal(await page.locator('tbody tr:visible').count(), 1);
      await page.getByRole('searchbox').fill('');
      await page.getByRole('link', { name: '演示一期', exact: true }).click();
      await page.waitForURL(`${origin}/demo/one/`);
      await page.close();
    }
  }
  const page = await reader();
  await page.goto(`${origin}/_desk/`);
  write('001-one/issue.md', issue('改了题目的一期', WRONG));
  await page.getByText('改了题目的一期').waitFor();
  rmSync(path.dirname(file('002-two/issue.md')), { recursive: true });
  await page.getByText('第二期草稿').waitFor({ state: 'detached' });
});

test('a desk that ends says so, and one in English speaks it', async () => {
  const [other, place] = await openDesk(folder, 'en');
  const page = await reader();
  await page.goto(`${place}/demo/one/`);
  await pill(page).filter({ hasText: /^1 warning$/ }).waitFor();
  other.kill();
  await pill(page).filter({ hasText: '…' }).waitFor();
  assert.match(await pill(page).getAttribute('title'), /postil serve/);
});

test('nothing of the desk is in what is published', async () => {
  const output = path.join(work, 'desk-published');
  rmSync(output, { recursive: true, force: true });
  const copy = path.join(work, 'desk-copy');
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  const run = await new Promise((resolve) => {
    const built = spawn(program, ['--root', copy, 'build', '--output', output, '--now', '2026-01-01']);
    built.on('exit', resolve);
  });
  assert.equal(run, 0);
  for (const name of ['index.html', 'demo/one/index.html']) {
    assert.doesNotMatch(readFileSync(path.join(output, name), 'utf8'), /_desk|postil-desk/);
  }
});
