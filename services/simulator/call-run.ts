import { randomUUID } from 'node:crypto';
import type { ConversationReport } from '../../domain/conversation';
import type { Disposition } from '../../domain/disposition';
import { agentOutcome } from '../../infra/telephony/simulator/agent-outcome';
import type { CallPlan } from '../../infra/telephony/simulator/call-plan';
import type { Told } from '../../infra/telephony/simulator/conversation';
import type { CallRecord, CallResult } from './call-book';
import type { CallEvent } from './event-poster';

/** Between the request and the first ring, at speed 1. */
const SET_UP_MS = 30;
const HUNG_UP = 'hung_up_by_request';
/** How far into the call a machine is noticed. */
const NOTICED_AT = 0.3;

/** Whoever has asked for a call listens for answering machines. */
export interface ListeningForMachine {
  /** Said to one; null says nothing. */
  readonly message: string | null;
}

/** What a call was asked for with, as far as its course goes. */
export interface RunOptions {
  readonly plan: CallPlan;
  /** IANA zone of the called person. */
  readonly timezone: string;
  readonly machine: ListeningForMachine | null;
}

/** What a running call needs from the simulator around it. */
export interface CallSurroundings {
  /** Divides every delay. */
  readonly speed: number;
  /** Records the end, before any event tells of it. */
  readonly recordEnd: (call: CallRecord, result: CallResult) => void;
  readonly post: (url: string, event: CallEvent) => void;
}

/** A call on its way through its plan. */
export interface CallRun {
  /** Hangs up now. Nothing when it is over already. */
  hangUp(): void;
  /** Leaves the call as it is, for good: the simulator stops. */
  abandon(): void;
}

/**
 * Lets a call ring, be answered and end, as planned, and posts its events in the way that its script says.
 *
 * @param onOver called once, after the end is recorded and what there is to tell of the conversation is told.
 */
export function runCall(
  call: CallRecord,
  { plan, timezone, machine }: RunOptions,
  surroundings: CallSurroundings,
  onOver: () => void,
): CallRun {
  const { speed, recordEnd } = surroundings;
  const report = createReporter(call, plan, surroundings.post);
  let answeredAt: number | null = null;
  const noticed = plan.ending.disposition === 'voicemail' ? machine : null;
  let timers: NodeJS.Timeout[] = [];
  after(SET_UP_MS, ring);

  function after(ms: number, step: () => void): void {
    timers.push(setTimeout(step, ms / speed));
  }
  function tell(parts: readonly Told[]): void {
    for (const part of parts) after(part.afterMs, () => report(...wireReport(part.report)));
  }
  function stop(): void {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
  }
  function ring(): void {
    call.status = 'ringing';
    report('call.ringing', {});
    after(plan.ringMs, plan.ending.isAnswered ? answer : endAsPlanned);
  }
  function answer(): void {
    answeredAt = performance.now();
    call.status = 'answered';
    report('call.answered', {});
    tell(plan.conversation.live);
    if (noticed) after(plan.talkMs * NOTICED_AT, () => report('call.machine_detected', {}));
    after(plan.talkMs, endAsPlanned);
  }
  function endAsPlanned(): void {
    const outcome = agentOutcome(plan.ending.outcome, timezone, Date.now());
    end(plan.ending.disposition, plan.ending.rawCode, plan.talkMs, outcome, noticed?.message ?? null);
    const { late } = plan.conversation;
    tell(late);
    const last = late.at(-1);
    if (last) after(last.afterMs, onOver);
    else onOver();
  }
  function hangUp(disposition: Disposition, talkedMs: number): void {
    end(disposition, HUNG_UP, talkedMs, {});
    onOver();
  }
  function end(
    disposition: Disposition,
    rawCode: string,
    talkedMs: number,
    outcome: CallResult['outcome'],
    messageLeft: string | null = null,
  ): void {
    stop();
    const told = { disposition, raw_code: rawCode, duration_s: Math.ceil(talkedMs / 1000), outcome };
    const result = { ...told, ...(messageLeft !== null && { message_left: messageLeft }) };
    recordEnd(call, result);
    report('call.ended', result);
  }

  return {
    hangUp() {
      if (call.status === 'ended') return;
      if (answeredAt === null) hangUp('cancelled', 0);
      else hangUp('completed', (performance.now() - answeredAt) * speed);
    },
    abandon: stop,
  };
}

/**
 * The body of an event. `sequence` counts the events of one call as they happened, however they are posted.
 *
 * @example callEvent(call, 'call.ringing', 1, {})
 */
export function callEvent(call: CallRecord, type: CallEvent['type'], sequence: number, fields: object): CallEvent {
  return {
    event_id: `evt_${randomUUID()}`,
    type,
    call_id: call.callId,
    reference: call.reference,
    sequence,
    at: new Date().toISOString(),
    ...fields,
  };
}

/** A report as it goes over the wire. */
function wireReport(told: ConversationReport): readonly [CallEvent['type'], object] {
  switch (told.type) {
    case 'transcript': {
      const { atS: at_s, ...transcript } = told.transcript;
      return ['call.transcript', { transcript: { ...transcript, at_s } }];
    }
    case 'intent':
      return ['call.intent', { intent: told.intent }];
    case 'entity':
      return ['call.entity', { entity: told.entity }];
  }
}

function createReporter(call: CallRecord, { script }: CallPlan, post: CallSurroundings['post']) {
  const held: CallEvent[] = [];
  let sequence = 0;
  return (type: CallEvent['type'], fields: object): void => {
    sequence += 1;
    const event = callEvent(call, type, sequence, fields);
    switch (script.reports) {
      case 'never':
        return;
      case 'twice':
        post(call.eventsUrl, event);
        break;
      case 'ended_first':
        held.push(event);
        if (type !== 'call.ended') return;
        for (const late of [event, ...held.slice(0, -1)]) post(call.eventsUrl, late);
        return;
      case 'in_order':
        break;
    }
    post(call.eventsUrl, event);
  };
}
