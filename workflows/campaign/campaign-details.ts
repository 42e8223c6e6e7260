import type { CampaignSnapshot, NotDialling } from './contract';

const WHY: Record<Exclude<NotDialling, null>, string> = {
  paused: 'It is paused. Send the signal `resume` to go on.',
  ended: 'It has ended.',
  scheduled: 'Its start lies ahead.',
  outside_hours: 'It is outside its calling hours.',
  no_contacts: 'Nobody is waiting to be called.',
  all_slots_taken: 'All slots are taken by calls in progress.',
  pace: 'The next call waits for the next second.',
};

/** What the Temporal UI shows as a campaign's current details, in Markdown. */
export function describeCampaign(snapshot: CampaignSnapshot): string {
  const { counts, mailbox, pacing } = snapshot;
  const opening = snapshot.nextOpening ? ` Opens ${snapshot.nextOpening}.` : '';
  const why = snapshot.notDialling ? `${WHY[snapshot.notDialling]}${opening}` : 'It is dialling.';
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
