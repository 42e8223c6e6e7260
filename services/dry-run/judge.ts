import type { OrganizationRules } from '../../domain/organization-rules';
import { callTimesOf } from '../../infra/db/attempts/call-times';
import type { Course, MadeCall } from './course';
import { isContactAwake, openMinutes } from './open-minutes';
import { wallClockAt } from './wall-clock';

/** A call that should not have been made. */
export interface Breach {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly to: string;
  /** For people. */
  readonly rule: string;
}

/** A call is claimed up to this long before the provider is asked, as in an installation. */
const ON_ITS_WAY_MS = 3_000;
/** Says that it asks for contacts' hours although nobody is woken: a dry run judges as if it dialled for real. */
const DIALS_FOR_REAL = 'dry run';

/**
 * Holds every call of the ledger against the rules of calling, computed anew and without the code that plans calls: hours of
 * the campaign and of the called person, start and expiry, suppression, concurrency, calls a day, retries and callbacks.
 *
 * @returns the breaches, in order; none, as it should be.
 */
export function judge(course: Course, rules: OrganizationRules): Breach[] {
  return [
    ...outsideHours(course, rules),
    ...afterStop(course),
    ...tooManyAtOnce(course),
    ...tooManyADay(course, rules),
    ...tooManyTries(course),
  ].sort((left, right) => left.at - right.at);
}

const breach = ({ call }: MadeCall, rule: string): Breach => ({ at: call.askedAt, to: call.to, rule });

function outsideHours({ campaign, calls }: Course, rules: OrganizationRules): Breach[] {
  const { hours } = campaign.settings;
  const openedAt = Math.max(campaign.opened_at.getTime(), campaign.starts_at?.getTime() ?? 0);
  const isOpen = openMinutes(hours, openedAt);
  // Asked for in order: a gate that was closed a moment ago is asked about the moment before.
  const wasOpen = openMinutes(hours, openedAt);
  return calls.flatMap((made) => {
    const { askedAt } = made.call;
    const claimedAt = askedAt - ON_ITS_WAY_MS;
    const [before, now] = [wasOpen(claimedAt), isOpen(askedAt)];
    const { contact } = callTimesOf({ campaign, rules, line: made.line, provider: DIALS_FOR_REAL });
    const awake = !contact || isContactAwake(contact, askedAt) || isContactAwake(contact, claimedAt);
    const { expires_at } = made.line;
    return [
      ...(before || now ? [] : [breach(made, "outside the campaign's hours")]),
      ...(awake ? [] : [breach(made, "outside the called person's hours")]),
      ...(campaign.starts_at && askedAt < campaign.starts_at.getTime() ? [breach(made, 'before its start')] : []),
      ...(expires_at && claimedAt >= expires_at.getTime() ? [breach(made, 'after the contact had expired')] : []),
    ];
  });
}

/** Who asked not to be called again is not called again. */
function afterStop({ calls }: Course): Breach[] {
  const stoppedAt = new Map<string, number>();
  for (const { call } of calls) {
    if (call.end?.outcome['do_not_call'] === true) {
      stoppedAt.set(call.to, Math.min(call.endsAt, stoppedAt.get(call.to) ?? Infinity));
    }
  }
  return calls
    .filter(({ call }) => call.askedAt - ON_ITS_WAY_MS > (stoppedAt.get(call.to) ?? Infinity))
    .map((made) => breach(made, 'after the person had asked not to be called again'));
}

function tooManyAtOnce({ campaign, calls }: Course): Breach[] {
  const { concurrency } = campaign.settings.pacing;
  return countAtOnce(calls).flatMap(({ made, live }) =>
    live > concurrency ? [breach(made, `the ${live}th call at once, with ${concurrency} allowed`)] : [],
  );
}

/** How many calls are in flight at the moment of each one, itself included. */
export function countAtOnce(calls: readonly MadeCall[]): { readonly made: MadeCall; readonly live: number }[] {
  let inFlight: number[] = [];
  return calls.map((made) => {
    inFlight = inFlight.filter((endsAt) => endsAt > made.call.askedAt);
    inFlight.push(made.call.endsAt);
    return { made, live: inFlight.length };
  });
}

function tooManyADay({ campaign, calls }: Course, { numberCaps }: OrganizationRules): Breach[] {
  const { callsPerDay } = campaign.settings.limits;
  const ofDay = new Map<string, number>();
  const count = (key: string): number => {
    const next = (ofDay.get(key) ?? 0) + 1;
    ofDay.set(key, next);
    return next;
  };
  return calls.flatMap((made) => {
    const { call } = made;
    const campaignDay = count(wallClockAt(call.askedAt - ON_ITS_WAY_MS, campaign.timezone).date);
    const numberDay = count(`${call.to} ${wallClockAt(call.askedAt - ON_ITS_WAY_MS, call.zone).date}`);
    const { attemptsPerDay } = numberCaps;
    return [
      ...(callsPerDay !== null && campaignDay > callsPerDay
        ? [breach(made, `more than ${callsPerDay} calls a day`)]
        : []),
      ...(numberDay > attemptsPerDay ? [breach(made, `more than ${attemptsPerDay} calls a day to one number`)] : []),
    ];
  });
}

function tooManyTries({ campaign, calls }: Course): Breach[] {
  const { retry, callback } = campaign.settings;
  const most = 1 + (retry.enabled ? retry.limit : 0) + (callback.enabled ? callback.limit : 0);
  const ofLine = new Map<number, number>();
  return calls.flatMap((made) => {
    const tries = (ofLine.get(made.line.id) ?? 0) + 1;
    ofLine.set(made.line.id, tries);
    return tries > most ? [breach(made, `call ${tries} to one contact, with ${most} allowed`)] : [];
  });
}
