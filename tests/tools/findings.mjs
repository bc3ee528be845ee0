// The findings of a finished site keep the JSON Schema that stands at its root, as another program's validator reads it.
//
//   findings.mjs HOST      the site may stand at a path of it
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';

const host = process.argv[2];
const all = readdirSync(host, { recursive: true, encoding: 'utf8' }).sort();
const files = all.filter((path) => basename(path) === 'findings.json');
const read = (path) => JSON.parse(readFileSync(join(host, path), 'utf8'));
const roots = all.filter((path) => basename(path) === 'findings.schema.json').map((path) => [dirname(path), new Ajv({ strict: true, allErrors: true }).compile(read(path))]);
let faults = 0;
for (const path of files) {
  const [, keeps] = roots.find(([root]) => root === '.' || path.startsWith(`${root}/`)) ?? [];
  if (keeps?.(read(path))) continue;
  faults += 1;
  console.error(path, keeps?.errors ?? 'has no schema');
}
console.log(`${files.length} files of findings, ${faults} faults`);
process.exit(faults > 0 ? 1 : 0);
