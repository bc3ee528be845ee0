// Makes the small form of the gate's scripts, each with its modules in one file, which postil carries: `gate.min.js` without
// what only a review needs, `review.min.js` with it. `node tests/tools/minify.mjs`, after each change. With --check it only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { minify } from 'terser';
import { join } from './join.mjs';

const folder = new URL('../../src/render/gate/', import.meta.url);
const isCheck = process.argv.includes('--check');
let stale = 0;
const read = (file) => readFileSync(new URL(file, folder), 'utf8');
/** What stands in the place of the modules of a review where there is none. */
const ALONE = { 'way/review.js': () => read('way/alone.js'), 'way/case.js': () => '' };
const alone = (file) => (ALONE[file] ?? (() => read(file)))();
const SCRIPTS = [['head', 'head.js', read], ['gate', 'gate.js', alone], ['review', 'gate.js', read], ['consent', 'consent.js', read]];
for (const [name, file, from] of SCRIPTS) {
  const source = join(file, from);
  const small = await minify(source, { ecma: 2018, compress: { passes: 3, hoist_funs: true }, mangle: true, format: { comments: false } });
  const target = new URL(`${name}.min.js`, folder);
  if (isCheck) {
    if (readFileSync(target, 'utf8') !== small.code) {
      console.error(`src/render/gate/${name}.min.js is not what ${file} and its modules make: run \`node tests/tools/minify.mjs\``);
      stale += 1;
    }
  } else {
    writeFileSync(target, small.code);
  }
}
process.exit(stale ? 1 : 0);
