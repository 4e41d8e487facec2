import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const here = import.meta.dirname;
const features = readdirSync(join(here, 'locales', 'en'));

const read = (language: string, feature: string): Record<string, string> =>
  JSON.parse(readFileSync(join(here, 'locales', language, feature), 'utf8'));

const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((it) => it[1]).sort();

describe.each(['uz', 'ru'])('%s', (language) => {
  it.each(features)('%s has the keys and the variables of English', (feature) => {
    const english = read('en', feature);
    const other = read(language, feature);
    expect(Object.keys(other)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(english)) {
      expect(variables(other[key] ?? ''), key).toEqual(variables(text));
      expect(other[key], key).not.toBe('');
    }
  });
  it('writes Uzbek with its own letters, and no quotes for them', () => {
    for (const feature of features) {
      for (const text of Object.values(read('uz', feature))) {
        expect(text).not.toMatch(/[og]['’‘`]/i);
      }
    }
  });
});

it('has a text for every code of the server, and for no other', () => {
  const failures = readFileSync(
    join(here, '../../../../server/src/main/java/io/elchi/server/core/Failure.java'),
    'utf8',
  );
  const codes = [...failures.matchAll(/^ {4}([A-Z_]+)\(/gm)].map((it) => (it[1] ?? '').toLowerCase());
  // Made in the browser, when no answer of the server came.
  const own = ['unreachable', 'unreadable', 'fault'];
  expect(codes.length).toBeGreaterThan(40);
  expect(Object.keys(read('en', 'errors.json')).sort()).toEqual([...codes, ...own].sort());
});

/** Every file below a folder that is a source of ours. */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && /\.tsx?$/.test(it.name) && !it.parentPath.includes('node_modules'))
    .map((it) => readFileSync(join(it.parentPath, it.name), 'utf8'));
}

it('has no text that no page uses', () => {
  const code = [...sources(join(here, '../../../apps')), ...sources(join(here, '../..'))].join('\n');
  const unused: string[] = [];
  for (const feature of features) {
    const name = feature.replace('.json', '');
    for (const key of Object.keys(read('en', feature))) {
      const stem = key.replace(/_[a-z_]+$/, '_');
      const used =
        code.includes(`'${key}'`) ||
        code.includes(`:${key}'`) ||
        code.includes(`\`${stem}\${`) ||
        code.includes(`:${stem}\${`);
      // Steps and errors are looked up by the code that the server says.
      if (!used && name !== 'timeline' && name !== 'errors') {
        unused.push(`${name}:${key}`);
      }
    }
  }
  expect(unused).toEqual([]);
});
