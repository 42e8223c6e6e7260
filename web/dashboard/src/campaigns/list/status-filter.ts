import type { Schemas } from '../../api/client';

type Status = Schemas['Campaign']['status'];

interface StatusGroup {
  readonly label: string;
  readonly statuses: readonly Status[];
}

/** What one usually looks for. */
export const STATUS_GROUPS: Record<string, StatusGroup> = {
  active: { label: 'Active', statuses: ['scheduled', 'pending', 'waiting', 'in_progress', 'auto_paused'] },
  stopped: { label: 'Paused', statuses: ['paused'] },
  ended: { label: 'Ended', statuses: ['completed', 'cancelled', 'failed'] },
  drafts: { label: 'Drafts', statuses: ['draft'] },
};

/** Those that a group of its own does not already stand for. */
export const SINGLE_STATUSES = [
  'in_progress',
  'waiting',
  'pending',
  'scheduled',
  'auto_paused',
  'completed',
  'cancelled',
  'failed',
] as const satisfies readonly Status[];

/** The statuses that a filter lets through; undefined: all of them, also for one that does not exist. */
export function statusesOf(filter: string | undefined): readonly Status[] | undefined {
  if (filter === undefined) return undefined;
  if (Object.hasOwn(STATUS_GROUPS, filter)) return STATUS_GROUPS[filter]?.statuses;
  const single = SINGLE_STATUSES.find((status) => status === filter);
  return single && [single];
}
