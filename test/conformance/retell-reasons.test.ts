import Retell from 'retell-sdk';
import type { Disposition } from '../../domain/disposition';
import { retellAdapter } from '../../infra/telephony/retell/retell-provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { RETELL_KEY, retellUnderTest } from './retell-double';

type Reason = NonNullable<Retell.PhoneCallResponse['disconnection_reason']>;

/** Every reason that the package names; `at once` where the call never connected, and no analysis is waited for. */
const REASONS: Readonly<Record<Reason, readonly [Disposition, 'at once' | 'with the analysis']>> = {
  user_hangup: ['completed', 'with the analysis'],
  agent_hangup: ['completed', 'with the analysis'],
  call_transfer: ['completed', 'with the analysis'],
  transfer_bridged: ['completed', 'with the analysis'],
  transfer_cancelled: ['completed', 'with the analysis'],
  call_take_over: ['completed', 'with the analysis'],
  manual_stopped: ['completed', 'with the analysis'],
  inactivity: ['completed', 'with the analysis'],
  max_duration_reached: ['completed', 'with the analysis'],
  voicemail_reached: ['voicemail', 'with the analysis'],
  ivr_reached: ['voicemail', 'with the analysis'],
  dial_busy: ['busy', 'at once'],
  dial_no_answer: ['no_answer', 'at once'],
  user_declined: ['declined', 'at once'],
  invalid_destination: ['invalid_number', 'at once'],
  dial_failed: ['failed', 'at once'],
  sip_routing_error: ['failed', 'at once'],
  marked_as_spam: ['failed', 'at once'],
  registered_call_timeout: ['failed', 'at once'],
  error_user_not_joined: ['no_answer', 'at once'],
  concurrency_limit_reached: ['no_capacity', 'at once'],
  no_concurrency_fallback: ['no_capacity', 'at once'],
  no_valid_payment: ['no_capacity', 'at once'],
  telephony_provider_permission_denied: ['no_capacity', 'at once'],
  telephony_provider_unavailable: ['no_capacity', 'at once'],
  scam_detected: ['failed', 'with the analysis'],
  error_llm_websocket_open: ['failed', 'with the analysis'],
  error_llm_websocket_lost_connection: ['failed', 'with the analysis'],
  error_llm_websocket_runtime: ['failed', 'with the analysis'],
  error_llm_websocket_corrupt_payload: ['failed', 'with the analysis'],
  error_no_audio_received: ['failed', 'with the analysis'],
  error_asr: ['failed', 'with the analysis'],
  error_retell: ['failed', 'with the analysis'],
  error_unknown: ['failed', 'with the analysis'],
};

const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
const provider = retellAdapter.connect(retellUnderTest.account(''), { sender, baseUrl: 'http://127.0.0.1:1' });
afterAll(() => Promise.all([provider.close(), sender.close()]));

async function told(event: string, call: object) {
  const body = JSON.stringify({ event, call: { call_id: 'call_1', metadata: { reference: 'ref-1' }, ...call } });
  const headers = { 'x-retell-signature': await Retell.sign(body, RETELL_KEY) };
  return provider.readEvents({ url: '', rawBody: Buffer.from(body), headers });
}

test('every reason that the package names has a disposition, and waits for the analysis where there may be one', async () => {
  for (const [reason, [disposition, when]] of Object.entries(REASONS)) {
    const call = { call_status: 'ended', disconnection_reason: reason };
    const atOnce = await told('call_ended', call);
    const type = when === 'at once' ? 'ended' : 'ending';
    expect([reason, atOnce]).toMatchObject([reason, [{ type, reference: 'ref-1', providerCallId: 'call_1' }]]);
    const end = { disposition, rawCode: reason };
    expect([reason, await told('call_analyzed', call)]).toMatchObject([reason, [{ type: 'ended', end }]]);
  }
});

test('a call that is stopped while it rings is cancelled, and a reason that nobody knows goes by its status', async () => {
  const ends = [
    ['not_connected', 'manual_stopped', 'cancelled'],
    ['not_connected', 'constructor', 'failed'],
    ['ended', 'a_new_reason', 'completed'],
    ['error', 'a_new_reason', 'failed'],
  ] as const;
  for (const [call_status, disconnection_reason, disposition] of ends) {
    const events = await told('call_analyzed', { call_status, disconnection_reason });
    expect(events).toMatchObject([{ type: 'ended', end: { disposition } }]);
  }
});
