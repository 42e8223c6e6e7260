import { conditionFault } from '../../../../../domain/conditions';
import type { components } from '../../../../client/schema';
import type { ColumnTarget, CsvChoice } from '../csv/csv-choice';

/** Create's body while it is being written: nothing has to be there yet. */
export type CampaignBody = Partial<components['schemas']['CreateCampaign']>;

/** What a CSV upload has come to. */
export type ImportOutcome = components['schemas']['ImportedContacts'];

/** A campaign that is being made of the draft. From then on the draft stays as it is: a retry sends the very same. */
export interface Launch {
  /** Create's body as it is sent, to the byte: idempotency keys are good for one. */
  readonly body: string;
  /** Query of the upload; null for a dynamic campaign. */
  readonly uploadQuery: string | null;
  /** Null until create has been answered. */
  readonly campaignId: number | null;
  /** Null until the file has been taken. */
  readonly imported: ImportOutcome | null;
}

/** What a draft of the wizard holds. The API keeps it without looking into it. */
export interface WizardForm {
  readonly campaign: CampaignBody;
  readonly csv: CsvChoice | null;
  readonly launch: Launch | null;
  /** How often making a campaign of it was begun anew; part of the idempotency keys. */
  readonly restarts: number;
}

/** What a draft begins with: the defaults that the wizard offers. */
export function newForm(zone: string): WizardForm {
  const campaign: CampaignBody = {
    is_dynamic: false,
    timezone: zone,
    duplicates: { policy: 'skip' },
    // Unless told, the API calls again at once: people would be called four times within seconds.
    retry_config: {
      auto_retry: true,
      retry_limit: 3,
      auto_retry_schedule: 'scheduled_time',
      retry_schedule_days: 0,
      retry_schedule_hours: 2,
    },
  };
  return { campaign, csv: null, launch: null, restarts: 0 };
}

/**
 * Reads a stored draft; what it does not hold is as in a new one.
 *
 * @param zone IANA zone of whoever looks at it.
 */
export function readForm(stored: Readonly<Record<string, unknown>>, zone: string): WizardForm {
  const fresh = newForm(zone);
  return {
    campaign: (objectIn(stored['campaign']) as CampaignBody | null) ?? fresh.campaign,
    csv: readCsv(objectIn(stored['csv'])),
    launch: objectIn(stored['launch']) as Launch | null,
    restarts: typeof stored['restarts'] === 'number' ? stored['restarts'] : 0,
  };
}

function readCsv(stored: Readonly<Record<string, unknown>> | null): CsvChoice | null {
  if (!stored || !Array.isArray(stored['columns']) || !Array.isArray(stored['mapping'])) return null;
  return stored as unknown as CsvChoice;
}

function objectIn(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Whether contacts are sent to it one by one, and it never completes. */
export function isDynamic({ campaign }: Pick<WizardForm, 'campaign'>): boolean {
  return campaign.is_dynamic === true;
}

/** Create's body. A campaign from a file is a draft until the file has been taken. */
export function createBody(form: WizardForm): CampaignBody {
  const { scheduled_datetime, ...campaign } = form.campaign;
  return {
    ...campaign,
    name: campaign.name?.trim(),
    is_dynamic: isDynamic(form),
    save_as_draft: !isDynamic(form),
    ...(campaign.is_scheduled && { scheduled_datetime }),
  };
}

/** In the place of a number that has not been chosen; no number has it. */
export const NO_NUMBER = 0;

/** Body of the check: what create will be sent, with the variables that the file gives. */
export function checkBody(form: WizardForm): components['schemas']['CheckCampaign'] {
  const { csv } = form;
  const { is_scheduled, scheduled_datetime, call_conditions } = form.campaign;
  return {
    ...createBody(form),
    // What is known to be unfinished is not asked about: the rest can be checked meanwhile.
    is_scheduled: Boolean(is_scheduled && scheduled_datetime),
    call_conditions: (call_conditions ?? []).filter((condition) => conditionFault(condition) === null),
    // Asked while it has no name yet: the hours can be shown all the same.
    name: form.campaign.name?.trim() || 'Draft',
    phone_number_id: form.campaign.phone_number_id ?? NO_NUMBER,
    save_as_draft: true,
    ...(!isDynamic(form) && csv && { columns: variableNames(csv.mapping) }),
  };
}

/** The custom variables that a file gives. */
export function variableNames(mapping: readonly ColumnTarget[]): string[] {
  return mapping.flatMap((target) => (target.to === 'variable' ? [target.name] : []));
}
