import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** The answer about a URL; `reason` is a sentence for the person who entered it. */
export type UrlVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Decides where webhooks may go. */
export interface AddressFilter {
  /**
   * Judges a URL by what it says, without resolving names: at registration, and again before each request.
   *
   * @example filter.checkUrl('https://0x7f.1/hook') // { ok: false, reason: '127.0.0.1 is a loopback address. ...' }
   */
  checkUrl(url: string): UrlVerdict;
  /**
   * Judges an address that a connection is about to go to, IPv4 or IPv6. False for what cannot be read.
   *
   * @example filter.checkAddress('::ffff:10.0.0.1') // false
   */
  checkAddress(ip: string): boolean;
}

/** The only block of IPv6 that is routed on the internet; what is left of it is judged by its special ranges. */
const GLOBAL_IPV6: Range = [ipaddr.IPv6.parse('2000::'), 3];
/** Azure's virtual machine host answers on this public address; other clouds use link-local or private ones. */
const METADATA_ADDRESSES = ['168.63.129.16'];
const HOW_TO_ALLOW = 'Use a public address, or ask the operator to allow its range (WEBHOOK_ALLOWED_RANGES).';

/**
 * Builds the filter that keeps webhooks away from private, loopback, link-local, metadata, multicast, reserved and
 * translated (IPv4-mapped, NAT64, 6to4, Teredo) addresses, in whichever form they are written.
 *
 * @param allowedRanges CIDR ranges or single addresses, comma separated, that are reached although they are not
 * public, over plain http too. Empty allows none.
 * @throws Error naming the range that cannot be read.
 * @example createAddressFilter('127.0.0.0/8,::1/128').checkUrl('http://localhost:8080/hook') // { ok: true }
 */
export function createAddressFilter(allowedRanges: string): AddressFilter {
  const allowed = readRanges(allowedRanges);

  const isAllowedRange = (address: Address): boolean => allowed.some((range) => matches(address, range));
  const checkAddress = (ip: string): boolean => {
    const address = readAddress(ip);
    return address !== null && (isAllowedRange(address) || specialRangeOf(address) === null);
  };
  const loopbackIsAllowed = ['127.0.0.1', '::1'].some((ip) => isAllowedRange(ipaddr.process(ip)));

  return {
    checkAddress,
    checkUrl(text) {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (!url) return refuse('This is not a URL. Write it in full, like https://example.com/hook.');
      if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('Only https URLs are called.');
      if (url.username !== '' || url.password !== '') {
        return refuse('A URL with a user name or password in it is not called. Use a header for credentials.');
      }
      const host = bareHost(url.hostname);
      const address = readAddress(host);
      if (address) return judgeLiteral(address, url.protocol, isAllowedRange(address));
      if (host === 'localhost' || host.endsWith('.localhost')) {
        return loopbackIsAllowed ? { ok: true } : refuse(`${host} is this machine. ${HOW_TO_ALLOW}`);
      }
      if (host === '') return refuse('The URL has no host.');
      return url.protocol === 'https:'
        ? { ok: true }
        : refuse('Only https URLs are called: use https instead of http.');
    },
  };
}

/** A host as the resolver sees it: no brackets around IPv6, no full stop at the end, lower case. */
export function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}

function judgeLiteral(address: Address, protocol: string, isAllowed: boolean): UrlVerdict {
  if (isAllowed) return { ok: true };
  const special = specialRangeOf(address);
  if (special) return refuse(`${address.toString()} is ${special}. ${HOW_TO_ALLOW}`);
  return protocol === 'https:' ? { ok: true } : refuse('Only https URLs are called: use https instead of http.');
}

function refuse(reason: string): UrlVerdict {
  return { ok: false, reason };
}

/** Null for a public address, else what it is, for people. */
function specialRangeOf(address: Address): string | null {
  if (METADATA_ADDRESSES.includes(address.toString())) return "a cloud's metadata address";
  const range = address.range();
  if (range !== 'unicast') return `not a public address (${range})`;
  if (address.kind() === 'ipv6' && !matches(address, GLOBAL_IPV6)) return 'not a public address (not routed)';
  return null;
}

/** IPv4-mapped IPv6 becomes the IPv4 it stands for. Null when it is not an IP address. */
function readAddress(ip: string): Address | null {
  const looksRight = ipaddr.IPv4.isValidFourPartDecimal(ip) || ipaddr.IPv6.isValid(ip);
  return looksRight ? ipaddr.process(ip) : null;
}

function matches(address: Address, [base, bits]: Range): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

function readRanges(text: string): Range[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map(readRange);
}

function readRange(text: string): Range {
  const range = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
  if (!ipaddr.isValidCIDR(range)) {
    throw new Error(`"${text}" is not an IP range. Write ranges like 10.0.0.0/8 or fd00::/8, separated by commas.`);
  }
  return ipaddr.parseCIDR(range);
}
