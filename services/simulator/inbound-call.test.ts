import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InboundAnswer, InboundCall } from '../../infra/telephony/provider';
import { eventually, startTestBench, type TestBench } from './test-bench';

let bench: TestBench;
let api: Server;
let asked: Array<InboundCall | null>;
let answer: InboundAnswer | null;

beforeEach(async () => {
  bench = await startTestBench(50);
  asked = [];
  answer = {
    reference: 'in_1',
    agentReference: null,
    welcomeMessage: 'Hello Ada',
    prompt: '',
    variables: { name: 'Ada' },
    eventsUrl: bench.receiver.url,
  };
  api = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { inbound } = bench.provider();
      const headers = request.headers as Record<string, string>;
      asked.push(inbound!.read({ url: '', rawBody: Buffer.concat(chunks), headers }));
      const { status, contentType, body } = inbound!.answer(answer);
      response.writeHead(status, { 'content-type': contentType }).end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
});

afterEach(async () => {
  api.close();
  await bench.close();
});

const callIn = (from: string) => {
  const inbound_url = `http://127.0.0.1:${(api.address() as AddressInfo).port}/inbound`;
  return bench.post('/v1/inbound_calls', { from, to: '+15550100001', inbound_url });
};
const events = () => bench.receiver.events.map(({ type }) => type);

test('somebody who calls is asked about, signed, and the accepted call goes on under the reference that was answered', async () => {
  const { status, body } = await callIn('+15557771234');
  expect(status).toBe(201);
  expect(body).toMatchObject({ accepted: true, answer: { welcome_message: 'Hello Ada', variables: { name: 'Ada' } } });
  expect(asked).toEqual([{ providerCallId: body['call_id'], from: '+15557771234', to: '+15550100001' }]);
  const ended = await bench.ended('in_1');
  expect(ended).toMatchObject({ providerCallId: body['call_id'], end: { disposition: 'completed' } });
  expect(events()).toEqual(['ringing', 'answered', 'ended']);
});

test('the digits of the caller choose what comes of it', async () => {
  await callIn('+15557779015');
  expect((await bench.ended('in_1')).end.outcome).toEqual({ do_not_call: true });
});

test('a call is in no ledger, for nobody has asked for it', async () => {
  await callIn('+15557771234');
  await bench.ended('in_1');
  expect(await bench.ledger()).toEqual([]);
});

test('a call that is refused, or that nobody answers about, goes no further', async () => {
  answer = null;
  expect((await callIn('+15557771234')).body).toMatchObject({ accepted: false, answer: { accept: false } });
  api.close();
  api.closeAllConnections();
  await eventually(() => !api.listening);
  const nobody = await bench.post('/v1/inbound_calls', {
    from: '+15557771234',
    to: '+15550100001',
    inbound_url: 'http://127.0.0.1:9/inbound',
  });
  expect(nobody.body).toMatchObject({ accepted: false, answer: null });
  expect(events()).toEqual([]);
});

test('a request that says not who calls whom is refused', async () => {
  expect((await bench.post('/v1/inbound_calls', { from: '+15557771234' })).status).toBe(400);
});
