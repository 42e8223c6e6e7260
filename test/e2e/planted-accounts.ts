import { randomBytes } from 'node:crypto';
import { ADAPTERS } from '../../infra/telephony/adapters';
import type { VendorAnswer, VendorRequest } from '../setup/vendor-server';

/** Nothing else looks like it. */
function planted(name: string): string {
  return `PLANTEDx${name}x${randomBytes(9).toString('hex')}`;
}

const hex = () => randomBytes(16).toString('hex');

/** Every secret of every adapter, and of what is typed where it does not belong. */
export const SECRETS: Readonly<Record<string, string>> = {
  twilio_auth_token: planted('TWILIOxTOKEN'),
  twilio_key_account_token: planted('TWILIOxKEYxACCOUNT'),
  twilio_api_key_sid: `SK${hex()}`,
  twilio_api_key_secret: planted('TWILIOxKEYxSECRET'),
  retell_api_key: planted('RETELLxKEY'),
  retell_webhook_key: planted('RETELLxWEBHOOK'),
  vapi_api_key: planted('VAPIxKEY'),
  vapi_webhook_secret: planted('VAPIxWEBHOOK'),
  http_header: planted('HTTPxHEADER'),
  http_signing_secret: planted('HTTPxSIGNING'),
  refused: planted('REFUSED'),
  rotated: planted('ROTATED'),
  imported: planted('IMPORTED'),
  misplaced: planted('MISPLACED'),
};

/** An account as it is added. */
export interface PlantedAccount {
  readonly provider: string;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What numbers and agents of it need. */
  readonly numberReference?: string;
  readonly agentReference: string;
}

const TWIML = '<Response><Say>Hello {{ name }}</Say></Response>';

/** Accounts with every provider that there is. @param url where they all are. */
export function plantedAccounts(url: string): PlantedAccount[] {
  const withKey = { api_key_sid: SECRETS['twilio_api_key_sid'], api_key_secret: SECRETS['twilio_api_key_secret'] };
  const accounts: PlantedAccount[] = [
    {
      provider: 'twilio',
      credentials: { account_sid: `AC${hex()}`, auth_token: SECRETS['twilio_auth_token'] },
      agentReference: TWIML,
    },
    {
      provider: 'twilio',
      credentials: { account_sid: `AC${hex()}`, auth_token: SECRETS['twilio_key_account_token'], ...withKey },
      agentReference: TWIML,
    },
    {
      provider: 'retell',
      credentials: { api_key: SECRETS['retell_api_key'], webhook_key: SECRETS['retell_webhook_key'] },
      agentReference: 'agent_1a2b3c4d5e6f',
    },
    {
      provider: 'vapi',
      credentials: { api_key: SECRETS['vapi_api_key'], webhook_secret: SECRETS['vapi_webhook_secret'] },
      numberReference: '4a170597-a0c2-4657-8c32-cb93f080cead',
      agentReference: '5a170597-a0c2-4657-8c32-cb93f080ceaf',
    },
    {
      provider: 'http',
      credentials: {
        headers: { authorization: `Bearer ${SECRETS['http_header']}` },
        signing_secret: SECRETS['http_signing_secret'],
      },
      settings: {
        url: `${url}/dialler/calls`,
        look_up: { url: `${url}/dialler/calls/{{ reference }}` },
        check: { url: `${url}/dialler/me` },
      },
      agentReference: 'sales',
    },
  ];
  const missing = [...ADAPTERS.keys()].filter((name) => !accounts.some(({ provider }) => provider === name));
  if (missing.length > 0) throw new Error(`Plant credentials for ${missing.join(', ')} as well.`);
  return accounts.filter(({ provider }) => ADAPTERS.has(provider));
}

/** By the last digit of the number that is called. */
export const CALL_ANSWERS = { unreadable: 1, rejected: 2, broken: 3, unauthorized: 4 } as const;

const STATUS: Readonly<Record<number, number>> = {
  [CALL_ANSWERS.unreadable]: 200,
  [CALL_ANSWERS.rejected]: 400,
  [CALL_ANSWERS.broken]: 500,
  [CALL_ANSWERS.unauthorized]: 401,
};

/** Numbers that are called, and no others. */
export const calledNumber = (account: number, answer: number): string => `+141555600${account}${answer}`;
const CALLED = /141555600\d(\d)/;

/** A vendor that repeats all that it was told, wherever an answer may have a text. */
export function parrot(request: VendorRequest, toOthers: number): VendorAnswer {
  const called = request.method === 'POST' ? CALLED.exec(request.body)?.[1] : undefined;
  const status = called === undefined ? toOthers : (STATUS[Number(called)] ?? 500);
  const authorization = request.headers.authorization ?? '';
  const all = JSON.stringify({ headers: request.headers, body: request.body });
  if (status === 200 && called === undefined) {
    return { status, body: { status: 'active', incoming_phone_numbers: [], items: [], code: 20003, message: all } };
  }
  return {
    status,
    headers: { 'x-repeated': authorization, 'www-authenticate': authorization },
    body: { code: authorization, error: authorization, error_message: all, message: all, detail: request.headers },
  };
}
