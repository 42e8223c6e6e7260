import { conditionFault } from '../../../../../domain/conditions';
import type { RuleValues } from '../rules/rule-fields';

/** A field, as a JSON pointer, and what is wrong with it. */
export type CheckedFault = readonly [pointer: string, text: string];

/** Conditions that nobody could ask. */
export function checkConditions({ call_conditions }: RuleValues): CheckedFault[] {
  return (call_conditions ?? []).flatMap((condition, index): CheckedFault[] => {
    const text = conditionFault({ ...condition, value: condition.value ?? undefined });
    return text === null ? [] : [[`/call_conditions/${index}`, text]];
  });
}

/** A daily stop or start without its time. */
export function checkDailyTimes(value: RuleValues): CheckedFault[] {
  const isMissing = (isOn: boolean | null | undefined, time: number | null | undefined) =>
    isOn === true && (time === null || time === undefined);
  return [
    ...(isMissing(value.enable_daily_hard_stop, value.daily_stop_time) ? [fault('/daily_stop_time')] : []),
    ...(isMissing(value.enable_daily_auto_start, value.daily_start_time) ? [fault('/daily_start_time')] : []),
  ];
}

/** No day at all, and times that are not finished. */
export function checkHours({ calling_hours }: RuleValues): CheckedFault[] {
  const days = calling_hours?.days ?? null;
  const windows = calling_hours?.windows ?? [];
  return [
    ...(days?.length === 0 ? [fault('/calling_hours/days', 'Choose at least one day.')] : []),
    ...windows.flatMap(({ start, end }, index) =>
      start === '' || end === '' ? [fault(`/calling_hours/windows/${index}`, 'Enter both times.')] : [],
    ),
  ];
}

/** A message that is to be left, and is empty. */
export function checkVoicemail({ voicemail_policy, voicemail_message }: RuleValues): CheckedFault[] {
  const isEmpty = (voicemail_message ?? '').trim() === '';
  return voicemail_policy === 'leave_message' && isEmpty ? [fault('/voicemail_message', 'Write the message.')] : [];
}

function fault(pointer: string, text = 'Enter a time.'): CheckedFault {
  return [pointer, text];
}
