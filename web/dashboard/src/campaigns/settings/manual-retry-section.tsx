import { Card, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { confirm } from '../../shared/confirm';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { faultAt, faultBelow, faultsOf, NO_FAULTS } from '../rules/field-faults';
import { NumberField } from '../rules/number-field';
import type { CampaignDetails } from './settings-part';

type Reason = NonNullable<Schemas['ManualRetry']['failure_reasons']>[number];

const REASONS: ReadonlyArray<{ readonly value: Reason; readonly label: string }> = [
  { value: 'busy', label: 'Busy' },
  { value: 'no_answer', label: 'No answer' },
  { value: 'declined', label: 'Declined' },
  { value: 'voicemail', label: 'Voicemail' },
  { value: 'failed', label: 'Failed at the provider' },
  { value: 'unknown', label: 'Unknown: the call may have reached them' },
];

interface ManualRetrySectionProps {
  readonly campaign: CampaignDetails;
  readonly mayChange: boolean;
}

/** Puts contacts that were not reached back into the queue. */
export function ManualRetrySection({ campaign, mayChange }: ManualRetrySectionProps) {
  const [reasons, setReasons] = useState<Reason[]>(['busy', 'no_answer', 'failed']);
  const [maxRetries, setMaxRetries] = useState<number | null>(null);
  const retry = useManualRetry(campaign.id, { reasons, maxRetries });
  const problem = retry.error ? problemFrom(retry.error) : null;
  const faults = problem ? faultsOf(problem) : NO_FAULTS;
  const refusal = refusalOf(campaign.status);
  return (
    <Card component="section" withBorder padding="md" aria-labelledby="settings-manual-retry">
      <Stack gap="md">
        <div>
          <Title order={3} size="h4" id="settings-manual-retry">
            Call those again who were not reached
          </Title>
          <Text size="sm" c="dimmed">
            {refusal ??
              'Those who are done with get one more call each, within the hours, whatever retries they had. A completed campaign is reopened.'}
          </Text>
        </div>
        <Checkbox.Group
          label="Whose last call ended as"
          value={reasons}
          onChange={(given) => setReasons(given)}
          error={faultBelow(faults, '/failure_reasons') ?? (reasons.length === 0 ? 'Choose at least one.' : undefined)}
        >
          <Group gap="sm" mt="xs">
            {REASONS.map((reason) => (
              <Checkbox key={reason.value} {...reason} disabled={!mayChange || refusal !== null} />
            ))}
          </Group>
        </Checkbox.Group>
        <NumberField
          label="Retries after that call"
          description={`At most what the campaign grants: ${campaign.retry_config.retry_limit ?? 0}`}
          value={maxRetries}
          onChange={setMaxRetries}
          min={0}
          max={6}
          placeholder="As the campaign"
          error={faultAt(faults, '/max_retries')}
          disabled={!mayChange || refusal !== null}
        />
        {problem && faults.size === 0 && <ProblemAlert problem={problem} />}
        <Group>
          <AdminButton
            variant="default"
            loading={retry.isPending}
            notNow={refusal ?? (reasons.length === 0 ? 'Choose at least one.' : undefined)}
            onClick={() => ask(campaign, reasons, () => retry.mutate(undefined))}
          >
            Call them again
          </AdminButton>
        </Group>
      </Stack>
    </Card>
  );
}

function useManualRetry(id: number, { reasons, maxRetries }: { reasons: Reason[]; maxRetries: number | null }) {
  return useAction({
    run: () =>
      answerOf(
        api.POST('/api/v1/calls/bulk_call/{id}/manual_retry', {
          params: { path: { id } },
          body: { failure_reasons: reasons, max_retries: maxRetries },
        }),
      ),
    changes: [queryKeys.campaign(id)],
    done: ({ message }) => message,
    onProblem: () => undefined,
  });
}

/** Why it is not possible; null when it is. */
function refusalOf(status: CampaignDetails['status']): string | null {
  if (status === 'draft') return 'A draft has called nobody yet.';
  if (status === 'cancelled' || status === 'failed') return `The campaign is ${status}, for good.`;
  return null;
}

function ask({ name, status }: CampaignDetails, reasons: readonly Reason[], run: () => void): void {
  const labels = REASONS.filter(({ value }) => reasons.includes(value)).map(({ label }) => label.split(':')[0]);
  confirm({
    title: 'Call them again?',
    text: `Contacts of “${name}” whose last call ended as ${labels.join(', ').toLowerCase()} are put back into the queue.${
      status === 'completed' ? ' The campaign is reopened, and completes again.' : ''
    }`,
    action: 'Call them again',
    run,
  });
}
