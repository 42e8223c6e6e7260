import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { ensureNamespace } from '../../infra/temporal/namespace';
import { SEARCH_ATTRIBUTE_KEYS } from '../../workflows/search-attributes';
import { testTemporalAddress } from './addresses';
import { createCampaignWorld, quietTemporal, type CampaignWorld } from './campaign-world';

export interface TemporalWorld extends CampaignWorld {
  readonly connection: Connection;
  readonly namespace: string;
}

/** A world of its own on the run's Temporal dev server: test files share the server, never a namespace. */
export async function createTemporalWorld(options: { readonly maxCallMs?: number } = {}): Promise<TemporalWorld> {
  quietTemporal();
  const address = testTemporalAddress();
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  await ensureNamespace(connection, namespace, SEARCH_ATTRIBUTE_KEYS, () => undefined);
  const client = new Client({ connection, namespace });
  const world = await createCampaignWorld({ client, nativeConnection, namespace, ...options });
  return {
    ...world,
    connection,
    namespace,
    close: async () => {
      try {
        await world.close();
      } finally {
        await nativeConnection.close();
        await connection.close();
      }
    },
  };
}
