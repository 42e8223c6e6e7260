import type { DoubleCall } from './vendor-double';
import { faultsOf, schemaOf } from './vendor-schema';

export const ACCOUNT_SID = 'AC0123456789abcdef0123456789abcdef';
export const AUTH_TOKEN = 'a-twilio-auth-token-0123456789ab';
export const API_VERSION = '2010-04-01';
export const ACCOUNT_PATH = `/${API_VERSION}/Accounts/${ACCOUNT_SID}`;

/** A parameter that was given several times is a list. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

/** How a call stands, in Twilio's words. */
export interface TwilioState {
  status: 'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';
  answeredBy: string | null;
  durationS: number | null;
}

/** Reads a form as Twilio does. */
export function readForm(text: string): Form {
  const params = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name);
      return [name, values.length > 1 || name === 'StatusCallbackEvent' ? values : (values[0] ?? '')];
    }),
  );
}

/** A call as Twilio shows it. */
export function callResource(call: DoubleCall, state: TwilioState): Record<string, unknown> {
  const hasEnded = !['queued', 'ringing', 'in-progress'].includes(state.status);
  const created = rfc2822(call.createdAt);
  const uri = `${ACCOUNT_PATH}/Calls/${call.id}`;
  return {
    sid: call.id,
    date_created: created,
    date_updated: created,
    parent_call_sid: null,
    account_sid: ACCOUNT_SID,
    to: call.to,
    to_formatted: call.to,
    from: call.from,
    from_formatted: call.from,
    phone_number_sid: 'PN0123456789abcdef0123456789abcdef',
    status: state.status,
    start_time: state.status === 'queued' ? null : created,
    end_time: hasEnded ? created : null,
    duration: hasEnded ? String(state.durationS ?? 0) : null,
    price: null,
    price_unit: 'USD',
    direction: 'outbound-api',
    answered_by: state.answeredBy,
    api_version: API_VERSION,
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: '0',
    trunk_sid: null,
    uri: `${uri}.json`,
    subresource_uris: { events: `${uri}/Events.json`, recordings: `${uri}/Recordings.json` },
  };
}

/** A number of the account as Twilio shows it. */
export function numberResource(sid: string, phoneNumber: string, voice: boolean): Record<string, unknown> {
  const created = rfc2822(Date.UTC(2024, 0, 15));
  const uri = `${ACCOUNT_PATH}/IncomingPhoneNumbers/${sid}.json`;
  const nothing = ['address_sid', 'identity_sid', 'emergency_address_sid', 'bundle_sid', 'trunk_sid'] as const;
  const urls = ['sms_url', 'sms_fallback_url', 'voice_url', 'voice_fallback_url', 'status_callback'] as const;
  const methods = [
    'sms_method',
    'sms_fallback_method',
    'voice_method',
    'voice_fallback_method',
    'status_callback_method',
  ] as const;
  return {
    sid,
    account_sid: ACCOUNT_SID,
    friendly_name: `Line ${phoneNumber}`,
    phone_number: phoneNumber,
    capabilities: { voice, sms: true, mms: false, fax: false },
    address_requirements: 'none',
    api_version: API_VERSION,
    beta: false,
    date_created: created,
    date_updated: created,
    origin: 'twilio',
    status: 'in-use',
    type: 'local',
    sms_application_sid: '',
    voice_application_sid: '',
    voice_caller_id_lookup: false,
    voice_receive_mode: 'voice',
    emergency_status: 'Inactive',
    emergency_address_status: 'unregistered',
    uri,
    ...Object.fromEntries(nothing.map((name) => [name, null])),
    ...Object.fromEntries(urls.map((name) => [name, ''])),
    ...Object.fromEntries(methods.map((name) => [name, 'POST'])),
  };
}

/** The account as Twilio shows it. */
export function accountResource(status: 'active' | 'suspended' | 'closed'): Record<string, unknown> {
  const created = rfc2822(Date.UTC(2024, 0, 15));
  return {
    sid: ACCOUNT_SID,
    auth_token: AUTH_TOKEN,
    date_created: created,
    date_updated: created,
    friendly_name: 'Test',
    owner_account_sid: ACCOUNT_SID,
    status,
    subresource_uris: { calls: `${ACCOUNT_PATH}/Calls.json` },
    type: 'Full',
    uri: `${ACCOUNT_PATH}.json`,
  };
}

/** One page of a list. @param path that was asked for, with its query. */
export function pageOf(
  name: string,
  items: readonly object[],
  path: string,
  nextPath: string | null = null,
): Record<string, unknown> {
  const query = new URL(path, 'http://twilio').searchParams;
  return {
    [name]: items,
    first_page_uri: path,
    next_page_uri: nextPath,
    previous_page_uri: null,
    page: Number(query.get('Page') ?? 0),
    page_size: Number(query.get('PageSize') ?? 50),
    start: 0,
    end: Math.max(0, items.length - 1),
    uri: path,
  };
}

/** Types of the package `twilio`, below the folder of its accounts. */
const TYPES = {
  createCall: ['call.d.ts', 'CallListInstanceCreateOptions'],
  listCalls: ['call.d.ts', 'CallListInstancePageOptions'],
  updateCall: ['call.d.ts', 'CallContextUpdateOptions'],
  call: ['call.d.ts', 'CallResource'],
  calls: ['call.d.ts', 'CallPayload'],
  listNumbers: ['incomingPhoneNumber.d.ts', 'IncomingPhoneNumberListInstancePageOptions'],
  updateNumber: ['incomingPhoneNumber.d.ts', 'IncomingPhoneNumberContextUpdateOptions'],
  number: ['incomingPhoneNumber.d.ts', 'IncomingPhoneNumberResource'],
  numbers: ['incomingPhoneNumber.d.ts', 'IncomingPhoneNumberPayload'],
  account: ['../account.d.ts', 'AccountResource'],
} as const;
export type TwilioType = keyof typeof TYPES;

/** What is wrong with a form, or a query, held against the options that Twilio's client takes for it. */
export async function formFaults(type: TwilioType, form: Form): Promise<string[]> {
  const options = Object.entries(form).map(([name, value]) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    /^(Timeout|TimeLimit|PageSize|MachineDetectionTimeout)$/.test(name) ? Number(value) : value,
  ]);
  return faults(type, Object.fromEntries(options));
}

/** What is wrong with an answer, held against the payload that Twilio's client reads. */
export function answerFaults(type: TwilioType, answer: unknown): Promise<string[]> {
  return faults(type, asTyped(answer));
}

async function faults(type: TwilioType, value: unknown): Promise<string[]> {
  const [file, name] = TYPES[type];
  const schema = await schemaOf('twilio', `lib/rest/api/v2010/account/${file}`, name);
  return faultsOf(schema, value).map((fault) => `${name}${fault}`);
}

/** The published types know no null, and name times as they are after reading. */
function asTyped(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => asTyped(item));
  if (/^(date_|start_time|end_time)/.test(name)) {
    return new Date(typeof value === 'string' ? value : 0).toISOString();
  }
  if (value === null) return '';
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTyped(item, key)]));
}

/** @example rfc2822(0) // 'Thu, 01 Jan 1970 00:00:00 +0000' */
export function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
