import { placeError, placeRefusal } from './provider-http';

const UNREACHED = { kind: 'refused', disposition: 'no_capacity', rawCode: 'unreachable' };
const failed = (code: string, more: object = {}) => placeError(Object.assign(new Error(code), { code, ...more }));

describe('no call was asked for', () => {
  test.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ESERVFAIL',
    'ETIMEOUT',
    'ENODATA',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ])('after %s', (code) => {
    expect(failed(code)).toEqual(UNREACHED);
  });

  test.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])('after %s of connecting only', (code) => {
    expect(failed(code, { syscall: 'connect' })).toEqual(UNREACHED);
    expect(failed(code, { syscall: 'read' })).toEqual({ kind: 'ambiguous', rawCode: code });
    expect(failed(code)).toEqual({ kind: 'ambiguous', rawCode: code });
  });

  test('where none of several addresses could be connected to', () => {
    const one = (syscall: string) => ({ code: 'ECONNREFUSED', syscall });
    expect(failed('ECONNREFUSED', { errors: [one('connect'), one('connect')] })).toEqual(UNREACHED);
    expect(failed('ECONNREFUSED', { errors: [one('connect'), one('write')] })).toMatchObject({ kind: 'ambiguous' });
  });
});

test.each([408, 499, 500, 503, 302])('a call may have been made that is answered %d', (status) => {
  expect(placeRefusal({ status, body: undefined, retryAfterS: null }, null)).toMatchObject({ kind: 'ambiguous' });
});
