// usage: node scripts/size.mjs FOLDER
// Fails when a built application is larger than its budget: kB after gzip of what its first page loads, and of every part
// that a later page adds.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const budgets = { first: 250, further: 60, css: 10 };
const folder = process.argv[2];
let failed = false;

async function kilobytes(app, file) {
  return (await stat(join(folder, app, `${file}.gz`))).size / 1024;
}

function check(what, is, most) {
  const late = is > most;
  failed ||= late;
  console.log(`${late ? 'TOO LARGE ' : ''}${what}: ${is.toFixed(1)} kB of ${most}`);
}

for (const app of ['console', 'portal']) {
  const manifest = JSON.parse(await readFile(join(folder, app, '.vite/manifest.json'), 'utf8'));
  const first = new Set();
  const collect = (key, into) => {
    const chunk = manifest[key];
    if (!into.has(chunk.file)) {
      into.add(chunk.file);
      for (const next of chunk.imports ?? []) {
        collect(next, into);
      }
    }
  };
  const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
  collect(entry, first);
  const language = Object.keys(manifest).find((key) => key.endsWith('locales/ru.ts'));
  collect(language, first);
  let sum = 0;
  for (const file of first) {
    sum += await kilobytes(app, file);
  }
  check(`${app}, first page`, sum, budgets.first);
  let css = 0;
  for (const file of manifest[entry].css ?? []) {
    css += await kilobytes(app, file);
  }
  check(`${app}, css`, css, budgets.css);
  for (const [key, chunk] of Object.entries(manifest)) {
    if (chunk.isDynamicEntry && key.includes('features/')) {
      const own = new Set();
      collect(key, own);
      let further = 0;
      for (const file of own) {
        further += first.has(file) ? 0 : await kilobytes(app, file);
      }
      check(`${app}, ${key}`, further, budgets.further);
    }
  }
}
process.exit(failed ? 1 : 0);
