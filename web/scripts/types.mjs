// Writes the types of the contracts, api/openapi/*.yaml, for packages/client.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const contracts = ['admin', 'gateway', 'console'];
const folder = new URL('../packages/client/src/generated/', import.meta.url);

async function changed(file) {
  return stat(file).then(
    (it) => it.mtimeMs,
    () => 0,
  );
}

await mkdir(folder, { recursive: true });
for (const name of contracts) {
  const contract = new URL(`../../api/openapi/${name}.yaml`, import.meta.url);
  const types = new URL(`${name}.ts`, folder);
  if ((await changed(types)) > (await changed(contract))) {
    continue;
  }
  const text = astToString(await openapiTS(contract, { alphabetize: true, defaultNonNullable: false }));
  const before = await readFile(types, 'utf8').catch(() => '');
  await writeFile(types, text);
  if (before !== text) {
    console.log(`types of ${name}.yaml: ${fileURLToPath(types)}`);
  }
}
