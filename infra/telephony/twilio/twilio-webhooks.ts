import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { InboundCalls, ProviderEvent, ReceivedWebhook } from '../provider';
import { endOf, isMachine } from './twilio-call-end';
import { instructionsFor, MAX_ANSWER_TWIML_LENGTH, redirectTwiml } from './twiml';

const eventSchema = z.object({
  CallSid: z.string().min(1),
  CallStatus: z.string().optional(),
  CallDuration: z.string().optional(),
  AnsweredBy: z.string().optional(),
  SipResponseCode: z.string().optional(),
  ErrorCode: z.string().optional(),
});
/** Nobody's phone rings yet. */
const TAKEN = ['queued', 'initiated'];
const inboundSchema = z.object({ CallSid: z.string().min(1), From: z.string(), To: z.string() });

/**
 * Verifies and reads a status callback, or what the detection of machines found. Our reference is in its URL.
 *
 * @param authToken by which Twilio signs.
 * @returns null when the signature does not hold; no event for what tells nothing.
 * @throws when it is signed but cannot be read.
 */
export function readTwilioEvents(webhook: ReceivedWebhook, authToken: string): readonly ProviderEvent[] | null {
  const form = verifiedForm(webhook, authToken);
  return form && eventsOf(form, new URL(webhook.url).searchParams.get('reference'));
}

function eventsOf(form: URLSearchParams, reference: string | null): readonly ProviderEvent[] {
  const event = eventSchema.parse(Object.fromEntries(form));
  const head = { reference, providerCallId: event.CallSid };
  const end = endOf({
    status: event.CallStatus,
    duration: event.CallDuration,
    answeredBy: event.AnsweredBy,
    sipCode: event.SipResponseCode,
    errorCode: event.ErrorCode,
  });
  if (end) return [{ ...head, type: 'ended', end }];
  return [
    ...(TAKEN.includes(event.CallStatus ?? '') ? [{ ...head, type: 'taken' } as const] : []),
    ...(event.CallStatus === 'ringing' ? [{ ...head, type: 'ringing' } as const] : []),
    ...(event.CallStatus === 'in-progress' ? [{ ...head, type: 'answered' } as const] : []),
    // Told on its own, by the callback of the detection.
    ...(isMachine(event.AnsweredBy) ? [{ ...head, type: 'machine_detected' } as const] : []),
  ];
}

/** Calls from outside: Twilio fetches TwiML for each. */
export function twilioInbound(authToken: string): InboundCalls {
  return {
    read(webhook) {
      const form = verifiedForm(webhook, authToken);
      if (!form) return null;
      const { CallSid, From, To } = inboundSchema.parse(Object.fromEntries(form));
      return { providerCallId: CallSid, from: From, to: To };
    },
    answer(answer) {
      const instructions = answer && instructionsFor(answer, MAX_ANSWER_TWIML_LENGTH);
      const twiml =
        instructions?.kind === 'twiml'
          ? instructions.twiml
          : instructions?.kind === 'url'
            ? redirectTwiml(instructions.url)
            : '<Response><Reject/></Response>';
      return { status: 200, contentType: 'text/xml; charset=utf-8', body: twiml };
    },
  };
}

/** The form of a webhook whose signature holds, else null. https://www.twilio.com/docs/usage/security#validating-requests */
function verifiedForm({ url, rawBody, headers }: ReceivedWebhook, authToken: string): URLSearchParams | null {
  const form = new URLSearchParams(rawBody.toString('utf8'));
  const given = Buffer.from(headers['x-twilio-signature'] ?? '');
  const names = [...new Set(form.keys())].sort();
  const values = names
    .map((name) =>
      [...new Set(form.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
  const isSigned = urlsOf(url).some((signedUrl) => {
    const expected = Buffer.from(
      createHmac('sha1', authToken)
        .update(signedUrl + values)
        .digest('base64'),
    );
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned ? form : null;
}

/** Twilio signs some URLs with their standard port, and some without it. */
function urlsOf(url: string): readonly string[] {
  const [, scheme, host, port, rest] = /^(https?):\/\/([^/?#:]+)(:\d+)?(.*)$/s.exec(url) ?? [];
  if (scheme === undefined || host === undefined || rest === undefined) return [url];
  const other = port === undefined ? (scheme === 'https' ? ':443' : ':80') : '';
  return [url, `${scheme}://${host}${other}${rest}`];
}
