import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rotateLargeLogs } from './log-limit';

test('a large log is kept once under another name and begins again; a small one stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'everdial-logs-'));
  try {
    writeFileSync(join(folder, 'api.log'), 'x'.repeat(101));
    writeFileSync(join(folder, 'small.log'), 'x'.repeat(100));
    rotateLargeLogs(folder, 100);
    expect(readFileSync(join(folder, 'api.log'), 'utf8')).toBe('');
    expect(readFileSync(join(folder, 'api.log.1'), 'utf8')).toHaveLength(101);
    expect(readFileSync(join(folder, 'small.log'), 'utf8')).toHaveLength(100);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
