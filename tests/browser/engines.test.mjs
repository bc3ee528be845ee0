// The gate, and a page of each kind, in Firefox and WebKit: nothing here asks what Chromium has shown already; what is asked
// is what another engine may do otherwise. SHOTS names a folder for pictures of what was seen.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { demo, KINDS } from './demo.mjs';
import { ENGINES } from './engines.mjs';

/** A phone. Firefox takes 12 px of it for its scroll bar, and WebKit's window is never narrower than 447 px. */
const PHONE = { width: 390, height: 844 };
const WIDEST = 460;

const ISSUE = KINDS.issue;

const state = () => document.documentElement.getAttribute('data-gate');
/** Whether the text of an issue takes room on the page. */
const sees = () => document.querySelector('main').getClientRects().length > 0;
const records = () => Object.keys(localStorage).filter((key) => key.includes(':consent:'));
const forget = () => localStorage.clear();
const isAsked = () => Boolean(document.querySelector('#gate')?.matches(':modal'));
/** What is wider than the page, or nothing. */
const wide = () => {
  const room = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth > room ? [...document.querySelectorAll('main *')].filter((it) => it.getBoundingClientRect().right > room + 1).slice(0, 3).map((it) => it.outerHTML.slice(0, 90)) : [];
};
const looks = (widest) => {
  const heading = document.querySelector('h1, main h2');
  return { isPhone: innerWidth <= widest, heading: heading?.textContent.trim().length ?? 0, style: getComputedStyle(document.body).fontFamily.length > 0 && [...document.styleSheets].every((it) => it.cssRules.length > 0), pictures: [...document.images].filter((it) => it.complete && it.naturalWidth === 0).map((it) => it.currentSrc) };
};
/** How many lines the site's menu stands on. */
const lines = () => new Set([...document.querySelectorAll('.site-nav a')].map((it) => Math.round(it.getBoundingClientRect().top))).size;

let site;
before(async () => { site = await demo(); });
after(() => site?.stop());

for (const [name, open] of Object.entries(ENGINES)) {
  describe(name, () => {
    let engine;
    before(async () => { engine = await open(PHONE); }, { timeout: 120_000 });
    after(() => engine?.stop());
    const go = (address) => engine.go(`${site.origin}/${address}`);
    const press = async (act) => {
      await new Promise((done) => { setTimeout(done, 430); });
      await engine.click(`#gate section:not([hidden]) [data-act="${act}"]`);
    };
    const shot = async (what) => {
      if (!process.env.SHOTS) return;
      mkdirSync(process.env.SHOTS, { recursive: true });
      await engine.shot(path.join(process.env.SHOTS, `${name}-${what}.png`));
    };

    test('a first visit is asked and sees no text, whatever key is pressed', { timeout: 120_000 }, async () => {
      await go(ISSUE);
      await engine.run(forget);
      await go(ISSUE);
      await shot('gate');
      assert.equal(await engine.run(state), 'closed');
      for (const key of ['Escape', 'Escape', 'Tab']) await engine.key(key);
      assert.ok(await engine.run(isAsked));
      assert.equal(await engine.run(sees), false);
      assert.deepEqual(await engine.run(records), []);
    });

    test('who declines stores nothing and sees nothing', { timeout: 120_000 }, async () => {
      await go(ISSUE);
      await press('decline');
      await shot('declined');
      assert.deepEqual([await engine.run(sees), await engine.run(records)], [false, []]);
      await go(ISSUE);
      assert.equal(await engine.run(state), 'closed');
    });

    test('who agrees reads, also after coming back; a record that was changed is none', { timeout: 120_000 }, async () => {
      await go(ISSUE);
      for (const act of ['agree', 'skip', 'enter']) await press(act);
      assert.deepEqual([await engine.run(state), await engine.run(sees)], ['open', true]);
      const kept = await engine.run(records);
      assert.equal(kept.length, 1);
      await go(ISSUE);
      assert.deepEqual([await engine.run(state), await engine.run(sees)], ['open', true]);
      const record = await engine.run((key) => localStorage.getItem(key), kept[0]);
      await engine.run((key, text) => localStorage.setItem(key, text), kept[0], record.replace(/"policy_sha256":"./, '"policy_sha256":"!'));
      await go(ISSUE);
      assert.equal(await engine.run(state), 'closed');
      await engine.run((key, text) => localStorage.setItem(key, text), kept[0], record);
    });

    for (const [kind, address] of Object.entries(KINDS)) {
      test(`${kind}: it stands as it should`, { timeout: 120_000 }, async () => {
        await go(address);
        await shot(kind);
        const seen = await engine.run(looks, WIDEST);
        assert.deepEqual({ ...seen, heading: seen.heading > 0 }, { isPhone: true, heading: true, style: true, pictures: [] });
        assert.deepEqual(await engine.run(wide), []);
      });
    }

    test('the menu stands on one line', { timeout: 120_000 }, async () => {
      await go(KINDS.home);
      assert.equal(await engine.run(lines), 1);
    });

    test('nothing was said on the console', () => { assert.deepEqual(engine.said, []); });
  });
}
