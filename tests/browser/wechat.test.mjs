// The article for WeChat in a real browser: copied with its button, pasted where somebody writes, seen there as it was;
// at 375 pixels, and behind a host's policy that lets no style attribute through.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { browser, build } from './harness.mjs';

const ARTICLE = '/demo/one/wechat/';
let chromium;
let site;

before(async () => {
  const open = (text) => text.slice(0, text.indexOf('[consent]')).replace('[outlets]\n', '[outlets]\nwechat = true\n');
  site = await build('wechat', open, (source) => {
    for (const folder of ['consent', 'legal']) rmSync(path.join(source, 'content', folder), { recursive: true });
    rmSync(path.join(source, 'content/demo/001-one/issue.en.md'));
    const folder = path.join(source, 'content/demo/001-one');
    writeFileSync(path.join(folder, 'a.png'), readFileSync(new URL('../wechat/grey.png', import.meta.url)));
    const issue = path.join(folder, 'issue.md');
    const more = '\n:::figure{src="a.png" alt="示意图" source="编辑部"}\n图一\n:::\n\n| 项目 | 数 |\n|---|---|\n| 甲 | 1 |\n\n:::survival{endpoint="总生存期" unit="个月" title="生存曲线" source="编辑部"}\n```csv\narm,time,survival,at_risk\n甲组,0,1.00,97\n甲组,6,0.80,70\n甲组,12,0.60,50\n乙组,0,1.00,93\n乙组,6,0.60,50\n乙组,12,0.50,40\n```\n:::\n';
    writeFileSync(issue, readFileSync(issue, 'utf8') + more);
  });
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  site?.stop();
});

/** The page in a phone's width; `policy` is what the host says besides. */
async function visit(policy) {
  const context = await chromium.newContext({ viewport: { width: 375, height: 800 } });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  if (policy) {
    await page.route(`**${ARTICLE}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
    });
  }
  await page.goto(site.origin + ARTICLE, { waitUntil: 'load' });
  const close = async () => {
    await context.close();
    assert.deepEqual(faults, []);
  };
  return { context, page, close };
}

/** What is seen of an element: its words, and its pictures with their sizes. */
const seen = (page, selector) => page.locator(selector).evaluate(async (element) => {
  const images = [...element.querySelectorAll('img')];
  await Promise.all(images.map((image) => image.decode()));
  return {
    text: element.innerText.split('\n').map((line) => line.trim()).filter(Boolean),
    images: images.map((image) => [image.naturalWidth, image.naturalHeight, image.alt, image.getBoundingClientRect().width > 100]),
    width: element.scrollWidth <= element.clientWidth,
    bars: [...element.querySelectorAll('section')].filter((it) => getComputedStyle(it).borderLeftWidth === '4px').length,
  };
});

/** Copies the article and pastes it into a page on which nothing of its own is styled. */
async function paste(context, page) {
  await page.getByRole('button', { name: '复制到公众号' }).click();
  await page.locator('#said').filter({ hasText: '已复制' }).waitFor();
  const editor = await context.newPage();
  await editor.setContent('<style>p{margin:0}</style><div id="editor" contenteditable style="width:343px;font:17px/1.6 system-ui,sans-serif"></div>');
  await editor.locator('#editor').focus();
  await editor.keyboard.press('Control+V');
  await editor.locator('#editor img').first().waitFor();
  return editor;
}

describe('an article for WeChat', () => {
  test('is seen after pasting as it was before', async () => {
    const { context, page, close } = await visit();
    const before = await seen(page, '#article');
    assert.ok(before.text.length > 10 && before.images.length === 2 && before.bars > 1, JSON.stringify(before));
    assert.ok(before.width, 'it is no wider than a phone');
    const editor = await paste(context, page);
    const pasted = await seen(editor, '#editor');
    assert.deepEqual(pasted.text, before.text);
    assert.deepEqual(pasted.images, before.images);
    assert.equal(pasted.bars, before.bars);
    const sources = await editor.locator('#editor img').evaluateAll((images) => images.map((image) => image.src.slice(0, 11)));
    assert.deepEqual(new Set(sources), new Set(['data:image/']), 'each picture is pasted with its bytes');
    assert.equal(await editor.locator('#editor [class], #editor [id], #editor script').count(), 0);
    await close();
  });

  test('is copied as it is written where a host lets no style attribute through', async () => {
    const { context, page, close } = await visit("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'");
    const before = await seen(page, '#article');
    assert.ok(before.bars > 1, 'the page shows it in its styles all the same');
    const editor = await paste(context, page);
    assert.equal((await seen(editor, '#editor')).bars, before.bars);
    await close();
  });

  test('tells the size of each picture', async () => {
    const { page, close } = await visit();
    await page.locator('#pictures li', { hasText: 'KB' }).nth(1).waitFor();
    assert.equal(await page.locator('#pictures li.over').count(), 0);
    await close();
  });
});
