// The gate against hosts, networks, extensions, frames and bad luck: it fails closed, and says so.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { browser, build, pass, press, records, sees, state, step, visit } from './harness.mjs';

const IDENTITY = 'postil:/:consent:identity';
const all = { sites: {} };
const toBody = (text) => text.replace('scope = "page"', 'scope = "body"');

before(async () => {
  all.sites.page = await build('hostile-page', (text) => text);
  all.sites.body = await build('hostile-body', toBody);
  all.sites.plain = await build('hostile-plain', (text) => text.replace('language =', 'theme = "plain"\nlanguage ='));
  all.browser = await browser();
});
after(async () => {
  await all.browser?.close();
  Object.values(all.sites).forEach((site) => site.stop());
});

const gate = (name, run) => test(name, { timeout: 60000 }, async () => {
  const visits = [];
  try {
    await run(async (options) => { const it = await visit(all, options); visits.push(it); return it; });
  } finally {
    await Promise.all(visits.map((it) => it.close()));
  }
});
/** Answers in place of a file. */
const instead = (pattern, answer) => (page, context) => context.route(pattern, (route) => route.fulfill(answer));
/** A host that sends a policy of its own, which holds beside the page's. */
const under = (policy) => (page, context) => context.route(/\/demo\/one\/$/, async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
});
/** Adds to the theme's own style sheet, as a theme would that `check` has not seen. */
const styled = (style) => (page, context) => context.route(/\/assets\/(?!postil\/).*\.css$/, async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: `${await response.text()}\n${style}` });
});
/** What a theme's style sheet could try. */
const themes = [
  ['shows its text in a layer', '@layer a { main, .gated { display: block !important } }'],
  ['undoes all in a layer', '@layer a { main, .gated { all: unset !important } }'],
  ['goes back in a layer', '@layer a { main, .gated { display: revert-layer !important } }'],
  ['names many ids', 'html:not(#a):not(#b):not(#c):not(#d):not(#e) :is(main, .gated) { display: block !important }'],
  ['begins with what is shown', '@starting-style { @layer a { main, .gated { display: block !important } } } main, .gated { transition: display 1000s allow-discrete }'],
  ['closes slowly', '@layer a { main, .gated { transition: display 1000s allow-discrete !important } }'],
  ['animates what is shown', '@keyframes a { from, to { display: block } } main, .gated { animation: a 1s infinite forwards !important }'],
  ['hides the gate', '#gate#gate { display: none } @layer a { #gate { display: none !important; visibility: hidden !important } }'],
];
const isClosed = async (page) => {
  assert.equal(await sees(page), false);
  assert.equal(await page.locator('#part-introduction').isVisible(), false);
  assert.ok(!(await page.evaluate(() => document.body.innerText)).includes('隐藏正文'));
};

