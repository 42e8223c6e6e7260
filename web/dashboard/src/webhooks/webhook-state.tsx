import { Badge, Stack, Text } from '@mantine/core';
import { Moment } from '../shared/moment';
import type { Webhook } from './webhook-queries';

/** Whether events are sent to a webhook, and since when that fails. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  return (
    <Stack gap={2} align="flex-start">
      <WebhookBadge webhook={webhook} />
      {webhook.disabled_at !== null && (
        <Text size="xs" className="theirs" maw={280}>
          Since <Moment at={webhook.disabled_at} span inherit />
          {webhook.disabled_reason !== null && `: ${webhook.disabled_reason}`}
        </Text>
      )}
      {webhook.disabled_at === null && webhook.failing_since !== null && (
        <Text size="xs">
          No success since <Moment at={webhook.failing_since} span inherit />
        </Text>
      )}
    </Stack>
  );
}

function WebhookBadge({ webhook }: { webhook: Webhook }) {
  const [text, color] = stateOf(webhook);
  return (
    <Badge color={color} variant="light" autoContrast tt="none" style={{ flexShrink: 0 }}>
      {text}
    </Badge>
  );
}

function stateOf({ disabled_at, is_active, failing_since }: Webhook): readonly [text: string, color: string] {
  if (disabled_at !== null) return ['disabled', 'red'];
  if (!is_active) return ['not active', 'gray'];
  if (failing_since !== null) return ['failing', 'yellow'];
  return ['active', 'green'];
}

/** Whether anything is sent to a webhook at the moment. */
export function isOpen({ disabled_at, is_active }: Webhook): boolean {
  return disabled_at === null && is_active;
}
