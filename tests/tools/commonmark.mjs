// Every example of the CommonMark specification, and the GFM extensions, against the postil that was built.
//
//   node tests/tools/commonmark.mjs [target/release/postil]
//
// The specification is CC BY-SA and is not kept here: the package `commonmark-spec` brings it. With
// `--write FILE` the examples are only written down, as JSON, for the test of the library (COMMONMARK_EXAMPLES).

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';

const require = createRequire(import.meta.url);
const EXAMPLES = 652;

// The specification shows tabs as arrows.
const tabs = (text) => text.replaceAll('→', '\t');
const examples = require('commonmark-spec').tests.map(({ number, section, markdown, html }) => ({
  number,
  section,
  markdown: tabs(markdown),
  html: tabs(html),
}));
if (examples.length !== EXAMPLES) {
  throw new Error(`commonmark-spec has ${examples.length} examples, not ${EXAMPLES}: is it 0.31.2?`);
}

// The extensions of GFM that postil has, in our own words; compared without attributes and white space.
const gfm = [
  ['| a | b |\n| --- | :-: |\n| 1 | 2 |\n', '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'],
  ['a | b\n-|-\n1\n1|2|3\n', '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr><tr><td>1</td><td>2</td></tr></tbody></table>'],
  ['| a\\|b |\n|---|\n| `c\\|d` |\n> e\n', '<table><thead><tr><th>a|b</th></tr></thead><tbody><tr><td><code>c|d</code></td></tr></tbody></table><blockquote><p>e</p></blockquote>'],
  ['| a | b |\n|---|\n', '<p>| a | b | |---|</p>'],
  ['| a |\n|---|\n', '<table><thead><tr><th>a</th></tr></thead></table>'],
  ['~~old~~ new\n', '<p><del>old</del> new</p>'],
  ['a~~b~~c ~~d\n\ne~~\n', '<p>a<del>b</del>c ~~d</p><p>e~~</p>'],
  ['~~~~a~~~~ b ~~~c~~~\n', '<pre><code></code></pre>'],
  ['- [ ] a\n- [x] b\n- [X] c\n- [y] d\n', '<ul><li><input> a</li><li><input> b</li><li><input> c</li><li>[y] d</li></ul>'],
  ['<https://a.b/c?d=e>\n', '<p><a>https://a.b/c?d=e</a></p>'],
  ['a[^1]\n\n[^1]: b\n', '<p>a<sup><a>1</a></sup></p><section><ol><li><p>b <a>↩</a></p></li></ol></section>'],
];
const bare = (html) =>
  html
    .replace(/<div[^>]*>|<\/div>/g, '')
    .replace(/<(\/?[a-z0-9]+)[^>]*>/g, '<$1>')
    .replace(/\s+/g, ' ')
    .replace(/> (?=<)|^ | $/g, (found) => (found === '> ' ? '>' : ''));

const write = process.argv.indexOf('--write');
if (write > 0) {
  writeFileSync(process.argv[write + 1], JSON.stringify(examples));
  process.exit(0);
}

const postil = process.argv[2] ?? 'target/release/postil';

function render(args, markdown) {
  return new Promise((resolve, reject) => {
    const child = spawn(postil, ['render', ...args, '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
    let html = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (html += text));
    child.on('error', reject);
    child.on('close', () => resolve(html));
    child.stdin.on('error', reject);
    child.stdin.end(markdown);
  });
}

// An example starts a process of its own, so that none can help another; some run side by side.
async function check(cases, args, same) {
  const failures = [];
  const queue = cases.entries();
  const worker = async () => {
    for (const [index, { number = index + 1, markdown, html }] of queue) {
      const found = await render(args, markdown);
      if (!same(found, html)) failures.push({ number, markdown, html, found });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() * 2 }, worker));
  return failures.sort((a, b) => a.number - b.number);
}

const suites = [
  ['CommonMark 0.31.2', examples, ['--commonmark'], (found, html) => found === html],
  ['GFM', gfm.map(([markdown, html]) => ({ markdown, html })), [], (found, html) => bare(found) === bare(html)],
];
for (const [name, cases, args, same] of suites) {
  const failures = await check(cases, args, same);
  for (const { number, markdown, html, found } of failures) {
    console.error(`${name}, example ${number}\n${markdown}--- expected\n${html}\n--- found\n${found}`);
  }
  console.log(`${name}: ${cases.length - failures.length} of ${cases.length}`);
  if (failures.length > 0) process.exitCode = 1;
}
