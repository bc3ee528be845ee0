// The gate and the pages behind it for readers who use a keyboard, a screen reader, large type or their own colours:
// axe in every state, in light and dark, at both sizes; names in the accessibility tree; forced colours; zoom.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pass, press, start, state, step, tools, visit } from './harness.mjs';

const { AxeBuilder } = tools('@axe-core/playwright');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let all;
before(async () => { all = await start(); });
after(() => all?.stop());

async function fill(page, role = 'physician') {
  await page.waitForTimeout(430);
  await page.check(`#gate [name="role"][value="${role}"]`);
  await page.check('#gate [name="fields"][value="medical"]');
}
const toQuestions = async (page) => { await press(page, 'agree'); await press(page, 'agree'); };
const toReview = async (page, moods, said) => {
  all.service.moods = moods;
  await toQuestions(page);
  await fill(page);
  await press(page, 'submit');
  await page.waitForFunction((it) => { const place = document.querySelector('.gate-state'); return place.textContent === place.getAttribute(`data-${it}`); }, said);
};
/** A page whose scripts are lost on the way: axe has to run in it, and it looks as where scripts are off. */
const scriptless = (page) => page.route(/\/$/, async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: (await response.text()).replace(/<script[^>]*>[\s\S]*?<\/script>/g, '') });
});
const waiting = Array.from({ length: 40 }, () => ({ body: { id: 'r-1', state: 'pending' } }));

/** Every state that a reader can meet: where, and the way there. */
const states = {
  agreement: [{}, async () => {}],
  optional: [{}, (page) => press(page, 'agree')],
  questions: [{}, toQuestions],
  'questions with faults': [{}, async (page) => { await toQuestions(page); await press(page, 'submit'); assert.ok(await page.locator('.gate-fault-all').isVisible()); }],
  refused: [{}, async (page) => { await toQuestions(page); await fill(page, 'public'); await press(page, 'submit'); assert.ok(await step(page, 'refused').isVisible()); }],
  declined: [{}, (page) => press(page, 'decline')],
  'review pending': [{ site: 'review' }, (page) => toReview(page, waiting, 'pending')],
  'review rejected': [{ site: 'review' }, (page) => toReview(page, [{ body: { id: 'r-1', state: 'rejected', reason: '请补充单位' } }], 'rejected')],
  'review failed': [{ site: 'review' }, (page) => toReview(page, Array.from({ length: 40 }, () => ({ status: 500 })), 'failed')],
  passed: [{}, async (page) => { await press(page, 'agree'); await press(page, 'skip'); assert.ok(await step(page, 'passed').isVisible()); }],
  'without scripts': [{ before: scriptless }, async (page) => assert.equal(await state(page), null)],
  'without scripts, ticked': [{ before: scriptless }, (page) => page.check('#gate-box', { force: true })],
  'public in part': [{ site: 'body' }, async () => {}],
  'public in part, asked': [{ site: 'body' }, (page) => page.locator('[data-gate-ask]').click()],
  open: [{}, pass],
  'nothing given': [{ to: 'consent/' }, async () => {}],
  given: [{}, async (page) => { await pass(page); await page.goto(new URL('/consent/', page.url()).href); }],
  withdrawn: [{}, async (page) => { await pass(page); await page.goto(new URL('/consent/', page.url()).href); await page.locator('[data-purpose="identity"] [data-act="withdraw"]').click(); }],
};

