// Writing in the browser, from a reference manager's file to a published issue: at two widths, with a keyboard alone, in
// both languages, looked at by axe; a person whom an issue names; and two editors of one file.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, column, openDesk, work } from './harness.mjs';
import { axe } from './judges.mjs';

const folder = path.join(work, 'desk-editor-source');
const file = (name) => path.join(folder, 'content/demo', name);
const read = (name) => readFileSync(file(name), 'utf8');
let write;
const ISSUE = `---
# 一期的字段
title: 演示一期 # 旁注
number: 1
date: 2025-08-07
draft: true
original: true

trial:
  name: DEMO-1
  arms:
    a: {label: 试验组, n: 85}
    b: {label: 对照组, n: 92}
---

## 结果

这一段在正文里，说的是主要结果。

${'又一段。\n\n'.repeat(30)}## 结论

最后一段写的是结论。
`;
const RIS = 'TY  - JOUR\nTI  - A trial of two arms\nJO  - Lancet\nPY  - 2025\nDO  - 10.1016/s0140-6736(25)00001-0\nER  - \n';
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64');

const WORDS = {
  zh: { add: '添加：研究结果', more: '更多字段', endpoint: '终点', role: '终点的地位', saved: /已保存/, make: '建立这一期', fresh: '新的一期', mend: /修复：/, publish: '写好了：不再是草稿', figure: '插入图片', put: '插入', back: /回到刚才的文稿/, way: '先处理这些' },
  en: { add: 'add: The results as data', more: 'further fields', endpoint: 'The endpoint', role: 'What the trial wanted of the endpoint', saved: /saved \d/, make: 'make the issue', fresh: 'New issue', mend: /mend: /, publish: 'It is ready: no draft any more', figure: 'put in a figure', put: 'put it in', back: /back to where you came from/, way: 'This stands in its way' },
};

let launched;
const desks = {};

before(async () => {
  write = column(folder, ISSUE);
  for (const language of ['zh', 'en']) desks[language] = await openDesk(folder, language);
  launched = await browser();
});

after(async () => {
  for (const [desk] of Object.values(desks)) desk.kill();
  await launched?.close();
});

