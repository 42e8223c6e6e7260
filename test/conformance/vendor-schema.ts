import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const MODULES = resolve(__dirname, '../../node_modules');
const CACHE = join(MODULES, '.cache', 'everdial-vendor-schemas');
const GENERATOR = require.resolve('ts-json-schema-generator/bin/ts-json-schema-generator.js');
const GENERATION_TIMEOUT_MS = 100_000;
/** The largest published types become a megabyte. */
const LONGEST_SCHEMA_BYTES = 32 * 1024 * 1024;
/** An alternative that does not hold says why, for each of its parts. */
const MAX_FAULTS = 20;

const run = promisify(execFile);
const schemas = new Map<string, Promise<object>>();
const validators = new WeakMap<object, ValidateFunction>();

/**
 * The JSON schema of a type that a vendor publishes in its npm package: fields that the type does not name are faults. Made
 * when it is first asked for, in a process of its own, and kept below `node_modules/.cache` by the package's version.
 *
 * @param file the declaration file inside the package.
 * @param typeName an exported type of that file.
 * @throws when the package or the type is not there.
 * @example await schemaOf('retell-sdk', 'resources/call.d.ts', 'PhoneCallResponse')
 */
export function schemaOf(packageName: string, file: string, typeName: string): Promise<object> {
  const key = [packageName, file, typeName].join(' ');
  const known = schemas.get(key);
  if (known) return known;
  const schema = readOrMake(packageName, file, typeName);
  schemas.set(key, schema);
  return schema;
}

/**
 * What is wrong with a value, held against a schema; none when it holds. A member that is undefined is none, as on the wire.
 *
 * @example faultsOf(await schemaOf('retell-sdk', 'resources/call.d.ts', 'CallCreatePhoneCallParams'), {})
 * // ["/ must have required property 'from_number'", "/ must have required property 'to_number'"]
 */
export function faultsOf(schema: object, value: unknown): string[] {
  const validate = validators.get(schema) ?? compile(schema);
  if (validate(JSON.parse(JSON.stringify(value ?? null)))) return [];
  return [...new Set((validate.errors ?? []).map(faultText))].slice(0, MAX_FAULTS);
}

async function readOrMake(packageName: string, file: string, typeName: string): Promise<object> {
  const folder = join(MODULES, packageName);
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  const name = [packageName, version, file, typeName].join('-').replaceAll(/[^\w.-]+/g, '_');
  const cached = join(CACHE, `${name}.json`);
  const found = await readFile(cached, 'utf8').catch(() => null);
  if (found !== null) return JSON.parse(found) as object;

  const schema = await makeSchema(join(folder, file), typeName);
  await mkdir(CACHE, { recursive: true });
  // Several test processes may make the same: a reader finds a whole file, or none.
  const own = `${cached}.${process.pid}`;
  await writeFile(own, schema);
  await rename(own, cached);
  return JSON.parse(schema) as object;
}

async function makeSchema(path: string, typeName: string): Promise<string> {
  const options = [
    '--path',
    path,
    '--type',
    typeName,
    '--expose',
    'all',
    '--jsDoc',
    'none',
    '--no-type-check',
    '--minify',
  ];
  const { stdout } = await run(process.execPath, [GENERATOR, ...options], {
    timeout: GENERATION_TIMEOUT_MS,
    maxBuffer: LONGEST_SCHEMA_BYTES,
  });
  return stdout;
}

function compile(schema: object): ValidateFunction {
  // The schema is generated, and may be a megabyte: nobody gains by checking it, or by making its code small.
  const ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false, code: { optimize: false } });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  validators.set(schema, validate);
  return validate;
}

function faultText({ instancePath, message, params }: ErrorObject): string {
  const named: unknown = params['additionalProperty'] ?? params['allowedValues'];
  const what = named === undefined ? '' : `: ${JSON.stringify(named)}`;
  return `${instancePath || '/'} ${message ?? 'is wrong'}${what}`;
}
