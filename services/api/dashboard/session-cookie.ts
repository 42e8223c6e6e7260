import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { SESSION_LASTS_S } from '../../../infra/db/organizations/dashboard-sessions';

const NAME = 'everdial_session';
/** 32 bytes in base64url. */
const TOKEN = /^[\w-]{43}$/;

/** The session's token that a request brings; null when it brings none that could be one. */
export function sessionTokenOf(request: Request): string | null {
  for (const pair of (request.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === NAME) return value !== undefined && TOKEN.test(value) ? value : null;
  }
  return null;
}

/** Has a browser keep a session's token where no script can read it. */
export function setSessionCookie(response: Response, token: string, publicUrl: string): void {
  response.cookie(NAME, token, { ...optionsOf(publicUrl), maxAge: SESSION_LASTS_S * 1_000 });
}

/** Has it forget the token. */
export function clearSessionCookie(response: Response, publicUrl: string): void {
  response.clearCookie(NAME, optionsOf(publicUrl));
}

function optionsOf(publicUrl: string): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure: publicUrl.startsWith('https:') };
}

/**
 * What requests that change something must repeat. Only who knows the session's token can work it out, and what is stored
 * of that is its hash.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('csrf').digest('base64url');
}

/** Whether that is the one of this session. */
export function isCsrfTokenOf(sessionToken: string, given: string): boolean {
  const right = Buffer.from(csrfTokenOf(sessionToken));
  const offered = Buffer.from(given);
  return offered.length === right.length && timingSafeEqual(offered, right);
}
