import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { builtFile, PROJECT_FOLDER } from '../../infra/local/project-folder';
import { createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
let folder: string;

const run = (program: string): void => {
  execFileSync(process.execPath, [builtFile(`infra/build/${program}.js`), folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
};
const inFolder = (name: string): string => path.join(folder, name);
const page = (name: string): string => readFileSync(inFolder(name), 'utf8');

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'everdial-documents-'));
  run('write-documents');
  api = await createApiWorld({ webFolder: folder });
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

/** The codes that docs/failure-modes.md explains. */
function explainedCodes(): string[] {
  const [, section] = readFileSync(path.join(PROJECT_FOLDER, 'docs/failure-modes.md'), 'utf8').split('# Error codes\n');
  return [...new Set([...section!.matchAll(/^### (\w+)$/gm)].map(([, code]) => code!))];
}

describe('the pages about problems', () => {
  it('are as many as there are codes, and one that lists them', () => {
    const codes = explainedCodes();
    expect(codes.length).toBeGreaterThan(100);
    expect(readdirSync(inFolder('problems')).sort()).toEqual(
      [...codes.map((code) => `${code}.html`), 'index.html', 'style.css'].sort(),
    );
    for (const code of codes) expect(page('problems/index.html')).toContain(`href="/problems/${code}"`);
  });

  it('say what stands in the documentation, as HTML', () => {
    const text = page('problems/csrf_token_required.html');
    expect(text).toContain(
      '<p>403. What a session of the dashboard changes needs the header <code>X-CSRF-Token</code>',
    );
    expect(text).toContain('<html lang="en">');
    expect(text).not.toMatch(/###|\]\(|<ol/);
  });

  it('tell all meanings of a code that has two', () => {
    const text = page('problems/invalid_key.html');
    expect(text).toContain('401. The key does not exist');
    expect(text).toContain('422. The key of a condition of success');
  });

  it('link to nothing that is not served', () => {
    const links = readdirSync(inFolder('problems'))
      .filter((name) => name.endsWith('.html'))
      .flatMap((name) => [...page(`problems/${name}`).matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link!));
    const elsewhere = new Set(links.filter((link) => !/^\/problems(?:\/\w+)?$/.test(link)));
    expect([...elsewhere].sort()).toEqual(['/', '/docs', '/favicon.svg', '/problems/style.css']);
    const missing = links.filter((link) => /^\/problems\/\w+$/.test(link) && !existsSync(inFolder(`${link}.html`)));
    expect(missing).toEqual([]);
  });

  it('are found by the type of any answer', async () => {
    for (const response of [await api.call('get', '/agents', { key: null }), await api.call('get', '/agents/999999')]) {
      const { type, code } = response.body as { type: string; code: string };
      expect(type).toBe(`https://everdial.test/problems/${code}`);
      const found = await api.agent.get(new URL(type).pathname);
      expect([found.status, found.text]).toEqual([200, expect.stringContaining(`<h1><code>${code}</code></h1>`)]);
    }
  });
});

describe('the API reference', () => {
  it('is a page of our origin, with all that it loads', async () => {
    const response = await api.agent.get('/docs');
    expect([response.status, response.type]).toEqual([200, 'text/html']);
    const scripts = [...response.text.matchAll(/<script src="([^"]+)"><\/script>/g)].map(([, source]) => source!);
    expect(scripts).toHaveLength(2);
    expect(response.text.match(/<script/g)).toHaveLength(2);
    for (const script of scripts) {
      const loaded = await api.agent.get(script);
      expect([script, loaded.status, loaded.type]).toEqual([script, 200, 'text/javascript']);
    }
  });

  it('asks nobody else: no fonts, telemetry, proxy or chat of its maker', () => {
    const settings = page('docs/reference.js');
    for (const setting of [
      'withDefaultFonts: false',
      'telemetry: false',
      'hideClientButton: true',
      "url: '/openapi.json'",
    ]) {
      expect(settings).toContain(setting);
    }
    expect(settings).toMatch(/agent: \{ disabled: true \}/);
    expect(settings).toMatch(/mcp: \{ disabled: true \}/);
    expect(settings).not.toMatch(/proxyUrl|https?:/);
  });

  it('knows what is sent, with an example of each that holds by its schema', async () => {
    const document = (await api.agent.get('/openapi.json')).body as {
      webhooks: Record<
        string,
        { post: { requestBody: { content: Record<string, { schema: object; example: unknown }> } } }
      >;
      components: object;
      tags: Array<{ name: string }>;
      paths: Record<string, Record<string, { tags: string[] }>>;
    };
    expect(Object.keys(document.webhooks).length).toBeGreaterThan(20);
    for (const [name, { post }] of Object.entries(document.webhooks)) {
      const { schema, example } = post.requestBody.content['application/json']!;
      const ajv = new Ajv2020({ strict: false, allErrors: true });
      addFormats(ajv);
      const validate = ajv.compile({ ...schema, components: document.components });
      expect([
        name,
        example === undefined ? 'none' : validate(example) ? null : ajv.errorsText(validate.errors),
      ]).toEqual([name, null]);
    }
    const used = new Set(
      Object.values(document.paths).flatMap((routes) => Object.values(routes).flatMap(({ tags }) => tags)),
    );
    expect(document.tags.map(({ name }) => name).sort()).toEqual([...used, 'sent'].sort());
  });
});

describe('the OpenAPI document', () => {
  it('lets what is optional in a request be null, also where two requests share it', async () => {
    const { schemas } = (await api.agent.get('/openapi.json')).body.components;
    const { columns, ...checked } = schemas.CheckCampaign.properties;
    expect(columns.anyOf[1]).toEqual({ type: 'null' });
    expect(checked.call_conditions.anyOf[1]).toEqual({ type: 'null' });
    expect(checked).toEqual(schemas.CreateCampaign.properties);
  });
});

describe('llms.txt', () => {
  it('names every route once, with its scope, and leads to the documents', async () => {
    const response = await api.agent.get('/llms.txt');
    expect([response.status, response.type]).toEqual([200, 'text/plain']);
    const document = (await api.agent.get('/openapi.json')).body as { paths: Record<string, object> };
    const routes = Object.entries(document.paths).flatMap(([address, methods]) =>
      Object.keys(methods).map((method) => `\`${method.toUpperCase()} ${address}\``),
    );
    const lines = response.text.split('\n').filter((line) => line.startsWith('- `'));
    expect(lines.map((line) => line.slice(2, line.indexOf('`:') + 1)).sort()).toEqual(routes.sort());
    for (const line of lines) expect(line).toMatch(/: .+ \((?:read|contacts:write|campaigns:admin|webhook token)\)$/);
    expect(response.text).toMatch(/^# Everdial\n\n> /);
    for (const address of ['/openapi.json', '/docs', '/problems']) {
      expect(response.text).toContain(`(https://everdial.test${address})`);
    }
  });
});

describe('the build', () => {
  it('compresses what is worth it, once, and anew when it has changed', () => {
    run('compress-web');
    const scalar = readFileSync(inFolder('docs/scalar.js'));
    expect(brotliDecompressSync(readFileSync(inFolder('docs/scalar.js.br'))).equals(scalar)).toBe(true);
    expect(gunzipSync(readFileSync(inFolder('docs/scalar.js.gz'))).equals(scalar)).toBe(true);
    expect(existsSync(inFolder('docs/index.html.br'))).toBe(false);
    const before = statSync(inFolder('docs/scalar.js.br')).mtimeMs;
    run('write-documents');
    run('compress-web');
    expect(statSync(inFolder('docs/scalar.js.br')).mtimeMs).toBe(before);

    writeFileSync(inFolder('problems/style.css'), '/* by hand */');
    run('write-documents');
    expect(page('problems/style.css')).not.toContain('by hand');
    expect(existsSync(inFolder('problems/style.css.br'))).toBe(false);
    run('compress-web');
    expect(brotliDecompressSync(readFileSync(inFolder('problems/style.css.br'))).toString()).toBe(
      page('problems/style.css'),
    );
  });

  it('leaves nothing behind of what is no longer there', () => {
    writeFileSync(inFolder('problems/gone.html'), 'of a code that was taken away');
    writeFileSync(inFolder('problems/gone.html.br'), '');
    run('write-documents');
    expect(readdirSync(inFolder('problems')).filter((name) => name.startsWith('gone'))).toEqual([]);
  });
});
