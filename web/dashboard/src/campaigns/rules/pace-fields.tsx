import { Stack } from '@mantine/core';
import type { RuleFieldsProps } from './rule-fields';
import { RotationFields } from './rotation-fields';
import { SpeedFields } from './speed-fields';

/** How fast it calls, and how it chooses among several numbers. */
export function PaceFields(props: RuleFieldsProps) {
  return (
    <Stack gap="lg">
      <SpeedFields {...props} />
      <RotationFields {...props} />
    </Stack>
  );
}
