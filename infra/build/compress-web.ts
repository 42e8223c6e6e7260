import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

// Lays a compressed form beside every file that browsers load, so that the API never compresses anything itself.
// Run after all else that writes into dist/web: node dist/infra/build/compress-web.js [FOLDER]

const COMPRESSIBLE = /\.(?:js|css|html|svg|json|txt)$/;
/** Smaller ones fit into one packet anyway. */
const AT_LEAST_BYTES = 1_024;
/** Above this the best quality takes longer than it is worth. */
const LARGE_BYTES = 1_000_000;

const FORMS: ReadonlyArray<{ suffix: string; compress: (bytes: Buffer) => Promise<Buffer> }> = [
  { suffix: '.br', compress: (bytes) => promisify(brotliCompress)(bytes, { params: brotliParameters(bytes) }) },
  { suffix: '.gz', compress: (bytes) => promisify(gzip)(bytes, { level: 9 }) },
];

function brotliParameters(bytes: Buffer): Record<number, number> {
  return {
    [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE_BYTES ? 9 : 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
}

async function compressBelow(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  for (const file of files) {
    if (/\.(?:br|gz)$/.test(file) && !existsSync(file.slice(0, -3))) rmSync(file);
    const isWorthIt = COMPRESSIBLE.test(file) && statSync(file).size >= AT_LEAST_BYTES;
    if (isWorthIt)
      await Promise.all(FORMS.map(({ suffix, compress }) => writeForm(file, `${file}${suffix}`, compress)));
  }
}

async function writeForm(file: string, form: string, compress: (bytes: Buffer) => Promise<Buffer>): Promise<void> {
  if (existsSync(form) && statSync(form).mtimeMs >= statSync(file).mtimeMs) return;
  // Nobody is ever sent half of it.
  const partial = `${form}.${process.pid}`;
  writeFileSync(partial, await compress(readFileSync(file)));
  renameSync(partial, form);
}

compressBelow(resolve(process.argv[2] ?? join(__dirname, '..', '..', 'web'))).catch((error: unknown) => {
  console.error(`The files for browsers could not be compressed: ${String(error)}`);
  process.exitCode = 1;
});
