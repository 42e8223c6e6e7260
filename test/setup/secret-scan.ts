/** Bytes of a secret as they may lie somewhere, in every common spelling. */
function formsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [bytes, Buffer.from(secret, 'utf16le'), ...base64Forms(bytes).map((form) => Buffer.from(form))];
}

/**
 * What stays the same of a text in base64 whatever stands before and after it, as in `user:password`: it depends on where
 * in a group of three bytes it begins.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const certain = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/**
 * Looks for secrets in whatever it is shown, also in base64 and in UTF-16.
 *
 * @example
 * const scan = new SecretScan({ 'auth token': 'PLANTED...' });
 * scan.look('api.log', readFileSync(file));
 * expect(scan.found).toEqual([]);
 */
export class SecretScan {
  /** Which secret was found where. */
  readonly found: string[] = [];
  /** How much was looked at, bytes by place. */
  readonly seen: Array<{ readonly place: string; readonly bytes: number }> = [];
  private readonly forms: ReadonlyArray<{ readonly name: string; readonly form: Buffer }>;

  constructor(secrets: Readonly<Record<string, string>>) {
    this.forms = Object.entries(secrets).flatMap(([name, secret]) =>
      [...new Set(formsOf(secret).map((form) => form.toString('latin1')))].map((form) => ({
        name,
        form: Buffer.from(form, 'latin1'),
      })),
    );
  }

  look(place: string, content: Buffer | string): void {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    this.seen.push({ place, bytes: bytes.length });
    for (const { name, form } of this.forms) {
      const entry = `${name} in ${place}`;
      if (!this.found.includes(entry) && bytes.includes(form)) this.found.push(entry);
    }
  }
}
