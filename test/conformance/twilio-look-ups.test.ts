import { twilioAdapter } from '../../infra/telephony/twilio/twilio-provider';
import type { TelephonyProvider } from '../../infra/telephony/provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { callToFind } from '../setup/fake-provider';
import { startRecordingServer, type RecordingServer } from './recording-server';
import { startTwilioBench } from './twilio-bench';
import { TWILIO_CREDENTIALS } from './twilio-replies';
import { rfc2822 } from './twilio-resources';

const MINUTE_MS = 60_000;
const NOT_LISTED_YET = { kind: 'unknown', rawCode: 'not_listed_yet' };
const NOT_SURE = { kind: 'unknown', rawCode: 'not_sure' };
const SEVERAL = { kind: 'unknown', rawCode: 'several_calls' };
const live = (providerCallId: string) => ({ kind: 'live', providerCallId });

/** A call that Twilio lists, created so many milliseconds after ours was asked for; null: without a time. */
type Listed = readonly [sid: string, afterMs: number | null, more?: object];

describe('a call that Twilio keeps nothing of ours with', () => {
  const sender = createWebhookSender({ filter: createAddressFilter('') });
  /** A whole second, long enough ago to be believed about. */
  const askedAt = Math.floor(Date.now() / 1_000) * 1_000 - 5 * MINUTE_MS;
  let calls: readonly object[];
  let headers: Record<string, string>;
  let server: RecordingServer;
  let provider: TelephonyProvider;

  beforeAll(async () => {
    server = await startRecordingServer(() => ({ status: 200, body: { calls }, headers }));
    const world = { sender, baseUrl: server.url };
    provider = twilioAdapter.connect({ credentials: TWILIO_CREDENTIALS, settings: {} }, world);
  });
  beforeEach(() => {
    headers = {};
  });
  afterAll(() => Promise.all([provider.close(), sender.close(), server.close()]));

  function lookUp(listed: readonly Listed[], more: { otherCallIds?: readonly string[]; askedAt?: number } = {}) {
    calls = listed.map(([sid, afterMs, others]) => ({
      sid,
      status: 'queued',
      direction: 'outbound-api',
      date_created: afterMs === null ? null : rfc2822(askedAt + afterMs),
      ...others,
    }));
    return provider.lookUpCall({ ...callToFind('r-1'), askedAt, ...more });
  }

  test.each<readonly [string, readonly Listed[], object]>([
    ['none is listed', [], { kind: 'absent' }],
    ['one was created two minutes later', [['CA1', 118_000]], live('CA1')],
    ['one was created before, by a clock that is two minutes behind', [['CA1', -118_000]], live('CA1')],
    ['one was created some minutes later', [['CA1', 123_000]], NOT_SURE],
    ['one was created some minutes before', [['CA1', -9.9 * MINUTE_MS]], NOT_SURE],
    ['one was created long before', [['CA1', -10.1 * MINUTE_MS]], { kind: 'absent' }],
    [
      'another was created long before',
      [
        ['CA1', 1_000],
        ['CA0', -60 * MINUTE_MS],
      ],
      live('CA1'),
    ],
    [
      'another was created some minutes before',
      [
        ['CA1', 1_000],
        ['CA0', -5 * MINUTE_MS],
      ],
      live('CA1'),
    ],
    [
      'one of two fits clocks that go right',
      [
        ['CA2', 90_000],
        ['CA1', 2_000],
      ],
      live('CA1'),
    ],
    [
      'two fit clocks that go right',
      [
        ['CA2', 20_000],
        ['CA1', 2_000],
      ],
      SEVERAL,
    ],
    [
      'two fit, but neither well',
      [
        ['CA2', 90_000],
        ['CA1', 60_000],
      ],
      SEVERAL,
    ],
    ['one that waits has no time', [['CA1', null]], live('CA1')],
    ['one that waits cannot be read', [['CA1', 0, { date_created: 'soon' }]], live('CA1')],
    [
      'two that wait have no time',
      [
        ['CA1', null],
        ['CA2', null],
      ],
      SEVERAL,
    ],
    [
      'one without a time is beside one that fits',
      [
        ['CA1', null],
        ['CA2', 2_000],
      ],
      SEVERAL,
    ],
    ['one that is over has no time', [['CA1', null, { status: 'completed' }]], NOT_SURE],
    ['a caller has called us', [['CA1', 0, { direction: 'inbound' }]], { kind: 'absent' }],
  ])('when %s', async (_what, listed, expected) => {
    expect(await lookUp(listed)).toEqual(expected);
  });

  test('is none of our other calls', async () => {
    expect(await lookUp([['CA1', 0]], { otherCallIds: ['CA1'] })).toEqual({ kind: 'absent' });
    expect(
      await lookUp(
        [
          ['CA1', 0],
          ['CA2', 4_000],
        ],
        { otherCallIds: ['CA1'] },
      ),
    ).toEqual(live('CA2'));
  });

  test('may not be listed for a minute and a half', async () => {
    const now = Date.now();
    expect(await lookUp([], { askedAt: now - 85_000 })).toEqual(NOT_LISTED_YET);
    expect(await lookUp([], { askedAt: now - 95_000 })).toEqual({ kind: 'absent' });
  });

  test('is found by a clock that is hours off: the time of Twilio’s answer tells by how much', async () => {
    const offMs = 3 * 60 * MINUTE_MS;
    headers = { date: new Date(Date.now() + offMs).toUTCString() };
    expect(await lookUp([['CA1', offMs]])).toEqual(live('CA1'));
    expect(await lookUp([['CA1', 0]])).toEqual({ kind: 'absent' });
  });

  test('is not given up while it may stand on a further page', async () => {
    const page = (oldestAfterMs: number) =>
      Array.from({ length: 200 }, (_none, index): Listed => [`CA${index}`, oldestAfterMs, { direction: 'inbound' }]);
    expect(await lookUp(page(-9 * MINUTE_MS))).toEqual({ kind: 'unknown', rawCode: 'too_many_calls' });
    expect(await lookUp(page(-11 * MINUTE_MS))).toEqual({ kind: 'absent' });
  });
});

test('a known call that Twilio knows nothing of is absent', async () => {
  const bench = await startTwilioBench();
  const known = { ...callToFind('r-1'), providerCallId: 'CA404' };
  expect(await bench.provider.lookUpCall(known)).toEqual({ kind: 'absent' });
  await bench.close();
});
