import fc from 'fast-check';
import {
  CAMPAIGN_STATUSES,
  deriveStatus,
  isFinalStatus,
  mayDialIn,
  type CampaignFacts,
  type CampaignStatus,
} from './campaign-status';

const IDLE: CampaignFacts = {
  type: 'dynamic',
  ended: null,
  paused: false,
  scheduled: false,
  outsideHours: false,
  hasWork: false,
  hasDialled: false,
};

const anyFacts: fc.Arbitrary<CampaignFacts> = fc.record({
  type: fc.constantFrom('dynamic', 'finite'),
  ended: fc.constantFrom(null, 'completed', 'cancelled', 'failed'),
  paused: fc.boolean(),
  scheduled: fc.boolean(),
  outsideHours: fc.boolean(),
  hasWork: fc.boolean(),
  hasDialled: fc.boolean(),
});

const livingFacts = anyFacts.map((facts): CampaignFacts => ({ ...facts, ended: null }));

describe('the status of a campaign', () => {
  const everythingAtOnce: CampaignFacts = {
    type: 'finite',
    ended: 'failed',
    paused: true,
    scheduled: true,
    outsideHours: true,
    hasWork: true,
    hasDialled: true,
  };

  it.each<[string, Partial<CampaignFacts>, CampaignStatus]>([
    ['an end comes before everything', {}, 'failed'],
    ['a pause comes before a start that lies ahead', { ended: null }, 'paused'],
    ['a start that lies ahead comes before calling hours', { ended: null, paused: false }, 'scheduled'],
    ['calling hours come before work', { ended: null, paused: false, scheduled: false }, 'auto_paused'],
    ['work comes last', { ended: null, paused: false, scheduled: false, outsideHours: false }, 'in_progress'],
  ])('%s', (_rule, facts, expected) => {
    expect(deriveStatus({ ...everythingAtOnce, ...facts })).toBe(expected);
  });

  it.each<[string, Partial<CampaignFacts>, CampaignStatus]>([
    ['a dynamic campaign that has not dialled waits', {}, 'waiting'],
    ['a dynamic campaign without work waits again', { hasDialled: true }, 'waiting'],
    ['a dynamic campaign with work is in progress', { hasWork: true }, 'in_progress'],
    ['a finite campaign that has not dialled is pending', { type: 'finite' }, 'pending'],
    ['a finite campaign with work is in progress', { type: 'finite', hasWork: true }, 'in_progress'],
    ['a finite campaign between two calls stays in progress', { type: 'finite', hasDialled: true }, 'in_progress'],
  ])('%s', (_rule, facts, expected) => {
    expect(deriveStatus({ ...IDLE, ...facts })).toBe(expected);
  });

  it('is final exactly when the campaign has ended', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(isFinalStatus(deriveStatus(facts))).toBe(facts.ended !== null);
      }),
    );
  });

  it('never lets a call start while paused, before the start, outside the hours or after the end', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const closed = facts.ended !== null || facts.paused || facts.scheduled || facts.outsideHours;
        expect(mayDialIn(deriveStatus(facts))).toBe(!closed);
      }),
    );
  });

  it('says that a living dynamic campaign is never completed and never pending', () => {
    fc.assert(
      fc.property(livingFacts, (facts) => {
        expect(['completed', 'pending']).not.toContain(deriveStatus({ ...facts, type: 'dynamic' }));
      }),
    );
  });

  it('is paused whenever a living campaign is paused, whatever else is true', () => {
    fc.assert(
      fc.property(livingFacts, (facts) => {
        expect(deriveStatus({ ...facts, paused: true })).toBe('paused');
      }),
    );
  });

  it('is one of the statuses on the wire', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(CAMPAIGN_STATUSES).toContain(deriveStatus(facts));
      }),
    );
  });
});

describe('what a status allows', () => {
  it.each<[CampaignStatus, { final: boolean; dials: boolean }]>([
    ['draft', { final: false, dials: false }],
    ['scheduled', { final: false, dials: false }],
    ['pending', { final: false, dials: true }],
    ['waiting', { final: false, dials: true }],
    ['in_progress', { final: false, dials: true }],
    ['auto_paused', { final: false, dials: false }],
    ['paused', { final: false, dials: false }],
    ['completed', { final: true, dials: false }],
    ['cancelled', { final: true, dials: false }],
    ['failed', { final: true, dials: false }],
  ])('%s: %o', (status, expected) => {
    expect({ final: isFinalStatus(status), dials: mayDialIn(status) }).toEqual(expected);
  });

  it('is said for every status', () => {
    expect(CAMPAIGN_STATUSES).toHaveLength(10);
  });
});
