import type { Schemas } from '../../api/client';

type Status = Schemas['Campaign']['status'];

interface StatusGroup {
  readonly label: string;
  readonly statuses: readonly Status[];
}

/** What one usually looks for. */
export const STATUS_GROUPS = {
  active: { label: 'Active', statuses: ['scheduled', 'pending', 'waiting', 'in_progress', 'auto_paused'] },
  stopped: { label: 'Paused', statuses: ['paused'] },
  ended: { label: 'Ended', statuses: ['completed', 'cancelled', 'failed'] },
  drafts: { label: 'Drafts', statuses: ['draft'] },
} as const satisfies Record<string, StatusGroup>;

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

type GroupName = keyof typeof STATUS_GROUPS;
export type StatusFilter = GroupName | (typeof SINGLE_STATUSES)[number];

/** Everything that one can filter by. */
export const STATUS_FILTERS: readonly StatusFilter[] = [
  ...(Object.keys(STATUS_GROUPS) as GroupName[]),
  ...SINGLE_STATUSES,
];

/** The statuses that a filter lets through; undefined: all of them. */
export function statusesOf(filter: StatusFilter | undefined): readonly Status[] | undefined {
  if (filter === undefined) return undefined;
  const group: StatusGroup | undefined = isGroup(filter) ? STATUS_GROUPS[filter] : undefined;
  return group?.statuses ?? SINGLE_STATUSES.filter((status) => status === filter);
}

function isGroup(filter: StatusFilter): filter is GroupName {
  return Object.hasOwn(STATUS_GROUPS, filter);
}
