import type * as Clack from '@clack/prompts';
import type { PhoneNumberRecord } from '../api-records';
import type { Context } from '../context';
import { EXIT_CODES } from '../exit-codes';
import { failure, Stopped } from '../failure';
import { cell } from '../table';
import type { CampaignBody } from './create';
import { MOST_AT_ONCE, MOST_RETRIES } from './settings-options';

type Prompts = typeof Clack;

/**
 * Asks for what a campaign needs, one question after the other.
 *
 * @param numbers to choose from.
 * @throws CliFailure when there is no number that could call; Stopped by Ctrl-C.
 */
export async function askForCampaign(context: Context, numbers: readonly PhoneNumberRecord[]): Promise<CampaignBody> {
  const usable = numbers.filter(({ agent_id }) => agent_id !== null);
  if (usable.length === 0) {
    const message = 'No number with an agent is there to call from. Add one first: POST /phone_numbers (docs/api.md).';
    throw failure('no_phone_number', message);
  }
  const prompts = await import('@clack/prompts');
  const { signal } = context;
  const name = await answered(
    prompts,
    prompts.text({ message: 'Name', signal, validate: (text) => (text?.trim() ? undefined : 'A name is needed.') }),
  );
  const phone_number_id = await answered(
    prompts,
    prompts.select({
      message: 'Calls from',
      signal,
      options: usable.map(({ id, number, name: label, provider }) => ({
        value: id,
        label: number,
        hint: cell(`${label}, ${provider}`),
      })),
    }),
  );
  const is_dynamic = await answered(prompts, prompts.select({ message: 'Which kind', signal, options: KINDS }));
  const timezone = await answered(
    prompts,
    prompts.text({ message: 'Time zone', signal, initialValue: Intl.DateTimeFormat().resolvedOptions().timeZone }),
  );
  const concurrent_call_limit = await askForNumber(prompts, context, 'Calls at once', {
    usual: 10,
    least: 1,
    most: MOST_AT_ONCE,
  });
  const retry_limit = await askForNumber(prompts, context, 'Retries', { usual: 0, least: 0, most: MOST_RETRIES });
  return {
    name: name.trim(),
    phone_number_id,
    timezone: timezone.trim(),
    concurrent_call_limit,
    ...(is_dynamic ? { is_dynamic } : { save_as_draft: true }),
    ...(retry_limit > 0 && { retry_config: { auto_retry: true, retry_limit } }),
  };
}

const KINDS = [
  { value: true, label: 'dynamic', hint: 'takes contacts until it is cancelled' },
  { value: false, label: 'finite', hint: 'ends with its last contact; a draft until `campaigns start`' },
];

async function askForNumber(
  prompts: Prompts,
  { signal }: Context,
  message: string,
  { usual, least, most }: { readonly usual: number; readonly least: number; readonly most: number },
): Promise<number> {
  const isGood = (text = ''): boolean => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  const validate = (text: string | undefined): string | undefined =>
    isGood(text) ? undefined : `A whole number from ${least} to ${most} is needed.`;
  return Number(await answered(prompts, prompts.text({ message, signal, initialValue: String(usual), validate })));
}

async function answered<T>({ isCancel }: Prompts, asked: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await asked;
  if (isCancel(answer)) throw new Stopped(EXIT_CODES.interrupted);
  return answer as Exclude<T, symbol>;
}
