import type { components } from '../../../../client/schema';
import type { RuleValues } from '../rules/rule-fields';
import type { CheckedFault } from './part-checks';

type Schemas = components['schemas'];

export type CampaignDetails = Schemas['CampaignDetails'];

/** A part of the settings while it is being changed. */
export interface PartValue extends RuleValues {
  /** Callbacks already promised are dropped with it. */
  readonly drop_pending?: boolean;
}

/** How a change is asked for. */
export interface Asked {
  /** Only tell. */
  readonly dryRun: boolean;
  readonly signal?: AbortSignal;
}

/** What all answers to a change have; the rest of them is the part as it is now. */
export interface Changed {
  readonly status: 'success';
  readonly message: string;
  readonly settings_version: number;
  readonly effect: Schemas['SettingsEffect'];
  readonly dry_run?: true;
  readonly dropped_callbacks?: number;
  readonly warnings?: ReadonlyArray<{ readonly code: string; readonly detail: string; readonly pointer: string }>;
}

/** A part of the settings that has a route of its own. */
export interface SettingsPart {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** The part of a campaign as its fields take it. */
  readonly valueOf: (campaign: CampaignDetails) => PartValue;
  /** What must not be left empty, as JSON pointers: the API would keep what was there. */
  readonly required: readonly string[];
  /** What is wrong with it, as far as one can tell without the API. */
  readonly check?: (value: PartValue) => readonly CheckedFault[];
  readonly put: (id: number, value: PartValue, asked: Asked) => Promise<Changed>;
}

/**
 * What is wrong with a part, as far as one can tell without the API.
 *
 * @param base the part as it is: what is empty there may be empty.
 */
export function faultsOfPart(
  { required, check }: Pick<SettingsPart, 'required' | 'check'>,
  base: PartValue,
  value: PartValue,
): readonly CheckedFault[] {
  const emptied = required.filter((pointer) => isEmpty(at(value, pointer)) && !isEmpty(at(base, pointer)));
  return [...emptied.map((pointer) => [pointer, 'Enter a value.'] as const), ...(check?.(value) ?? [])];
}

/** The campaign with a part of its settings as an answer tells it. */
export function withChange(campaign: CampaignDetails, changed: Changed): CampaignDetails {
  const { status: _, message: _m, effect: _e, dry_run: _d, dropped_callbacks: _c, warnings: _w, ...part } = changed;
  return { ...campaign, ...part };
}

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (found, name) =>
        typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>)[name] : undefined,
      value,
    );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null;
}
