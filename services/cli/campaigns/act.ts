import type { CampaignRecord } from '../api-records';
import type { Context } from '../context';
import { EXIT_CODES } from '../exit-codes';
import { failure, Stopped, usageFault } from '../failure';
import { printable } from '../printable';

interface Acted {
  readonly message: string;
  readonly current_status: string;
}

/** Pauses or resumes a campaign. */
export async function actOnCampaign(context: Context, id: number, action: 'pause' | 'resume'): Promise<void> {
  tell(context, await context.api.send<Acted>('PUT', `calls/bulk_call/${id}`, { action }));
}

/** Starts a draft. */
export async function startCampaign(context: Context, id: number): Promise<void> {
  tell(context, await context.api.send<Acted>('POST', `calls/bulk_call/${id}/start`));
}

/**
 * Cancels a campaign. On a terminal its name has to be typed.
 *
 * @throws CliFailure where nobody can be asked and --yes was not given.
 */
export async function cancelCampaign(context: Context, id: number, confirmed: boolean): Promise<void> {
  if (!confirmed) await askForName(context, id);
  tell(context, await context.api.send<Acted>('DELETE', `calls/bulk_call/${id}`));
}

async function askForName({ api, interactive, signal }: Context, id: number): Promise<void> {
  if (!interactive) throw usageFault('Cancelling is for good. Give --yes where nobody can be asked.');
  const { details } = await api.get<{ details: CampaignRecord }>(`calls/bulk_call/${id}`);
  const { text, isCancel } = await import('@clack/prompts');
  const name = printable(details.name);
  const typed = await text({ message: `Type "${name}" to cancel it for good. Calls in progress finish.`, signal });
  if (isCancel(typed)) throw new Stopped(EXIT_CODES.interrupted);
  // What is shown is what has to be typed.
  if (typed.trim() !== name.trim()) throw failure('not_confirmed', 'That is not its name. Nothing was cancelled.');
}

function tell({ output }: Context, answer: Acted): void {
  if (output.json) output.document(answer);
  else output.text(printable(answer.message));
}
