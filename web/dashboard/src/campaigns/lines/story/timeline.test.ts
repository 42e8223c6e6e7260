import { timelineOf } from './timeline';

type Story = Parameters<typeof timelineOf>[0];

const at = (minute: number): string => `2026-11-21T12:${String(minute).padStart(2, '0')}:00.000Z`;

function story(more: Partial<Story> = {}): Story {
  const line = { created_at: at(0), closed_at: null, call_status: 'queued' as const, closing_reason: null };
  return { line, attempts: [], inbound_calls: [], callbacks: [], ...more };
}

const attempt = (minute: number) => ({ attempt_id: minute, created_at: at(minute) }) as Story['attempts'][number];
const inbound = (minute: number) => ({ call_id: minute, created_at: at(minute) }) as Story['inbound_calls'][number];
const callback = (minute: number) => ({ callback_id: minute, created_at: at(minute) }) as Story['callbacks'][number];

const kindsOf = (given: Story): string[] => timelineOf(given).map(({ kind }) => kind);

test('what happened stands in the order in which it happened', () => {
  const given = story({ attempts: [attempt(1), attempt(9)], inbound_calls: [inbound(5)], callbacks: [callback(6)] });
  expect(kindsOf(given)).toEqual(['arrival', 'attempt', 'inbound', 'callback', 'attempt']);
});

test('a promise stands behind the call of the same instant, and the end behind all', () => {
  const line = { created_at: at(3), closed_at: at(3), call_status: 'completed' as const, closing_reason: 'reached' };
  const given = story({ line, attempts: [attempt(3)], callbacks: [callback(3)] });
  expect(kindsOf(given)).toEqual(['arrival', 'attempt', 'callback', 'end']);
});
