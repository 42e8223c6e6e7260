import { dropPendingCallbacks } from '../../../infra/db/attempts/callbacks';
import type { Queryable } from '../../../infra/db/database';
import { changeSettings, type SettingsChange, type SettingsRequest } from '../campaigns/change-settings';
import {
  callbackRecord,
  callingHoursRecord,
  conditionsRecord,
  dailyTimeRecord,
  limitsRecord,
  retryRecord,
} from '../campaigns/settings-record';
import type { ApiDependencies } from '../dependencies';
import { route, type Call, type Route } from '../http/operation';
import {
  setCallConditions,
  setCallingHours,
  setConcurrency,
  setDailyTimes,
  setLimits,
  setRescheduleSettings,
  setRetrySettings,
} from './settings-operations';

/** Changing a campaign's settings while it runs, part by part. */
export function campaignSettingsRoutes(deps: ApiDependencies): Route[] {
  const change = <Part extends object>(call: Call<unknown, { dry_run: boolean }>, made: SettingsChange<Part>) =>
    changeSettings(deps, requestOf(call), made);
  return [
    route(setConcurrency, (call) =>
      change(call, {
        part: 'concurrency',
        body: call.body,
        show: ({ pacing }) => ({
          concurrent_call_limit: pacing.concurrency,
          calls_per_second: pacing.callsPerSecond,
        }),
      }),
    ),
    route(setDailyTimes, (call) =>
      change(call, { part: 'daily_time_control', body: call.body, show: ({ hours }) => dailyTimeRecord(hours) }),
    ),
    route(setRetrySettings, (call) => {
      const { retry_config, voicemail_policy, voicemail_message, machine_detection, inbound_policy, ...beside } =
        call.body;
      const unreached = { voicemail_policy, voicemail_message, machine_detection, inbound_policy };
      return change(call, {
        part: 'retry_settings',
        body: { retry_config: retry_config ?? beside, ...unreached },
        show: retryRecord,
      });
    }),
    route(setCallConditions, (call) =>
      change(call, {
        part: 'call_conditions',
        body: call.body,
        show: ({ conditions }) => conditionsRecord(conditions),
      }),
    ),
    route(setCallingHours, (call) => {
      const { calling_hours, contact_hours, ...beside } = call.body;
      return change(call, {
        part: 'calling_hours',
        body: { calling_hours: calling_hours ?? whereGiven(beside), contact_hours },
        flattened: calling_hours ? null : 'calling_hours',
        show: ({ hours, contactHours }) => callingHoursRecord(hours, contactHours),
      });
    }),
    route(setLimits, (call) => {
      const { limits, circuit_breaker, ...beside } = call.body;
      return change(call, {
        part: 'limits',
        body: { limits: limits ?? whereGiven(beside), circuit_breaker },
        flattened: limits ? null : 'limits',
        show: (settings) => limitsRecord(settings.limits, settings.breaker),
      });
    }),
    rescheduleSettingsRoute(deps),
  ];
}

function rescheduleSettingsRoute(deps: ApiDependencies): Route {
  return route(setRescheduleSettings, async (call) => {
    const { drop_pending, ...body } = call.body;
    const request = requestOf(call);
    let dropped = 0;
    const answer = await changeSettings(deps, request, {
      part: 'reschedule_settings',
      body,
      show: ({ callback }) => callbackRecord(callback),
      dropPending: drop_pending,
      alongside: async (trx, campaign) => {
        if (drop_pending) dropped = await dropPendingCallbacks(trx, campaign.id);
      },
    });
    if (!drop_pending) return answer;
    if (request.dryRun) dropped = await countPendingCallbacks(deps.db, request.campaignId);
    return { ...answer, dropped_callbacks: dropped };
  });
}

async function countPendingCallbacks(db: Queryable, campaignId: number): Promise<number> {
  const { pending } = await db
    .selectFrom('callbacks')
    .select(({ fn }) => fn.countAll<number>().as('pending'))
    .where('campaign_id', '=', campaignId)
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow();
  return pending;
}

function requestOf({ id, caller, query }: Call<unknown, { dry_run: boolean }>): SettingsRequest {
  return { caller, campaignId: id(), dryRun: query.dry_run };
}

/** Undefined when none of the fields was given: then nothing is asked for. */
function whereGiven<Fields extends object>(fields: Fields): Fields | undefined {
  return Object.keys(fields).length > 0 ? fields : undefined;
}
