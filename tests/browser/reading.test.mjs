// What helps while reading an issue, in a real browser: questions, abbreviations, sharing, citing, print. Each by keyboard,
// without scripts, with storage and clipboard that fail, and looked at by axe in each state.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { browser, build, tools, visit, work } from './harness.mjs';

const { AxeBuilder } = tools('@axe-core/playwright');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const issue = `---
title: 演示：一题两问
number: 3
date: 2025-08-07
credits: [{role: interpretation, person: expert-a}]
references: [{citation: 演示文献。, doi: 10.1000/demo}]
quiz:
  - question: 主要终点是哪一项？
    choices:
      - {text: 总生存期, feedback: 正是主要终点。}
      - {text: 缓解率, feedback: 这是次要终点。}
      - 安全性
    answer: 1
    explanation: 见结果一节。
    evidence: "#结果"
  - question: 哪些说法成立？
    choices: [甲, 乙, 丙]
    answer: [1, 3]
---

## 背景

中位OS为15.8个月，OS延长。另见[站外](https://example.com/outside)。

## 结果

${'OS的结果。\n\n'.repeat(30)}
`;

let all;
before(async () => {
  const open = () => 'title = {"zh-CN" = "演示", en = "Demo"}\nlanguages = ["en"]\nbase_url = "https://example.org/"\n';
  const edit = (source) => {
    const write = (name, text) => {
      mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
      writeFileSync(path.join(source, name), text);
    };
    write('content/demo/003-three/issue.md', issue);
    write('content/demo/003-three/issue.en.md', issue.replace('演示：一题两问', 'A demonstration'));
    write('content/people.yaml', 'expert-a: {name: {zh-CN: 示例专家, en: Expert A}}\n');
    write('content/glossary.yaml', 'OS: {zh: 总生存期, en: overall survival}\n');
    for (const name of ['privacy.md', 'privacy.en.md']) {
      const file = path.join(source, 'content/legal', name);
      writeFileSync(file, readFileSync(file, 'utf8').replace(/\]\([^)]*consent\/\)/g, '](https://example.com/)'));
    }
  };
  const gated = await build('reading-gated', (text) => text, edit);
  all = { browser: await browser(), sites: { open: await build('reading', open, (source) => { edit(source); rmSync(path.join(source, 'content/consent'), { recursive: true }); }), page: gated } };
});
after(async () => {
  await all?.browser.close();
  Object.values(all?.sites ?? {}).forEach((site) => site.stop());
});

const look = (options = {}) => visit(all, { site: 'open', to: 'demo/three/', ...options });
const question = (page, number) => page.locator('.quiz-item').nth(number - 1);
const verdict = (page, number) => question(page, number).locator('.quiz-verdict').innerText();
const quiet = (it) => assert.deepEqual(it.said, []);

