// Makes the small form of the gate's scripts, each with its modules in one file, which postil carries:
// `node tests/tools/minify.mjs`, after each change. With --check it only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { minify } from 'terser';
import { join } from './join.mjs';

const folder = new URL('../../src/render/gate/', import.meta.url);
const isCheck = process.argv.includes('--check');
let stale = 0;
for (const name of ['head', 'gate', 'consent']) {
  const source = join(`${name}.js`, (file) => readFileSync(new URL(file, folder), 'utf8'));
  const small = await minify(source, { ecma: 2018, compress: { passes: 3, hoist_funs: true }, mangle: true, format: { comments: false } });
  const target = new URL(`${name}.min.js`, folder);
  if (isCheck) {
    if (readFileSync(target, 'utf8') !== small.code) {
      console.error(`src/render/gate/${name}.min.js is not what ${name}.js and its modules make: run \`node tests/tools/minify.mjs\``);
      stale += 1;
    }
  } else {
    writeFileSync(target, small.code);
  }
}
process.exit(stale ? 1 : 0);
