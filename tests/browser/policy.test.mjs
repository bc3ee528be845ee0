// The security policy of the pages, the size of what a gated page brings, and that nothing stands in a page that the
// policy would have to make an exception for. Looks at the demonstration, built anew.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { tools, top } from './harness.mjs';

const { CspEvaluator } = tools('csp_evaluator/dist/evaluator.js');
const { CspParser } = tools('csp_evaluator/dist/parser.js');
const { Severity } = tools('csp_evaluator/dist/finding.js');
const program = process.env.POSTIL ?? path.join(top, 'target/debug/postil');
const site = path.join(top, 'target/policy');

before(() => {
  rmSync(site, { recursive: true, force: true });
  const run = spawnSync(program, ['--root', top, 'build', '--output', site], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
});

const read = (file) => readFileSync(path.join(site, file), 'utf8');
// Readers' pages: an article for WeChat is for its editor, a mail for mail programs, and both have their styles where these keep them.
const pages = () => readdirSync(site, { recursive: true }).filter((file) => file.endsWith('.html') && !/(\/wechat\/index|(^|\/)mail)\.html$/.test(file));
const metaOf = (html) => html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/)?.[1];
const brotli = (text) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** What csp_evaluator says of a policy beyond information. */
function faults(policy) {
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
  // It warns of 'self' where a host has JSONP, AngularJS or files of strangers: a built site has none of them, and hashes
  // alone would close the page to browsers that do not match them against `integrity`.
  const isOwn = (it) => it.severity === Severity.MEDIUM_MAYBE && it.directive === 'script-src' && it.value === "'self'";
  return findings.filter((it) => it.severity < Severity.INFO && !isOwn(it)).map((it) => `${Severity[it.severity] ?? it.severity} ${it.directive} ${it.value ?? ''}: ${it.description}`);
}

describe('the policy', () => {
  test('csp_evaluator finds nothing in it', () => {
    const headers = read('_headers').match(/Content-Security-Policy: (.*)/)[1];
    for (const [where, policy] of [['a gated page', metaOf(read('rt-frontier/rtog1112/index.html'))], ['an open page', metaOf(read('404.html'))], ['_headers', headers]]) {
      assert.ok(policy, where);
      assert.deepEqual(faults(policy), [], where);
    }
  });
  test('csp_evaluator would find a hole', () => {
    const policy = metaOf(read('index.html'));
    assert.ok(faults(policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(/'sha256-[^']*'/g, '')).length > 0);
    assert.ok(faults(policy.replace("script-src 'self'", 'script-src *')).length > 0);
    assert.ok(faults(policy.replace("script-src 'self'", "script-src 'self' data:")).length > 0);
  });
  test('stands in every page before anything that it rules, and says the same as the headers', () => {
    const headers = read('_headers').match(/Content-Security-Policy: (.*)/)[1];
    for (const page of pages()) {
      const html = read(page);
      assert.ok(metaOf(html), page);
      assert.ok(html.indexOf('http-equiv="Content-Security-Policy"') < html.search(/<script|<style|<link|<img/), page);
      assert.ok(headers.startsWith(metaOf(html)) || headers.includes(metaOf(html)), page);
    }
  });
  test('no page has a style attribute, an inline handler or a javascript: address', () => {
    const all = pages();
    assert.ok(all.length > 50);
    for (const page of all) {
      const tags = read(page).match(/<[a-z][^>]*>/gi) ?? [];
      assert.deepEqual(tags.filter((tag) => /\s(style|on[a-z]+)\s*=/i.test(tag.replace(/"[^"]*"/g, '""')) || /=\s*"\s*javascript:/i.test(tag)), [], page);
    }
  });
});

describe('sizes in brotli', () => {
  // Most of it is the review, which every gate carries; it comes once and stays in the cache.
  test('of the gate: 5.5 KB of script', (t) => {
    const html = read('rt-frontier/rtog1112/index.html');
    const head = html.match(/<script>([\s\S]*?)<\/script>/)[1];
    const main = read(html.match(/<script src="\/([^"]*)" defer data-gate-script /)[1]);
    t.diagnostic(`head ${brotli(head)} + gate ${brotli(main)} = ${brotli(head) + brotli(main)} bytes`);
    assert.ok(brotli(head) + brotli(main) <= 5632);
  });
});
