import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { ReceivedWebhook } from '../../infra/telephony/provider';
import { ACCOUNT_SID, API_VERSION, AUTH_TOKEN, readForm, rfc2822, type TwilioState } from './twilio-resources';
import type { Course, DoubleCall } from './vendor-double';

const TALK_S = 42;

/** One thing that Twilio tells of a call, and how the call stands from then on. */
export interface Step {
  readonly state: TwilioState;
  /** Null where nothing is told. */
  readonly webhook: ReceivedWebhook | null;
}

/** What happens in a call, in Twilio's words; `detects` is what the detection of machines says, in a callback of its own. */
interface Happening {
  readonly status: 'initiated' | TwilioState['status'];
  readonly detects?: string;
  readonly sipCode?: string;
}

const BEGINNING: readonly Happening[] = [{ status: 'initiated' }, { status: 'ringing' }];
const ANSWERED: readonly Happening[] = [...BEGINNING, { status: 'in-progress' }];
const ENDED: Happening = { status: 'completed', sipCode: '200' };

const HAPPENINGS: Readonly<Record<Course, readonly Happening[]>> = {
  completed: [...ANSWERED, ENDED],
  busy: [...BEGINNING, { status: 'busy', sipCode: '486' }],
  no_answer: [...BEGINNING, { status: 'no-answer', sipCode: '487' }],
  declined: [...BEGINNING, { status: 'busy', sipCode: '603' }],
  voicemail: [...ANSWERED, { status: 'in-progress', detects: 'machine_start' }, ENDED],
  failed: [{ status: 'initiated' }, { status: 'failed' }],
  callback: [...ANSWERED, ENDED],
  do_not_call: [...ANSWERED, ENDED],
};

/** Everything that Twilio tells of a call that goes so, in order. */
export function stepsOf(call: DoubleCall, course: Course): readonly Step[] {
  const asked = readForm(call.request.body);
  const statusUrl = String(asked['StatusCallback']);
  let answeredBy: string | null = null;
  return HAPPENINGS[course].map(({ status, detects, sipCode }, index) => {
    answeredBy = detects ?? answeredBy;
    const state: TwilioState = {
      status: status === 'initiated' ? 'queued' : status,
      answeredBy,
      durationS: status === 'completed' ? TALK_S : 0,
    };
    const about = { AccountSid: ACCOUNT_SID, CallSid: call.id };
    if (detects !== undefined) {
      const url = String(asked['AsyncAmdStatusCallback'] ?? statusUrl);
      return { state, webhook: signed(url, { ...about, AnsweredBy: detects, MachineDetectionDuration: '2400' }) };
    }
    return {
      state,
      webhook: signed(statusUrl, {
        ...about,
        ApiVersion: API_VERSION,
        CallStatus: status,
        CallbackSource: 'call-progress-events',
        Direction: 'outbound-api',
        From: call.from,
        Caller: call.from,
        To: call.to,
        Called: call.to,
        SequenceNumber: String(index),
        Timestamp: rfc2822(call.createdAt),
        ...(sipCode !== undefined && {
          SipResponseCode: sipCode,
          CallDuration: String(state.durationS),
          Duration: '1',
        }),
        ...(answeredBy !== null && { AnsweredBy: answeredBy }),
      }),
    };
  });
}

/** What Twilio tells when we have ended a call. */
export function hangUpStep(call: DoubleCall): Step {
  const steps = stepsOf(call, 'completed');
  return steps[steps.length - 1] as Step;
}

/** Twilio asks who speaks to a caller. */
export function inboundQuestion(url: string, callSid: string, from: string, to: string): ReceivedWebhook {
  return signed(url, {
    AccountSid: ACCOUNT_SID,
    ApiVersion: API_VERSION,
    CallSid: callSid,
    CallStatus: 'ringing',
    Direction: 'inbound',
    From: from,
    Caller: from,
    To: to,
    Called: to,
  });
}

/** A webhook that the vendor's own package has signed. */
export function signed(url: string, form: Readonly<Record<string, string>>, authToken = AUTH_TOKEN): ReceivedWebhook {
  return {
    url,
    rawBody: Buffer.from(new URLSearchParams(form).toString()),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': getExpectedTwilioSignature(authToken, url, form),
      'user-agent': 'TwilioProxy/1.1',
    },
  };
}