/** Goes forward by Tab until a place has the focus. */
async function tabTo(page, selector) {
  for (let press = 0; press < 120; press += 1) {
    if (await page.evaluate((it) => document.activeElement?.matches(it), selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never comes to ${selector}`);
}

async function answer(page, number, choices) {
  for (const choice of choices) await question(page, number).locator('input').nth(choice - 1).check();
  await question(page, number).locator('.quiz-check').click();
}

describe('questions', { concurrency: 3 }, () => {
  test('one choice, by keyboard: feedback, the way to the paragraph, again', async () => {
    const it = await look();
    const { page } = it;
    await tabTo(page, '[name="quiz-0"]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const first = question(page, 1);
    assert.match(await verdict(page, 1), /不|错/);
    assert.ok(await first.getByText('这是次要终点。').isVisible());
    assert.ok(!await first.locator('.choices').getByText('正是主要终点。').isVisible(), 'of a choice that was not made');
    assert.equal(await first.locator('.choices li[data-is="right"]').count(), 1);
    assert.ok(await first.locator('.answer').evaluate((node) => node.open));
    assert.ok(await page.evaluate(() => document.activeElement.matches('.quiz-again')), 'the focus');
    assert.equal(await first.locator('.quiz-verdict').getAttribute('role'), 'status');
    await page.keyboard.press('Enter');
    assert.equal(await first.locator('.quiz-verdict').textContent(), '');
    assert.equal(await first.locator('input:checked').count(), 0);
    assert.ok(await page.evaluate(() => document.activeElement.matches('[name="quiz-0"]')), 'the focus');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.doesNotMatch(await verdict(page, 1), /不|错/);
    await first.locator('.answer-evidence a').click();
    assert.equal(decodeURIComponent(new URL(page.url()).hash), '#结果');
    assert.ok(await page.locator('[id="结果"]').evaluate((node) => node.getBoundingClientRect().top < innerHeight));
    quiet(it);
    await it.close();
  });

  test('each group is named by its question, and nothing is answered for the reader', async () => {
    const it = await look();
    const group = it.page.getByRole('group', { name: /第1题.*主要终点是哪一项/ });
    assert.equal(await group.getByRole('radio').count(), 3);
    assert.equal(await it.page.getByRole('group', { name: /哪些说法成立/ }).getByRole('checkbox').count(), 3);
    assert.equal(await it.page.locator('input:checked').count(), 0);
    assert.ok(!await it.page.getByText('正是主要终点。').isVisible());
    await it.close();
  });

  test('several choices: all of the right ones and no other', async () => {
    const it = await look();
    const { page } = it;
    for (const [choices, isRight] of [[[1], false], [[1, 2, 3], false], [[1, 3], true]]) {
      await answer(page, 2, choices);
      assert.equal(/不|错/.test(await verdict(page, 2)), !isRight, `${choices}`);
      await question(page, 2).locator('.quiz-again').click();
    }
    quiet(it);
    await it.close();
  });

  test('without a choice it asks for one', async () => {
    const it = await look();
    await question(it.page, 1).locator('.quiz-check').click();
    assert.notEqual(await verdict(it.page, 1), '');
    assert.ok(await it.page.evaluate(() => document.activeElement.matches('[name="quiz-0"]')));
    assert.ok(await question(it.page, 1).locator('.quiz-again').isHidden());
    await it.close();
  });

  test('the score is kept in this browser, and goes with the answer', async () => {
    const it = await look();
    const { page } = it;
    await answer(page, 1, [1]);
    await answer(page, 2, [2]);
    const score = await page.locator('.quiz-score').innerText();
    assert.match(score, /1/);
    assert.match(score, /2/);
    await page.reload();
    assert.equal(await page.locator('.quiz-score').innerText(), score);
    assert.ok(await question(page, 1).locator('input').first().isChecked());
    await question(page, 1).locator('.quiz-again').click();
    await question(page, 2).locator('.quiz-again').click();
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
    await page.reload();
    assert.ok(await page.locator('.quiz-score').isHidden());
    quiet(it);
    await it.close();
  });

  test('spoilt, foreign and blocked storage', async () => {
    const spoilt = ['{', '[1]', '[{"chosen":[99]}]', '[{"chosen":[-1]}]', '[{"chosen":["x"]}]', '{"a":1}', 'null', '[null,{"chosen":[0],"right":true}]', '[{"chosen":{"length":1}}]'];
    for (const kept of spoilt) {
      const it = await look({ before: (page) => page.addInitScript((text) => localStorage.setItem('postil:quiz:https://example.org/demo/three/', text), kept) });
      await answer(it.page, 1, [1]);
      assert.notEqual(await verdict(it.page, 1), '', kept);
      quiet(it);
      await it.close();
    }
    const blocked = await look({ before: (page) => page.addInitScript(() => { Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }); }) });
    await answer(blocked.page, 1, [1]);
    assert.ok(await blocked.page.locator('.quiz-score').isVisible());
    quiet(blocked);
    await blocked.close();
  });

  test('without scripts the answers stand in a disclosure', async () => {
    const it = await look({ options: { javaScriptEnabled: false } });
    assert.equal(await it.page.locator('#part-quiz input, #part-quiz button').count(), 0);
    const first = question(it.page, 1);
    assert.ok(!await first.getByText('见结果一节。').isVisible());
    await first.locator('summary').press('Enter');
    for (const text of ['见结果一节。', '正是主要终点。', '这是次要终点。']) assert.ok(await first.getByText(text).isVisible(), text);
    await it.close();
  });
});

describe('abbreviations', () => {
  test('the first is expanded; the others say their name by keyboard and touch, and Escape takes it away', async () => {
    const it = await look({ width: 320, options: { hasTouch: true } });
    const { page } = it;
    assert.match(await page.locator('#part-introduction').innerText(), /中位OS（总生存期）为15\.8个月，OS延长/);
    const shown = (number) => page.locator('#part-introduction abbr').nth(number).evaluate((node) => getComputedStyle(node, '::after').content);
    await tabTo(page, '#part-introduction abbr');
    assert.equal(await shown(0), '"总生存期"');
    await page.keyboard.press('Escape');
    assert.equal(await shown(0), 'none');
    await page.locator('#part-introduction abbr').nth(1).tap();
    assert.equal(await shown(1), '"总生存期"');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'scrolls sideways');
    assert.equal(await page.locator('#part-introduction abbr[tabindex="0"]').count(), 2, 'a stop of the keyboard for each section');
    quiet(it);
    await it.close();
  });

  test('in English', async () => {
    const it = await look({ lang: 'en/' });
    assert.match(await it.page.locator('#part-introduction').innerText(), /OS \(overall survival\)/);
    await it.close();
  });
});

describe('sharing and citing', { concurrency: 3 }, () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

  test('the link and the citation are copied, and that is said', async () => {
    for (const [lang, wanted] of [
      ['', /^示例专家\. 演示：一题两问\[J\/OL\]\. .+, 2025\(3\)\[\d{4}-\d\d-\d\d\]\. https:\/\/example\.org\/demo\/three\/\.$/],
      ['en/', /^Expert A\. A demonstration\. .+ \[Internet\]\. 2025 Aug 7 \[cited \d{4} [A-Z][a-z]{2} \d{1,2}\];\(3\)\. Available from: https:\/\/example\.org\/en\/demo\/three\/$/],
    ]) {
      const it = await look({ lang, options: { permissions } });
      const { page } = it;
      await page.locator('[data-copy^="https://"]').click();
      await page.waitForFunction(() => document.querySelector('.share-state').textContent !== '');
      assert.equal(await clipboard(page), `https://example.org/${lang}demo/three/`);
      assert.ok(await page.locator('.share-state').isVisible());
      await page.locator('[data-copy*="{day}"]').click();
      await page.waitForTimeout(100);
      assert.match(await clipboard(page), wanted);
      assert.doesNotMatch(await page.locator('.citation-line').innerText(), /\{day\}/);
      quiet(it);
      await it.close();
    }
  });

  test('where nothing can be copied, that is said', async () => {
    const it = await look({ before: (page) => page.addInitScript(() => {
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } });
      document.execCommand = () => false;
    }) });
    await it.page.locator('[data-copy^="https://"]').click();
    await it.page.waitForFunction(() => document.querySelector('.share-state').textContent !== '');
    assert.equal(await it.page.locator('.share-state').innerText(), await it.page.locator('.share').getAttribute('data-failed'));
    quiet(it);
    await it.close();
  });

  test('the system\'s sheet is asked where there is one, and only there', async () => {
    const without = await look({ before: (page) => page.addInitScript(() => { delete Object.getPrototypeOf(navigator).share; }) });
    assert.ok(await without.page.locator('[data-sheet]').isHidden());
    await without.close();
    const it = await look({ before: (page) => page.addInitScript(() => {
      Object.defineProperty(navigator, 'share', { value: (what) => { window.shared = what; return Promise.reject(new Error('closed')); } });
    }) });
    await it.page.locator('[data-sheet]').click();
    assert.deepEqual(await it.page.evaluate(() => window.shared), { title: '演示：一题两问', url: 'https://example.org/demo/three/' });
    quiet(it);
    await it.close();
  });

  test('print is asked for, and both citations can be downloaded', async () => {
    const it = await look({ before: (page) => page.addInitScript(() => { window.print = () => { window.printed = true; }; }) });
    await it.page.locator('[data-print]').click();
    assert.equal(await it.page.evaluate(() => window.printed), true);
    for (const [name, begins] of [['RIS', 'TY  - EJOUR'], ['BibTeX', '@article{']]) {
      const [download] = await Promise.all([it.page.waitForEvent('download'), it.page.getByRole('link', { name }).click()]);
      assert.ok(readFileSync(await download.path(), 'utf8').startsWith(begins), name);
    }
    quiet(it);
    await it.close();
  });

  test('without scripts nothing is offered that would not work', async () => {
    const it = await look({ options: { javaScriptEnabled: false } });
    assert.equal(await it.page.locator('.share button:visible').count(), 0);
    assert.equal(await it.page.locator('.share a:visible').count(), 2);
    await it.close();
  });
});

