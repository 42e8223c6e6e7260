import { Stack } from '@mantine/core';
import { ContactHoursFields } from './contact-hours-fields';
import { DailyTimesFields } from './daily-times-fields';
import { OpenDaysFields } from './open-days-fields';
import type { RuleFieldsProps } from './rule-fields';

/** When it calls: daily stop and start, days, windows, closed dates, and the hours of the called person. */
export function HoursFields(props: RuleFieldsProps) {
  return (
    <Stack gap="lg">
      <DailyTimesFields {...props} />
      <OpenDaysFields {...props} />
      <ContactHoursFields {...props} />
    </Stack>
  );
}
