// Writes a .gz and a .br beside each built file that is worth it: the server sends them as they are.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const worth = /\.(js|css|svg|json)$/;
const folder = process.argv[2];
for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !worth.test(entry.name)) {
    continue;
  }
  const octets = await readFile(file);
  await writeFile(`${file}.gz`, gzipSync(octets, { level: 9 }));
  await writeFile(
    `${file}.br`,
    brotliCompressSync(octets, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  );
}
