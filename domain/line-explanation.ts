import type { HoursRule, HoursState } from './calling-hours';
import { isFinalStatus, type CampaignStatus } from './campaign-status';
import { CALLING_US } from './inbound-decision';
import { isFinalLineStatus, type LineStatus } from './line-status';
import { NOT_DIALLING_TEXT, PROVIDER_RESTING } from './not-dialling';
import type { PauseReason } from './pause-reason';
import { isHeldOff } from './pre-call';

/** Every rule that can keep a contact from being called now; a line that is done with has its status for a code. */
export type HoldingRule =
  | LineStatus
  | 'campaign_draft'
  | 'campaign_ended'
  | 'campaign_paused'
  | Exclude<PauseReason['code'], 'paused'>
  | 'campaign_scheduled'
  | 'outside_calling_hours'
  | 'contact_hours'
  | 'scheduled_contact'
  | 'held_off'
  | 'calling_us'
  | 'no_capacity'
  | 'number_cap'
  | 'shared_capacity'
  | typeof PROVIDER_RESTING.code
  | 'all_slots_taken'
  | 'pace'
  | 'in_queue';

/** Why a contact is not being called now. */
export interface LineExplanation {
  /** Stable, for programs. */
  readonly code: HoldingRule;
  /** A sentence for people. */
  readonly text: string;
  /** Since when, epoch milliseconds; null where nobody keeps that. */
  readonly since: number | null;
  /** Until when, epoch milliseconds; null: for good, or until something else happens. */
  readonly until: number | null;
}

/** All that decides whether a line is called now. Instants in epoch milliseconds. */
export interface LineFacts {
  readonly now: number;
  readonly line: {
    readonly status: LineStatus;
    readonly closingReason: string | null;
    readonly closedAt: number | null;
    readonly expiresAt: number | null;
    /** Not before, as its sender or an admin has asked. */
    readonly scheduleAt: number | null;
    /** Null: as soon as may be. */
    readonly nextAttemptAt: number | null;
    /** The rule that has set it. */
    readonly nextAttemptReason: string | null;
    /** It waits in the queue for a slot. */
    readonly ready: boolean;
    readonly readySince: number | null;
    /** The last attempts, in a row, for which the provider had no capacity. */
    readonly uncountedInARow: number;
    /** When it was changed last: since when it waits for a later time. */
    readonly changedAt: number;
  };
  readonly campaign: {
    readonly status: CampaignStatus;
    readonly since: number;
    /** Why it is paused, or is about to be; null where it is not. */
    readonly pause: PauseReason | null;
    readonly startsAt: number | null;
    /** What keeps its next call from starting, as its workflow sees it. */
    readonly slowedBy: 'all_slots_taken' | 'shared_capacity' | 'pace' | null;
    readonly concurrency: number;
    readonly callsInFlight: number;
    /** Every account that it calls from rests until then, because its provider has asked for it; null where one does not. */
    readonly providerRestsUntil: number | null;
  };
  /** Since when the number is suppressed; null when it is not. */
  readonly suppressedSince: number | null;
  /** The campaign's hours alone, now. */
  readonly campaignHours: HoursState;
  /** The called person's hours alone, now. */
  readonly contactHours: HoursState;
  /** The number may not be called again today. */
  readonly cap: { readonly text: string; readonly until: number } | null;
  /** Lines of the campaign that are called before this one. */
  readonly before: number;
}

const HOURS_TEXT: Record<HoursRule, string> = {
  daily_hard_stop: 'The daily hard stop has come: no new call starts.',
  closed_weekday: 'The campaign does not call on this day of the week.',
  closed_date: 'The campaign does not call on this date.',
  outside_window: "It is outside the campaign's calling hours.",
  contact_hours: "It is outside the called person's own hours.",
};
const STAYS_CLOSED = 'No call starts before somebody resumes the campaign or changes its hours.';

/**
 * Why a contact is not being called now, by the same rules that hold it; null while it is being called, and when it is
 * next in turn. What can last for good comes first; of rules that end at a certain time, the one that lasts longest.
 *
 * @example explainLine(facts)?.code // 'contact_hours'
 */
export function explainLine(facts: LineFacts): LineExplanation | null {
  const { line } = facts;
  if (isFinalLineStatus(line.status)) return explainFinal(facts);
  if (line.status === 'in_progress') return null;
  return explainCampaign(facts) ?? explainForbidden(facts) ?? explainTimes(facts) ?? explainTurn(facts);
}

function explainFinal({ line }: LineFacts): LineExplanation {
  const reason = line.closingReason ?? 'Nobody has noted why.';
  return { code: line.status, text: sentence(reason), since: line.closedAt, until: null };
}

