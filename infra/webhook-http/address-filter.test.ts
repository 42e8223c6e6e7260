import fc from 'fast-check';
import { createAddressFilter } from './address-filter';

const strict = createAddressFilter('');

describe('addresses that are not public', () => {
  const refused = [
    ['loopback', '127.0.0.1'],
    ['the end of loopback', '127.255.255.254'],
    ['unspecified', '0.0.0.0'],
    ['private 10', '10.1.2.3'],
    ['private 172', '172.31.255.255'],
    ['private 192', '192.168.0.1'],
    ['link-local and metadata', '169.254.169.254'],
    ['metadata on a public address', '168.63.129.16'],
    ['carrier-grade NAT', '100.100.100.200'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '192.0.0.192'],
    ['IPv6 loopback', '::1'],
    ['IPv6 unspecified', '::'],
    ['IPv4-mapped', '::ffff:127.0.0.1'],
    ['IPv4-mapped metadata', '::ffff:a9fe:a9fe'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['unique local', 'fd00:ec2::254'],
    ['IPv6 link-local', 'fe80::1'],
    ['IPv6 link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['IPv6 multicast', 'ff02::1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64, local', '64:ff9b:1::a00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['documentation', '2001:db8::1'],
    ['not routed', '4000::1'],
  ];
  test.each(refused)('%s is refused: %s', (_name, ip) => {
    expect(strict.checkAddress(ip)).toBe(false);
  });

  test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (ip) => {
    expect(strict.checkAddress(ip)).toBe(true);
  });

  test('what is not an address is refused', () => {
    for (const text of ['', 'example.com', '1.2.3', '2130706433', '0x7f.1'])
      expect(strict.checkAddress(text)).toBe(false);
  });

  test('no spelling of a private IPv4 address passes', () => {
    const octet = fc.nat(255);
    const address = fc.oneof(
      fc.tuple(fc.constantFrom(127, 10, 0), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    );
    fc.assert(
      fc.property(address, fc.nat(6), ([a, b, c, d], form) => {
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const hosts = [
          `${a}.${b}.${c}.${d}`,
          String(number),
          `0x${number.toString(16)}`,
          `0${number.toString(8)}`,
          `${a}.${(b * 256 + c) * 256 + d}`,
          `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}.`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
        ];
        expect(strict.checkUrl(`https://${hosts[form]}/hook`)).toMatchObject({ ok: false });
      }),
    );
  });
});

describe('URLs', () => {
  test.each([
    'https://example.com/hook',
    'https://example.com:8443/a?b=c',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
  ])('%s may be registered', (url) => expect(strict.checkUrl(url)).toEqual({ ok: true }));

  test.each([
    ['http://example.com/', 'https'],
    ['http://8.8.8.8/', 'https'],
    ['ftp://example.com/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['//example.com', 'not a URL'],
    ['https://', 'not a URL'],
    ['https://user:secret@example.com/', 'user name'],
    ['https://user@example.com/', 'user name'],
    ['https://localhost/', 'this machine'],
    ['https://LOCALHOST./', 'this machine'],
    ['https://api.localhost/', 'this machine'],
    ['https://127.1/', 'WEBHOOK_ALLOWED_RANGES'],
    ['https://[::1]/', 'WEBHOOK_ALLOWED_RANGES'],
    ['https://①②⑦.0.0.1/', 'WEBHOOK_ALLOWED_RANGES'],
  ])('%s is refused, and the reason says %s', (url, reason) => {
    expect(strict.checkUrl(url)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});

describe('allowed ranges', () => {
  const loopback = createAddressFilter('127.0.0.0/8, ::1');

  test('a range that is allowed is reached, over http too', () => {
    for (const url of [
      'http://127.0.0.1:8080/',
      'http://[::1]/',
      'http://localhost:1/',
      'http://[::ffff:127.0.0.1]/',
    ]) {
      expect(loopback.checkUrl(url)).toEqual({ ok: true });
    }
    expect(loopback.checkAddress('::ffff:127.0.0.1')).toBe(true);
  });

  test('nothing else becomes allowed by it', () => {
    expect(loopback.checkAddress('10.0.0.1')).toBe(false);
    expect(loopback.checkUrl('http://10.0.0.1/')).toMatchObject({ ok: false });
    expect(loopback.checkUrl('http://example.com/')).toMatchObject({ ok: false });
    expect(loopback.checkUrl('http://user@localhost/')).toMatchObject({ ok: false });
    expect(createAddressFilter('10.0.0.0/8').checkUrl('http://localhost/')).toMatchObject({ ok: false });
  });

  test('a range that cannot be read is named', () => {
    for (const range of ['localhost', '10.0.0.0/33', '10.0.0.0-10.1.0.0']) {
      expect(() => createAddressFilter(`127.0.0.0/8,${range}`)).toThrow(`"${range}" is not an IP range`);
    }
  });
});
