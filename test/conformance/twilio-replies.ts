import type { TwilioCredentials } from '../../infra/telephony/twilio/twilio-api';
import type { Reply } from './recording-server';
import { ACCOUNT_SID, AUTH_TOKEN } from './twilio-resources';
import type { DoubleRequest, PlaceFault } from './vendor-double';

export const TWILIO_CREDENTIALS: TwilioCredentials = { account_sid: ACCOUNT_SID, auth_token: AUTH_TOKEN };
export const TWILIO_KEY = { api_key_sid: 'SK0123456789abcdef0123456789abcdef', api_key_secret: 'a-secret-of-the-key' };

/** A reply with a body. */
export type Answer = Exclude<Reply, string>;

/** Twilio's status and code. */
export type Refusal = readonly [status: number, code: number];

/** Faults that make no call. */
const REFUSALS: Partial<Record<PlaceFault, Refusal>> = {
  invalid_number: [400, 21211],
  no_capacity: [429, 10004],
  rate_limited: [429, 20429],
  auth_refused: [401, 20003],
  bad_request: [400, 21205],
  error_without_call: [500, 20500],
};

/** Null for a fault that makes a call. */
export function refusalOf(fault: PlaceFault): Answer | null {
  const refusal = REFUSALS[fault];
  return refusal ? refused(refusal, fault === 'rate_limited' ? { 'retry-after': '7' } : {}) : null;
}

/** An error as Twilio writes it. */
export function refused([status, code]: Refusal, headers: Readonly<Record<string, string>> = {}): Answer {
  const message = 'As the test wants it.';
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, headers };
}

/** A key may do everything but read the account itself. */
export function isAuthorized({ headers }: DoubleRequest, isAccount: boolean): boolean {
  const users: Array<readonly [string, string]> = [[ACCOUNT_SID, AUTH_TOKEN]];
  if (!isAccount) users.push([TWILIO_KEY.api_key_sid, TWILIO_KEY.api_key_secret]);
  return users.some((user) => headers['authorization'] === basic(...user));
}

/** @example basic('AC...', 'token') // 'Basic QUMuLi46dG9rZW4=' */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
