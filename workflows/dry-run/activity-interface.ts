import type { ContactInput } from '../contact/contract';

/** When the clockwork has to look again, epoch milliseconds; or that the dry run is over. */
export type NextBeat = { readonly kind: 'at'; readonly at: number } | { readonly kind: 'over' };

/** What the clockwork asks of the dry run. */
export interface ClockworkActivities {
  /** Does everything that is due at this moment of skipped time: calls that end, what loops do in an installation. */
  carryOn(): Promise<NextBeat>;
}

/** What campaigns ask of the dry run. */
export interface DryRunContactActivities {
  /** Starts a contact that is nobody's child; `false` when it lives already. */
  startContact(input: ContactInput): Promise<boolean>;
}
