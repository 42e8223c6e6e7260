import { CAMPAIGN_EXAMPLES } from './campaign-examples';
import { CONTACT_EXAMPLES } from './contact-examples';
import { NUMBER_EXAMPLES } from './number-examples';
import { ORGANIZATION_EXAMPLES } from './organization-examples';
import type { RequestExample, RequestExamples } from './request-example';
import { WEBHOOK_EXAMPLES } from './webhook-examples';

/** Examples of every operation, by its id. */
export const EXAMPLES: RequestExamples = {
  ...CAMPAIGN_EXAMPLES,
  ...CONTACT_EXAMPLES,
  ...NUMBER_EXAMPLES,
  ...WEBHOOK_EXAMPLES,
  ...ORGANIZATION_EXAMPLES,
};

/** The examples of one operation; none when nobody has thought of one. */
export function examplesOf(operationId: string): readonly RequestExample[] {
  const given = EXAMPLES[operationId];
  if (given === undefined) return [];
  return isList(given) ? given : [given];
}

function isList(given: RequestExample | readonly RequestExample[]): given is readonly RequestExample[] {
  return Array.isArray(given);
}
