import { CAMPAIGN_STATUSES } from '../../../../../domain/campaign-status';
import { SINGLE_STATUSES, STATUS_GROUPS, statusesOf } from './status-filter';

test('every status of a campaign is in exactly one group', () => {
  const grouped = Object.values(STATUS_GROUPS).flatMap(({ statuses }) => [...statuses]);
  expect(grouped.sort()).toEqual([...CAMPAIGN_STATUSES].sort());
});

test('a filter lets through its group, or the one status that it names', () => {
  expect(statusesOf('ended')).toEqual(['completed', 'cancelled', 'failed']);
  for (const status of SINGLE_STATUSES) expect(statusesOf(status)).toEqual([status]);
});

test('no filter lets everything through', () => {
  expect(statusesOf(undefined)).toBeUndefined();
});
