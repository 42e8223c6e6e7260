import { randomUUID } from 'node:crypto';

/** Our references of calls from outside begin so; those of attempts are UUIDs. */
const INBOUND_REFERENCE = 'in_';

/** A reference that no other call has. */
export function newInboundReference(): string {
  return `${INBOUND_REFERENCE}${randomUUID()}`;
}

/** True for our own reference of a call from outside. @example isInboundReference('in_1f0c...') // true */
export function isInboundReference(reference: string | null): boolean {
  return reference?.startsWith(INBOUND_REFERENCE) ?? false;
}
