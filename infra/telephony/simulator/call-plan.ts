import { createHash } from 'node:crypto';
import { toldConversation, type ToldConversation } from './conversation';
import { DEFAULT_SCRIPT, ENDINGS, scriptOf, type Ending, type EndingName, type Script } from './scripts';

/** Shares of endings for numbers without a script; what is left of 1 is answered. */
export interface Mix {
  readonly seed: string;
  readonly shares: Readonly<Partial<Record<EndingName, number>>>;
  /** Share of the conversations that are reported, while they last and after; none unless given. */
  readonly conversations?: number | undefined;
}

/** What is going to happen to one call. Times are in milliseconds at speed 1. */
export interface CallPlan {
  readonly script: Script;
  readonly ending: Ending;
  readonly ringMs: number;
  /** 0 when nobody answers. */
  readonly talkMs: number;
  readonly conversation: ToldConversation;
}

/** What a plan depends on, and nothing else: the same call always goes the same way. */
export interface CallFacts {
  readonly reference: string;
  readonly to: string;
  /** A call from the same number to the same number was asked for before. */
  readonly isRepeated: boolean;
}

/**
 * Decides how a call goes: by the script of its number, else by the mix, else it is answered.
 *
 * @example planCall({ reference: 'a-1', to: '+15550109002', isRepeated: false }, null).ending.disposition // 'busy'
 */
export function planCall(facts: CallFacts, mix: Mix | null): CallPlan {
  const ownScript = scriptOf(facts.to);
  const script = ownScript ?? DEFAULT_SCRIPT;
  const ending = ENDINGS[ownScript ? scriptedEnding(ownScript, facts) : mixedEnding(facts, mix)];
  const within = ([min, max]: readonly [number, number], what: string): number =>
    Math.round(min + (max - min) * fractionOf(mix?.seed ?? '', what, facts.reference));
  const talkMs = ending.isAnswered ? within(script.talkMs, 'talk') : 0;
  const isTalk = ending.disposition === 'completed';
  const isTold = isTalk && !ownScript && fractionOf(mix?.seed ?? '', 'conversation', facts.reference) < share(mix);
  return {
    script,
    ending,
    ringMs: within(script.ringMs, 'ring'),
    talkMs,
    conversation: toldConversation(isTold ? 'live_and_late' : script.tells, talkMs),
  };
}

function share(mix: Mix | null): number {
  return mix?.conversations ?? 0;
}

function scriptedEnding(script: Script, { isRepeated }: CallFacts): EndingName {
  return !isRepeated && script.firstEnding ? script.firstEnding : script.ending;
}

function mixedEnding({ reference }: CallFacts, mix: Mix | null): EndingName {
  if (!mix) return DEFAULT_SCRIPT.ending;
  let left = fractionOf(mix.seed, 'ending', reference);
  // By name, so that the order in which shares were written does not matter.
  const names = (Object.keys(ENDINGS) as EndingName[]).sort();
  for (const name of names) {
    left -= mix.shares[name] ?? 0;
    if (left < 0) return name;
  }
  return DEFAULT_SCRIPT.ending;
}

/** A number from 0 up to 1 that depends on all its arguments, evenly spread. */
function fractionOf(...parts: string[]): number {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
