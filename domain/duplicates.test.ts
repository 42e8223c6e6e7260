import { DEFAULT_DUPLICATES, duplicateKeyOf, effectOfDuplicate, type DuplicatePolicy } from './duplicates';
import { LINE_STATUSES, OPEN_LINE_STATUSES, type LineStatus } from './line-status';

describe('what tells a duplicate', () => {
  const contact = { toNumber: '+15551234567', externalId: 'crm-7' };

  it.each<[string, Partial<DuplicatePolicy>, string | null]>([
    ['nothing where duplicates are allowed', {}, null],
    ['the number', { policy: 'skip' }, '+15551234567'],
    ['the external id', { policy: 'update', key: 'external_id' }, 'crm-7'],
  ])('is %s', (_, policy, key) => {
    expect(duplicateKeyOf({ ...DEFAULT_DUPLICATES, ...policy }, contact)).toBe(key);
  });

  it.each([null, ''])('is nothing for a contact whose external id is %j', (externalId) => {
    const policy: DuplicatePolicy = { policy: 'skip', scope: 'campaign', key: 'external_id' };
    expect(duplicateKeyOf(policy, { ...contact, externalId })).toBeNull();
  });
});

describe('a duplicate', () => {
  const effect = (policy: 'skip' | 'update' | 'requeue', status: LineStatus, skippedByCondition = false) =>
    effectOfDuplicate(policy, { status, skippedByCondition });

  it.each(LINE_STATUSES)('that is skipped leaves a line that is %s as it is', (status) => {
    expect(effect('skip', status)).toEqual({ answer: 'skipped', replacesData: false, queue: 'untouched' });
  });

  it.each(['update', 'requeue'] as const)('with %s leaves the call that goes on alone', (policy) => {
    expect(effect(policy, 'in_progress')).toEqual({ answer: 'updated', replacesData: true, queue: 'untouched' });
  });

  it.each(LINE_STATUSES.filter((status) => status !== 'in_progress'))('is put before a line that is %s', (status) => {
    const waits = OPEN_LINE_STATUSES.includes(status);
    expect(effect('update', status).queue).toBe(waits ? 'rejudged' : 'untouched');
    expect(effect('requeue', status).queue).toBe(waits ? 'called_now' : 'restarted');
  });

  it('that is updated may meet the condition that its line was skipped for', () => {
    expect(effect('update', 'skipped', true).queue).toBe('rejudged');
    expect(effect('update', 'skipped', false).queue).toBe('untouched');
  });
});
