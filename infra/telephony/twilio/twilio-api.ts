import { z } from 'zod';
import type { AdapterWorld } from '../adapter';
import { connectProvider, type HttpAnswer, type ProviderHttp } from '../provider-http';

const TWILIO_URL = 'https://api.twilio.com';

/** The auth token is what Twilio signs its webhooks with, so it is needed beside an API key as well. */
export const twilioCredentialsSchema = z
  .strictObject({
    account_sid: z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'An account SID is AC and 32 hexadecimal digits.'),
    auth_token: z.string().min(1).max(200),
    api_key_sid: z
      .string()
      .regex(/^SK[0-9a-fA-F]{32}$/, 'The SID of an API key is SK and 32 hexadecimal digits.')
      .optional(),
    api_key_secret: z.string().min(1).max(200).optional(),
  })
  .refine(({ api_key_sid: sid, api_key_secret: secret }) => (sid === undefined) === (secret === undefined), {
    error: 'An API key is api_key_sid and api_key_secret: give both, or neither.',
    path: ['api_key_secret'],
  });

export type TwilioCredentials = z.output<typeof twilioCredentialsSchema>;

/** Twilio takes a parameter several times for a list. */
export type TwilioForm = Readonly<Record<string, string | readonly string[]>>;

/** Twilio's API, as one account sees it. Paths begin behind the account's own, such as `/Calls.json`. */
export interface TwilioApi {
  get(path: string): Promise<HttpAnswer>;
  post(path: string, form: TwilioForm): Promise<HttpAnswer>;
  /** With the auth token also where there is an API key: a key may not read the account. */
  getAccount(): Promise<HttpAnswer>;
  /** The rest of a path that Twilio gave us; null when it leads out of the account. */
  within(uri: string): string | null;
  close(): Promise<void>;
}

/**
 * Connections to Twilio's REST API of 2010-04-01.
 *
 * @example const api = connectTwilio(credentials, {}); await api.get('/Calls.json?PageSize=1');
 */
export function connectTwilio(
  credentials: TwilioCredentials,
  { baseUrl = TWILIO_URL, timeoutMs }: Pick<AdapterWorld, 'baseUrl' | 'timeoutMs'>,
): TwilioApi {
  const { account_sid: sid, auth_token: token, api_key_sid: keySid, api_key_secret: keySecret } = credentials;
  const http: ProviderHttp = connectProvider(baseUrl, { timeoutMs });
  const account = `/2010-04-01/Accounts/${sid}`;
  const asAccount = basic(sid, token);
  const authorization = keySid !== undefined && keySecret !== undefined ? basic(keySid, keySecret) : asAccount;
  return {
    get: (path) => http.ask({ method: 'GET', path: account + path, headers: { authorization } }),
    post: (path, form) =>
      http.ask({
        method: 'POST',
        path: account + path,
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        body: encodeForm(form),
      }),
    getAccount: () => http.ask({ method: 'GET', path: `${account}.json`, headers: { authorization: asAccount } }),
    within: (uri) => (uri.startsWith(`${account}/`) ? uri.slice(account.length) : null),
    close: () => http.close(),
  };
}

const errorSchema = z.object({ code: z.number().int() });

/** Twilio's own code of an error, such as `21211`; null where it gave none. */
export function twilioErrorCode({ body }: HttpAnswer): number | null {
  return errorSchema.safeParse(body).data?.code ?? null;
}

function encodeForm(form: TwilioForm): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const one of typeof value === 'string' ? [value] : value) params.append(name, one);
  }
  return params.toString();
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
