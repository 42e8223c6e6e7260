import { campaignListSearch, lineSearch } from './search';

test('the list of campaigns takes what its filters offer', () => {
  const search = { status: 'drafts', type: 'finite', q: 'May', page: 2 };
  expect(campaignListSearch(search)).toStrictEqual(search);
  expect(campaignListSearch({ status: 'in_progress' }).status).toBe('in_progress');
});

test('what makes no sense for the list is named, and nothing', () => {
  const nothing = { status: undefined, type: undefined, q: undefined, page: undefined };
  expect(campaignListSearch({ status: 'nonsense', type: 'both', q: '', page: -1 })).toStrictEqual(nothing);
  expect(campaignListSearch({ status: 'toString', page: 'abc' })).toStrictEqual(nothing);
  expect(campaignListSearch({})).toStrictEqual(nothing);
});

test('the contacts take what their filters offer, and the contact that is open', () => {
  const search = { status: 'busy', interaction: 'answered', q: '+1555', line: 7 };
  expect(lineSearch(search)).toStrictEqual(search);
});

test('what makes no sense for the contacts is named, and nothing', () => {
  const nothing = { status: undefined, interaction: undefined, q: undefined, line: undefined };
  expect(lineSearch({ status: 'nonsense', interaction: 'shouted', q: [], line: 'abc' })).toStrictEqual(nothing);
  expect(lineSearch({ line: -7 })).toStrictEqual(nothing);
});
