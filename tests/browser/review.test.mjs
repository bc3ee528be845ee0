// The review's protocol: what a service may do, and what it is sent in turn. Time stands still but for what a test lets
// pass.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { browser, build, records, reviewService, sees, state, step, visit } from './harness.mjs';

const CASE = 'postil:/:review:informed';
const all = { sites: {} };
const withReview = (endpoint, more = (text) => text) => (text) => more(text.replace('# review', `[[consent.step]]\nkind = "review"\nendpoint = "${endpoint}"`));

before(async () => {
  all.service = await reviewService();
  const { endpoint } = all.service;
  all.sites.review = await build('protocol', withReview(endpoint));
  all.sites.body = await build('protocol-body', withReview(endpoint, (text) => text.replace('scope = "page"', 'scope = "body"')));
  all.sites.changed = await build('protocol-changed', withReview(endpoint, (text) => text.replace('policy_version = "2025-08"', 'policy_version = "2025-09"')));
  all.sites.moved = await build('protocol-moved', withReview(`${endpoint}/2`));
  all.browser = await browser();
});
after(async () => {
  await all.browser?.close();
  all.service?.stop();
  Object.values(all.sites).forEach((site) => site.stop());
});

const pending = (id = 'r-7') => ({ body: { id, state: 'pending' } });
const posts = () => all.service.seen.filter((it) => it.key.startsWith('POST '));
const keys = () => all.service.seen.map((it) => it.key);
const deleted = (id) => all.service.seen.some((it) => it.key === `DELETE /hcp/${id}`);

/** A reader at the gate of a site, with what is stored there before. */
async function reader(site = 'review', stored = {}, lang = '') {
  const visited = await visit(all, { site, lang, before: async (page) => {
    await page.clock.install();
    await page.addInitScript((stored) => {
      if (sessionStorage.put_) return;
      sessionStorage.put_ = '1';
      Object.entries(stored).forEach(([key, value]) => localStorage.setItem(key, typeof value === 'string' ? value : JSON.stringify(value)));
    }, stored);
  } });
  const { page } = visited;
  await page.clock.pauseAt(new Date(Date.now() + 10000));
  const go = async (act) => { await page.clock.runFor(500); await page.locator(`#gate section:not([hidden]) [data-act="${act}"]`).click(); };
  const said = (name) => page.waitForFunction((it) => document.querySelector('[data-step="review"] .gate-state').getAttribute('data-now') === it, name, { timeout: 8000 })
    .catch(async () => assert.fail(`not ${name} but ${await page.locator('[data-step="review"] .gate-state').getAttribute('data-now')}`));
  const shown = (name) => page.waitForFunction((it) => document.querySelector('#gate [data-step]:not([hidden])').dataset.step === it, name, { timeout: 8000 })
    .catch(async () => assert.fail(`not ${name} but ${await page.evaluate(() => document.querySelector('#gate [data-step]:not([hidden])').dataset.step)}`));
  const requests = async (count) => { for (let time = 0; time < 60 && all.service.seen.length < count; time += 1) { await page.clock.runFor(700); await page.waitForTimeout(20); } assert.ok(all.service.seen.length >= count, `${all.service.seen.length} of ${count} requests`); };
  const answer = async (role = 'physician') => {
    await go('agree'); await go('agree');
    await page.clock.runFor(500);
    await page.check(`#gate [name="role"][value="${role}"]`); await page.check('#gate [name="fields"][value="medical"]');
    await go('submit');
  };
  return { ...visited, console: visited.said, go, said, shown, requests, answer };
}

/** What waits in the storage of a reader who has just sent something. */
async function waiting() {
  all.service.moods = [pending()];
  const it = await reader();
  await it.answer();
  await it.said('pending');
  const stored = await records(it.page);
  await it.close();
  stored[CASE].at -= 60000; // The next reader's clock begins where this one's began.
  all.service.seen.length = 0;
  all.service.moods = [];
  return stored;
}

/** One after another: they share a service. */
const review = (name, run) => test(name, { timeout: 60000 }, async () => {
  all.service.seen.length = 0;
  all.service.moods = [];
  all.service.dismissal = { status: 204, text: '' };
  await run();
});

