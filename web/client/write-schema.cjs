'use strict';

/*
 * Writes web/client/schema.d.ts, the types of the API, from the OpenAPI document of the built API:
 * `npm run generate:client`, after every change of a schema. A test compares the file with the API.
 */

const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');
const FILE = path.join(__dirname, 'schema.d.ts');

/** The types as they should be. */
async function makeSchema() {
  const { apiRoutes } = require(path.join(ROOT, 'dist/services/api/api-routes.js'));
  const { createOpenApiDocument } = require(path.join(ROOT, 'dist/services/api/openapi.js'));
  const { default: openapiTypes, astToString } = await import('openapi-typescript');
  // The document depends on no server: handlers are made, and none is called.
  const document = JSON.parse(JSON.stringify(createOpenApiDocument(apiRoutes({}), 'http://localhost')));
  delete document.webhooks;
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path)))
    mergeProblems(operation);
  const types = astToString(await openapiTypes(document, { alphabetize: true }));
  return `/* Made by \`npm run generate:client\` of the OpenAPI document. */\n${types}`;
}

/** Every problem has the same shape: one entry instead of one for each status. */
function mergeProblems(operation) {
  const entries = Object.entries(operation.responses);
  const [, problem] = entries.find(([status]) => status === '400');
  operation.responses = { ...Object.fromEntries(entries.filter(([status]) => status < 300)), default: problem };
}

module.exports = { makeSchema, FILE };

if (require.main === module) {
  makeSchema().then((text) => fs.writeFileSync(FILE, text));
}
