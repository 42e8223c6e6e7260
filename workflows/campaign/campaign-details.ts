import type { Pacing } from '../../domain/campaign-settings';
import { NOT_DIALLING_TEXT } from '../../domain/not-dialling';
import type { CampaignSnapshot } from './contract';

/**
 * What the Temporal UI shows as a campaign's current details, in Markdown.
 *
 * @param limits what it dials with now: its settings, or its part of what it shares.
 */
export function describeCampaign(snapshot: CampaignSnapshot, limits: Pacing): string {
  const { counts, mailbox } = snapshot;
  const pace = limits.callsPerSecond === null ? 'no limit' : `${limits.callsPerSecond} a second`;
  const queued = `${mailbox.fresh}${mailbox.moreInStore ? ', more in Postgres' : ''}`;
  // One table: the UI's pane shows no more than a few lines.
  return [
    `**${snapshot.status}**: ${whyOf(snapshot)}`,
    '',
    '| slots taken | pace | queued | due | calls ended | done with | held back | settings | run |',
    '|---|---|---|---|---|---|---|---|---|',
    `| ${snapshot.slotsTaken} of ${limits.concurrency} | ${pace} | ${queued} | ${mailbox.due} | ${counts.callsEnded} | ${counts.contactsClosed} | ${counts.held} | v${snapshot.settingsVersion} | ${snapshot.runs} |`,
  ].join('\n');
}

function whyOf({ notDialling, pause, nextOpening, hours }: CampaignSnapshot): string {
  const when = hours === null ? '' : ` ${hours}.`;
  if (notDialling === null) return `It is dialling.${when}`;
  const text = pause && notDialling === pause.code ? pause.text : NOT_DIALLING_TEXT[notDialling];
  if (pause?.until) return `${text} It goes on by itself at ${pause.until}.`;
  const opening = nextOpening ? ` Opens ${nextOpening}.` : '';
  return `${text}${notDialling === 'outside_hours' && when ? when : opening}`;
}
