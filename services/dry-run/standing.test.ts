import { finishOf, type Standing } from './standing';

const RUNNING: Standing = {
  type: 'dynamic',
  status: 'waiting',
  reason: null,
  text: null,
  until: null,
  opensAt: null,
  endedAt: null,
  hasOpenLines: true,
  hasReadyLines: false,
  freshDueAt: null,
};
const LATER = new Date(Date.UTC(2026, 10, 23, 14));

test.each<[string, Partial<Standing>, string | null]>([
  ['while a contact waits', {}, null],
  ['when a dynamic campaign has nobody left', { hasOpenLines: false }, 'through'],
  ['not before a finite campaign has ended', { type: 'finite', hasOpenLines: false }, null],
  ['when the campaign has ended', { type: 'finite', status: 'completed', endedAt: LATER }, 'ended'],
  ['when it has paused for somebody', { status: 'paused', text: 'The circuit breaker.' }, 'paused'],
  ['not when it goes on by itself', { status: 'paused', until: LATER }, null],
  ['when it does not open again', { status: 'auto_paused' }, 'closed'],
  ['not while it is closed for the night', { status: 'auto_paused', opensAt: LATER }, null],
])('a dry run is over %s', (_when, standing, kind) => {
  expect(finishOf({ ...RUNNING, ...standing })?.kind ?? null).toBe(kind);
});

test('the reason is told', () => {
  const paused = finishOf({
    ...RUNNING,
    status: 'paused',
    reason: 'circuit_breaker',
    text: 'Half of the calls failed.',
  });
  expect(paused?.text).toContain('Half of the calls failed.');
});
