import { Router, type Response } from 'express';
import { z } from 'zod';
import { isTimeZone } from '../../infra/telephony/simulator/agent-outcome';
import { scriptOf, type Script } from '../../infra/telephony/simulator/scripts';
import type { CallRecord } from './call-book';
import type { Faults } from './faults';
import type { Simulator } from './simulator';

const DIALLABLE = /^\+\d{4,15}$/;

/** Fields beyond these are kept, so that a test can see what was sent. */
const callRequest = z.looseObject({
  reference: z.string().min(1).max(200),
  to: z.string(),
  from: z.string().min(1).max(40),
  events_url: z.url({ protocol: /^https?$/ }),
  timezone: z.string().refine(isTimeZone, 'is not a known time zone').default('UTC'),
  machine: z
    .looseObject({ message: z.string().nullable().default(null) })
    .nullable()
    .default(null),
});

/**
 * The routes that a telephony provider would have: make a call, look calls up, hang up.
 *
 * @example app.use('/v1/calls', createCallRoutes(simulator, faults));
 */
export function createCallRoutes(simulator: Simulator, faults: Faults): Router {
  const routes = Router();

  routes.post('/', faults.beforeCall, async (request, response) => {
    const asked = callRequest.safeParse(request.body);
    if (!asked.success) {
      response.status(400).json({ code: 'invalid_request', message: z.prettifyError(asked.error) });
      return;
    }
    if (!DIALLABLE.test(asked.data.to) || scriptOf(asked.data.to)?.answer === 'refuse') {
      response.status(400).json({ code: 'invalid_number', message: 'This number cannot be called.' });
      return;
    }
    const { call, plan } = simulator.makeCall(asked.data);
    const answer = { call_id: call.callId, reference: call.reference, status: call.status };
    await faults.delayAnswer(response);
    answerAsScripted(response, plan.script, answer);
  });

  routes.get('/', (request, response) => {
    const { reference } = request.query;
    if (typeof reference !== 'string') {
      response.status(400).json({ code: 'invalid_request', message: 'Say which: ?reference=...' });
      return;
    }
    const calls = simulator.book.byReference(reference);
    response.json({ calls: calls.map((call) => viewOf(simulator, call)) });
  });

  routes.post('/:callId/end', (request, response) => {
    const { callId } = request.params;
    const call = simulator.hangUp(callId) ? simulator.book.byId(callId) : undefined;
    if (call) response.json(viewOf(simulator, call));
    else response.status(404).json({ code: 'not_found', message: 'There is no call with this id.' });
  });

  return routes;
}

function answerAsScripted(response: Response, script: Script, answer: object): void {
  if (script.answer === 'reset') {
    response.socket?.resetAndDestroy();
  } else if (script.answer === 'error_500') {
    response.status(500).json({ code: 'internal_error', message: 'Something went wrong.' });
  } else {
    response.status(201).json(answer);
  }
}

function viewOf(simulator: Simulator, call: CallRecord): object {
  const { callId, reference, to, from, status, askedAt, endedAt, result } = call;
  return {
    call_id: callId,
    reference,
    to,
    from,
    status,
    asked_at: askedAt,
    ended_at: endedAt,
    disposition: result?.disposition ?? null,
    raw_code: result?.raw_code ?? null,
    duration_s: result?.duration_s ?? null,
    outcome: result?.outcome ?? {},
    request: simulator.requestOf(callId) ?? null,
  };
}
