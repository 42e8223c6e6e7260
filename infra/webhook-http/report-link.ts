import { createHmac, timingSafeEqual } from 'node:crypto';

const VALID_MS = 30 * 24 * 60 * 60 * 1_000;
/** Tells these signatures from whatever else the key may sign. */
const PURPOSE = 'everdial report link';
const FILE = /^camp_(?<id>[1-9]\d{0,15})\.csv$/;
const SECONDS = /^[1-9]\d{0,11}$/;

/** What links to reports are made of. Where one of them is not configured there are none. */
export interface ReportLinkSettings {
  /** Base of every link that leaves the system. */
  readonly publicUrl: string | null | undefined;
  /** EVERDIAL_SECRET_KEY, 32 bytes. */
  readonly secretKey: Buffer | null | undefined;
}

/**
 * Makes links that open a campaign's report without a key, for 30 days from an instant on. The same instant makes the same
 * link.
 *
 * @example createReportLinks({ publicUrl: 'https://dial.example', secretKey })(12, endedAt)
 * // 'https://dial.example/reports/camp_12.csv?expires=1707880140&signature=mZ3...'
 */
export function createReportLinks({ publicUrl, secretKey }: ReportLinkSettings) {
  return (campaignId: number, from: Date): string | null => {
    if (!publicUrl || !secretKey) return null;
    const expires = String(Math.floor((from.getTime() + VALID_MS) / 1_000));
    const file = `camp_${campaignId}.csv`;
    const query = new URLSearchParams({ expires, signature: sign(secretKey, file, expires).toString('base64url') });
    return `${publicUrl.replace(/\/+$/, '')}/reports/${file}?${query.toString()}`;
  };
}

/** The parts of a link, as they come in. */
export interface GivenReportLink {
  readonly file: string;
  readonly expires: unknown;
  readonly signature: unknown;
}

/**
 * Reads a link that somebody opens.
 *
 * @param now epoch milliseconds.
 * @returns the campaign's id; `expired` for a link of ours whose time is over, `invalid` for anything else.
 */
export function readReportLink(secretKey: Buffer, link: GivenReportLink, now: number): number | 'expired' | 'invalid' {
  const { file, expires, signature } = link;
  const id = FILE.exec(file)?.groups?.['id'];
  if (id === undefined || typeof expires !== 'string' || typeof signature !== 'string') return 'invalid';
  if (!SECONDS.test(expires) || !isSame(signature, sign(secretKey, file, expires))) return 'invalid';
  return Number(expires) * 1_000 > now ? Number(id) : 'expired';
}

function sign(secretKey: Buffer, file: string, expires: string): Buffer {
  return createHmac('sha256', secretKey).update(`${PURPOSE}\n${file}\n${expires}`).digest();
}

/** Compared as text: one signature is not to be written in two ways. */
function isSame(given: string, expected: Buffer): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected.toString('base64url'))];
  return left.length === right.length && timingSafeEqual(left, right);
}
