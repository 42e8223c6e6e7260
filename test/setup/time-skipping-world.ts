import { Client } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { SEARCH_ATTRIBUTE_KEYS } from '../../workflows/search-attributes';
import { timeSkippingServerPath } from './addresses';
import { createCampaignWorld, quietTemporal, type CampaignWorld, type CampaignWorldOptions } from './campaign-world';
import { whatIsUnderWay } from './quiet';
import { skippedSleep } from './skipped-sleep';

export interface TimeSkippingWorld extends CampaignWorld {
  readonly env: TestWorkflowEnvironment;
  /** The server's time, which runs ahead of the wall clock. */
  now(): Promise<number>;
  /** Lets time pass, once everything said so far has arrived; nothing else makes it skip. */
  sleep(duration: Duration): Promise<void>;
}

/** A world in which days pass in milliseconds: `sleep('3 days')` fires every timer on the way. */
export async function createTimeSkippingWorld(
  options: Pick<CampaignWorldOptions, 'maxCallMs'> = {},
): Promise<TimeSkippingWorld> {
  quietTemporal();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: timeSkippingServerPath() } },
  });
  const world = await inEnvironment(env, options).catch(async (error: unknown) => {
    await env.teardown();
    throw error;
  });
  return {
    ...world,
    env,
    now: () => env.currentTimeMs(),
    sleep: async (duration) => {
      await world.campaigns.flush();
      await world.contacts.flush();
      await skippedSleep(env, duration, () => whatIsUnderWay(world.client));
    },
    close: async () => {
      try {
        await world.close();
      } finally {
        await env.teardown();
      }
    },
  };
}

async function inEnvironment(
  env: TestWorkflowEnvironment,
  { maxCallMs = 60 * 60_000 }: Pick<CampaignWorldOptions, 'maxCallMs'>,
): Promise<CampaignWorld> {
  await addSearchAttributes(env);
  const { connection, nativeConnection } = env;
  // The environment's own client skips time while it waits for a result.
  const client = new Client({ connection });
  return createCampaignWorld({ client, nativeConnection, maxCallMs, clock: () => env.currentTimeMs() });
}

// This server cannot list its search attributes, which is how `ensureNamespace` begins.
async function addSearchAttributes(env: TestWorkflowEnvironment): Promise<void> {
  const { IndexedValueType } = temporal.api.enums.v1;
  const types = SEARCH_ATTRIBUTE_KEYS.map(({ name, type }) => [
    name,
    IndexedValueType[`INDEXED_VALUE_TYPE_${type}` as keyof typeof IndexedValueType],
  ]);
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(types) as Record<string, temporal.api.enums.v1.IndexedValueType>,
  });
}
