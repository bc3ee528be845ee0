// The findings of a finished site keep the JSON Schema that stands beside them, as another program's validator reads it.
//
//   findings.mjs SITE
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';

const site = process.argv[2];
const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('findings.json'));
let faults = 0;
if (existsSync(join(site, 'findings.schema.json'))) {
  const schema = JSON.parse(readFileSync(join(site, 'findings.schema.json'), 'utf8'));
  const keeps = new Ajv({ strict: true, allErrors: true }).compile(schema);
  for (const path of files.sort()) {
    if (keeps(JSON.parse(readFileSync(join(site, path), 'utf8')))) continue;
    faults += 1;
    console.error(path, keeps.errors);
  }
}
console.log(`${files.length} files of findings, ${faults} faults`);
process.exit(faults > 0 ? 1 : 0);
