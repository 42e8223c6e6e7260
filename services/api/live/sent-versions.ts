import type { LineVersion } from '../../../infra/db/lines/changed-lines';

/** Remembers which versions of lines were sent, for as long as they are looked at again. */
export class SentVersions {
  private readonly byLine = new Map<number, number>();

  get size(): number {
    return this.byLine.size;
  }

  /** Those that were not sent yet. */
  unsent(versions: readonly LineVersion[]): LineVersion[] {
    return versions.filter(({ lineId, atUs }) => this.byLine.get(lineId) !== atUs);
  }

  add(versions: readonly LineVersion[]): void {
    for (const { lineId, atUs } of versions) this.byLine.set(lineId, atUs);
  }

  /** Nobody looks at versions from before this any more. @param sinceUs microseconds since the epoch. */
  forgetBefore(sinceUs: number): void {
    for (const [lineId, atUs] of this.byLine) if (atUs < sinceUs) this.byLine.delete(lineId);
  }

  clear(): void {
    this.byLine.clear();
  }
}
