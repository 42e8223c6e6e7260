import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Response } from 'supertest';
import { createApiWorld, type ApiWorld } from './api-world';

const SCRIPT = `console.log(${JSON.stringify('a script '.repeat(200))});`;
const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

let api: ApiWorld;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'everdial-web-'));
  const write = (name: string, contents: string | Buffer): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), contents);
  };
  write('secret.txt', 'outside of the dashboard');
  write('dashboard/index.html', '<!doctype html><title>The dashboard</title>');
  write('dashboard/favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  write('dashboard/.vite/manifest.json', '{}');
  write('dashboard/assets/index-abc.js', SCRIPT);
  write('dashboard/assets/index-abc.js.br', brotliCompressSync(SCRIPT));
  write('dashboard/assets/index-abc.js.gz', gzipSync(SCRIPT));
  write('dashboard/assets/plain-abc.css', 'body {}');
  write('problems/index.html', '<title>Problems</title>');
  write('problems/not_found.html', '<title>not_found</title>');
  api = await createApiWorld({ webFolder: folder });
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const get = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(api.agent.get(address).set({ Accept: HTML, ...headers }));

describe('the dashboard', () => {
  it.each(['bytes=0-3', 'bytes=99999-', 'bytes=-1'])(
    'sends files whole, whatever part is asked for: %s',
    async (Range) => {
      const response = await get('/assets/index-abc.js', { Range, 'Accept-Encoding': 'identity' });
      expect([response.status, response.text]).toEqual([200, SCRIPT]);
    },
  );

  it.each(['/', '/campaigns', '/campaigns/12/lines?search=a.b', '/sign-in', '/campaigns/new/', '/apix', '/12'])(
    'is what a browser gets at %s, and asks for anew each time',
    async (address) => {
      const response = await get(address);
      expect([response.status, response.type, response.text]).toEqual([
        200,
        'text/html',
        expect.stringContaining('The dashboard'),
      ]);
      expect(response.get('cache-control')).toBe('no-cache');
      const again = await get(address, { 'If-None-Match': response.get('etag')! });
      expect(again.status).toBe(304);
    },
  );

  it.each([
    '/api',
    '/api/v1/nothing',
    '/docs/nothing',
    '/problems/nothing',
    '/providers/x',
    '/session/x',
    '/reports/x/y',
    '/healthz/x',
    '/assets/index-gone.js',
  ])('is not what anybody gets at %s', async (address) => {
    const response = await get(address);
    expect([response.status, response.type]).toEqual([404, 'application/problem+json']);
  });

  it('is no answer for programs that mistype an address', async () => {
    for (const Accept of ['*/*', 'application/json', 'text/plain']) {
      expect([Accept, (await get('/campaigns', { Accept })).status]).toEqual([Accept, 404]);
    }
    expect((await get('/', { Accept: '*/*' })).status).toBe(200);
    expect((await api.agent.post('/campaigns').set({ Accept: HTML })).status).toBe(404);
  });

  it('answers HEAD as GET, without the page', async () => {
    const response = await api.agent.head('/campaigns').set({ Accept: HTML });
    expect([response.status, response.type, response.text]).toEqual([200, 'text/html', undefined]);
  });

  it('shows nothing that lies beside it, nor hidden files', async () => {
    for (const address of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/.vite/manifest.json']) {
      const response = await get(address, { Accept: '*/*' });
      expect([address, response.status]).toEqual([address, 404]);
    }
  });

  it('says how it is built where it is not', async () => {
    const bare = await createApiWorld({ webFolder: path.join(folder, 'nowhere') });
    try {
      for (const address of ['/', '/campaigns', '/docs', '/problems', '/problems/not_found']) {
        const { status, body } = await bare.agent.get(address).set({ Accept: HTML });
        expect([address, status, body.code]).toEqual([address, 404, 'not_built']);
        expect(body.detail).toContain('npm run build');
      }
    } finally {
      await bare.close();
    }
  });
});

describe('files of the dashboard', () => {
  it('with a hash in their names are kept for ever, others asked for anew', async () => {
    expect((await get('/assets/index-abc.js')).get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/assets/plain-abc.css')).get('cache-control')).toBe('public, max-age=31536000, immutable');
    const icon = await get('/favicon.svg');
    expect([icon.status, icon.type, icon.get('cache-control')]).toEqual([200, 'image/svg+xml', 'no-cache']);
  });

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', undefined],
    ['zstd', undefined],
  ])('come as the build has compressed them, for Accept-Encoding %s as %s', async (accepted, encoding) => {
    const response = await api.agent
      .get('/assets/index-abc.js')
      .set({ 'Accept-Encoding': accepted })
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => done(null, Buffer.concat(chunks)));
      });
    expect([response.status, response.get('content-encoding')]).toEqual([200, encoding]);
    expect(response.get('content-type')).toMatch(/^text\/javascript/);
    expect(response.get('vary')).toContain('Accept-Encoding');
    // What is compressed has been unpacked by the client.
    expect((response.body as Buffer).toString()).toBe(SCRIPT);
    const length = Number(response.get('content-length'));
    expect(encoding === undefined ? length === SCRIPT.length : length < SCRIPT.length / 2).toBe(true);
  });

  it('come as they are where nothing is compressed', async () => {
    const response = await get('/assets/plain-abc.css', { 'Accept-Encoding': 'br, gzip' });
    expect([response.text, response.get('content-encoding')]).toEqual(['body {}', undefined]);
  });
});

describe('pages', () => {
  it('may load from our origin alone, run no code that stands in them, and be framed by nobody', async () => {
    for (const address of ['/', '/problems', '/api/v1/agents']) {
      const policy = (await get(address)).get('content-security-policy')!.split(';');
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'self'",
          "script-src 'self'",
          "connect-src 'self'",
          "style-src 'self' 'unsafe-inline'",
          "img-src 'self' data:",
          "object-src 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          'upgrade-insecure-requests',
        ]),
      );
      expect(policy.join()).not.toMatch(/https?:|\*|unsafe-eval/);
    }
  });

  it('are not moved to https where the installation has none', async () => {
    const plain = await createApiWorld({ webFolder: folder, publicUrl: 'http://10.0.0.5:8080' });
    try {
      const response = await plain.agent.get('/').set({ Accept: HTML });
      expect(response.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
      expect(response.get('strict-transport-security')).toBeUndefined();
    } finally {
      await plain.close();
    }
  });

  it('about problems are where the type of a problem leads', async () => {
    const { body } = await api.agent.get('/nothing');
    expect(body.type).toBe('https://everdial.test/problems/not_found');
    const page = await get(new URL(body.type as string).pathname);
    expect([page.status, page.type, page.text]).toEqual([200, 'text/html', expect.stringContaining('not_found')]);
    expect((await get('/problems')).text).toContain('Problems');
  });
});