describe('the review', { concurrency: 1 }, () => {
  review('a service that wants to be left alone is', async () => {
    all.service.moods = [{ status: 429, headers: { 'Retry-After': '60' }, text: '' }, pending()];
    const it = await reader();
    await it.answer();
    await it.said('busy');
    assert.equal(await it.page.locator('[data-step="review"] [data-act="retry"]').isVisible(), false);
    await it.page.clock.runFor(58000);
    await it.page.waitForTimeout(100);
    assert.equal(all.service.seen.length, 1, 'asked too early');
    await it.page.clock.runFor(3000);
    await it.said('pending');
    assert.equal(posts()[0].body.key, posts()[1].body.key, 'it is the same case');
    await it.close();
  });
  review('a case that the service has forgotten can be sent again', async () => {
    all.service.moods = [pending(), { status: 404, text: '' }];
    const it = await reader();
    await it.answer();
    await it.requests(2);
    await it.said('forgotten');
    assert.equal((await records(it.page))[CASE], undefined);
    all.service.moods = [{ body: { id: 'r-9', state: 'approved' } }];
    await it.go('retry');
    await it.shown('reviewed');
    assert.deepEqual(posts()[1].body.answers, posts()[0].body.answers);
    assert.notEqual(posts()[1].body.key, posts()[0].body.key, 'it is another case');
    await it.close();
  });
  review('a reader who comes back and is rejected finds what was answered', async () => {
    const stored = await waiting();
    all.service.moods = [{ body: { state: 'rejected', reason: '请补充' } }];
    const it = await reader('review', stored);
    await it.said('rejected');
    await it.go('resubmit');
    assert.ok(await it.page.isChecked('#gate [name="role"][value="physician"]'));
    all.service.moods = [pending('r-8')];
    await it.go('submit');
    await it.said('pending');
    assert.equal(keys().at(-1), 'POST /hcp');
    await it.close();
  });
  for (const [what, site, lang] of [['another policy', 'changed', ''], ['another service', 'moved', ''], ['another language', 'review', 'en/']]) {
    review(`a case does not count for ${what}`, async () => {
      const stored = await waiting();
      const it = await reader(site, stored, lang);
      assert.ok(await step(it.page, 'agreement').isVisible(), 'begun anew');
      all.service.moods = [pending('r-8')];
      await it.answer('nurse');
      await it.said('pending');
      assert.equal(posts().length, 1);
      assert.ok(!keys().some((key) => key === 'GET /hcp/r-7'), keys().join());
      assert.equal(posts()[0].body.lang, lang ? 'en' : 'zh-CN');
      assert.equal(posts()[0].body.policy_version, site === 'changed' ? '2025-09' : '2025-08');
      await it.close();
    });
  }
  review('an answer that takes 20 seconds makes one case, and so does one that never comes', async () => {
    all.service.moods = [{ ...pending(), after: 600 }];
    const it = await reader();
    await it.answer();
    await it.page.clock.runFor(20000);
    await it.said('pending');
    assert.equal(posts().length, 1);
    await it.close();
    all.service.seen.length = 0;
    all.service.moods = [{ ...pending(), after: 4000 }, pending()];
    const slow = await reader();
    await slow.answer();
    await slow.requests(1);
    await slow.page.clock.runFor(31000);
    await slow.said('failed');
    await slow.go('retry');
    await slow.said('pending');
    assert.equal(posts().length, 2);
    assert.match(posts()[0].body.key, /^[0-9a-f]{32}$/);
    assert.equal(posts()[0].body.key, posts()[1].body.key);
    await slow.close();
  });
  review('the key is the same after a reload, and another for other answers', async () => {
    all.service.moods = [{ status: 500, text: '' }];
    const it = await reader();
    await it.answer();
    await it.said('failed');
    await it.page.reload();
    all.service.moods = [{ status: 500, text: '' }];
    await it.answer();
    await it.said('failed');
    await it.go('resubmit');
    await it.page.check('#gate [name="role"][value="nurse"]');
    all.service.moods = [pending()];
    await it.go('submit');
    await it.said('pending');
    const [one, two, three] = posts().map((post) => post.body.key);
    assert.equal(one, two);
    assert.notEqual(two, three);
    await it.close();
  });
  review('an approval of nothing, and garbage in the storage, open nothing', async () => {
    const stored = await waiting();
    const good = stored[CASE];
    const wrong = ['', 'x', 'null', '[]', '{}', '{"id":"r-7"}', { ...good, id: undefined }, { ...good, id: '../x' }, { ...good, id: ['r-7'] }, { ...good, agreed: null }, { ...good, agreed: {} }, { ...good, agreed: { informed: null } }, { ...good, agreed: { informed: [] } }, { ...good, agreed: { ...good.agreed, other: {} } }, { ...good, at: Date.now() + 1e10 }, { ...good, at: 0 }, { ...good, sent: '' }, { ...good, endpoint: 'https://example.com' }, { ...good, agreed: { ...good.agreed, informed: { role: 'nurse' } } }];
    for (const spoilt of wrong) {
      const it = await reader('review', { [CASE]: spoilt });
      assert.ok(await step(it.page, 'agreement').isVisible(), JSON.stringify(spoilt));
      assert.equal(await sees(it.page), false);
      assert.deepEqual(keys(), [], JSON.stringify(spoilt));
      assert.deepEqual(it.console, []);
      await it.close();
    }
    all.service.moods = [{ body: { state: 'approved' } }];
    const it = await reader('review', { [CASE]: '{}' });
    await it.answer();
    await it.said('failed');
    assert.equal(await state(it.page), 'closed');
    assert.ok(!keys().some((key) => key.includes('undefined')));
    await it.close();
  });
  review('a case that was tampered with gives no consent that was not given', async () => {
    const stored = await waiting();
    const good = stored[CASE];
    all.service.moods = [{ body: { state: 'approved' } }];
    const it = await reader('review', { [CASE]: { ...good, agreed: { informed: good.agreed.informed } } });
    await it.shown('reviewed');
    await it.go('enter');
    await it.shown('agreement');
    assert.equal(await state(it.page), 'closed');
    await it.close();
  });
  review('who waits can wait, leave or withdraw', async () => {
    all.service.moods = [pending()];
    const it = await reader();
    await it.answer();
    await it.said('pending');
    const acts = () => it.page.locator('[data-step="review"] button:visible').evaluateAll((all) => all.map((it) => it.dataset.act));
    assert.deepEqual(await acts(), ['leave', 'withdraw']);
    await it.go('leave');
    await it.shown('left');
    assert.ok((await records(it.page))[CASE], 'leaving withdraws nothing');
    await it.go('reconsider');
    await it.said('pending');
    await it.page.keyboard.press('Escape');
    await it.shown('left');
    assert.ok((await records(it.page))[CASE], 'nor does Escape');
    await it.go('reconsider');
    await it.go('withdraw');
    await it.shown('withdrawn');
    await it.page.waitForFunction(() => { const it = document.querySelector('[data-told]'); return it.textContent === it.dataset.told; });
    assert.ok(deleted('r-7'));
    assert.deepEqual(await records(it.page), {});
    await it.close();
  });
  review('where the service cannot be told of it, that is said', async () => {
    const stored = await waiting();
    const it = await reader('review', stored);
    await it.said('pending');
    all.service.dismissal = { status: 405, text: '' };
    await it.go('withdraw');
    await it.page.waitForFunction(() => { const it = document.querySelector('[data-told]'); return it.textContent === it.dataset.untold; });
    assert.deepEqual(await records(it.page), {});
    await it.close();
  });
  review('what waits is listed among the consents, and withdrawn there: the gate follows', async () => {
    const stored = await waiting();
    const it = await reader('review', stored);
    await it.said('pending');
    const other = await it.context.newPage();
    await other.goto(`${it.origin}/consent/`);
    const section = other.locator('[data-purpose="informed"]');
    const words = await section.locator('.consent-state').getAttribute('data-pending');
    assert.ok((await section.locator('.consent-state').textContent()).startsWith(words.split('{at}')[0]));
    await section.locator('[data-act="withdraw"]').click();
    await it.shown('agreement');
    for (let time = 0; time < 50 && !deleted('r-7'); time += 1) await it.page.waitForTimeout(50);
    assert.ok(deleted('r-7'), keys().join());
    assert.deepEqual(await records(it.page), {});
    await it.close();
  });
  review('on a page that is public in part, a reader leaves to that part and comes back to the case', async () => {
    all.service.moods = [pending()];
    const it = await reader('body');
    await it.page.locator('[data-gate-ask]').click();
    await it.answer();
    await it.said('pending');
    await it.go('leave');
    assert.equal(await it.page.locator('#gate').isVisible(), false);
    assert.ok(await it.page.locator('#part-key-findings').isVisible());
    await it.page.locator('[data-gate-ask]').click();
    await it.said('pending');
    await it.close();
  });
  review('states differ in more than their colour, and are told', async () => {
    const looks = new Set();
    for (const [mood, name] of [[pending(), 'pending'], [{ status: 500, text: '' }, 'failed'], [{ body: { id: 'r', state: 'rejected' } }, 'rejected']]) {
      all.service.moods = [mood];
      const it = await reader();
      await it.answer();
      await it.said(name);
      looks.add(await it.page.evaluate(() => { const state = document.querySelector('[data-step="review"] .gate-state'); return `${getComputedStyle(state, '::before').content} ${getComputedStyle(state).borderTopStyle} ${getComputedStyle(state).borderTopWidth}`; }));
      await it.close();
    }
    assert.equal(looks.size, 3, [...looks].join(' | '));
  });
});
