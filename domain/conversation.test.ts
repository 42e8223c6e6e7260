import { conversationOf } from './conversation';

const entities = (count: number): Record<string, number> =>
  Object.fromEntries([...Array(count).keys()].map((n) => [`e${n}`, n]));

it('tells transcript, intents and entities of an outcome, each once', () => {
  const { reports, dropped } = conversationOf({
    transcript: 'Hi',
    intents: ['buy', { name: 'buy' }],
    entities: { n: 1 },
  });
  expect(reports).toEqual([
    { type: 'transcript', transcript: { text: 'Hi', speaker: null, complete: true, atS: null } },
    { type: 'intent', intent: { name: 'buy', confidence: null } },
    { type: 'entity', entity: { name: 'n', value: 1, confidence: null } },
  ]);
  expect(dropped).toBe(0);
});

it('tells a hundred things at most, and how many it has left out', () => {
  const { reports, dropped } = conversationOf({ transcript: 'Hi', entities: entities(3_000) });
  expect([reports.length, dropped]).toEqual([100, 2_901]);
  expect(reports[0]!.type).toBe('transcript');
});

it('leaves out names and values beyond every measure, and nothing for being a long transcript', () => {
  const { reports, dropped } = conversationOf({
    transcript: 'x'.repeat(500_000),
    intents: ['y'.repeat(501), 'y'.repeat(500)],
    entities: { long: 'z'.repeat(16_001), short: 'z'.repeat(1_000) },
  });
  expect(reports.map(({ type }) => type)).toEqual(['transcript', 'intent', 'entity']);
  expect(dropped).toBe(2);
});
