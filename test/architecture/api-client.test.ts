import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';

const MAX_SCHEMA_BYTES = 16_000_000;

test('the types that the dashboard uses are those of the API', async () => {
  const script = join(PROJECT_FOLDER, 'web', 'client', 'write-schema.cjs');
  const code = `require(${JSON.stringify(script)}).makeSchema().then((text) => process.stdout.write(text))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], { maxBuffer: MAX_SCHEMA_BYTES });
  const file = readFileSync(join(PROJECT_FOLDER, 'web', 'client', 'schema.d.ts'), 'utf8');
  // Not compared by the matcher: the difference of two long texts takes minutes to print.
  if (stdout !== file) throw new Error('web/client/schema.d.ts is out of date: npm run generate:client');
});
