import { Vapi } from '@vapi-ai/server-sdk';
import type { Disposition } from '../../domain/disposition';
import { vapiAdapter } from '../../infra/telephony/vapi/vapi-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { VAPI_SECRET, vapiUnderTest } from './vapi-double';

type Reason =
  Vapi.CallEndedReason | Vapi.ServerMessageStatusUpdateEndedReason | Vapi.ServerMessageEndOfCallReportEndedReason;
type Provider = 'call.in-progress.error-providerfault';
/** Named after the part of a running call that failed: there are hundreds of them, and one meaning. */
type PartFailed =
  | `pipeline-error-${string}`
  | `call.in-progress.error-vapifault-${string}`
  | Exclude<Extract<Reason, `${Provider}-${string}`>, `${Provider}-outbound-sip-${string}`>;
type Expected = readonly [Disposition, 'at once' | 'with the report'];

const spoken: Expected = ['completed', 'with the report'];
const broken: Expected = ['failed', 'with the report'];
const neverRang: Expected = ['failed', 'at once'];
const noCapacity: Expected = ['no_capacity', 'at once'];
const noAnswer: Expected = ['no_answer', 'at once'];

/** Every other reason that the package names; `at once` where the call never connected, and no report is waited for. */
const REASONS: Readonly<Record<Exclude<Reason, PartFailed>, Expected>> = {
  'assistant-ended-call': spoken,
  'assistant-ended-call-after-message-spoken': spoken,
  'assistant-ended-call-with-hangup-task': spoken,
  'assistant-said-end-call-phrase': spoken,
  'assistant-forwarded-call': spoken,
  'customer-ended-call': spoken,
  'customer-ended-call-before-warm-transfer': spoken,
  'customer-ended-call-after-warm-transfer-attempt': spoken,
  'customer-ended-call-during-transfer': spoken,
  'exceeded-max-duration': spoken,
  'silence-timed-out': spoken,
  'vonage-completed': spoken,
  'vonage-disconnected': spoken,
  'call.in-progress.twilio-completed-call': spoken,
  'call.in-progress.sip-completed-call': spoken,
  'call.ending.hook-executed-say': spoken,
  'call.ending.hook-executed-transfer': spoken,
  'call.ringing.hook-executed-say': spoken,
  'call.ringing.hook-executed-transfer': spoken,
  'call.forwarding.operator-busy': spoken,
  'call.forwarding.no-answer': spoken,
  'call.in-progress.error-transfer-failed': spoken,
  'call.in-progress.error-warm-transfer-max-duration': spoken,
  'call.in-progress.error-warm-transfer-assistant-cancelled': spoken,
  'call.in-progress.error-warm-transfer-silence-timeout': spoken,
  'call.in-progress.error-warm-transfer-microphone-timeout': spoken,

  voicemail: ['voicemail', 'with the report'],
  // Started, in this test: one that rang only is cancelled.
  'manually-canceled': spoken,
  'scheduled-call-deleted': ['cancelled', 'at once'],
  'call-deleted': ['unknown', 'with the report'],

  'customer-busy': ['busy', 'at once'],
  'customer-did-not-answer': noAnswer,
  'call.ringing.sip-inbound-caller-hungup-before-call-connect': noAnswer,
  'call.in-progress.error-providerfault-outbound-sip-408-request-timeout': noAnswer,
  'call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable': noAnswer,
  'vonage-rejected': ['declined', 'at once'],
  'twilio-reported-customer-misdialed': ['invalid_number', 'at once'],

  'call.start.error-subscription-frozen': noCapacity,
  'call.start.error-subscription-insufficient-credits': noCapacity,
  'call.start.error-subscription-wallet-does-not-exist': noCapacity,
  'call.start.error-subscription-upgrade-failed': noCapacity,
  'call.start.error-subscription-concurrency-limit-reached': noCapacity,
  'call.start.error-vapi-number-outbound-daily-limit': noCapacity,
  'call.start.error-vapifault-get-org': noCapacity,
  'call.start.error-vapifault-get-subscription': noCapacity,
  'call.start.error-vapifault-database-error': noCapacity,
  'call.in-progress.error-providerfault-outbound-sip-407-proxy-authentication-required': noCapacity,
  'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable': noCapacity,

  'twilio-failed-to-connect-call': neverRang,
  'vonage-failed-to-connect-call': neverRang,
  'assistant-not-valid': neverRang,
  'assistant-not-found': neverRang,
  'assistant-request-failed': neverRang,
  'assistant-request-returned-error': neverRang,
  'assistant-request-returned-unspeakable-error': neverRang,
  'assistant-request-returned-invalid-assistant': neverRang,
  'assistant-request-returned-no-assistant': neverRang,
  'assistant-request-returned-forwarding-phone-number': neverRang,
  'phone-call-provider-bypass-enabled-but-no-call-received': neverRang,
  'call-start-error-neither-assistant-nor-server-set': neverRang,
  'call.start.error-get-assistant': neverRang,
  'call.start.error-get-phone-number': neverRang,
  'call.start.error-get-customer': neverRang,
  'call.start.error-get-resources-validation': neverRang,
  'call.start.error-get-transport': neverRang,
  'call.start.error-vapi-number-international': neverRang,
  'call.start.error-fraud-check-failed': neverRang,
  'call.start.error-enterprise-feature-not-available-recording-consent': neverRang,
  'call.start.assistant-version-error-validation': neverRang,
  'call.ringing.error-sip-inbound-call-failed-to-connect': neverRang,
  'call.in-progress.error-sip-inbound-call-failed-to-connect': neverRang,
  'call.in-progress.error-sip-outbound-call-failed-to-connect': neverRang,
  'call.in-progress.error-providerfault-outbound-sip-403-forbidden': neverRang,

  'assistant-join-timed-out': broken,
  'worker-shutdown': broken,
  'phone-call-provider-closed-websocket': broken,
  'customer-did-not-give-microphone-permission': broken,
  'call.in-progress.error-assistant-did-not-receive-customer-audio': broken,
  'call.in-progress.error-pipeline-no-available-llm-model': broken,
  'call.in-progress.error-pipeline-ws-model-connection-failed': broken,
  'call.in-progress.error-configfault-model-unsupported-in-squad': broken,
  'call.in-progress.error-configfault-transport-unsupported-for-model': broken,
};

