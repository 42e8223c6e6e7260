import { Progress, Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { Figure, Figures } from './figure';

type Counts = Schemas['LineCounts'];

const PARTS: readonly { of: Exclude<keyof Counts, 'total_contacts'>; label: string; color: string }[] = [
  { of: 'completed', label: 'Completed', color: 'blue.6' },
  { of: 'in_progress', label: 'In progress', color: 'green.6' },
  { of: 'queued', label: 'Queued', color: 'cyan.4' },
  { of: 'waiting_retry', label: 'Wait for a retry', color: 'yellow.5' },
  { of: 'waiting_callback', label: 'Wait for a callback', color: 'violet.5' },
  { of: 'busy', label: 'Busy', color: 'orange.4' },
  { of: 'no_answer', label: 'No answer', color: 'orange.6' },
  { of: 'voicemail', label: 'Voicemail', color: 'orange.8' },
  { of: 'failed', label: 'Failed', color: 'red.6' },
  { of: 'other', label: 'Not to be called', color: 'gray.5' },
];

/** How many contacts are in which status, as numbers and as a bar. */
export function ContactCounts({ counts }: { counts: Counts }) {
  const total = counts.total_contacts;
  if (total === 0) return <Text c="dimmed">No contact yet. “Send contacts” shows how they come.</Text>;
  return (
    <>
      <Progress.Root size="lg" mb="sm" aria-hidden>
        {PARTS.filter(({ of }) => counts[of] > 0).map(({ of, color }) => (
          // One that is too small to be seen still is a part.
          <Progress.Section key={of} value={(counts[of] / total) * 100} color={color} miw={2} aria-hidden />
        ))}
      </Progress.Root>
      <Figures small>
        <Figure label="In all" value={total.toLocaleString('en-US')} />
        {PARTS.map(({ of, label, color }) => (
          <Figure
            key={of}
            label={label}
            color={`var(--mantine-color-${color.replace('.', '-')})`}
            value={counts[of].toLocaleString('en-US')}
            note={counts[of] > 0 ? shareText(counts[of] / total) : undefined}
          />
        ))}
      </Figures>
    </>
  );
}

function shareText(share: number): string {
  return share < 0.01 ? 'under 1%' : share.toLocaleString('en-US', { style: 'percent' });
}