/** Its campaign calls nobody, whatever the hours. */
function explainCampaign({ campaign }: LineFacts): LineExplanation | null {
  const { status, since, pause, startsAt } = campaign;
  if (isFinalStatus(status)) {
    return { code: 'campaign_ended', text: `The campaign is ${status}.`, since, until: null };
  }
  if (status === 'draft') {
    const text = 'The campaign is a draft. Start it, and its contacts are called.';
    return { code: 'campaign_draft', text, since, until: null };
  }
  if (pause !== null) {
    const code = pause.code === 'paused' ? 'campaign_paused' : pause.code;
    return { code, text: pause.text, since, until: pause.until };
  }
  if (status === 'scheduled') {
    return { code: 'campaign_scheduled', text: NOT_DIALLING_TEXT.scheduled, since, until: startsAt };
  }
  return null;
}

/** It will never be called, and is closed when its turn comes. */
function explainForbidden({ line, suppressedSince, now }: LineFacts): LineExplanation | null {
  if (suppressedSince !== null) {
    const text = 'The number is suppressed: it is not called, and the contact ends.';
    return { code: 'suppressed', text, since: suppressedSince, until: null };
  }
  if (line.expiresAt !== null && line.expiresAt <= now) {
    return { code: 'expired', text: 'The contact has expired, and ends.', since: line.expiresAt, until: null };
  }
  return null;
}

/** Rules that end at a certain time: the last of them to end is the one that holds. */
function explainTimes(facts: LineFacts): LineExplanation | null {
  const holding = [
    explainHours('outside_calling_hours', facts.campaignHours),
    explainHours('contact_hours', facts.contactHours),
    explainCap(facts),
    explainRest(facts),
    explainDueTime(facts),
  ].filter((explanation) => explanation !== null);
  return holding.reduce<LineExplanation | null>((longest, next) => (outlasts(next, longest) ? next : longest), null);
}

function outlasts(next: LineExplanation, longest: LineExplanation | null): boolean {
  return longest === null || (next.until ?? Infinity) > (longest.until ?? Infinity);
}

function explainHours(
  code: 'outside_calling_hours' | 'contact_hours',
  { open, changesAt, heldBy }: HoursState,
): LineExplanation | null {
  if (open) return null;
  const text = HOURS_TEXT[heldBy ?? (code === 'contact_hours' ? 'contact_hours' : 'outside_window')];
  return { code, text: changesAt === null ? `${text} ${STAYS_CLOSED}` : text, since: null, until: changesAt };
}

function explainDueTime({ line, cap, now }: LineFacts): LineExplanation | null {
  const { nextAttemptAt, nextAttemptReason } = line;
  if (nextAttemptAt === null || nextAttemptAt <= now) return null;
  // Put off into the hours of the next day.
  const isCapped = cap !== null && nextAttemptReason?.startsWith(cap.text);
  const code = isCapped ? 'number_cap' : codeOfDueTime(line, now);
  const reason = nextAttemptReason ?? 'its next call is due later';
  return { code, text: sentence(reason), since: line.changedAt, until: nextAttemptAt };
}

function codeOfDueTime(line: LineFacts['line'], now: number): HoldingRule {
  const { status, scheduleAt, uncountedInARow } = line;
  if (isHeldOff(line.nextAttemptReason)) return 'held_off';
  if (line.nextAttemptReason?.startsWith(CALLING_US)) return 'calling_us';
  // A fresh one that nobody has scheduled was put off into its hours.
  if (status === 'queued') return scheduleAt !== null && scheduleAt > now ? 'scheduled_contact' : 'contact_hours';
  return status === 'retry_scheduled' && uncountedInARow > 0 ? 'no_capacity' : status;
}

function explainCap({ cap }: LineFacts): LineExplanation | null {
  return cap && { code: 'number_cap', text: sentence(cap.text), since: null, until: cap.until };
}

function explainRest({ campaign: { providerRestsUntil: until }, now }: LineFacts): LineExplanation | null {
  return until === null || until <= now ? null : { ...PROVIDER_RESTING, since: null, until };
}

/** Nothing forbids the call: it waits for its turn, or for a slot. */
function explainTurn({ line, campaign, before }: LineFacts): LineExplanation | null {
  if (!line.ready) return null;
  const since = line.readySince;
  const ahead = before === 0 ? 'It is next.' : `${before === 1 ? '1 contact is' : `${before} contacts are`} before it.`;
  if (campaign.callsInFlight >= campaign.concurrency && campaign.slowedBy !== 'shared_capacity') {
    const calls = `All ${campaign.concurrency} slots are taken.`;
    return { code: 'all_slots_taken', text: `${calls} ${ahead}`, since, until: null };
  }
  if (campaign.slowedBy === 'shared_capacity' || campaign.slowedBy === 'pace') {
    const code = campaign.slowedBy;
    return { code, text: `${NOT_DIALLING_TEXT[code]} ${ahead}`, since, until: null };
  }
  return before === 0 ? null : { code: 'in_queue', text: ahead, since, until: null };
}

function sentence(text: string): string {
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
