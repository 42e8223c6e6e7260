import { allFaults, faultsOfStep, listedFault, missingParts, stepOf } from './step-faults';
import { checkBody, createBody, newForm, readForm, type WizardForm } from './wizard-form';

const known = { file: {}, findings: null, problem: null };
const form = (change: Partial<WizardForm> = {}): WizardForm => ({ ...newForm('UTC'), ...change });
const csv = { name: 'a.csv', size: 1, rows: 1, columns: ['a', 'b'] };

test('a fresh draft misses its name, its number and its file, each on its step', () => {
  const missing = missingParts(form(), known);
  expect([...missing.keys()]).toEqual(['/name', '/phone_number_id', '/csv']);
  expect([...missing.keys()].map(stepOf)).toEqual(['details', 'details', 'contacts']);
  expect([...faultsOfStep(missing, 'contacts').keys()]).toEqual(['/csv']);
});

test('a dynamic campaign needs no file', () => {
  const missing = missingParts(form({ campaign: { name: 'a', phone_number_id: 1, is_dynamic: true } }), known);
  expect(missing.size).toBe(0);
});

test('a file that this browser does not have, cannot be read or has no number is told', () => {
  const with_ = (mapping: NonNullable<WizardForm['csv']>['mapping'], over: object) =>
    missingParts(form({ csv: { ...csv, mapping } }), { ...known, ...over });
  const sound = [{ to: 'number' }, { to: 'nothing' }] as const;
  expect(with_(sound, {}).has('/csv')).toBe(false);
  expect(with_(sound, { file: null }).get('/csv')).toContain('a.csv');
  expect(with_(sound, { problem: 'Broken.' }).get('/csv')).toBe('Broken.');
  expect(with_([{ to: 'nothing' }, { to: 'nothing' }], {}).has('/csv/mapping')).toBe(true);
  const findings = { done: true, rows: 3, faulty: 3, stop: null };
  expect(with_(sound, { findings }).has('/csv/rows')).toBe(true);
});

test('a file that begins with a contact, or cannot be read to its end, is held back on its step', () => {
  const mapping = [{ to: 'number' }, { to: 'variable', name: 'b' }] as const;
  const headless = form({ csv: { ...csv, columns: ['+15550109001', 'b'], mapping } });
  const findings = { done: true, rows: 3, faulty: 1, stop: 'Nothing after it can be read.' };
  const keys = [...missingParts(headless, { ...known, findings }).keys()].filter((key) => key.startsWith('/csv'));
  expect(keys).toEqual(['/csv/first_row', '/csv/stop']);
  expect(keys.map(stepOf)).toEqual(['contacts', 'contacts']);
});

test('faults of the API are said as the page says them', () => {
  const days = { pointer: '/calling_hours/days', code: 'too_small', detail: 'Too small: expected array.' };
  expect(allFaults(new Map(), [days]).get('/calling_hours/days')).toBe('Choose at least one day.');
});

test('faults of the API are mended on the step that has the field', () => {
  expect(stepOf('/call_conditions/0/value')).toBe('contacts');
  expect(stepOf('/calling_hours/windows/0')).toBe('schedule');
  expect(stepOf('/retry_config/retry_limit')).toBe('schedule');
  expect(stepOf('/phone_number_id')).toBe('details');
  expect(stepOf('/call_status_callback')).toBe('details');
  expect(stepOf('/status_callback')).toBe('details');
  expect(stepOf('/callback/limit')).toBe('schedule');
});

test('away from its field a fault says which callback URL it is about', () => {
  expect(listedFault('/status_callback', 'No.')).toBe('Callback URL when it ends: No.');
  expect(listedFault('/name', 'Give the campaign a name.')).toBe('Give the campaign a name.');
});

test('what is known to be unfinished is not asked of the API', () => {
  const call_conditions = [
    { column: 'plan', operator: 'equals', value: '' },
    { column: 'plan', operator: 'exists' },
  ];
  const campaign = { is_scheduled: true, call_conditions };
  const mapping = [{ to: 'number' }, { to: 'variable', name: 'plan' }] as const;
  expect(checkBody(form({ campaign, csv: { ...csv, mapping } }))).toMatchObject({
    name: 'Draft',
    is_scheduled: false,
    call_conditions: [{ column: 'plan', operator: 'exists' }],
    columns: ['plan'],
  });
  expect([...missingParts(form({ campaign }), known).keys()]).toContain('/call_conditions/0');
});

test('a start that was chosen and taken back is not sent', () => {
  const campaign = { is_scheduled: false, scheduled_datetime: '2026-12-25 10:00:00' };
  expect(createBody(form({ campaign }))).not.toHaveProperty('scheduled_datetime');
});

test('a stored draft is read as it was written, and an empty one as a new one', () => {
  const written = form({ campaign: { name: 'a' }, restarts: 2 });
  expect(readForm(JSON.parse(JSON.stringify(written)) as Record<string, unknown>, 'UTC')).toEqual(written);
  expect(readForm({}, 'Europe/Berlin')).toEqual(newForm('Europe/Berlin'));
  expect(readForm({ campaign: 'x', csv: [], launch: 3 }, 'UTC')).toEqual(newForm('UTC'));
});
