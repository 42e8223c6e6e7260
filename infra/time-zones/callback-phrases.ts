const SMALL_NUMBERS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = new Map([
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
]);
const UNITS = SMALL_NUMBERS.slice(1, 10).join('|');
const WEEKDAYS = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const DURATION_UNITS = '(?:s|sec|m|min|h|hr|hour|d|day|w|week|month|year)';
/** A time of day said as a number: 3, 3:30. */
const CLOCK = '(\\d{1,2}(?::\\d{2})?)';

/** What people say, and how chrono-node reads it. In this order: later ones rely on earlier ones. */
const REWRITTEN: readonly (readonly [RegExp, string | ((...match: string[]) => string)])[] = [
  [/[’`]/g, "'"],
  [
    new RegExp(`\\b(${[...TENS.keys()].join('|')})(?:[ -](${UNITS}))?\\b`, 'g'),
    (_all, tens = '', unit = '') => String((TENS.get(tens) ?? 0) + Math.max(SMALL_NUMBERS.indexOf(unit), 0)),
  ],
  [new RegExp(`\\b(${SMALL_NUMBERS.join('|')})\\b`, 'g'), (_all, word = '') => String(SMALL_NUMBERS.indexOf(word))],
  [/\b(\d+) and a half (hours?|days?|weeks?)\b/g, '$1.5 $2'],
  [/\ban? (hour|day|week) and a half\b/g, '1.5 $1s'],
  [/\b(?:at )?half past (\d{1,2})\b/g, 'at $1:30'],
  [/\b(?:at )?(?:a )?quarter past (\d{1,2})\b/g, 'at $1:15'],
  [/\b(?:at )?(?:a )?quarter to (\d{1,2})\b/g, (_all, hour) => `at ${(Number(hour) + 11) % 12 || 12}:45`],
  [/\b(?:the )?day after tomorrow\b/g, 'in 2 days'],
  [/\bfirst thing (?:in the morning )?(tomorrow)\b/g, '$1 morning'],
  [/\b(?:at |by )?(?:the )?end of (?:the )?day\b/g, 'at 17:00'],
  [new RegExp(`\\bnext week,? (?:on )?(${WEEKDAYS})\\b`, 'g'), '$1 next week'],
  // "around 3", "between 3 and 5": the time named first.
  [
    new RegExp(`\\b(?:at )?(?:around|about|after|by|from|between) ${CLOCK}(?![\\d.:/-]|\\s*${DURATION_UNITS})`, 'g'),
    'at $1',
  ],
  [/\bat (\d{1,2}) ([0-5]\d)\b/g, 'at $1:$2'],
  [/\b(at|today|tomorrow) (\d{1,2})h\b/g, '$1 $2:00'],
  [new RegExp(`\\b(today|tonight|tomorrow),? ${CLOCK}(?![\\d.:/-]|\\s*${DURATION_UNITS})`, 'g'), '$1 at $2'],
  [new RegExp(`\\b${CLOCK} (?:in the (?:afternoon|evening)|at night)\\b`, 'g'), '$1 pm'],
];

/**
 * Words of a called person, in the forms that chrono-node can read: numbers as digits, "half past four" as 4:30.
 *
 * @example plainPhrases('Half past four tomorrow') // 'at 4:30 tomorrow'
 */
export function plainPhrases(text: string): string {
  return REWRITTEN.reduce(
    (read, [pattern, as]) => (typeof as === 'string' ? read.replace(pattern, as) : read.replace(pattern, as)),
    text.toLowerCase(),
  );
}
