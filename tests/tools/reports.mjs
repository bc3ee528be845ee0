// What postil says to machines keeps the schemas: every example of tests/rules/ that is flagged is checked in both
// languages, its lines by `postil schema diagnostic`, its log by the SARIF project's own validator (schema and rules).
//
//   reports.mjs postil [--plant]    with --plant, one fault is put into one log, and one into a line: both must be found
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';

const tools = dirname(fileURLToPath(import.meta.url));
const rules = join(tools, '../rules');
const postil = resolve(process.argv[2]);
const isPlanting = process.argv.includes('--plant');
const validator = join(tools, 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool');
const work = mkdtempSync(join(tmpdir(), 'postil-reports-'));

/** The sites of a document's English part: files of fences, up to the fence that says what is flagged. */
function* sites(text) {
  const [english] = text.split('\n## 中文\n');
  let files = [];
  for (const [, , info, content] of english.matchAll(/^(`{3,}|~{3,})([^\n]*)\n([\s\S]*?)^\1$/gm)) {
    const path = info.match(/path=(\S+)/)?.[1];
    if (path) files.push([path, content.replaceAll('␉', '\t').replaceAll('␍', '\r').replaceAll('␀', '\0').replaceAll('␛BOM', '\ufeff')]);
    if (info === 'diagnostics') {
      yield files;
      files = [];
    }
  }
}

function check(site, ...more) {
  const run = spawnSync(postil, ['check', '--root', site, '--now', '2026-01-01', ...more], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.stderr) throw new Error(`${more}: ${run.stderr}`);
  return run.stdout;
}

function write(folder, files) {
  for (const [path, content] of [['config.toml', 'title = "Demonstration"\nlanguage = "en"\n'], ...files]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const schema = JSON.parse(execFileSync(postil, ['schema', 'diagnostic'], { encoding: 'utf8' }));
const isLine = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
// One log with every run: the validator takes its time for each file.
const all = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [] };
const faults = [];
const codes = new Set();
let [lines, fixes, logs] = [0, 0, 0];
for (const name of readdirSync(rules).sort()) {
  for (const files of sites(readFileSync(join(rules, name), 'utf8'))) {
    const site = join(work, `site-${logs}`);
    write(site, files);
    // Every other site in Chinese: both languages are among both formats.
    for (const [lang, other] of [logs % 2 ? ['zh', 'en'] : ['en', 'zh']]) {
      for (const text of check(site, '--format', 'json', '--lang', lang).split('\n').filter(Boolean)) {
        const line = JSON.parse(text);
        if (isPlanting && lines === 0) line.severity = 'severe';
        if (!isLine(line)) faults.push(`${name}: ${text}\n  ${JSON.stringify(isLine.errors)}`);
        codes.add(line.code);
        lines += 1;
        fixes += line.fix.length;
      }
      const log = JSON.parse(check(site, '--format', 'sarif', '--lang', other));
      if (isPlanting && logs === 0) log.runs[0].results[0].severity = 'severe';
      all.runs.push(...log.runs);
    }
    logs += 1;
  }
}

// Its package says so in a script, and scripts of packages are not run.
chmodSync(validator, 0o755);
const judged = join(work, 'judged.json');
writeFileSync(join(work, 'all.sarif'), JSON.stringify(all, null, 1));
const run = spawnSync(validator, ['validate', join(work, 'all.sarif'), '--output', judged, '--log', 'ForceOverwrite'], {
  encoding: 'utf8',
  env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' },
});
if (!existsSync(judged)) throw new Error(`the validator did not run: ${run.stdout}${run.stderr}`);
const { runs } = JSON.parse(readFileSync(judged, 'utf8'));
const scanned = Number(run.stdout.match(/(\d+) files? scanned/)?.[1]);
if (scanned !== 1) faults.push(`the validator read nothing: ${run.stdout}${run.stderr}`);
const results = runs[0].results ?? [];
// What it cannot even read it passes over in silence; what it has read it gives the advice below.
if (!results.some((result) => result.ruleId === 'SARIF2005')) faults.push('the validator could not read the log');
for (const result of results) {
  // Advice: the address of a page about the tool, which has none; a region, which a file that is no text cannot have.
  if (['SARIF2005', 'SARIF2017'].includes(result.ruleId)) continue;
  faults.push(`${result.ruleId}: ${JSON.stringify(result.message)} line ${result.locations?.[0]?.physicalLocation?.region?.startLine}`);
}
for (const notification of runs[0].invocations?.flatMap((it) => it.toolExecutionNotifications ?? []) ?? []) {
  if (notification.level === 'error') faults.push(JSON.stringify(notification.message));
}
rmSync(work, { recursive: true });
if (faults.length) {
  console.error(faults.slice(0, 40).join('\n'));
  process.exit(1);
}
if (logs < 100 || fixes < 20) throw new Error(`only ${logs} runs, ${fixes} edits`);
console.log(`${lines} lines with ${codes.size} codes and ${fixes} edits, ${logs} runs in a log: all keep their schemas`);
