import { conversationOf, withConversation, type ConversationReport } from './conversation';

const intent = (name: string): ConversationReport => ({ type: 'intent', intent: { name, confidence: 0.5 } });
const entity = (name: string, value: unknown): ConversationReport => ({
  type: 'entity',
  entity: { name, value, confidence: null },
});
const transcript = (text: string, complete: boolean): ConversationReport => ({
  type: 'transcript',
  transcript: { text, speaker: null, complete, atS: null },
});

test('a whole transcript is part of the outcome, a single turn is not', () => {
  expect(withConversation({ rating: 5 }, transcript('all', true))).toEqual({ rating: 5, transcript: 'all' });
  expect(withConversation({ transcript: 'all' }, transcript('a turn', false))).toEqual({ transcript: 'all' });
  expect(withConversation(null, transcript('a turn', false))).toBeNull();
});

test('intents are added once, in the form that the provider has given them', () => {
  expect(withConversation(null, intent('buy'))).toEqual({ intents: ['buy'] });
  expect(withConversation({ intents: ['buy'] }, intent('buy'))).toEqual({ intents: ['buy'] });
  expect(withConversation({ intents: [{ name: 'buy', score: 1 }] }, intent('buy'))).toEqual({
    intents: [{ name: 'buy', score: 1 }],
  });
  expect(withConversation({ intents: [{ name: 'buy' }] }, intent('leave'))).toEqual({
    intents: [{ name: 'buy' }, { name: 'leave', confidence: 0.5 }],
  });
  expect(withConversation({ intents: 'none' }, intent('buy'))).toEqual({ intents: ['buy'] });
});

test('an entity has the value that was told last', () => {
  expect(withConversation({ entities: { n: 1, day: 'Monday' } }, entity('n', 2))).toEqual({
    entities: { n: 2, day: 'Monday' },
  });
  expect(withConversation({ entities: [{ name: 'n', value: 1 }, { name: 'day' }] }, entity('n', 2))).toEqual({
    entities: [{ name: 'day' }, { name: 'n', value: 2, confidence: null }],
  });
});

test('what an outcome tells of a conversation is read in whatever form it came', () => {
  const reports = conversationOf({
    transcript: 'all',
    intents: ['buy', { name: 'leave' }, 7, { label: 'x' }],
    entities: [{ name: 'n', value: 1 }, { name: 'day' }, 'only a name', null],
    summary: 'Short.',
  });
  expect(reports).toEqual([
    transcript('all', true),
    { type: 'intent', intent: { name: 'buy', confidence: null } },
    { type: 'intent', intent: { name: 'leave', confidence: null } },
    entity('n', 1),
    entity('day', null),
    entity('only a name', null),
  ]);
  expect(conversationOf({ entities: { n: [1] } })).toEqual([entity('n', [1])]);
  for (const outcome of [null, {}, { transcript: '', intents: 'buy', entities: 3 }, { transcript: { a: 1 } }]) {
    expect(conversationOf(outcome)).toEqual([]);
  }
});