const writer = async (width = 1280, colorScheme = 'light') => {
  const page = await (await launched.newContext({ viewport: { width, height: 800 }, colorScheme })).newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.message));
  return page;
};
const editor = async (page, language, name = '001-one') => {
  await page.goto(`${desks[language][1]}/_desk/edit?file=content/demo/${name}/issue.md`);
  await page.locator('textarea.prose').waitFor();
};
const status = (page) => page.locator('#status');
const isWide = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
/** Waits for what is kept a moment later. */
const until = async (is, say) => {
  for (let patience = 0; !is(); patience += 1) {
    if (patience > 100) assert.fail(say());
    await new Promise((done) => { setTimeout(done, 50); });
  }
};
/** Goes on with the Tab key until something has the focus. */
const tabTo = async (page, locator, most = 150) => {
  for (let step = 0; step < most; step += 1) {
    if (await locator.evaluate((it) => it === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the keyboard does not lead to ${locator}`);
};

for (const [width, language] of [[1280, 'zh'], [768, 'en']]) {
  test(`from a reference to a published issue, by keyboard, at ${width} px in ${language}`, async () => {
    const words = WORDS[language];
    const origin = desks[language][1];
    const slug = `paper-${language}`;
    const page = await writer(width, width === 768 ? 'dark' : 'light');
    await page.goto(`${origin}/_desk/`);
    assert.deepEqual(await axe(page), []);
    await tabTo(page, page.getByRole('link', { name: words.fresh }));
    await page.keyboard.press('Enter');
    // A file is chosen in the system's own dialog.
    await page.locator('input[type=file]').setInputFiles({ name: `${slug}.ris`, mimeType: 'text/plain', buffer: Buffer.from(RIS) });
    assert.deepEqual(await axe(page), []);
    await tabTo(page, page.getByRole('button', { name: words.make }));
    await page.keyboard.press('Enter');
    await page.locator('textarea.prose').waitFor();
    const name = path.basename(path.dirname(decodeURIComponent(new URL(page.url()).searchParams.get('file'))));
    assert.match(name, new RegExp(`^\\d{3}-${slug}$`));
    const issue = `${name}/issue.md`;
    assert.match(read(issue), /^draft: true$/m);

    // The title, saved by leaving it.
    const title = page.locator('[data-way=\'["title"]\'] :is(input,textarea)');
    await tabTo(page, title);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('一种: 试验 # "引号"');
    await page.keyboard.press('Control+s');
    await status(page).filter({ hasText: words.saved }).waitFor();
    assert.match(read(issue), /^title: .*一种: 试验 # .*引号.*$/m);

    // A finding, seen as a card at once.
    if (!(await page.locator('[data-way=\'["findings"]\']').count())) {
      const more = page.locator('.fields > select.more');
      await tabTo(page, more);
      await more.selectOption('findings');
    }
    const add = page.getByRole('button', { name: words.add });
    await tabTo(page, add);
    await page.keyboard.press('Enter');
    await page.keyboard.type('总生存期');
    const row = page.locator('[data-way=\'["findings"]\'] > .list > .rows > .row').last();
    await tabTo(page, row.locator('select:not(.more)').first());
    await page.keyboard.type('primary');
    await row.locator('select.more').selectOption('effect');
    await page.keyboard.type('HR=0.55，95%CI 0.40~0.75，P<0.001');
    await page.keyboard.press('Control+s');
    const shown = page.frameLocator('iframe.page');
    if (width < 1100) {
      const tab = page.locator('.tabs button').nth(1);
      await tab.focus();
      await page.keyboard.press('Enter');
      assert.equal(await tab.getAttribute('aria-pressed'), 'true');
    }
    await shown.getByText('总生存期').first().waitFor({ state: 'attached' });
    await until(() => /endpoint: 总生存期\n +role: primary\n +effect: HR=0\.55，95%CI 0\.40~0\.75，P<0\.001\n/.test(read(issue)), () => read(issue));
    if (width < 1100) await page.locator('.tabs button').first().click();

    // A figure, with its words asked for.
    const before = read(issue);
    await page.locator('textarea.prose').focus();
    await page.keyboard.press('ControlOrMeta+End');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), (async () => {
      await page.getByRole('button', { name: words.figure }).focus();
      await page.keyboard.press('Enter');
    })()]);
    await chooser.setFiles({ name: '流程 图.png', mimeType: 'image/png', buffer: PIXEL });
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    assert.deepEqual(await axe(page), []);
    await tabTo(page, dialog.getByRole('button', { name: words.put, exact: true }), 5);
    await page.keyboard.press('Enter');
    assert.ok(await dialog.isVisible(), 'a figure without words is not put in');
    await dialog.locator('textarea').first().focus();
    await page.keyboard.type('流程图："85"例');
    await tabTo(page, dialog.getByRole('button', { name: words.put, exact: true }), 5);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await status(page).filter({ hasText: words.saved }).waitFor();
    assert.equal(read(issue), `${before.trimEnd()}\n\n:::figure{src="流程-图.png" alt="流程图：\\"85\\"例"}\n:::\n`);
    assert.ok(existsSync(file(`${name}/流程-图.png`)));

    assert.equal(await isWide(page), false);
    // Not with half a field below the bar that stays.
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    assert.deepEqual(await axe(page), []);

    // Published by unticking the draft, once nothing stands in its way.
    const todo = page.locator('[data-way=\'["todo"]\']');
    while (await todo.locator('.row').count()) {
      await todo.locator('.deeds button').last().focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+s');
    }
    const ready = page.getByRole('button', { name: words.publish });
    await page.waitForFunction(() => [...document.querySelectorAll('.publish button.main')].some((it) => !it.disabled), undefined, { timeout: 15000 }).catch(async () => assert.fail(await page.locator('#publish').innerText()));
    await ready.focus();
    await page.keyboard.press('Enter');
    // What is asked only of what is published is listed, and it stays a draft.
    await page.locator('#publish', { hasText: 'E508' }).waitFor();
    assert.match(read(issue), /^draft: true$/m);
    write(issue, read(issue).replaceAll('在这里写', '写明了').replace('再写一两点要点', '第二点').replace('name: 示例试验', 'name: DEMO-9'));
    await page.waitForFunction(() => [...document.querySelectorAll('input, textarea')].some((it) => it.value.includes('DEMO-9')), undefined, { timeout: 15000 });
    await page.waitForFunction(() => [...document.querySelectorAll('.publish button.main')].some((it) => !it.disabled), undefined, { timeout: 15000 });
    await ready.focus();
    await page.keyboard.press('Enter');
    await page.locator('#publish').waitFor({ state: 'hidden', timeout: 15000 }).catch(async () => assert.fail(await page.locator('#publish').innerText()));
    assert.match(read(issue), /^draft: false$/m);
    assert.deepEqual(page.faults, []);
    await page.close();
    rmSync(path.dirname(file(issue)), { recursive: true });
  });
}

for (const [width, language] of [[1280, 'zh'], [768, 'en']]) {
  test(`a person whom an issue names is added, by keyboard, at ${width} px in ${language}`, async () => {
    const people = path.join(folder, 'content/people.yaml');
    rmSync(people, { force: true });
    write('001-one/issue.md', ISSUE.replace('\ntrial:', '\ncredits:\n  - {role: review, person: li-si}\n\ntrial:'));
    const page = await writer(width, width === 768 ? 'dark' : 'light');
    await editor(page, language);
    const credit = page.locator('[data-way=\'["credits",0,"person"]\'] a.leave');
    await tabTo(page, credit);
    await page.keyboard.press('Enter');
    // The id is there already; what is asked for is the name.
    await page.waitForFunction(() => document.activeElement.matches('.adder input'));
    await page.keyboard.type('李: 四');
    await page.keyboard.press('Enter');
    const person = page.locator('details.person');
    await person.locator('.uses a').filter({ hasText: '演示一期' }).waitFor();
    const more = person.locator('select.more').first();
    await tabTo(page, more);
    await more.selectOption('title');
    await page.keyboard.type('主任医师');
    await page.keyboard.press('Control+s');
    await until(() => existsSync(people) && readFileSync(people, 'utf8') === 'li-si:\n  name: "李: 四"\n  title: 主任医师\n', () => readFileSync(people, 'utf8'));
    assert.deepEqual(await axe(page), []);
    assert.equal(await isWide(page), false);
    await page.getByRole('link', { name: WORDS[language].back }).focus();
    await page.keyboard.press('Enter');
    await credit.filter({ hasText: '李: 四' }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.close();
    rmSync(people);
  });
}

test('a fault is said below its field and mended by a button', async () => {
  write('001-one/issue.md', ISSUE.replace('original: true', 'original: 是'));
  const page = await writer();
  await editor(page, 'zh');
  const field = page.locator('[data-way=\'["original"]\']');
  await field.locator('.said li').waitFor();
  assert.deepEqual(await axe(page), []);
  await field.getByRole('button', { name: WORDS.zh.mend }).focus();
  await page.keyboard.press('Enter');
  await field.locator('.said li').waitFor({ state: 'detached' });
  assert.equal(read('001-one/issue.md'), ISSUE);
  // So is the whole site, once it was seen what that changes.
  write('001-one/issue.md', ISSUE.replace('original: true', 'original: 是'));
  await page.goto(`${desks.zh[1]}/_desk/fix`);
  await page.locator('.diff').filter({ hasText: '-original: 是\n+original: true' }).waitFor();
  assert.match(read('001-one/issue.md'), /original: 是/);
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '写入这些改动' }).click();
  await status(page).filter({ hasText: '已保存' }).waitFor();
  assert.equal(read('001-one/issue.md'), ISSUE);
  assert.deepEqual(page.faults, []);
});

test('two editors of one file: the later one is told, and both words stand there', async () => {
  write('001-one/issue.md', ISSUE);
  const page = await writer();
  await editor(page, 'zh');
  const title = page.locator('[data-way=\'["title"]\']');
  const prose = page.locator('textarea.prose');
  await title.locator('input').fill('我写的');
  // Another program changes the same field and the text.
  write('001-one/issue.md', ISSUE.replace('演示一期', '别人写的').replace('最后一段', '别人的最后一段'));
  await title.locator('.conflict').waitFor();
  assert.match(await title.locator('.conflict').textContent(), /别人写的/);
  assert.match(await prose.inputValue(), /别人的最后一段/);
  assert.deepEqual(await axe(page), []);
  assert.match(read('001-one/issue.md'), /title: 别人写的 # 旁注/);
  await title.getByRole('button', { name: '用我写的' }).click();
  await status(page).filter({ hasText: /已保存/ }).waitFor();
  assert.equal(read('001-one/issue.md'), ISSUE.replace('演示一期', '我写的').replace('最后一段', '别人的最后一段'));
  // Different fields go together.
  await prose.fill(`${await prose.inputValue()}\n新的一段。\n`);
  write('001-one/issue.md', read('001-one/issue.md').replace('DEMO-1', 'DEMO-2'));
  await page.keyboard.press('Control+s');
  await page.waitForFunction(() => document.querySelector('[data-way=\'["trial","name"]\'] input')?.value === 'DEMO-2');
  await page.keyboard.press('Control+s');
  await status(page).filter({ hasText: /已保存/ }).waitFor();
  await page.waitForTimeout(500);
  assert.match(read('001-one/issue.md'), /DEMO-2[^]*新的一段。\n$/);
  assert.deepEqual(page.faults, []);
});

test('a paragraph of the page leads to its line, by mouse and by keyboard', async () => {
  write('001-one/issue.md', ISSUE);
  const page = await writer();
  await page.goto(`${desks.zh[1]}/demo/one/`);
  await page.locator('postil-desk .pill').click();
  await page.locator('postil-desk .pick').click();
  const line = ISSUE.split('\n').indexOf('这一段在正文里，说的是主要结果。') + 1;
  const paragraph = page.getByText('这一段在正文里，说的是主要结果。');
  await paragraph.click();
  const answer = page.locator('postil-desk .picked');
  await answer.filter({ hasText: `issue.md:${line}` }).waitFor();
  await page.getByText('最后一段写的是结论。').focus();
  await page.keyboard.press('Enter');
  await answer.filter({ hasText: `issue.md:${ISSUE.split('\n').indexOf('最后一段写的是结论。') + 1}` }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Enter');
  await page.locator('textarea.prose').waitFor();
  await page.waitForFunction(() => document.activeElement.matches('textarea.prose'));
  const chosen = await page.locator('textarea.prose').evaluate((it) => it.value.slice(it.selectionStart, it.selectionEnd));
  assert.equal(chosen, '最后一段写的是结论。');
  // So does the page beside the text.
  await page.frameLocator('iframe.page').getByText('这一段在正文里，说的是主要结果。').click();
  await page.waitForFunction(() => {
    const it = document.querySelector('textarea.prose');
    return it.value.slice(it.selectionStart, it.selectionEnd) === '这一段在正文里，说的是主要结果。';
  });
  assert.deepEqual(page.faults, []);
});
