// The way of an editor who has a Word file and no wish to learn YAML: from `postil new site` to a published page, as one
// does it with hand and mouse. What a person has to do is counted, what the machine takes is measured, and both are
// printed. The pictures of the handbook's first chapter are made on the way: `UPDATE=1` keeps them anew.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { browser, openDesk, program, top, work } from './harness.mjs';
import { axe } from './judges.mjs';
import { compare, isSame, packed } from './pictures.mjs';

const folder = path.join(work, 'walk-source');
const kept = path.join(top, 'content/handbook');
const manuscript = path.join(top, 'tests/import/whole.docx');
const postil = (...args) => {
  const run = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LANG: 'zh_CN.UTF-8' } });
  assert.equal(run.status, 0, run.stderr);
  return run;
};

/** What was done: for each step what a person did, and what the machine took for it, in milliseconds. */
const steps = [];
let deeds = 0;
const did = (what) => {
  deeds += 1;
  return what;
};
async function step(words, go) {
  const [begun, before] = [performance.now(), deeds];
  await go();
  steps.push([words, deeds - before, Math.round(performance.now() - begun)]);
}

let launched;
let desk;
after(async () => {
  desk?.kill();
  await launched?.close();
});

test('from a Word file to a published page', { timeout: 180000 }, async () => {
  rmSync(folder, { recursive: true, force: true });
  await step('postil new site 专栏', () => { did(postil('new', 'site', folder, '--lang', 'zh')); });
  // The example is of today; its pictures are not.
  for (const it of readdirSync(path.join(folder, 'content/example'))) {
    const issue = path.join(folder, 'content/example', it, 'issue.md');
    if (existsSync(issue)) writeFileSync(issue, readFileSync(issue, 'utf8').replace(/^date: .*$/m, 'date: 2026-01-01'));
  }
  let origin;
  await step('postil serve', async () => { [desk, origin] = did(await openDesk(folder, 'zh')); });
  launched = await browser();
  const page = await (await launched.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })).newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  // The hour at which something was saved stands on the page.
  await page.clock.setFixedTime(new Date('2026-01-01T10:30:00+08:00'));

  /** Keeps a picture for the handbook, or compares it with the one that is there. */
  const picture = async (name, height = 800) => {
    const file = path.join(kept, `desk-${name}.png`);
    await page.evaluate(() => document.activeElement?.blur());
    const now = await page.screenshot({ animations: 'disabled', caret: 'hide', clip: { x: 0, y: 0, width: 1280, height } });
    if (process.env.UPDATE) return writeFileSync(file, packed(now));
    assert.ok(existsSync(file), `${file} is not there yet`);
    const found = await compare(readFileSync(file), now);
    if (!isSame(found)) writeFileSync(path.join(work, `desk-${name}-now.png`), now);
    assert.ok(isSame(found), `desk-${name}.png: ${found.points} points differ; UPDATE=1 keeps what the page looks like now`);
    return undefined;
  };
  const click = async (locator) => { await locator.click(); did(locator); };
  const choose = async (locator, value) => { await locator.selectOption(value); did(locator); };
  const write = async (locator, text) => { await locator.fill(text); did(locator); };
  const named = (...way) => page.locator(`[data-way='${JSON.stringify(way)}']`);
  const saved = async () => {
    await page.keyboard.press('Control+s');
    await page.locator('#status').filter({ hasText: '已保存' }).waitFor();
  };
  const name = () => readdirSync(path.join(folder, 'content/example')).find((it) => it.endsWith('-whole'));
  const read = () => readFileSync(path.join(folder, 'content/example', name(), 'issue.md'), 'utf8');

  await step('打开工作台，新的一期', async () => {
    await page.goto(`${origin}/_desk/`);
    await picture('overview', 440);
    await click(page.getByRole('link', { name: '新的一期' }));
  });
  await step('选Word稿件，建立', async () => {
    await page.locator('input[type=file]').setInputFiles(did(manuscript));
    await click(page.getByRole('button', { name: '建立这一期' }));
    await page.locator('textarea.prose').waitFor();
  });
  assert.match(read(), /^# findings:$/m);
  const proposed = page.locator('.proposed');
  await proposed.locator('textarea').waitFor();
  assert.deepEqual(await axe(page), []);
  await step('核对从正文读出的结果，采用', async () => {
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await page.frameLocator('iframe.page').locator('h1').first().waitFor();
    await picture('proposed');
    await click(proposed.getByRole('button', { name: '核对过了，采用' }));
    await named('findings', 0, 'role').waitFor();
    assert.ok(await proposed.isHidden());
  });
  assert.match(read(), /\nfindings:\n {2}- endpoint: 无进展生存期\n {4}role:\n/);
  await step('补上研究的名称、两个终点的地位', async () => {
    await write(named('trial', 'name').locator('input'), 'DEMO-12');
    await choose(named('findings', 0, 'role').locator('select'), 'primary');
    await choose(named('findings', 1, 'role').locator('select'), 'secondary');
    await saved();
  });
  assert.match(read(), /name: DEMO-12\n[^]*role: primary\n[^]*role: secondary\n/);
  const body = page.locator('textarea.prose');
  await step('图里有什么，改正“3级以上”', async () => {
    const text = await body.inputValue();
    await write(body, text.replace('![]', '![两组生存曲线（虚构）]').replace('3级以上', '≥3级'));
    did('the second word');
    await saved();
  });
  await step('回答两个问题，删去', async () => {
    for (let left = await named('todo').locator('.row').count(); left; left -= 1) {
      await click(named('todo').locator('.deeds button').last());
      await saved();
    }
  });
  await step('写好了，不再是草稿', async () => {
    const ready = page.getByRole('button', { name: '写好了：不再是草稿' });
    await page.waitForFunction(() => [...document.querySelectorAll('.publish button.main')].some((it) => !it.disabled), undefined, { timeout: 15000 }).catch(async () => assert.fail(await page.locator('#publish').innerText()));
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await page.frameLocator('iframe.page').getByText('DEMO-12').first().waitFor();
    await picture('ready');
    await click(ready);
    await page.locator('#publish').waitFor({ state: 'hidden' });
  });
  assert.match(read(), /^draft: false$/m);
  assert.doesNotMatch(read(), /^# /m);
  await step('postil build', () => { did(postil('--root', folder, 'build', '--now', '2026-02-01')); });
  const html = readFileSync(path.join(folder, 'public/example/whole/index.html'), 'utf8');
  for (const words of ['DEMO-12', '9.9', '0.46', '两组生存曲线（虚构）', '区间不跨过1', '虚构的PFS差异有统计学意义']) assert.ok(html.includes(words), words);
  assert.deepEqual(faults, []);

  const total = (at) => steps.reduce((sum, it) => sum + it[at], 0);
  const line = ([words, acts, time]) => `${String(acts).padStart(3)} ${String(time).padStart(7)} ms  ${words}`;
  console.log(['what a person does, what the machine takes:', ...steps.map(line), line(['all of it', total(1), total(2)])].join('\n'));
  // A person who takes half a minute for each is done in ten minutes.
  assert.ok(total(1) <= 20, `${total(1)} deeds`);
});
