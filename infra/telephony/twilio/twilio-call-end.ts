import type { Disposition } from '../../../domain/disposition';
import type { CallEnd } from '../provider';

/** Twilio's codes of errors that say that the called number is none, or cannot be reached at all. */
export const INVALID_NUMBER_CODES: readonly number[] = [13223, 13224, 21201, 21211, 21214, 21217, 21401, 21421];

/** RFC 3261, 21; 607 of RFC 8197, 608 of RFC 8688. */
const SIP_CODES = { declined: ['603', '607', '608'], invalidNumber: ['404', '410', '484', '604'] };
const ENDS: ReadonlyMap<string, Disposition> = new Map([
  ['completed', 'completed'],
  ['busy', 'busy'],
  ['no-answer', 'no_answer'],
  ['canceled', 'cancelled'],
  ['failed', 'failed'],
] as const);

/** How a call ended, in Twilio's words; only its events tell the codes. */
export interface TwilioEnd {
  readonly status: string | undefined;
  readonly duration: string | null | undefined;
  readonly answeredBy: string | null | undefined;
  readonly sipCode?: string | undefined;
  readonly errorCode?: string | undefined;
}

/**
 * Maps the end of a call.
 *
 * @returns null for a call that has not ended.
 * @example endOf({ status: 'failed', duration: '0', answeredBy: null, sipCode: '404' }) // invalid_number, 'failed_404'
 */
export function endOf({ status = '', duration, answeredBy, sipCode = '', errorCode = '' }: TwilioEnd): CallEnd | null {
  const disposition = ENDS.get(status);
  if (!disposition) return null;
  const end = { durationS: duration && Number.isFinite(Number(duration)) ? Number(duration) : null, outcome: {} };
  if (disposition === 'completed') {
    return isMachine(answeredBy)
      ? { ...end, disposition: 'voicemail', rawCode: answeredBy }
      : { ...end, disposition, rawCode: status };
  }
  if (SIP_CODES.declined.includes(sipCode)) return { ...end, disposition: 'declined', rawCode: `${status}_${sipCode}` };
  if (disposition !== 'failed') return { ...end, disposition, rawCode: status };
  const isNoNumber = SIP_CODES.invalidNumber.includes(sipCode) || INVALID_NUMBER_CODES.includes(Number(errorCode));
  const detail = errorCode || sipCode;
  return {
    ...end,
    disposition: isNoNumber ? 'invalid_number' : 'failed',
    rawCode: detail ? `${status}_${detail}` : status,
  };
}

/** Answering machines and faxes. @example isMachine('machine_end_beep') // true */
export function isMachine(answeredBy: string | null | undefined): answeredBy is string {
  return answeredBy?.startsWith('machine_') || answeredBy === 'fax';
}
