import { NOT_DIALLING_TEXT } from '../../domain/not-dialling';
import type { CampaignSnapshot } from './contract';

/** What the Temporal UI shows as a campaign's current details, in Markdown. */
export function describeCampaign(snapshot: CampaignSnapshot): string {
  const { counts, mailbox, pacing } = snapshot;
  const opening = snapshot.nextOpening ? ` Opens ${snapshot.nextOpening}.` : '';
  const why = snapshot.notDialling ? `${NOT_DIALLING_TEXT[snapshot.notDialling]}${opening}` : 'It is dialling.';
  const pace = pacing.callsPerSecond === null ? 'no limit' : `${pacing.callsPerSecond} a second`;
  const queued = `${mailbox.fresh}${mailbox.moreInStore ? ', more in Postgres' : ''}`;
  // One table: the UI's pane shows no more than a few lines.
  return [
    `**${snapshot.status}**: ${why}`,
    '',
    '| slots taken | pace | queued | due | calls ended | done with | held back | settings | run |',
    '|---|---|---|---|---|---|---|---|---|',
    `| ${snapshot.slotsTaken} of ${pacing.concurrency} | ${pace} | ${queued} | ${mailbox.due} | ${counts.callsEnded} | ${counts.contactsClosed} | ${counts.held} | v${snapshot.settingsVersion} | ${snapshot.runs} |`,
  ].join('\n');
}
