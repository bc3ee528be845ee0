// Checks what issues say of themselves to machines: makes a site with an issue of every kind, in two languages and behind
// each scope of consent, and has TypeScript check the JSON-LD against the types of schema.org; then the rules that types
// do not know.
//
//   node tests/tools/metadata.mjs [--plant PROPERTY]    POSTIL names the program, WORK a folder to build in
//
// `--plant` puts a property where it does not belong: the check must fail then.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = path.dirname(fileURLToPath(import.meta.url));
const top = path.resolve(tools, '../..');
const program = process.env.POSTIL ?? path.join(top, 'target/debug/postil');
const work = process.env.WORK ?? path.join(top, 'target/metadata');
const planted = process.argv[2] === '--plant' ? process.argv[3] : undefined;

const rich = `trial:
  name: DEMO-1
  title: 一项演示研究
  registration: NCT01730937
  arms: {a: {label: 甲组, n: 10}, b: {label: 乙组, n: 12}}
  publication: {journal: Demo Journal, year: 2025, pages: 1-9, doi: 10.1000/covered}
credits:
  - {role: interpretation, person: expert-a}
  - {role: review, person: expert-b}
  - {role: translation, person: expert-b}
references: [{citation: "Cited & <work>. Demo Journal, 2024.", doi: 10.1000/cited}, {citation: 另一篇。, pmid: 12345678}]
tags: [肝癌, 放疗]
`;
const kinds = {
  plain: '',
  rich,
  byline: 'byline: 示例编辑部\n',
  corrected: `${rich}updated: 2025-08-09\ncorrections: [{date: 2025-08-09, kind: correction, was: 甲, now: 乙, note: 丙}]\n`,
  retracted: `${rich}corrections: [{date: 2025-08-10, kind: retraction, note: 原文撤稿}]\n`,
};

