import { Title } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { Figure, Figures } from './figure';

/** What a campaign does at the moment. */
export function NowFigures({ figures }: { figures: Schemas['CampaignFigures'] }) {
  const { calls, retries_due, callbacks_due } = figures;
  return (
    <section aria-labelledby="now">
      <Title order={2} size="h4" mb="xs" id="now">
        Now
      </Title>
      <Figures>
        <Figure label="Calls in progress" value={number(calls.in_progress)} />
        <Figure label="Calls per minute" value={number(calls.per_minute)} note="over five minutes" />
        <Figure label="Answer rate" value={share(calls.answer_rate)} note="of the last hour" />
        <Figure label="Retries due" value={number(retries_due)} note="within an hour" />
        <Figure label="Callbacks due" value={number(callbacks_due)} note="within an hour" />
      </Figures>
    </section>
  );
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

function share(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US', { style: 'percent', maximumFractionDigits: 0 });
}
