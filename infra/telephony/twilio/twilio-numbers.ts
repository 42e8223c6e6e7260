import { z } from 'zod';
import type { AdapterWorld } from '../adapter';
import { codeOf, type HttpAnswer } from '../provider-http';
import { CREDENTIALS_REFUSED } from '../refusals';
import { connectTwilio, twilioErrorCode, type TwilioApi, type TwilioCredentials } from './twilio-api';

/** A number that an account with Twilio owns. */
export interface IncomingNumber {
  readonly sid: string;
  /** E.164. */
  readonly phoneNumber: string;
  readonly friendlyName: string;
  readonly voiceCapable: boolean;
}

/** Why Twilio did not do as it was asked. */
export type NumbersFault =
  /** It said no: to the credentials (`CREDENTIALS_REFUSED`), or to the request. */
  | { readonly kind: 'refused'; readonly rawCode: string }
  /** It could not be asked, or its answer cannot be read: try again later. */
  | { readonly kind: 'unknown'; readonly rawCode: string };

type World = Pick<AdapterWorld, 'baseUrl' | 'timeoutMs'>;

/** No account that imports its numbers by one request has more. */
const MAX_NUMBERS = 10_000;
const PAGE_SIZE = 1_000;
/** Far more than they fill: whoever lists on and on does not come to an end. */
const MAX_PAGES = 100;

const pageSchema = z.object({
  incoming_phone_numbers: z.array(
    z.object({
      sid: z.string().min(1),
      phone_number: z.string().min(1),
      friendly_name: z.string().nullable(),
      capabilities: z.object({ voice: z.boolean() }),
    }),
  ),
  next_page_uri: z.string().nullish(),
});

/**
 * The numbers of an account with Twilio, all pages. Never throws for what the network or Twilio does.
 *
 * @returns `kind: 'found'`, with at most 10,000 numbers.
 * @example const answer = await listIncomingNumbers(credentials, { baseUrl: config.TWILIO_BASE_URL });
 */
export async function listIncomingNumbers(
  credentials: TwilioCredentials,
  world: World,
): Promise<{ readonly kind: 'found'; readonly numbers: readonly IncomingNumber[] } | NumbersFault> {
  return withApi(credentials, world, async (api) => {
    const numbers: IncomingNumber[] = [];
    let path: string | null = `/IncomingPhoneNumbers.json?PageSize=${PAGE_SIZE}`;
    for (let pages = 0; path !== null && numbers.length < MAX_NUMBERS; pages += 1) {
      if (pages >= MAX_PAGES) return { kind: 'unknown', rawCode: 'too_many_pages' };
      const answer = await api.get(path);
      if (answer.status !== 200) return faultOf(answer);
      const page = pageSchema.safeParse(answer.body);
      if (!page.success) return { kind: 'unknown', rawCode: 'unreadable_answer' };
      numbers.push(...page.data.incoming_phone_numbers.map(readNumber));
      const next = page.data.next_page_uri;
      path = next ? api.within(next) : null;
      if (next && path === null) return { kind: 'unknown', rawCode: 'unreadable_answer' };
    }
    return { kind: 'found', numbers: numbers.slice(0, MAX_NUMBERS) };
  });
}

/**
 * Makes calls to a number ours: Twilio asks `voiceUrl` who speaks, and posts the end of each call to `statusUrl`.
 *
 * @param number as `listIncomingNumbers` names it.
 * @example await configureInbound(credentials, world, { sid: 'PN...', voiceUrl, statusUrl });
 */
export async function configureInbound(
  credentials: TwilioCredentials,
  world: World,
  number: { readonly sid: string; readonly voiceUrl: string; readonly statusUrl: string },
): Promise<{ readonly kind: 'configured' } | NumbersFault> {
  return withApi(credentials, world, async (api) => {
    const answer = await api.post(`/IncomingPhoneNumbers/${encodeURIComponent(number.sid)}.json`, {
      VoiceUrl: number.voiceUrl,
      VoiceMethod: 'POST',
      StatusCallback: number.statusUrl,
      StatusCallbackMethod: 'POST',
    });
    return answer.status === 200 ? { kind: 'configured' } : faultOf(answer);
  });
}

async function withApi<T>(
  credentials: TwilioCredentials,
  world: World,
  ask: (api: TwilioApi) => Promise<T | NumbersFault>,
): Promise<T | NumbersFault> {
  const api = connectTwilio(credentials, world);
  try {
    return await ask(api);
  } catch (error) {
    return { kind: 'unknown', rawCode: codeOf(error) };
  } finally {
    await api.close();
  }
}

function readNumber(number: z.output<typeof pageSchema>['incoming_phone_numbers'][number]): IncomingNumber {
  return {
    sid: number.sid,
    phoneNumber: number.phone_number,
    friendlyName: number.friendly_name ?? '',
    voiceCapable: number.capabilities.voice,
  };
}

function faultOf(answer: HttpAnswer): NumbersFault {
  const { status } = answer;
  if (status === 401 || status === 403) return { kind: 'refused', rawCode: CREDENTIALS_REFUSED };
  const code = twilioErrorCode(answer);
  const rawCode = code === null ? `http_${status}` : String(code);
  return status >= 400 && status < 500 && status !== 429 ? { kind: 'refused', rawCode } : { kind: 'unknown', rawCode };
}