// The review service is one for all: its states are looked at one after another.
for (const [title, concurrency, of] of [['axe', 2, (name) => !name.startsWith('review')], ['axe, under review', 1, (name) => name.startsWith('review')]]) describe(title, { concurrency }, () => {
  for (const [name, [where, way]] of Object.entries(states).filter(([name]) => of(name))) {
    for (const colorScheme of ['light', 'dark']) {
      for (const [width, height] of [[390, 844], [1280, 900]]) {
        test(`${name}, ${colorScheme}, ${width} px`, { timeout: 60000 }, async () => {
          const { page, close } = await visit(all, { ...where, width, height, options: { ...(where.options ?? {}), colorScheme } });
          try {
            await way(page);
            const { violations: found, passes } = await new AxeBuilder({ page }).withTags(RULES).analyze();
            // The box to tick opens what follows it, so it stands beside the landmarks and not in one: a style sheet
            // for browsers of 2019 can look at nothing else. This is the one thing of axe's that is passed over.
            const beside = (node) => /^#gate-(box|tick)$/.test(node.target.join(' '));
            const violations = found
              .map((it) => ({ ...it, nodes: it.nodes.filter((node) => !(it.id === 'region' && beside(node))) }))
              .filter((it) => it.nodes.length);
            assert.ok(passes.length > 5, 'axe has looked at something');
            assert.deepEqual(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).join(' | ')}`), []);
          } finally {
            await close();
          }
        });
      }
    }
  }
});

describe('the accessibility tree', () => {
  test('names the dialog, its buttons, its fields and what is wrong with them', async () => {
    const { page, close } = await visit(all);
    const tree = () => page.locator('body').ariaSnapshot();
    const heading = (await step(page, 'agreement').locator('h1').textContent()).trim();
    assert.match(await tree(), new RegExp(`^- dialog "${heading}"`));
    for (const act of ['agree', 'decline']) {
      const words = (await step(page, 'agreement').locator(`[data-act="${act}"]`).textContent()).trim();
      assert.ok((await tree()).includes(`- button "${words}"`), words);
    }
    await toQuestions(page);
    const label = (await page.locator('#gate fieldset[data-question="role"] legend').textContent()).trim().replace(/\s+/g, ' ');
    const questions = await tree();
    assert.ok(questions.includes(`group "${label}"`), questions);
    assert.match(questions, /- radio "/);
    assert.match(questions, /- checkbox "/);
    await press(page, 'submit');
    const field = page.locator('#gate [name="role"]').first();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    const told = await field.evaluate((it) => {
      const of = (element) => (element.getAttribute('aria-describedby') || '').split(' ').map((id) => document.getElementById(id)).filter(Boolean).map((place) => place.textContent.trim()).join(' ');
      return of(it) || of(it.closest('fieldset'));
    });
    assert.ok(told.length > 0, 'what is wrong is tied to the field');
    assert.ok((await page.locator('.gate-fault-all').getAttribute('role')) === 'alert' || (await page.locator('[role="alert"], [aria-live]').count()) > 0, 'and is said aloud');
    await close();
  });
  test('of an open page has its landmarks and no gate', async () => {
    const { page, close } = await visit(all);
    await pass(page);
    const tree = await page.locator('body').ariaSnapshot();
    for (const part of ['- banner', '- main', '- contentinfo']) assert.ok(tree.includes(part), part);
    assert.ok(!tree.includes('- dialog'));
    await close();
  });
});

describe('what readers set for themselves', () => {
  test('forced colours: every button and field keeps an edge, and the focus is seen', async () => {
    const { page, close } = await visit(all, { options: { forcedColors: 'active' } });
    await toQuestions(page);
    await page.keyboard.press('Tab');
    const faults = await page.evaluate(() => {
      const seen = (it) => it.getClientRects().length > 0;
      const edge = (it) => { const style = getComputedStyle(it); return parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none'; };
      const of = [...document.querySelectorAll('#gate .gate-act, #gate .gate-choice, #gate .gate-input')].filter(seen);
      const focus = getComputedStyle(document.activeElement);
      return { count: of.length, bare: of.filter((it) => !edge(it)).map((it) => it.className), focus: focus.outlineStyle !== 'none' && parseFloat(focus.outlineWidth) > 0 };
    });
    assert.ok(faults.count > 4);
    assert.deepEqual(faults.bare, []);
    assert.ok(faults.focus);
    await close();
  });
  test('200 % zoom, and type of twice the size: nothing is cut off and nothing scrolls sideways', async () => {
    for (const [width, height, root] of [[195, 422, ''], [640, 450, ''], [390, 844, '200%'], [1280, 900, '200%']]) {
      const { page, close } = await visit(all, { width, height, options: { deviceScaleFactor: 2 } });
      const look = () => page.evaluate(() => ({
        sideways: Math.max(document.documentElement.scrollWidth - innerWidth, (document.querySelector('#gate').scrollWidth || 0) - innerWidth),
        cut: [...document.querySelectorAll('#gate h1, #gate p, #gate label, #gate legend, #gate button, main h1, main p')]
          .filter((it) => it.getClientRects().length && it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflow !== 'visible' && !it.closest('.visually-hidden'))
          .map((it) => it.className || it.nodeName),
      }));
      for (const go of [async () => {}, (it) => press(it, 'agree'), (it) => press(it, 'agree'), async (it) => { await fill(it); await press(it, 'submit'); }, (it) => press(it, 'enter')]) {
        await go(page);
        if (root) await page.evaluate((size) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`html { font-size: ${size} !important }`); document.adoptedStyleSheets = [sheet]; }, root);
        const { sideways, cut } = await look();
        assert.ok(sideways <= 0, `${sideways} px at ${width} px ${root}`);
        assert.deepEqual(cut, [], `${width} px ${root}`);
      }
      assert.equal(await state(page), 'open');
      await close();
    }
  });
  test('reduced motion: nothing moves, on any step and on the page', async () => {
    const { page, close } = await visit(all);
    const moving = () => page.evaluate(() => document.getAnimations().length);
    assert.equal(await moving(), 0);
    await press(page, 'agree');
    assert.equal(await moving(), 0);
    await press(page, 'skip');
    assert.equal(await moving(), 0);
    await press(page, 'enter');
    assert.equal(await moving(), 0);
    await close();
  });
});
