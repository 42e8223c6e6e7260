/** A stretch of time, from its first instant up to, and without, its last. Epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Sorted, without empty ones, touching ones joined. */
export function normalized(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ from, to }) => from < to).sort((left, right) => left.from - right.from);
  const joined: Span[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else joined.push(span);
  }
  return joined;
}

/** What lies in both. Both normalized. */
export function intersection(left: readonly Span[], right: readonly Span[]): Span[] {
  const both: Span[] = [];
  let [l, r] = [0, 0];
  for (;;) {
    const [a, b] = [left[l], right[r]];
    if (!a || !b) return both;
    const from = Math.max(a.from, b.from);
    const to = Math.min(a.to, b.to);
    if (from < to) both.push({ from, to });
    if (a.to < b.to) l += 1;
    else r += 1;
  }
}

/** What lies in the first and not in the second. Both normalized. */
export function difference(from: readonly Span[], without: readonly Span[]): Span[] {
  return from.flatMap((span) => {
    const left: Span[] = [];
    let start = span.from;
    for (const hole of without) {
      if (hole.to <= start || hole.from >= span.to) continue;
      if (hole.from > start) left.push({ from: start, to: hole.from });
      start = hole.to;
    }
    return start < span.to ? [...left, { from: start, to: span.to }] : left;
  });
}
