// Puts a script and the modules that it imports into one, as browsers of 2019 read it: the text of each once, in one
// function, the script itself last. Modules may import each other; names are not changed, so no two may have one at
// their top.
import path from 'node:path';

const IMPORT = /^import \{ [^}]+ \} from '(\.[^']+)';\n/gm;
const NAMED = /^(?:export )?(?:const|let|function) (\w+)/gm;

/** The script of a file, named from the folder that `read` reads; one without imports is as it is. */
export function join(file, read) {
  const texts = new Map([[file, read(file)]]);
  // A map is gone through in the order in which it grows.
  for (const [name, text] of texts) {
    for (const [, from] of text.matchAll(IMPORT)) {
      const wanted = path.posix.join(path.posix.dirname(name), from);
      if (!texts.has(wanted)) texts.set(wanted, read(wanted));
    }
  }
  if (texts.size === 1) return texts.get(file);
  const [script, ...modules] = [...texts.values()].map((text) => text.replace(IMPORT, ''));
  const all = [...modules, script];
  const names = all.flatMap((text) => [...text.matchAll(NAMED)].map(([, name]) => name));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new Error(`${file}: two of its modules have a \`${twice}\``);
  return `(function () {\n'use strict';\n${all.join('').replace(/^export /gm, '')}})();\n`;
}
