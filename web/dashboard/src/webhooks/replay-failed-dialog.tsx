import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemFrom } from '../api/client';
import type { ApiProblem } from '../api/problem';
import { counted } from '../shared/counted';
import { OWN_ZONE } from '../shared/moment';
import { ProblemAlert } from '../shared/problem-alert';
import { useFailedCount, useReplayFailed, type FailedSince } from './delivery-queries';
import { useWebhookNames } from './webhook-queries';

const DAY_MS = 24 * 60 * 60 * 1_000;

interface ReplayFailedProps {
  /** What is chosen at first. */
  readonly endpointId?: number | undefined;
  readonly campaignId?: number | undefined;
  readonly onClose: () => void;
}

/** Asks since when, of what, and says how many: then sends all of it once more. */
export function ReplayFailedDialog({ opened, ...rest }: ReplayFailedProps & { readonly opened: boolean }) {
  const { onClose } = rest;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Replay what has failed"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ReplayFailed {...rest} />
    </Modal>
  );
}

function ReplayFailed({ endpointId, campaignId, onClose }: ReplayFailedProps) {
  const [local, setLocal] = useState(() => localInput(Date.now() - DAY_MS));
  const [endpoint, setEndpoint] = useState(endpointId === undefined ? null : String(endpointId));
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const replay = useReplayFailed((error) => setProblem(problemFrom(error)));
  const since = new Date(local);
  const isValid = !Number.isNaN(since.getTime());
  const wanted: FailedSince = {
    since: isValid ? since.toISOString() : new Date(0).toISOString(),
    ...(endpoint !== null && { endpoint_id: Number(endpoint) }),
    ...(campaignId !== undefined && { campaign_id: campaignId }),
  };
  const { data: failed } = useFailedCount(wanted, isValid);
  const send = () => replay.mutate(wanted, { onSuccess: onClose });
  return (
    <Stack>
      <TextInput
        type="datetime-local"
        label="Failed since"
        description={`In your own zone, ${OWN_ZONE}.`}
        value={local}
        onChange={({ currentTarget }) => setLocal(currentTarget.value)}
        error={isValid ? undefined : 'Give a day and a time.'}
        data-autofocus
      />
      <EndpointSelect value={endpoint} onChange={setEndpoint} />
      {campaignId !== undefined && <Text size="sm">Of campaign {campaignId} alone.</Text>}
      <Text size="sm" aria-live="polite">
        {countText(failed, isValid)}
      </Text>
      <Text size="sm" c="dimmed">
        Each keeps its webhook-id, so that a receiver that has seen it can tell. What goes to webhooks that are deleted,
        disabled or not active is left alone.
      </Text>
      {problem !== null && <ProblemAlert problem={problem} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button disabled={!isValid || (failed?.count === 0 && !failed.more)} loading={replay.isPending} onClick={send}>
          Replay them
        </Button>
      </Group>
    </Stack>
  );
}

function EndpointSelect({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { data: webhooks = [] } = useWebhookNames();
  const data = webhooks.map(({ id, name }) => ({ value: String(id), label: name }));
  const isUnlisted = value !== null && !data.some((entry) => entry.value === value);
  return (
    <Select
      label="Webhook"
      placeholder="all, and callbacks"
      data={isUnlisted ? [...data, { value, label: `webhook ${value}` }] : data}
      value={value}
      onChange={onChange}
      clearable
      clearButtonProps={{ 'aria-label': 'All webhooks' }}
      searchable
    />
  );
}

function countText(failed: { count: number; more: boolean } | undefined, isValid: boolean): string {
  if (!isValid) return '';
  if (failed === undefined) return 'Counting…';
  if (failed.more) return `At least ${failed.count} have failed since then; there are more than are counted here.`;
  if (failed.count === 0) return 'Nothing has failed since then.';
  return `${counted(failed.count, 'delivery', 'deliveries')} ${failed.count === 1 ? 'has' : 'have'} failed since then.`;
}

/** An instant as `datetime-local` writes it, in the browser's own zone. */
function localInput(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(atMs - offsetMs).toISOString().slice(0, 16);
}
