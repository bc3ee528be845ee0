// Breaks the gate on purpose, once in each way, and shows that a test notices: a test that cannot fail proves nothing.
//
//   node tests/browser/mutants.mjs            every mutant
//   node tests/browser/mutants.mjs expiry     those whose name holds the word
//
// Ends with 1 if a mutant is not noticed, or if the tests fail on what is not broken.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const work = path.resolve(here, '../../target/mutants');

/** What is broken, where, how, and the numbers of the tests that are to notice. */
const mutants = [
  ['open by default', 'head.js', "open() ? 'open' : 'closed'", "'open'", [1, 2]],
  ['expiry ignored', 'head.js', 'end > Date.now() ? end : 0', 'true ? end : 0', [23]],
  ['expiry taken from the record alone', 'head.js', 'Math.min(Date.parse(kept.at) + policy.d * 864e5, Date.parse(kept.expires))', 'Date.parse(kept.expires)', [23]],
  ['version of the policy ignored', 'head.js', 'kept.policy_version === policy.v && ', '', [22]],
  ['changed text ignored', 'head.js', ' && kept.policy_sha256 === policy.h[kept.lang][kept.purpose]', '', [22, 42]],
  ['record from tomorrow accepted', 'head.js', ' && Date.parse(kept.at) <= Date.now()', '', [23]],
  ['a decision that is no agreement accepted', 'head.js', "kept.decision === 'agreed' && ", '', [22]],
  ['broken storage not caught', 'head.js', 'return key in memory ? memory[key] : null;', 'throw _;', [20]],
  ['lost script not noticed', 'head.js', "root.removeAttribute('data-gate');", '', [17]],
  ['no pageshow', 'gate.js', "addEventListener('pageshow', check);", '', [26]],
  ['no storage event', 'gate.js', "addEventListener('storage', check);", '', [28]],
  ['no visibilitychange', 'gate.js', "document.addEventListener('visibilitychange'", "document.addEventListener('never'", [24]],
  ['end of consent in sight not watched', 'way/door.js', 'alarm = setTimeout(check,', 'alarm = setTimeout(() => {},', [24]],
  ['Escape closes', 'gate.js', "gate.addEventListener('close', () => {\n    if (isAsking", "gate.addEventListener('close', () => {\n    if (false", [12]],
  ['Escape does not decline', 'gate.js', "if (event.key === 'Escape' && isAsking && !isComposing)", 'if (false)', [12, 43]],
  ['double tap goes through', 'gate.js', 'if (performance.now() < lockedUntil)', 'if (false)', [11]],
  ['stored before the end', 'way/questions.js', 'agreed[purposeOf(step)] = said;', 'agreed[purposeOf(step)] = said; finish();', [5]],
  ['answers of a dropped step kept', 'gate.js', 'delete agreed[purposeOf(step)];', '', [6]],
  ['passing over stores the consent', 'gate.js', 'delete agreed[purposeOf(step)];', 'agreed[purposeOf(step)] = {};', [4]],
  ['empty required fields pass', 'way/questions.js', "question.hasAttribute('data-required') && !values.length", 'false', [9]],
  ['who is no professional passes', 'way/questions.js', "if (step.querySelector('[data-refuse]:checked'))", 'if (false)', [8]],
  ['full storage not caught', 'way/records.js', 'shared.memory[key] = text;\n    return false;', 'throw _;', [21]],
  ['countdown by the clock', 'way/passed.js', '// Counted in beats and not by the clock, which may jump.', 'const start = Date.now(); setInterval(() => { left = 5 - Math.floor((Date.now() - start) / 1000); }, 100);', [25]],
  ['fragment lost', 'way/door.js', 'target.scrollIntoView();', '', [30]],
  ['hostile fragment not caught', 'way/door.js', '} catch (_) {\n    return null; // a fragment that is no text\n  }', '} finally { /* nothing */ }', [31]],
  ['focus left behind', 'way/door.js', 'goal.focus({ preventScroll: true });', '', [15]],
  ['focus not on the heading', 'way/steps.js', "if (isAsking) {\n    one(step, 'h1').focus();\n  }", '', [15]],
  ['not modal', 'way/door.js', 'if (modal && !gate.open) {\n    gate.showModal();\n  }\n  one(', 'one(', [1]],
  ['an unknown answer of the review approves', 'way/service.js', "isState && (!body", "(!body", [41]],
  ['a failed review approves', 'way/service.js', "response.ok ? method === 'DELETE' || response.json() : Promise.reject(response)", 'response.json()', [41]],
  ['a rejected review opens', 'way/review.js', "if (said.state === 'approved')", "if (said.state !== 'pending')", [41]],
  ['the referrer is sent', 'way/service.js', "referrerPolicy: 'no-referrer', ", '', [41]],
  ['withdrawing deletes nothing', 'consent.js', 'localStorage.removeItem(key);', '', [29]],
  ['closed page shows what is around its text', 'gate.css', 'html[data-gate="closed"] #gate[data-scope="page"] ~ * { display: none !important; transition: none !important; }', '', [1]],
  ['a theme opens the text by its style', 'gate.css', 'html:not([data-gate="open"]):not(#gate):not(#gate):not(#gate) [data-gated="page"], ', '', [1]],
  ['without scripts what is around the text is open', 'gate.css', 'html:not([data-gate]) #gate[data-scope="page"] ~ #gate-box:not(:checked) ~ :not(#gate-tick) { display: none !important; }', '', [16]],
  ['without scripts no agreement can be read', 'gate.css', 'html:not([data-gate]) #gate .gate-step[data-step="agreement"] { display: block !important; }', '', [16]],
  ['the part that is not public is open', 'gate.css', ', html:not([data-gate="open"]):not(#gate):not(#gate):not(#gate) .gated { display', ' { display', [43]],
  ['paper shows the steps', 'gate.css', 'html:not([data-gate="open"]) .gate-step > :not(form):not(.gate-notice), ', '', [32]],
];

