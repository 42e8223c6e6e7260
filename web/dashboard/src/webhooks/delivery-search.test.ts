import { deliverySearch } from './delivery-search';

test('the log takes what its filters offer, and the delivery that is open', () => {
  const search = { status: 'failed', endpoint: 1, campaign: 2, line: 3, event: 'call.ended', delivery: 4 };
  expect(deliverySearch(search)).toStrictEqual(search);
  expect(deliverySearch({ event: 'call_schedule' }).event).toBe('call_schedule');
});

test('what makes no sense is named, and nothing', () => {
  const nothing = {
    status: undefined,
    endpoint: undefined,
    campaign: undefined,
    line: undefined,
    event: undefined,
    delivery: undefined,
  };
  const nonsense = { status: 'nonsense', endpoint: 'x', campaign: -1, line: 1.5, event: 'toString', delivery: 'abc' };
  expect(deliverySearch(nonsense)).toStrictEqual(nothing);
  expect(deliverySearch({})).toStrictEqual(nothing);
});
