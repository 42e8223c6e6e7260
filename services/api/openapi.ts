import { z } from 'zod';
import { createDocument, type CreateDocumentOptions, type ZodOpenApiOperationObject } from 'zod-openapi';
import { examplesOf } from './examples/examples';
import type { RequestExample } from './examples/request-example';
import type { AnyOperation, Route } from './http/operation';
import { INTRODUCTION, TAGS } from './openapi-introduction';
import { describeWebhooks } from './openapi-webhooks';
import { id, problemDocument } from './schemas/common';

type Document = ReturnType<typeof createDocument>;
type Responses = ZodOpenApiOperationObject['responses'];

const BASE = '/api/v1';

const PROBLEMS: Record<string, string> = {
  400: 'The body is not JSON.',
  401: 'No key, or one that does not work.',
  403: 'The key lacks the scope, or is none of the kind that this address takes.',
  404: 'There is no such object in your organization.',
  405: 'The address answers other methods.',
  409: 'The state forbids it, or a request with the same Idempotency-Key still runs.',
  413: 'The body is too large.',
  415: 'The body is not declared as JSON, or as CSV where a file is taken.',
  422: 'Body or query have faults, listed in `errors`.',
  500: 'A fault of ours, logged with the request id.',
  503: 'Postgres or Temporal is away; see `Retry-After`.',
};

/**
 * Makes the OpenAPI 3.1 document of the same operations that the router serves.
 *
 * @param publicUrl base of the API as its users reach it.
 */
export function createOpenApiDocument(routes: readonly Route[], publicUrl: string): Document {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { operation } of routes) {
    const path = `${BASE}${operation.path}`;
    paths[path] = { ...paths[path], [operation.method]: describe(operation) };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Everdial',
        version: '1',
        description: INTRODUCTION,
      },
      servers: [{ url: publicUrl }],
      tags: TAGS,
      security: [{ key: [] }],
      paths,
      webhooks: describeWebhooks(),
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
          webhook_token: { type: 'http', scheme: 'bearer', description: 'The webhook token of the organization.' },
        },
      },
    },
    OPTIONS,
  );
}

const OPTIONS: CreateDocumentOptions = {
  override: ({ jsonSchema, zodSchema, io }) => {
    if (io === 'input' && zodSchema instanceof z.ZodObject) allowNulls(jsonSchema, zodSchema.shape);
    // Fields are added to answers over time; clients ignore those they do not know.
    else if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  },
};

interface LooseSchema {
  properties?: Record<string, unknown>;
  required?: string[];
}

/**
 * In requests `null` is as absent.
 *
 * @param fields which of them take anything, and so null, cannot be told by `schema`: what fields share is written later.
 */
function allowNulls(schema: LooseSchema, fields: z.core.$ZodShape): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (schema.required?.includes(name) || !schema.properties || takesAnything(fields[name])) continue;
    schema.properties[name] = { anyOf: [property, { type: 'null' }] };
  }
}

function takesAnything(field: z.core.$ZodType | undefined): boolean {
  if (field instanceof z.ZodOptional) return takesAnything(field.unwrap());
  return field instanceof z.ZodUnknown;
}

function describe(operation: AnyOperation): ZodOpenApiOperationObject {
  const examples = examplesOf(operation.id);
  const parameters = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, parameterOf(name)] as const);
  const takesToken = operation.scope === 'leads';
  const access = takesToken ? 'Takes the webhook token, no API key.' : `Needs the scope \`${operation.scope}\`.`;
  const description = [operation.description, access].filter(Boolean).join(' ');
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description,
    ...(takesToken && { security: [{ webhook_token: [] }] }),
    requestParams: {
      ...(parameters.length > 0 && { path: withExamples(z.object(Object.fromEntries(parameters)), examples, 'path') }),
      ...(operation.query && { query: withExamples(operation.query as z.ZodObject, examples, 'query') }),
      ...(operation.method === 'post' && !operation.ignoresIdempotencyKey && { header: idempotencyHeader }),
    },
    ...(operation.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: operation.body, ...bodiesOf(examples) } },
      },
    }),
    ...(operation.upload && {
      requestBody: { required: true, content: { [operation.upload]: { schema: z.string(), ...bodiesOf(examples) } } },
    }),
    responses: responsesOf(operation),
  };
}

/** Parameters of paths are ids, but for numbers of called people. */
function parameterOf(name: string | undefined): z.ZodType {
  return name === 'number' ? z.string().meta({ example: '+15551234567' }) : id;
}

/** The same parameters, each with the value that it has in the first example that has one. */
function withExamples(shape: z.ZodObject, examples: readonly RequestExample[], part: 'path' | 'query'): z.ZodObject {
  const fields = Object.entries<z.ZodType>(shape.shape).map(([name, schema]) => {
    const example = examples.find((given) => given[part]?.[name] !== undefined)?.[part]?.[name];
    return [name, example === undefined ? schema : schema.meta({ ...schema.meta(), param: { example } })] as const;
  });
  return shape.extend(Object.fromEntries(fields));
}

/** Bodies as examples of a media type. */
function bodiesOf(examples: readonly RequestExample[]): {
  example?: unknown;
  examples?: Record<string, ExampleObject>;
} {
  const [first] = examples;
  if (first === undefined) return {};
  if (examples.length === 1) return { example: first.body };
  return {
    examples: Object.fromEntries(
      examples.map(({ summary = '', body }, index) => [`${index + 1}`, { summary, value: body }]),
    ),
  };
}

interface ExampleObject {
  readonly summary: string;
  readonly value: unknown;
}

const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({ description: 'The same key and body give the stored answer for 24 hours.' }),
});

function responsesOf(operation: AnyOperation): Responses {
  const responses: Responses = {
    [operation.successStatus ?? 200]: {
      description: 'Done.',
      content: { [operation.streams ?? 'application/json']: { schema: operation.answer } },
    },
  };
  for (const [status, description] of Object.entries(PROBLEMS)) {
    responses[status as '400'] = { description, content: { 'application/problem+json': { schema: problemDocument } } };
  }
  return responses;
}
