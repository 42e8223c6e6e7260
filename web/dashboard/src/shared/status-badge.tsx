import { Badge } from '@mantine/core';

const COLORS: Record<string, string> = {
  waiting: 'teal',
  in_progress: 'green',
  pending: 'cyan',
  scheduled: 'cyan',
  auto_paused: 'yellow',
  paused: 'orange',
  draft: 'gray',
  completed: 'blue',
  cancelled: 'gray',
  failed: 'red',
  // Lines, deliveries
  queued: 'cyan',
  retry_scheduled: 'yellow',
  callback_scheduled: 'violet',
  busy: 'orange',
  no_answer: 'orange',
  voicemail: 'orange',
  skipped: 'gray',
  suppressed: 'red',
  expired: 'gray',
  unknown: 'red',
  delivered: 'green',
};

/** A status in words and in colour: nobody has to see the colour to know it. */
export function StatusBadge({ status }: { status: string }) {
  return (
    <Badge color={COLORS[status] ?? 'gray'} variant="light" autoContrast tt="none" style={{ flexShrink: 0 }}>
      {statusText(status)}
    </Badge>
  );
}

/** @example statusText('auto_paused') // 'outside its hours' */
export function statusText(status: string): string {
  if (status === 'auto_paused') return 'outside its hours';
  return status.replaceAll('_', ' ');
}