/** Runs the tests of these numbers; resolves with what failed. */
function run(file, numbers) {
  return new Promise((resolve) => {
    const env = { ...process.env, MUTANT: file, ONLY: numbers.join(','), WORK: path.join(work, path.basename(file, '.json')) };
    const child = spawn(process.execPath, ['--test', '--test-force-exit', '--test-reporter=tap', path.join(here, 'gate.test.mjs')], { env });
    let said = '';
    child.stdout.on('data', (piece) => { said += piece; });
    child.stderr.on('data', (piece) => { said += piece; });
    child.on('close', () => {
      const failed = [...said.matchAll(/^ {4}not ok \d+ - (\d+) /gm)].map((it) => Number(it[1]));
      const passed = [...said.matchAll(/^ {4}ok \d+ - (\d+) /gm)].map((it) => Number(it[1]));
      resolve({ failed, passed, said });
    });
  });
}

const wanted = mutants.filter(([name]) => !process.argv[2] || name.includes(process.argv[2]));
if (!wanted.length) throw new Error(`no mutant is called ${process.argv[2]}`);
// A mutant that fits nothing any more breaks nothing: said at once, before a browser is started.
const fits = (file, find) => readFileSync(path.join(here, '../../src/render/gate', file), 'utf8').split(find).length === 2;
const unfit = mutants.filter(([, file, find]) => !fits(file, find)).map(([name, file]) => `${name} (${file})`);
if (unfit.length) throw new Error(`the sources have changed under these mutants: ${unfit.join(', ')}`);
mkdirSync(work, { recursive: true });
const write = (name, value) => {
  const file = path.join(work, `${name}.json`);
  writeFileSync(file, JSON.stringify(value));
  return file;
};

let faults = 0;
const tell = (ok, name, said) => {
  if (!ok) faults += 1;
  console.log(`${ok ? 'noticed ' : 'MISSED  '} ${name.padEnd(46)} ${said}`);
};

const everything = [...new Set(wanted.flatMap((it) => it[4]))].sort((a, b) => a - b);
const sound = await run(write('none', {}), everything);
const isSound = !sound.failed.length && sound.passed.length === everything.length;
console.log(isSound ? `what is not broken passes tests ${everything.join(', ')}` : `FAILED on what is not broken: ${sound.failed.join(', ')}\n${sound.said}`);
if (!isSound) faults += 1;

const queue = wanted.map((mutant, number) => ({ mutant, number }));
await Promise.all([0, 1].map(async () => {
  for (let it = queue.shift(); it; it = queue.shift()) {
    const [name, file, find, replace, numbers] = it.mutant;
    const { failed, passed, said } = await run(write(`mutant-${it.number}`, { file, find, replace }), numbers);
    // A run that ended before its tests says nothing about them.
    const ran = failed.length + passed.length === numbers.length && !said.includes('does not fit');
    tell(ran && failed.length > 0, name, ran ? `by ${failed.join(', ') || 'none'} of ${numbers.join(', ')}` : `the tests did not run:\n${said}`);
  }
}));
console.log(`${wanted.length} mutants, ${wanted.length - faults + (isSound ? 0 : 1)} noticed`);
process.exitCode = faults ? 1 : 0;
