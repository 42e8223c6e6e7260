import type { Queryable } from '../../../infra/db/database';
import { findProviderAccount } from '../../../infra/db/numbers/provider-accounts';
import type { Caller } from '../../../infra/db/organizations/callers';
import type { PhoneNumberRow } from '../../../infra/db/organization-tables';
import { withTransaction } from '../../../infra/db/transaction';
import { readPhoneNumber } from '../../../infra/phone-numbers/read-phone-number';
import { twilioCredentialsSchema, type TwilioCredentials } from '../../../infra/telephony/twilio/twilio-api';
import {
  configureInbound,
  listIncomingNumbers,
  type IncomingNumber,
} from '../../../infra/telephony/twilio/twilio-numbers';
import { twilioAdapter } from '../../../infra/telephony/twilio/twilio-provider';
import { eventsUrl } from '../../wiring/telephony';
import { inboundUrl } from '../accounts/account-record';
import { requireFittingAgent } from '../accounts/agent-fit';
import { credentialsRefused, providerUnreachable } from '../accounts/check-credentials';
import { importNumbers, type OwnedNumber } from '../accounts/import-numbers';
import { chooseAccount, storeChosenAccount, type ChosenAccount } from '../accounts/number-account';
import { phoneNumberRecord } from '../accounts/phone-number-record';
import { inClear, readStored } from '../accounts/stored-account';
import type { ApiDependencies, AskingDependencies } from '../dependencies';
import { preparedRoute, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import type { ImportTwilioInput } from '../schemas/phone-number';
import { importTwilioOperation } from './phone-number-operations';

const { name: TWILIO, title } = twilioAdapter;
const CONFIGURED_AT_ONCE = 8;

/** Importing numbers that an account with Twilio owns. */
export function importTwilioRoute(deps: AskingDependencies): Route {
  return preparedRoute(
    importTwilioOperation,
    async ({ body, caller, db }) => {
      const { organizationId } = caller;
      const chosen = await chooseAccount(deps, db, choiceOf(body), { check: true, organizationId });
      const credentials = await credentialsOf(deps, db, caller, chosen);
      const listed = await deps.checks(organizationId, () => listOwned(deps, credentials));
      return { chosen, credentials, wanted: wantedOf(listed, body) };
    },
    async ({ body, caller, db, afterCommit }, { chosen, credentials, wanted }) => {
      const { accountId, imported, elsewhere } = await withTransaction(db, async (trx) => {
        const agentId = body.agent_id ?? null;
        if (agentId !== null) {
          await requireFittingAgent(trx, deps, caller.organizationId, { agentId, providers: [TWILIO] });
        }
        const target = { provider: TWILIO, agentId, accountId: await storeChosenAccount(trx, caller, chosen) };
        const found = await importNumbers(trx, caller, target, wanted.owned);
        if (body.phone_number !== undefined && found.imported.length === 0) throw numberExists();
        return { ...target, ...found };
      });
      const answer = answerOf(body, accountId, imported, [...wanted.skipped, ...elsewhere.map(withOther)]);
      if (!body.configure_inbound) return answer;
      const configure = async (): Promise<void> => {
        const warnings = await routeCallers(deps, credentials, accountId, imported);
        if (warnings.length > 0) Object.assign(answer, { warnings });
      };
      afterCommit(configure, { kept: true });
      return answer;
    },
  );
}

/** Existing clients have several names for the same. */
function choiceOf(body: ImportTwilioInput) {
  const { provider_account_id, api_key_sid, api_key_secret } = body;
  const account_sid = body.account_sid ?? body.twilio_account_sid;
  const auth_token = body.auth_token ?? body.twilio_auth_token ?? body.account_token;
  const given = Object.entries({ account_sid, auth_token, api_key_sid, api_key_secret });
  const credentials = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  const needed = provider_account_id === undefined || Object.keys(credentials).length > 0;
  return { provider: TWILIO, provider_account_id, credentialsAt: '', ...(needed && { credentials }) };
}

async function credentialsOf(
  deps: ApiDependencies,
  db: Queryable,
  { organizationId }: Caller,
  chosen: ChosenAccount,
): Promise<TwilioCredentials> {
  if (chosen.kind === 'given') return twilioCredentialsSchema.parse(chosen.approved.read.credentials);
  const account = chosen.kind === 'known' ? await findProviderAccount(db, organizationId, chosen.accountId) : undefined;
  if (!account) throw notFound('provider account');
  return twilioCredentialsSchema.parse(inClear(deps, await readStored(db, account)));
}

async function listOwned(deps: ApiDependencies, credentials: TwilioCredentials): Promise<readonly IncomingNumber[]> {
  const answer = await listIncomingNumbers(credentials, deps.adapterWorld(twilioAdapter));
  if (answer.kind === 'found') return answer.numbers;
  if (answer.kind === 'refused') throw credentialsRefused(title, answer.rawCode, '');
  throw providerUnreachable(title, answer.rawCode);
}

interface LeftOut {
  readonly number: string;
  readonly code: string;
  readonly detail: string;
}

/** @throws Problem 422 when the one number that is asked for cannot be imported. */
function wantedOf(
  listed: readonly IncomingNumber[],
  { phone_number: text, name }: ImportTwilioInput,
): { readonly owned: readonly OwnedNumber[]; readonly skipped: readonly LeftOut[] } {
  const ownedOf = (number: IncomingNumber): OwnedNumber => ({
    number: number.phoneNumber,
    name: (text === undefined ? undefined : name) ?? (number.friendlyName || number.phoneNumber),
    reference: number.sid,
  });
  if (text === undefined) {
    return {
      owned: listed.filter(({ voiceCapable }) => voiceCapable).map(ownedOf),
      skipped: listed.filter(({ voiceCapable }) => !voiceCapable).map(withoutVoice),
    };
  }
  const e164 = readPhoneNumber(text)?.e164;
  const found = listed.find(({ phoneNumber }) => phoneNumber === e164);
  const pointer = '/phone_number';
  if (!found) {
    const detail = 'The account does not own this number: Twilio would refuse calls from it. Buy it there, or port it.';
    throw invalidRequest([{ pointer, code: 'number_not_owned', detail }]);
  }
  const { code, detail } = withoutVoice(found);
  if (!found.voiceCapable) throw invalidRequest([{ pointer, code, detail }]);
  return { owned: [ownedOf(found)], skipped: [] };
}

function withoutVoice({ phoneNumber }: IncomingNumber): LeftOut {
  return { number: phoneNumber, code: 'number_without_voice', detail: 'Nobody can speak over this number.' };
}

const EXISTS = 'This number has been added already, with another provider.';

function withOther({ number }: OwnedNumber): LeftOut {
  return { number, code: 'number_exists', detail: EXISTS };
}

function numberExists(): Problem {
  return new Problem(409, 'number_exists', EXISTS);
}

function answerOf(
  { phone_number: one }: ImportTwilioInput,
  accountId: number,
  imported: readonly PhoneNumberRow[],
  skipped: readonly LeftOut[],
) {
  const records = imported.map(phoneNumberRecord);
  const [first] = one === undefined ? [] : records;
  const many = records.length === 1 ? '1 number was imported' : `${records.length} numbers were imported`;
  return {
    status: 'success' as const,
    message: skipped.length === 0 ? `${many}.` : `${many}, ${skipped.length} left out.`,
    ...(first && { id: first.id, phone_number: first }),
    provider_account_id: accountId,
    imported: records,
    skipped: [...skipped],
  };
}

/** Has Twilio ask us who speaks when one of the numbers is called; answers where it did not take that. */
async function routeCallers(
  deps: ApiDependencies,
  credentials: TwilioCredentials,
  accountId: number,
  numbers: readonly PhoneNumberRow[],
): Promise<LeftOut[]> {
  const statusUrl = eventsUrl(deps.providerUrl, TWILIO, accountId);
  const urls = { statusUrl, voiceUrl: inboundUrl(statusUrl) };
  const warnings: LeftOut[] = [];
  const left = [...numbers];
  const work = async (): Promise<void> => {
    for (let number = left.shift(); number; number = left.shift()) {
      const sid = number.provider_reference ?? '';
      const { kind } = await configureInbound(credentials, deps.adapterWorld(twilioAdapter), { sid, ...urls });
      const detail = `Twilio did not take where calls to this number go. Set it there: ${urls.voiceUrl}.`;
      if (kind !== 'configured') warnings.push({ number: number.number, code: 'inbound_not_configured', detail });
    }
  };
  await Promise.all(Array.from({ length: CONFIGURED_AT_ONCE }, work));
  return warnings;
}
