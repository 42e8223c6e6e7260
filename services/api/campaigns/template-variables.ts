import { namedValues } from '../../../infra/templates/agent-texts';
import { readTemplate } from '../../../infra/templates/text-template';
import type { FieldFault } from '../http/problem';

/** A text that is said to contacts. */
export interface SaidText {
  /** Where the fault is, as warnings name it. */
  readonly pointer: string;
  /** What it is, for people. */
  readonly what: string;
  readonly text: string;
}

/** What texts ask for. */
export interface AskedVariables {
  readonly variables: readonly string[];
  /** Those without a default that nothing gives. */
  readonly missing: readonly string[];
  readonly warnings: readonly FieldFault[];
}

/** The contact's own fields have a value, or none that anybody could give as a variable. */
const OWN_FIELDS = Object.keys(namedValues({ to_number: '', external_id: null, timezone: null }, {}));

/**
 * What texts ask for, and what of it nobody gives.
 *
 * @param given names of variables that contacts have; null when nobody knows.
 * @example askedVariables([{ text: 'Hello {{ name }}', ... }], ['plan']).missing // ['name']
 */
export function askedVariables(texts: readonly SaidText[], given: readonly string[] | null): AskedVariables {
  const read = texts.map((said) => ({ ...said, template: readTemplate(said.text) }));
  const known = new Set([...OWN_FIELDS, ...(given ?? [])]);
  const needed = given === null ? [] : read.flatMap(({ template }) => template.needed);
  return {
    variables: unique(read.flatMap(({ template }) => template.variables)),
    missing: unique(needed.filter((name) => !known.has(rootOf(name)))),
    warnings: read.flatMap(({ pointer, what, template }) => {
      if (template.problem === null) return [];
      return [{ pointer, code: 'invalid_template', detail: `${what} is said as it is written. ${template.problem}` }];
    }),
  };
}

/** @example rootOf('address.city') // 'address' */
function rootOf(name: string): string {
  return name.split(/[.[]/, 1)[0] ?? name;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