describe('the gate, beset', { concurrency: 2 }, () => {
  for (const site of ['page', 'body', 'plain']) {
    gate(`a policy of the host's own opens nothing (${site})`, async (go) => {
      for (const policy of ["default-src 'self'", "default-src 'none'", "script-src 'none'", "style-src 'none'", "default-src 'self'; script-src 'none'; style-src 'none'"]) {
        const { page } = await go({ site, before: under(policy) });
        await isClosed(page);
      }
      const { page } = await go({ site, before: under("default-src 'none'") });
      assert.equal(await page.locator('main').isVisible(), false);
      assert.ok(await page.locator('.gate-lost').isVisible(), 'and why is said');
    });
    gate(`a style sheet that is lost opens nothing, and the way is still there (${site})`, async (go) => {
      for (const answer of [{ status: 404 }, { status: 200, contentType: 'text/html', body: '<h1>hotel</h1>' }, { status: 200, contentType: 'text/css', body: '' }]) {
        const { page } = await go({ site, before: instead(/postil\/gate-[0-9a-f]+\.css$/, answer) });
        await isClosed(page);
        await pass(page);
        assert.ok(await sees(page));
        await page.evaluate(() => { localStorage.clear(); dispatchEvent(new StorageEvent('storage')); });
        await isClosed(page);
      }
    });
    gate(`a script that is lost, broken or another leaves the page as without scripts (${site})`, async (go) => {
      const broken = [{ status: 404 }, { contentType: 'text/html', body: '<!DOCTYPE html><h1>hotel</h1>' }, { contentType: 'text/javascript', body: '<!DOCTYPE html><h1>hotel</h1>' }, { contentType: 'text/javascript', body: '' }, { contentType: 'text/javascript', body: '(function () { "use strict"; const shared = window.postilGate; const ga' }, { contentType: 'text/javascript', body: 'console.log(1)' }, { contentType: 'text/javascript', body: 'throw new Error("x")' }];
      for (const answer of broken) {
        const { page } = await go({ site, before: instead(/postil\/gate-[0-9a-f]+\.js$/, answer) });
        await page.waitForFunction(() => !document.documentElement.hasAttribute('data-gate'));
        await isClosed(page);
        await page.locator('#gate-tick').click();
        assert.ok(await page.locator('#part-introduction').isVisible());
      }
    });
    for (const [name, style] of themes) {
      gate(`a theme that ${name} neither opens the page nor shuts out its reader (${site})`, async (go) => {
        const { page } = await go({ site, before: styled(style), options: { reducedMotion: 'no-preference' } });
        await isClosed(page);
        if (site === 'body') await page.locator('[data-gate-ask]').click();
        assert.ok(await step(page, 'agreement').isVisible());
        await pass(page);
        assert.ok(await sees(page));
        await page.evaluate(() => { localStorage.clear(); dispatchEvent(new StorageEvent('storage')); });
        await isClosed(page);
        const scriptless = await go({ site, before: styled(style), options: { javaScriptEnabled: false } });
        await isClosed(scriptless.page);
      });
    }
    gate(`a gate that an extension takes away leaves the page shut (${site})`, async (go) => {
      const { page } = await go({ site, before: (page) => page.addInitScript(() => {
        new MutationObserver(() => document.getElementById('gate')?.remove()).observe(document, { childList: true, subtree: true });
      }) });
      await isClosed(page);
      assert.ok(await page.locator('.gate-lost').isVisible());
      const later = await go({ site });
      await later.page.evaluate(() => document.getElementById('gate').remove());
      await isClosed(later.page);
      const scriptless = await go({ site, options: { javaScriptEnabled: false } });
      await isClosed(scriptless.page);
    });
  }
  gate('a script that does not come leaves the page as without scripts after a while', async (go) => {
    const { page } = await go({ wait: 'commit', before: async (page, context) => { await page.clock.install(); await context.route(/postil\/gate-[0-9a-f]+\.js$/, () => {}); } });
    await page.waitForFunction(() => document.documentElement.getAttribute('data-gate') === 'closed');
    await page.clock.runFor(16000);
    await page.waitForFunction(() => !document.documentElement.hasAttribute('data-gate'));
    await isClosed(page);
  });
  gate('a page that the browser translates can be passed, and what was read is recorded', async (go) => {
    for (const to of ['fr', 'en', 'auto', '']) {
      const { page, origin } = await go({ before: (page) => page.addInitScript((to) => document.addEventListener('DOMContentLoaded', () => { document.documentElement.lang = to; }), to) });
      await page.evaluate((to) => { document.documentElement.lang = to; }, to);
      const hashes = await page.evaluate(() => window.postilGate.policy.h);
      await pass(page);
      const kept = (await records(page))[IDENTITY];
      assert.equal(kept.lang, 'zh-CN');
      assert.equal(kept.policy_sha256, hashes['zh-CN'].identity);
      await page.reload();
      assert.equal(await state(page), 'open', to);
      await page.goto(`${origin}/consent/`);
      await page.evaluate((to) => { document.documentElement.lang = to; dispatchEvent(new Event('pageshow')); }, to);
      assert.match(await page.locator('[data-purpose="identity"] .consent-state').textContent(), /\d{4}/);
    }
  });
  gate('in a frame of another site nothing is declared: the page itself is offered', async (go) => {
    const { page, origin, url } = await go({ to: 'consent/' });
    const server = http.createServer((request, response) => { response.writeHead(200, { 'Content-Type': 'text/html' }); response.end(`<iframe src="${url.replace('consent/', 'demo/one/')}" width="380" height="700"></iframe>`); });
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    await page.goto(`http://localhost:${server.address().port}/`);
    const frame = page.frameLocator('iframe');
    await frame.locator('[data-step="framed"]').waitFor();
    assert.equal(await frame.locator('[data-act="agree"]:visible').count(), 0);
    const link = frame.locator('[data-step="framed"] .gate-acts a');
    assert.equal(await link.getAttribute('target'), '_top');
    await link.click();
    await page.waitForURL(`${origin}/demo/one/`);
    assert.ok(await step(page, 'agreement').isVisible());
    server.close();
  });
  gate('a storage with room for a try but not for the record: that is said', async (go) => {
    const { page } = await go({ before: (page) => page.addInitScript(() => {
      const put = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key, text) { if (text.length > 100) throw new DOMException('full', 'QuotaExceededError'); put.call(this, key, text); };
    }) });
    await press(page, 'agree'); await press(page, 'skip');
    assert.ok(await page.locator('[data-step="passed"] .gate-forgetful').isVisible());
    await press(page, 'enter');
    assert.ok(await sees(page));
    // Filled in the last moment: the reader is told before the page opens.
    const late = await go();
    await press(late.page, 'agree'); await press(late.page, 'skip');
    await late.page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
    await press(late.page, 'enter');
    assert.ok(await late.page.locator('[data-step="passed"] .gate-forgetful').isVisible());
    assert.equal(await state(late.page), 'closed');
    await press(late.page, 'enter');
    assert.ok(await sees(late.page));
  });
  for (const site of ['page', 'body']) {
    gate(`a deep link is reached at once after consent, here or in another tab (${site})`, async (go) => {
      const isThere = (page) => page.waitForFunction(() => { const it = document.getElementById('deep'); const { top } = it.getBoundingClientRect(); return document.activeElement === it && top >= -1 && top < innerHeight; }, undefined, { timeout: 5000 });
      const here = await go({ site, to: 'demo/one/#deep', height: 400 });
      if (site === 'body') await here.page.locator('[data-gate-ask]').click();
      await pass(here.page);
      await isThere(here.page);
      const one = await go({ site, to: 'demo/one/#deep', height: 400 });
      const other = await one.context.newPage();
      await other.goto(`${one.origin}/demo/two/`);
      if (site === 'body') await other.locator('[data-gate-ask]').click();
      await pass(other);
      await isThere(one.page);
    });
  }
  gate('in part: what is open in the text closes with it, and links into it ask', async (go) => {
    const { page, context, origin } = await go({ site: 'body' });
    await page.evaluate(() => { location.hash = '#deep'; });
    assert.ok(await step(page, 'agreement').isVisible(), 'a link into what is closed asks');
    await pass(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'deep');
    await page.evaluate(() => { const box = document.createElement('dialog'); box.id = 'box'; document.querySelector('#part-introduction').append(box); box.showModal(); });
    const other = await context.newPage();
    await other.goto(`${origin}/consent/`);
    await other.locator('[data-purpose="identity"] [data-act="withdraw"]').click();
    await page.waitForFunction(() => document.documentElement.getAttribute('data-gate') === 'closed');
    assert.equal(await page.evaluate(() => document.getElementById('box').open), false);
    await isClosed(page);
    await page.locator('[data-gate-ask]').click();
    assert.ok(await step(page, 'agreement').isVisible());
  });
  gate('records that belong to nothing or cannot be read are listed, taken along and deleted', async (go) => {
    const { page, origin } = await go();
    await page.evaluate(() => { localStorage.setItem('postil:/:consent:old', JSON.stringify({ v: 1, purpose: 'old', at: '2025-01-01T00:00:00Z' })); localStorage.setItem('postil:/:consent:identity', '{broken'); localStorage.setItem('postil:/:review:gone', 'x'); });
    await page.goto(`${origin}/consent/`);
    const identity = page.locator('[data-purpose="identity"]');
    assert.equal(await identity.locator('.consent-state').textContent(), await identity.locator('.consent-state').getAttribute('data-unreadable'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-act="receipt"]').click()]);
    const receipt = JSON.parse(await (await import('node:fs/promises')).readFile(await download.path(), 'utf8'));
    assert.equal(receipt.records.length, 2);
    assert.equal(receipt.pending.length, 1);
    await identity.locator('[data-act="withdraw"]').click();
    assert.equal(await page.locator('.consent-others li').count(), 2);
    await page.locator('.consent-others button').first().click();
    await page.locator('.consent-others button').first().click();
    assert.equal(await page.locator('.consent-others').isVisible(), false);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });
  gate('of two tabs with the policies of two builds the newer wins, and none loads for ever', async (go) => {
    const site = await build('hostile-builds', (text) => text);
    all.sites.builds = site;
    const { page: old, context, url } = await go({ site: 'builds' });
    all.sites.builds2 = await build('hostile-builds', (text) => text.replace('2025-08', '2025-09'));
    const young = await context.newPage();
    const loads = { old: 0, young: 0 };
    await young.goto(url);
    old.on('load', () => { loads.old += 1; });
    young.on('load', () => { loads.young += 1; });
    // The older is passed first: that is no consent to the newer, which comes anew once and asks.
    await pass(old);
    await young.waitForTimeout(700);
    assert.equal(await state(young), 'closed');
    await pass(young);
    assert.equal(await state(young), 'open');
    await old.waitForFunction(() => window.postilGate.policy.v === '2025-09' && document.documentElement.getAttribute('data-gate') === 'open');
    await old.waitForTimeout(700);
    assert.deepEqual([await state(old), await state(young)], ['open', 'open']);
    assert.ok(loads.old <= 2 && loads.young <= 1, JSON.stringify(loads));
  });
  gate('a key that ends a composition declines nothing and sends nothing', async (go) => {
    const { page } = await go();
    await press(page, 'agree'); await press(page, 'agree');
    await page.waitForTimeout(430);
    await page.check('#gate [name="role"][value="physician"]');
    await page.check('#gate [name="fields"][value="medical"]');
    const text = page.locator('#gate [data-step="questions"] input[type="text"]');
    await text.focus();
    for (const key of [{ key: 'Escape', isComposing: true }, { key: 'Escape', keyCode: 229 }, { key: 'Process', keyCode: 229 }]) {
      await text.evaluate((it, key) => { it.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true })); }, key);
      assert.ok(await step(page, 'questions').isVisible(), JSON.stringify(key));
    }
    // Safari ends the composition before it tells of the key, and lets the form be sent by it.
    await text.evaluate((it) => { it.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true })); it.form.requestSubmit(); });
    assert.ok(await step(page, 'questions').isVisible());
    await text.evaluate((it) => it.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true })));
    await page.keyboard.press('Enter');
    assert.ok(await step(page, 'passed').isVisible(), 'an Enter of its own sends the form');
    const other = await go();
    await press(other.page, 'agree'); await press(other.page, 'agree');
    await other.page.waitForTimeout(430);
    await other.page.keyboard.press('Escape');
    assert.ok(await step(other.page, 'declined').isVisible(), 'an Escape of its own declines');
  });
  for (const site of ['page', 'plain']) {
    gate(`it names the article, counts its steps, says the notice before the buttons, and keeps these in reach (${site})`, async (go) => {
      for (const [width, height] of [[390, 844], [1280, 800], [320, 480], [320, 256]]) {
        const { page } = await go({ site, width, height });
        assert.equal(await page.locator('.gate-about').textContent(), await page.locator('main h1').textContent());
        for (const [act, count] of [['agree', 1], ['agree', 2], ['submit', 3]]) {
          assert.match(await page.locator('.gate-progress').textContent(), new RegExp(`${count}.*3`));
          const fault = await page.evaluate(() => {
            const acts = document.querySelector('#gate section:not([hidden]) .gate-acts');
            const notice = document.querySelector('.gate-notice');
            if (!(notice.compareDocumentPosition(acts) & Node.DOCUMENT_POSITION_FOLLOWING) || !notice.getClientRects().length) return 'the notice does not stand before the buttons';
            return [...acts.children].map((it) => it.getBoundingClientRect()).every((it) => it.top >= 0 && it.bottom <= innerHeight) ? '' : 'a button is out of reach';
          });
          assert.equal(fault, '', `${width}×${height}, ${act}`);
          if (act === 'submit') break;
          await press(page, act);
        }
        await press(page, 'submit');
        const hint = page.locator('#gate [data-question="role"] .gate-fault');
        assert.ok(await hint.isVisible());
        await page.check('#gate [name="role"][value="physician"]');
        assert.equal(await hint.isVisible(), false, 'what is mended is no longer said');
      }
    });
  }
  gate('the home page has no title but the site’s', async (go) => {
    const { page } = await go({ to: '' });
    assert.equal(await page.locator('.gate-about').isVisible(), false);
  });
});
