import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Schemas } from '../../api/client';
import { finishText } from './finish-text';

type Campaign = Schemas['CampaignDetails'];

interface CancelDialogProps {
  readonly campaign: Campaign;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCancel: () => void;
}

/** Says what cancelling does, and wants the campaign's name typed: it cannot be undone. */
export function CancelDialog({ campaign, opened, onClose, onCancel }: CancelDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Cancel this campaign?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <CancelForm campaign={campaign} onClose={onClose} onCancel={onCancel} />
    </Modal>
  );
}

function CancelForm({ campaign, onClose, onCancel }: Omit<CancelDialogProps, 'opened'>) {
  const [typed, setTyped] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const { name, counts } = campaign;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSame(typed, name)) onCancel();
    else setIsWrong(true);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <List size="sm" spacing="xs">
          <List.Item>{waitingText(counts)}</List.Item>
          <List.Item>{finishText(counts.in_progress)}</List.Item>
          <List.Item>Contacts that are sent to it from now on are refused, with 409.</List.Item>
          <List.Item>It cannot be undone.</List.Item>
        </List>
        <TextInput
          data-autofocus
          label="Type the campaign's name to cancel it"
          description={
            <Text span inherit className="theirs">
              {name}
            </Text>
          }
          value={typed}
          autoComplete="off"
          error={isWrong && !isSame(typed, name) && 'This is not its name.'}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" color="red.8">
            Cancel the campaign
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function isSame(typed: string, name: string): boolean {
  return plain(typed) === plain(name);
}

/** As it is seen: a name may have two spaces, or a letter that is composed in another way. */
function plain(text: string): string {
  return text.normalize().replaceAll(/\s+/gu, ' ').trim();
}

function waitingText({ queued, waiting_retry, waiting_callback }: Campaign['counts']): string {
  const waiting = queued + waiting_retry + waiting_callback;
  if (waiting === 0) return 'No contact waits for a call.';
  if (waiting === 1) return 'The contact that waits is not called any more; it ends as cancelled.';
  return `The ${waiting.toLocaleString('en-US')} contacts that wait, also for a retry or a callback, are not called any more; they end as cancelled.`;
}
