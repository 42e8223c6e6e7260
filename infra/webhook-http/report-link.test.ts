import { createReportLinks, readReportLink } from './report-link';

const DAY_MS = 24 * 60 * 60 * 1_000;
const secretKey = Buffer.alloc(32, 7);
const links = createReportLinks({ publicUrl: 'https://dial.example/', secretKey });
const endedAt = new Date('2027-01-15T09:05:00.400Z');

function open(link: string, now = endedAt.getTime(), key = secretKey) {
  const url = new URL(link);
  const { expires, signature } = Object.fromEntries(url.searchParams);
  return readReportLink(key, { file: url.pathname.split('/').at(-1) ?? '', expires, signature }, now);
}

test('a link opens the report of its campaign for 30 days, and is the same however often it is made', () => {
  const link = links(12, endedAt)!;
  expect(link).toMatch(/^https:\/\/dial\.example\/reports\/camp_12\.csv\?expires=\d+&signature=[\w-]{43}$/);
  expect(links(12, endedAt)).toBe(link);
  expect(open(link)).toBe(12);
  expect(open(link, endedAt.getTime() + 30 * DAY_MS - 1_000)).toBe(12);
  expect(open(link, endedAt.getTime() + 30 * DAY_MS)).toBe('expired');
});

test('a link that was changed in any part, or signed with another key, opens nothing', () => {
  const link = links(12, endedAt)!;
  const later = link.replace(/expires=(\d+)/, (_all, expires: string) => `expires=${Number(expires) + 1}`);
  const flipped = (signature: string) => (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
  const tampered = [
    link.replace('camp_12', 'camp_13'),
    later,
    link.replace(/signature=(.*)$/, (_all, signature: string) => `signature=${flipped(signature)}`),
    link.replace(/signature=.*$/, 'signature='),
    link.replace(/&signature=.*$/, ''),
    link.replace(/expires=\d+&/, ''),
    `${link}=`,
    link.replace('camp_12', 'camp_012'),
  ];
  for (const changed of tampered) expect([changed, open(changed)]).toEqual([changed, 'invalid']);
  expect(open(link, endedAt.getTime(), Buffer.alloc(32, 8))).toBe('invalid');
});

test('without an address of its own, or a key to sign with, there are no links', () => {
  expect(createReportLinks({ publicUrl: null, secretKey })(12, endedAt)).toBeNull();
  expect(createReportLinks({ publicUrl: 'https://dial.example', secretKey: undefined })(12, endedAt)).toBeNull();
});
