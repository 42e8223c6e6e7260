import { faultsOf, schemaOf } from './vendor-schema';

test('a request that a vendor publishes holds against its own type, and a misspelt, missing or wrong field does not', async () => {
  const schema = await schemaOf('retell-sdk', 'resources/call.d.ts', 'CallCreatePhoneCallParams');
  const call = { from_number: '+14155550100', to_number: '+14155550101' };
  expect(faultsOf(schema, { ...call, metadata: { reference: 'a' }, override_agent_id: undefined })).toEqual([]);
  expect(faultsOf(schema, { ...call, override_agent: 'a' })).toEqual([
    '/ must NOT have additional properties: "override_agent"',
  ]);
  expect(faultsOf(schema, { to_number: '+14155550101' })).toEqual(["/ must have required property 'from_number'"]);
  expect(faultsOf(schema, { ...call, from_number: 1 })).toEqual(['/from_number must be string']);
});

test('fields are held deep within a type that is spread over thousands of files', async () => {
  const file = 'dist/cjs/api/resources/calls/client/requests/CreateCallDto.d.ts';
  const schema = await schemaOf('@vapi-ai/server-sdk', file, 'CreateCallDto');
  const call = (server: object) => ({ assistantId: 'a', assistantOverrides: { server } });
  expect(faultsOf(schema, call({ url: 'https://example.com', timeoutSeconds: 20 }))).toEqual([]);
  expect(faultsOf(schema, call({ uri: 'https://example.com' }))).toEqual([
    '/assistantOverrides/server must NOT have additional properties: "uri"',
  ]);
});

test('a type that is not there is said', async () => {
  await expect(schemaOf('retell-sdk', 'resources/call.d.ts', 'NoSuchType')).rejects.toThrow(/NoSuchType/);
});
