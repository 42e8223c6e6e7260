import fc from 'fast-check';
import {
  CONDITION_OPERATORS,
  conditionFault,
  describeCondition,
  firstFailing,
  readOperator,
  type CallCondition,
  type ConditionOperator,
  type ConditionSubject,
} from './conditions';

const JANE: ConditionSubject = {
  toNumber: '+15551234567',
  externalId: 'crm-7',
  timezone: 'America/New_York',
  priority: 5,
  customVariables: {},
};

/** Whether one condition holds for a contact whose variable `it` has a value. */
function holds(actual: unknown, operator: string, value?: unknown): boolean {
  const condition = { column: 'it', operator: operator as ConditionOperator, value };
  return firstFailing([condition], { ...JANE, customVariables: { it: actual } }) === null;
}

describe('conditions', () => {
  it.each<[string, unknown, string, unknown, boolean]>([
    ['the same text is equal', 'pro', 'equals', 'pro', true],
    ['another text is not', 'pro', 'equals', 'free', false],
    ['the case of letters does not matter', 'Pro', 'equals', 'pRO', true],
    ['spaces around text do not matter', ' pro ', 'equals', 'pro', true],
    ['an accent may be written in two ways', 'cafe\u0301', 'equals', 'caf\u00e9', true],
    ['= is equals', 'pro', '=', 'pro', true],
    ['== is equals', 'pro', '==', 'free', false],
    ['a number is equal to the same number in text', 5, 'equals', '5.0', true],
    ['text that only begins like a number is text', '5 apples', 'equals', 5, false],
    ['ids of twenty digits are told apart', '12345678901234567890', 'equals', '12345678901234567891', false],
    ['ids of twenty digits are equal to themselves', '12345678901234567890', 'equals', '12345678901234567890', true],
    ['true is equal to its text', true, 'equals', 'TRUE', true],
    ['true is not one', true, 'equals', 1, false],
    ['the same day is the same date', '2026-12-25', 'equals', '2026-12-25T00:00:00Z', true],
    ['one instant in two zones is the same', '2026-12-25T01:00:00+01:00', 'equals', '2026-12-25T00:00Z', true],
    ['a day that does not exist is text', '2026-02-30', 'equals', '2026-03-02', false],
    ['a list is equal to nothing', ['pro'], 'equals', 'pro', false],
    ['another text is not equal', 'pro', 'not_equals', 'free', true],
    ['the same number is not unequal', '10', '!=', 10, false],
    ['text contains a part of it', 'Enterprise plan', 'contains', 'PRISE', true],
    ['text does not contain what it lacks', 'Enterprise', 'contains', 'pro', false],
    ['a list contains its member', ['a', 'VIP'], 'contains', 'vip', true],
    ['a list does not contain a part of its member', ['vip-2'], 'contains', 'vip', false],
    ['a number contains its digits', 12345, 'contains', '234', true],
    ['10 is greater than 9, although not as text', '10', 'greater_than', 9, true],
    ['a number is not greater than itself', '10', '>', '10.0', false],
    ['a later date is greater', '2026-12-25', '>', '2026-12-24T23:59:59Z', true],
    ['a date is not greater than a number', '2026-12-25', '>', 7, false],
    ['text is not greater than a number', 'old', '>', 7, false],
    ['-1 is less than 0', '-1', 'less_than', 0, true],
    ['an earlier date is less', '2026-01-02 10:00', '<', '2026-01-02T10:00:01Z', true],
    ['a value is in its list', 'CA', 'in', ['NY', 'ca'], true],
    ['a number is in a list of texts', 7, 'in', ['5', '7'], true],
    ['a value is in a text with commas', 'NY', 'in', 'CA, ny', true],
    ['a part of a choice is not in it', 'N', 'in', 'CA, NY', false],
    ['a value exists', 0, 'exists', undefined, true],
    ['false exists', false, 'exists', undefined, true],
    ['an empty list exists', [], 'exists', undefined, true],
    ['a value must not exist', 'x', 'exists', false, false],
    ['what is missing must not exist', undefined, 'exists', 'false', true],
  ])('%s', (_, actual, operator, value, expected) => {
    expect(holds(actual, operator, value)).toBe(expected);
  });

  describe.each([
    ['absent', undefined],
    ['null', null],
    ['an empty text', ''],
    ['nothing but spaces', '  '],
  ])('a variable that is %s', (_, missing) => {
    it.each<[string, unknown, boolean]>([
      ['equals', 'x', false],
      ['equals', '', false],
      ['equals', null, false],
      ['not_equals', 'x', true],
      ['contains', 'x', false],
      ['contains', '', false],
      ['greater_than', -1, false],
      ['less_than', 1, false],
      ['in', ['x', '', null], false],
      ['exists', undefined, false],
    ])('%s %j: %s', (operator, value, expected) => {
      expect(holds(missing, operator, value)).toBe(expected);
    });
  });

  it.each<[string, unknown]>([
    ['to_number', '+15551234567'],
    ['phone_number', '15551234567'],
    ['external_id', 'crm-7'],
    ['timezone', 'america/new_york'],
    ['priority', '5'],
  ])('look at the field %s of the contact', (column, value) => {
    expect(firstFailing([{ column, operator: 'equals', value }], JANE)).toBeNull();
  });

  it('prefer a variable of the contact to its field of the same name', () => {
    const listed = { ...JANE, customVariables: { priority: 'gold' } };
    expect(firstFailing([{ column: 'priority', operator: 'equals', value: 'gold' }], listed)).toBeNull();
  });

  it('reach into nested variables, and find one whose own name has a dot', () => {
    const customVariables = { address: { country: 'US', lines: ['Main St'] }, 'a.b': 1 };
    const at = (column: string, value: unknown) =>
      firstFailing([{ column, operator: 'equals', value }], { ...JANE, customVariables });
    expect(at('address.country', 'us')).toBeNull();
    expect(at('address.lines.0', 'main st')).toBeNull();
    expect(at('a.b', 1)).toBeNull();
    expect(at('address.city.name', 'x')).not.toBeNull();
  });

  it.each(['constructor', '__proto__', 'toString', 'address.constructor.name', 'name.length'])(
    'do not see %s, which nobody sent',
    (column) => {
      const customVariables = { address: {}, name: 'Jane' };
      expect(firstFailing([{ column, operator: 'exists', value: undefined }], { ...JANE, customVariables })).toEqual(
        expect.objectContaining({ column }),
      );
    },
  );

  it('must all hold, and the first that does not is named', () => {
    const plan: CallCondition = { column: 'plan', operator: 'equals', value: 'pro' };
    const age: CallCondition = { column: 'age', operator: 'greater_than', value: 17 };
    const adult = { ...JANE, customVariables: { plan: 'free', age: 18 } };
    expect(firstFailing([age, plan], adult)).toBe(plan);
    expect(firstFailing([age], adult)).toBeNull();
    expect(firstFailing([], adult)).toBeNull();
  });

  it('of an unknown operator hold for nobody', () => {
    expect(holds('x', 'like', 'x')).toBe(false);
    expect(holds(undefined, 'constructor', undefined)).toBe(false);
  });

  const anyOperator = fc.oneof(fc.constantFrom<string>(...CONDITION_OPERATORS, '=', '==', '!=', '>', '<'), fc.string());

  it('answer whatever JSON they are asked about', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyOperator, fc.jsonValue(), fc.string(), (actual, operator, value, path) => {
        const condition = { column: `it.${path}`, operator: operator as ConditionOperator, value };
        firstFailing([condition, { ...condition, column: 'it' }], { ...JANE, customVariables: { it: actual } });
        conditionFault(condition);
        expect(typeof describeCondition(condition)).toBe('string');
      }),
    );
  });

  it('hold for exactly one of equals and not_equals', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (actual, value) => {
        expect(holds(actual, 'equals', value)).not.toBe(holds(actual, 'not_equals', value));
      }),
    );
  });

  it('order numbers as numbers, however they are written', () => {
    const anyNumber = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(anyNumber, anyNumber, fc.boolean(), fc.boolean(), (a, b, aAsText, bAsText) => {
        const left = aAsText ? String(a) : a;
        const right = bAsText ? String(b) : b;
        expect(holds(left, '>', right)).toBe(a > b);
        expect(holds(left, '<', right)).toBe(a < b);
        expect(holds(left, '=', right)).toBe(a === b);
      }),
    );
  });

  it('order dates as instants, whatever zone they are written in', () => {
    const instant = fc.date({ min: new Date('0001-01-02'), max: new Date('9998-12-30'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, instant, fc.integer({ min: -12, max: 14 }), (a, b, hours) => {
        const shifted = new Date(b.getTime() + hours * 3_600_000).toISOString().slice(0, -1);
        const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
        expect(holds(a.toISOString(), '>', shifted + zone)).toBe(a.getTime() > b.getTime());
      }),
    );
  });
});

