import { Router, type Response } from 'express';
import { z } from 'zod';
import { isTimeZone } from '../../infra/telephony/simulator/agent-outcome';
import { mixSchema } from '../../infra/telephony/simulator/mix-schema';
import { faultSchema, type Faults } from './faults';
import type { Simulator } from './simulator';

const sinceQuery = z.coerce.number().int().min(0).default(0);

const inboundSchema = z.object({
  from: z.string().min(1).max(40),
  to: z.string().min(1).max(40),
  inbound_url: z.url({ protocol: /^https?$/ }),
  timezone: z.string().refine(isTimeZone, 'is not a known time zone').default('UTC'),
});

/**
 * The routes that no real provider has: the ledger, the mix, the faults, and people who call. For tests and demonstrations.
 *
 * @example app.use('/v1', createControlRoutes(simulator, faults));
 */
export function createControlRoutes(simulator: Simulator, faults: Faults): Router {
  const routes = Router();

  routes.get('/ledger', async (request, response) => {
    const since = sinceQuery.safeParse(request.query.since);
    if (!since.success) {
      refuse(response, 'since: the sequence of the last entry that you have');
      return;
    }
    const wantsLines = request.accepts(['application/json', 'application/x-ndjson']) === 'application/x-ndjson';
    await (wantsLines ? sendLines : sendArray)(response, simulator.ledger.read(since.data));
  });

  routes.get('/ledger/summary', (_request, response) => {
    response.json(simulator.book.summary());
  });

  routes.post('/mix', (request, response) => {
    const mix = mixSchema.safeParse(request.body);
    if (!mix.success) {
      refuse(response, z.prettifyError(mix.error));
      return;
    }
    simulator.setMix(mix.data);
    response.json(mix.data);
  });

  routes.post('/faults', (request, response) => {
    const fault = faultSchema.safeParse(request.body);
    if (!fault.success) {
      refuse(response, z.prettifyError(fault.error));
      return;
    }
    faults.set(fault.data);
    response.json(faults.current());
  });

  routes.post('/inbound_calls', async (request, response) => {
    const asked = inboundSchema.safeParse(request.body);
    if (!asked.success) {
      refuse(response, z.prettifyError(asked.error));
      return;
    }
    const { callId, answer } = await simulator.receiveCall(asked.data);
    response.status(201).json({ call_id: callId, accepted: answer?.accept ?? false, answer });
  });

  return routes;
}

function refuse(response: Response, message: string): void {
  response.status(400).json({ code: 'invalid_request', message });
}

async function sendLines(response: Response, entries: AsyncIterable<object>): Promise<void> {
  response.type('application/x-ndjson');
  for await (const entry of entries) await write(response, `${JSON.stringify(entry)}\n`);
  response.end();
}

async function sendArray(response: Response, entries: AsyncIterable<object>): Promise<void> {
  response.type('application/json');
  let separator = '[';
  for await (const entry of entries) {
    await write(response, separator + JSON.stringify(entry));
    separator = ',\n';
  }
  response.end(separator === '[' ? '[]' : ']');
}

/** Waits when the reader is slower than the file, so that a long ledger is never in memory. */
async function write(response: Response, text: string): Promise<void> {
  if (response.write(text) || response.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