const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
const provider = vapiAdapter.connect(vapiUnderTest.account(''), { sender, baseUrl: 'http://127.0.0.1:1' });
afterAll(() => Promise.all([provider.close(), sender.close()]));

function told(message: object) {
  const call = {
    id: '7420f27a-30fd-4f49-a995-5549ae7cc00d',
    status: 'ended',
    startedAt: '2026-03-02T10:00:00.000Z',
    assistantOverrides: { metadata: { reference: 'ref-1' } },
  };
  const rawBody = Buffer.from(JSON.stringify({ message: { call, ...message } }));
  return provider.readEvents({ url: '', rawBody, headers: { 'x-vapi-secret': VAPI_SECRET } });
}

test('every reason that the package names has a disposition, and waits for the report where there may be one', () => {
  const reasons = new Set<string>(
    [
      Vapi.CallEndedReason,
      Vapi.ServerMessageStatusUpdateEndedReason,
      Vapi.ServerMessageEndOfCallReportEndedReason,
    ].flatMap((all) => Object.values(all)),
  );
  expect(reasons.size).toBeGreaterThan(500);
  for (const reason of reasons) {
    const [disposition, when] = (REASONS as Readonly<Record<string, Expected>>)[reason] ?? broken;
    const status = told({ type: 'status-update', status: 'ended', endedReason: reason });
    expect([reason, status]).toMatchObject([reason, [{ type: when === 'at once' ? 'ended' : 'ending' }]]);
    const report = told({ type: 'end-of-call-report', endedReason: reason, analysis: {}, artifact: {} });
    expect([reason, report]).toMatchObject([reason, [{ type: 'ended', end: { disposition, rawCode: reason } }]]);
  }
});

test('a call that is cancelled while it rings was never spoken in', () => {
  const call = { id: 'a', status: 'ended' };
  const report = told({ type: 'end-of-call-report', endedReason: 'manually-canceled', call });
  expect(report).toMatchObject([
    { type: 'ended', reference: null, end: { disposition: 'cancelled', durationS: null } },
  ]);
});

test('a reason that nobody knows yet is a failure, and its report is waited for', () => {
  const reason = 'call.in-progress.error-something-new';
  expect(told({ type: 'status-update', status: 'ended', endedReason: reason })).toMatchObject([{ type: 'ending' }]);
  expect(told({ type: 'status-update', status: 'ended' })).toMatchObject([{ type: 'ending' }]);
  const report = told({ type: 'end-of-call-report', endedReason: reason });
  expect(report).toMatchObject([{ type: 'ended', end: { disposition: 'failed', rawCode: reason } }]);
});