describe('the fault of a condition', () => {
  it.each<[string, { column: string; operator: string; value?: unknown }, RegExp | null]>([
    ['none', { column: 'plan', operator: 'equals', value: 'pro' }, null],
    ['none for a symbol', { column: 'age', operator: '>', value: '17' }, null],
    ['none for a date', { column: 'due', operator: 'less_than', value: '2026-12-25' }, null],
    ['none for exists without a value', { column: 'plan', operator: 'exists' }, null],
    ['none for exists false', { column: 'plan', operator: 'exists', value: false }, null],
    ['none for a list', { column: 'state', operator: 'in', value: ['CA'] }, null],
    ['none for false', { column: 'vip', operator: 'equals', value: false }, null],
    ['an unknown operator', { column: 'plan', operator: 'like', value: 'pro' }, /no operator "like"/],
    ['no column', { column: ' ', operator: 'equals', value: 'pro' }, /column/],
    ['no value', { column: 'plan', operator: 'equals' }, /needs a value/],
    ['an empty value', { column: 'plan', operator: 'not_equals', value: ' ' }, /needs a value/],
    ['a list that equals takes as one', { column: 'plan', operator: 'equals', value: ['a', 'b'] }, /use "in"/],
    ['a text that nothing is greater than', { column: 'age', operator: '>', value: 'old' }, /number or an ISO date/],
    ['an empty list', { column: 'state', operator: 'in', value: [] }, /list/],
    ['commas and nothing else', { column: 'state', operator: 'in', value: ' , ' }, /list/],
    ['exists with a value', { column: 'plan', operator: 'exists', value: 'pro' }, /takes no value/],
  ])('%s', (_, condition, expected) => {
    if (expected === null) expect(conditionFault(condition)).toBeNull();
    else expect(conditionFault(condition)).toMatch(expected);
  });
});

