import type { ShownAccount } from '../../../infra/db/numbers/provider-accounts';
import type { ProviderFeatures } from '../../../infra/telephony/adapter';
import { eventsUrl } from '../../wiring/telephony';
import type { ApiDependencies } from '../dependencies';

type Shown = Pick<ApiDependencies, 'adapters' | 'providerUrl'>;

/** An account with a provider as it is shown. */
export function accountRecord({ adapters, providerUrl }: Shown, row: ShownAccount) {
  const adapter = adapters.get(row.provider);
  const events = adapter ? eventsUrl(providerUrl, row.provider, row.id) : null;
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    concurrency_limit: row.concurrency_limit,
    calls_per_second: row.calls_per_second,
    has_credentials: row.has_credentials,
    identity: row.identity === null ? null : shortened(row.identity),
    credentials_checked_at: row.credentials_checked_at?.toISOString() ?? null,
    settings: row.settings,
    events_url: events,
    inbound_url: adapter?.features.inbound && events ? inboundUrl(events) : null,
    features: adapter ? featuresRecord(adapter.features) : null,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** Where a provider asks who speaks to a caller. @param events where it posts its events. */
export function inboundUrl(events: string): string {
  return events.replace(/events$/, 'inbound');
}

/** Enough to tell accounts apart. @example shortened('AC0123456789abcdef0123456789abcdef') // 'AC…abcdef' */
export function shortened(identity: string): string {
  if (identity.length <= 8) return `…${identity.slice(-2)}`;
  return `${identity.slice(0, 2)}…${identity.slice(-6)}`;
}

function featuresRecord(features: ProviderFeatures) {
  return {
    look_up: features.lookUp,
    ends_calls: features.endsCalls,
    detects_machines: features.detectsMachines,
    leaves_messages: features.leavesMessages,
    inbound: features.inbound,
    transcripts: features.transcripts,
  };
}