describe('print', () => {
  /** The text of each printed page. */
  const printed = async (page, name) => {
    const file = path.join(work, `${name}.pdf`);
    await page.pdf({ path: file, preferCSSPageSize: true });
    const run = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout.split('\f').filter((text) => text.trim());
  };

  test('A4 with page numbers, column and number on every page, links as notes, no interface', async () => {
    const it = await look();
    const pages = await printed(it.page, 'reading');
    const size = spawnSync('pdfinfo', [path.join(work, 'reading.pdf')], { encoding: 'utf8' }).stdout;
    assert.match(size, /Page size: .*\(A4\)/);
    assert.ok(pages.length > 1, `${pages.length} page`);
    pages.forEach((text, at) => {
      assert.match(text, new RegExp(`${at + 1}\\s*/\\s*${pages.length}`), `page ${at + 1}:\n${text}`);
      assert.match(text, /第\s*3\s*期/, `page ${at + 1}`);
    });
    const whole = pages.join('\n');
    assert.match(whole, /站外\s*↗\s*1/);
    assert.match(whole, /https:\/\/example\.com\/outside/);
    assert.match(whole, /example\.org\/demo\/three/);
    for (const button of ['复制链接', '检查答案', '跳到正文', 'BibTeX']) assert.ok(!whole.includes(button), button);
    assert.match(whole, /正是主要终点/, 'the answers');
    assert.equal(await it.page.locator('.print-note, .print-links').count(), 0, 'what is only for print is taken away again');
    quiet(it);
    await it.close();
  });

  test('behind the question only the notice is printed', async () => {
    const it = await look({ site: 'page' });
    const whole = (await printed(it.page, 'gated')).join('\n');
    assert.ok(!whole.includes('15.8') && !whole.includes('主要终点'), whole);
    assert.ok(whole.trim().length > 20);
    await it.close();
  });
});

describe('axe', { concurrency: 2 }, () => {
  const states = {
    unanswered: async () => {},
    'asked for a choice': (page) => question(page, 1).locator('.quiz-check').click(),
    'answered wrong': async (page) => { await answer(page, 1, [2]); await answer(page, 2, [1]); },
    'answered right': async (page) => { await answer(page, 1, [1]); await answer(page, 2, [1, 3]); },
    'an abbreviation': (page) => page.locator('#part-introduction abbr').first().focus(),
    copied: async (page) => { await page.locator('[data-copy^="https://"]').click(); await page.waitForFunction(() => document.querySelector('.share-state').textContent !== ''); },
  };
  for (const [name, way] of Object.entries(states)) {
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [390, 1280]) {
        test(`${name}, ${colorScheme}, ${width} px`, { timeout: 60000 }, async () => {
          const it = await look({ width, options: { colorScheme } });
          await way(it.page);
          const { violations, passes } = await new AxeBuilder({ page: it.page }).withTags(RULES).analyze();
          assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 120)).join(' ')}`), []);
          assert.ok(passes.length > 10);
          await it.close();
        });
      }
    }
  }
});
