import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';

/** A search attribute that workflows set, as `defineSearchAttributeKey` returns it. */
export interface NamedSearchAttribute {
  readonly name: string;
  readonly type: SearchAttributeType;
}

const RETENTION = '7 days';
const VISIBLE_TIMEOUT_MS = 60_000;
const POLL_MS = 200;
const GRPC_ALREADY_EXISTS = 6;
const GRPC_NOT_FOUND = 5;

const { IndexedValueType } = temporal.api.enums.v1;

const INDEXED_TYPES: Record<SearchAttributeType, temporal.api.enums.v1.IndexedValueType> = {
  TEXT: IndexedValueType.INDEXED_VALUE_TYPE_TEXT,
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  INT: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  DOUBLE: IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  KEYWORD_LIST: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
};

/**
 * Makes a namespace ready for Everdial: registers it when it is absent (7 days of retention), adds the search
 * attributes that it lacks, and waits until the server shows them. Changes nothing the second time.
 *
 * @param attributes what workflows set, with their types.
 * @param progress told what is done, in lines for people.
 * @throws Error naming the attribute that has another type; on Temporal Cloud, where attributes are made by its
 *   own tools, the refusal of the server.
 * @example await ensureNamespace(connection, 'default', SEARCH_ATTRIBUTE_KEYS, console.error);
 */
export async function ensureNamespace(
  connection: Connection,
  namespace: string,
  attributes: readonly NamedSearchAttribute[],
  progress: (message: string) => void,
): Promise<void> {
  await ensureRegistered(connection, namespace, progress);
  const known = await waitFor(`namespace ${namespace}`, () => listAttributes(connection, namespace));
  const missing = attributes.filter((attribute) => isMissing(attribute, known));
  if (missing.length === 0) return;
  progress(`adding search attributes to ${namespace}: ${missing.map(({ name }) => name).join(', ')}`);
  await addSearchAttributes(connection, namespace, missing);
  await waitFor(`the search attributes of ${namespace}`, async () => {
    const now = await listAttributes(connection, namespace);
    return now && missing.every(({ name }) => name in now) ? now : undefined;
  });
}

async function ensureRegistered(
  connection: Connection,
  namespace: string,
  progress: (message: string) => void,
): Promise<void> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return;
  } catch (error) {
    if (codeOf(error) !== GRPC_NOT_FOUND) throw error;
  }
  progress(`registering the Temporal namespace ${namespace}`);
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      description: 'Everdial campaigns',
      workflowExecutionRetentionPeriod: msToTs(RETENTION),
    });
  } catch (error) {
    if (codeOf(error) !== GRPC_ALREADY_EXISTS) throw error;
  }
}

type AttributeTypes = Record<string, temporal.api.enums.v1.IndexedValueType>;

/** Undefined while a namespace that was just registered has not reached every part of the server. */
async function listAttributes(connection: Connection, namespace: string): Promise<AttributeTypes | undefined> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return customAttributes ?? {};
  } catch (error) {
    if (codeOf(error) === GRPC_NOT_FOUND) return undefined;
    throw error;
  }
}

function isMissing(attribute: NamedSearchAttribute, known: AttributeTypes): boolean {
  const existing = known[attribute.name];
  if (existing === undefined) return true;
  if (existing === INDEXED_TYPES[attribute.type]) return false;
  throw new Error(
    `The search attribute ${attribute.name} exists with another type than ${attribute.type}. ` +
      'Use another namespace, or remove it with `temporal operator search-attribute remove`.',
  );
}

/** Adds search attributes that a namespace lacks; what it has already is no error. */
export async function addSearchAttributes(
  connection: Connection,
  namespace: string,
  missing: readonly NamedSearchAttribute[],
): Promise<void> {
  const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, INDEXED_TYPES[type]]));
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    // Another process was quicker; what it added is awaited below.
    if (codeOf(error) !== GRPC_ALREADY_EXISTS) throw error;
  }
}

async function waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + VISIBLE_TIMEOUT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not appear within ${VISIBLE_TIMEOUT_MS / 1000} s`);
    await delay(POLL_MS);
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