/** A site whose consent has this scope; `false` asks nothing. */
function build(scope) {
  const source = path.join(work, `${scope}-source`);
  const write = (name, text) => {
    const file = path.join(source, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  rmSync(source, { recursive: true, force: true });
  const asks = scope ? `[consent]\npolicy_version = "1"\nscope = "${scope}"\n[[consent.step]]\nkind = "agreement"\ntext = "identity"\n` : '';
  write('config.toml', `title = {"zh-CN" = "演示", en = "Demo"}\nbase_url = "https://example.org/a/"\nlanguages = ["en"]\n[rules]\nE602 = "allow"\n${asks}`);
  write('content/people.yaml', 'expert-a: {name: {zh-CN: 示例专家甲, en: Expert A}, title: 主任医师, affiliation: 示例医院, orcid: 0000-0002-1825-0097}\nexpert-b: {name: {zh-CN: 示例专家乙, en: Expert B}}\n');
  for (const tail of scope ? ['.md', '.en.md'] : []) {
    write(`content/consent/notice${tail}`, '---\ntitle: 告知\n---\n\n告知。\n');
    write(`content/consent/identity${tail}`, '---\ntitle: 协议\n---\n\n协议。\n');
  }
  for (const tail of ['.md', '.en.md']) write(`content/demo/column${tail}`, '---\ntitle: 专栏\nspecialty: [oncologic, radiography]\n---\n');
  Object.entries(kinds).forEach(([kind, fields], number) => {
    const text = (title) => `---\ntitle: ${title}\nnumber: ${number + 1}\ndate: 2025-08-07\nkey_findings: 精要。\n${fields}---\n\n正文。\n`;
    write(`content/demo/${number + 1}-${kind}/issue.md`, text('题目：甲 & 乙'));
    if (kind !== 'byline') write(`content/demo/${number + 1}-${kind}/issue.en.md`, text('Title of A & B'));
  });
  const output = path.join(work, `${scope}`);
  const run = spawnSync(program, ['--root', source, 'build', '--output', output, '--now', '2026-01-01'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`postil failed:\n${run.stderr}`);
  return output;
}

const faults = [];
const pages = [];
for (const scope of ['page', 'body', false]) {
  const output = build(scope);
  for (const prefix of ['', 'en/']) {
    for (const name of readdirSync(path.join(output, prefix, 'demo'), { withFileTypes: true }).filter((it) => it.isDirectory() && it.name in kinds)) {
      const html = readFileSync(path.join(output, prefix, 'demo', name.name, 'index.html'), 'utf8');
      // The gate says of every page what of it is not free to read; the issue says everything else.
      const said = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map((it) => JSON.parse(it[1]));
      const data = said.find((it) => it['@graph']);
      const place = `${scope} ${prefix}${name.name}`;
      if (!data || said.length !== (scope ? 2 : 1)) faults.push(`${place}: ${said.length} pieces of JSON-LD`);
      else pages.push({ place, kind: name.name, scope, html, data, gate: said.find((it) => it !== data) });
    }
  }
}
if (pages.length !== 3 * (2 * Object.keys(kinds).length - 1)) faults.push(`${pages.length} pages were found`);

const meta = (html, name) => [...html.matchAll(new RegExp(`<meta name="${name}" content="([^"]*)"`, 'g'))].map((it) => it[1]);
for (const { place, kind, scope, html, data } of pages) {
  const must = (truth, what) => { if (!truth) faults.push(`${place}: ${what}`); };
  const [page, article] = data['@graph'];
  must(page['@type'] === 'MedicalWebPage' && article['@type'] === 'MedicalScholarlyArticle', 'two nodes');
  must(page.mainEntity['@id'] === article['@id'] && article.mainEntityOfPage['@id'] === page['@id'], 'each names the other');
  must(page.specialty.length === 2 && page.lastReviewed && page.medicalAudience, 'what it is for');
  must(page.isAccessibleForFree === (scope === false), 'whether it is free to read');
  must((page.hasPart?.cssSelector ?? '') === { page: '.gated-page', body: '.gated', false: '' }[scope], 'what part is not');
  must((article.abstract !== undefined) === (scope !== 'page'), 'an abstract where the key findings are for everyone');
  must(meta(html, 'citation_doi').length === 0, 'the DOI of the covered paper is not the issue\'s');
  must(['citation_title', 'citation_publication_date', 'citation_journal_title', 'citation_issue', 'citation_language', 'citation_public_url'].every((name) => meta(html, name).length === 1), 'one of each tag');
  const hasTranslation = article.workTranslation || article.translationOfWork;
  must(Boolean(hasTranslation) === (kind !== 'byline'), 'its translation');
  if (['rich', 'corrected', 'retracted'].includes(kind)) {
    must(meta(html, 'citation_author').length === 1 && !/主任|Professor/.test(meta(html, 'citation_author')[0]), 'an author without degrees');
    must(meta(html, 'citation_reference').length === 2, 'references');
    must(page.reviewedBy.length === 1 && article.translator.length === 1 && article.about['@type'] === 'MedicalTrial' && article.isBasedOn['@id'] === 'https://doi.org/10.1000/covered', 'people, trial and paper');
  }
  must((article.correction?.length ?? 0) === (['corrected', 'retracted'].includes(kind) ? 1 : 0), 'corrections');
  must((article.correction?.[0]?.text !== undefined) === (article.correction !== undefined && scope === false), 'the words of a correction only where they are for everyone');
  must((article.creativeWorkStatus === 'Retracted') === (kind === 'retracted'), 'whether it was retracted');
}

if (planted) pages[0].data['@graph'][1][planted] = { '@type': 'MedicalAudience', audienceType: 'x' };
const graph = pages.flatMap(({ data, gate }, at) => [
  `export const page${at}: Graph = ${JSON.stringify(data)};`,
  ...(gate ? [`export const gate${at}: WithContext<WebPage> = ${JSON.stringify(gate)};`] : []),
]);
writeFileSync(path.join(work, 'pages.ts'), `import type { Graph, WebPage, WithContext } from 'schema-dts';\n${graph.join('\n')}\n`);
writeFileSync(path.join(work, 'tsconfig.json'), JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, module: 'nodenext', moduleResolution: 'nodenext', target: 'es2022', skipLibCheck: true, types: [], paths: { 'schema-dts': [path.join(tools, 'node_modules/schema-dts')] } },
  files: ['pages.ts'],
}));
const tsc = spawnSync(path.join(tools, 'node_modules/.bin/tsc'), ['-p', work], { encoding: 'utf8' });
if (tsc.status !== 0) faults.push(`${tsc.stdout}${tsc.stderr}`.slice(0, 4000) || 'the compiler failed');
faults.forEach((fault) => console.error(fault));
console.log(`${pages.length} pages, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
