import { findMachineHandling, type MachineAttempt } from '../../infra/db/attempts/machine-events';
import type { Database } from '../../infra/db/database';
import type { Providers } from './providers';

/**
 * Does what a campaign wants done about a machine that has answered, where the provider does not do it by itself: it hangs
 * up, or leaves the message first.
 */
export function createMachineHandler({ db, providers }: { readonly db: Database; readonly providers: Providers }) {
  return {
    /** @throws what the provider does when it does not take it. */
    async handle({ attemptId, provider: name, accountId, providerCallId }: MachineAttempt): Promise<void> {
      if (providerCallId === null) return;
      const provider = await providers.ofAccount(name, accountId);
      if (!provider?.handleMachine) return;
      const handling = await findMachineHandling(db, attemptId);
      if (handling) await provider.handleMachine(providerCallId, handling);
    },
  };
}
