import type { LocalDate } from './zone-clock';

/** Reaching one of these pauses a campaign (spec, "Pace and protection"). Null: no such limit. */
export interface CampaignLimits {
  /** Calls in one day of the campaign's zone. */
  readonly callsPerDay: number | null;
  readonly callsTotal: number | null;
  readonly connectedMinutes: number | null;
  /** The last day on which it calls, in its zone. */
  readonly endDate: LocalDate | null;
}

export const NO_LIMITS: CampaignLimits = { callsPerDay: null, callsTotal: null, connectedMinutes: null, endDate: null };

/** How often one number may be called in a day, over all campaigns of an organization (spec, "Retry"). */
export interface NumberCaps {
  readonly enabled: boolean;
  readonly attemptsPerDay: number;
  readonly connectedPerDay: number;
  /** Simulator numbers wake nobody: they are counted only when asked. */
  readonly onSimulator: boolean;
}

export const DEFAULT_NUMBER_CAPS: NumberCaps = {
  enabled: true,
  attemptsPerDay: 8,
  connectedPerDay: 3,
  onSimulator: false,
};
