import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Response } from 'supertest';

interface Media {
  readonly schema: object;
}

interface Document {
  readonly paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, Media> }> }>>;
  readonly components: object;
}

/** Holds answers against the document that the API itself serves. */
export interface OpenApiMatcher {
  /**
   * Checks one answer.
   *
   * @throws when the document knows neither the path nor the status, or the body differs from its schema.
   */
  check(method: string, url: string, response: Response): void;
}

/** Compiles the schemas of an OpenAPI 3.1 document. */
export function createOpenApiMatcher(document: Document): OpenApiMatcher {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'api', components: document.components });
  const compiled = new Map<string, ValidateFunction>();
  const templates = Object.keys(document.paths).sort(byParameters);

  const schemaOf = (method: string, url: string, response: Response): [string, object] => {
    const path = url.split('?', 1)[0] ?? '';
    const template = templates.find((candidate) => matches(candidate, path));
    if (template === undefined) throw new Error(`The document knows no path for ${path}`);
    const operations = document.paths[template] ?? {};
    // What is answered to an unknown method is described with every known one.
    const operation = operations[method] ?? Object.values(operations)[0];
    const described = operation?.responses[String(response.status)];
    const type = (response.get('content-type') ?? '').split(';', 1)[0] ?? '';
    const media = described?.content[type];
    if (!media) throw new Error(`The document knows no ${response.status} of type ${type} for ${method} ${template}`);
    return [`${method} ${template} ${response.status}`, media.schema];
  };

  return {
    check(method, url, response) {
      const [name, schema] = schemaOf(method, url, response);
      const validate = compiled.get(name) ?? ajv.compile(rebase(schema));
      compiled.set(name, validate);
      if (validate(/json/.test(response.type) ? response.body : response.text)) return;
      throw new Error(`${name} differs from the document: ${ajv.errorsText(validate.errors)}`);
    },
  };
}

/** Fixed paths first, so that `create` is not taken for an id. */
function byParameters(left: string, right: string): number {
  return left.split('{').length - right.split('{').length;
}

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
}

/** References of the document, as the registered schema has them. */
function rebase(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as object;
}