describe('a condition in words', () => {
  it.each<[CallCondition, string]>([
    [{ column: 'plan', operator: 'equals', value: 'pro' }, 'plan equals pro'],
    [{ column: 'age', operator: 'greater_than', value: 17 }, 'age is greater than 17'],
    [{ column: 'state', operator: 'in', value: 'CA,NY' }, 'state is one of CA, NY'],
    [{ column: 'plan', operator: 'exists', value: undefined }, 'plan exists'],
    [{ column: 'plan', operator: 'exists', value: false }, 'plan does not exist'],
  ])('%j', (condition, expected) => {
    expect(describeCondition(condition)).toBe(expected);
  });

  it('stays short', () => {
    expect(describeCondition({ column: 'x', operator: 'equals', value: 'y'.repeat(5000) }).length).toBeLessThan(200);
  });
});

describe('an operator', () => {
  it('is read from its name or symbol', () => {
    expect(['=', '==', '!=', '>', '<'].map(readOperator)).toEqual([
      'equals',
      'equals',
      'not_equals',
      'greater_than',
      'less_than',
    ]);
    expect(CONDITION_OPERATORS.map(readOperator)).toEqual(CONDITION_OPERATORS);
    expect([readOperator('toString'), readOperator('')]).toEqual([null, null]);
  });
});
