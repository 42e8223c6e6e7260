/** Reads texts, and remembers what was read. */
export interface ReadTexts<T> {
  /** What a text was read as, read now unless it was before. Throws what reading throws; that is not remembered. */
  readonly of: (text: string) => T;
}

/**
 * Remembers the texts that were used last, so that what is asked for over and over is read once.
 *
 * @param read reads a text; equal texts are given the same answer, so it must not change by being used.
 * @param maxCharacters of all remembered texts together; what was not used for longest is forgotten first.
 * @example const templates = rememberTexts(readJsonTemplate, 2_000_000); templates.of('{"a": "{{ b }}"}').render({ b: 1 }, 1_000)
 */
export function rememberTexts<T>(read: (text: string) => T, maxCharacters: number): ReadTexts<T> {
  // A map keeps the order in which its entries were set: what was used last stands last.
  const known = new Map<string, T>();
  let characters = 0;
  const forget = (text: string): void => {
    if (known.delete(text)) characters -= text.length;
  };
  return {
    of: (text) => {
      const found = known.has(text) ? (known.get(text) as T) : read(text);
      forget(text);
      if (text.length > maxCharacters) return found;
      known.set(text, found);
      characters += text.length;
      for (const oldest of known.keys()) {
        if (characters <= maxCharacters) break;
        forget(oldest);
      }
      return found;
    },
  };
}
