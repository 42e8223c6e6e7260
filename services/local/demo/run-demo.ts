import type { StackInfo } from '../stack-info';
import { createApiClient, type AttemptRecord } from './api-client';
import { startCallbackReceiver, type CallbackReceiver } from './callback-receiver';
import { freeBlock } from './demo-numbers';
import { compareLedger, readLedger } from './ledger';
import type { PlayedContact } from './judge';
import type { Finished } from './report';
import { campaignBody, playScenario } from './scenario';
import type { View } from './view';

export interface DemoOptions {
  readonly info: StackInfo;
  /** Where `stack.json` lies. */
  readonly stackFile: string;
  readonly view: View;
  readonly signal: AbortSignal;
}

/**
 * Plays the demo on a stack that runs, by its public API alone.
 *
 * @throws Error when the API refuses a request or does not answer, and the signal's reason.
 */
export async function runDemo(options: DemoOptions): Promise<Finished> {
  const receiver = await startCallbackReceiver(options.info.callback_secret);
  try {
    return await playWith(receiver, options);
  } finally {
    options.view.end();
    await receiver.close();
  }
}

async function playWith(receiver: CallbackReceiver, options: DemoOptions): Promise<Finished> {
  const { info, view, signal } = options;
  const ledgerUrl = `${info.simulator_url}/v1/ledger`;
  const api = createApiClient({ apiUrl: info.api_url, apiKey: info.api_key, onRequest: view.say, signal });
  const before = await readLedger(ledgerUrl, 0, signal);
  view.say(`API=${info.api_url}/api/v1; AUTH="Authorization: Bearer $(jq -r .api_key ${options.stackFile})"`);

  const { id: campaignId, current_status: status } = await api.createCampaign(
    campaignBody(info.phone_number_id, receiver),
  );
  view.say(`  -> campaign ${campaignId}, ${status}`);
  const block = freeBlock(
    campaignId,
    before.map(({ to }) => to),
  );
  const played = await playScenario({ api, campaignId, receiver, view, block, signal });

  const [entries, live, workflow] = await Promise.all([
    readLedger(ledgerUrl, before.at(-1)?.sequence ?? 0, signal),
    api.liveStatus(campaignId),
    api.workflowUrl(campaignId),
  ]);
  return {
    ...played,
    campaignId,
    counts: live.summary,
    callbacks: receiver.counts(),
    ledger: compareLedger(entries, attemptsByNumber(played.contacts)),
    urls: {
      api: info.api_url,
      campaign: `${info.api_url}/api/v1/calls/bulk_call/${campaignId}`,
      temporal_ui: info.temporal_ui_url,
      workflow,
      simulator_ledger: ledgerUrl,
    },
  };
}

function attemptsByNumber(contacts: readonly PlayedContact[]): ReadonlyMap<string, readonly AttemptRecord[]> {
  return new Map(contacts.map(({ number, story }) => [number, story?.attempts ?? []]));
}
