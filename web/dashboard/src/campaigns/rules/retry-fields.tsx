import { Stack } from '@mantine/core';
import { InboundFields, PreCallFields } from './inbound-fields';
import { RetryPolicyFields } from './retry-policy-fields';
import type { RuleFieldsProps } from './rule-fields';
import { VoicemailFields } from './voicemail-fields';

/** How unreached contacts are tried again, and what becomes of machines and of those who call by themselves. */
export function RetryFields(props: RuleFieldsProps) {
  return (
    <Stack gap="lg">
      <RetryPolicyFields {...props} />
      <VoicemailFields {...props} />
      <InboundFields {...props} />
      <PreCallFields {...props} />
    </Stack>
  );
}
