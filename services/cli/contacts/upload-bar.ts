import { SingleBar } from 'cli-progress';
import type { Output } from '../output';
import { printable } from '../printable';

/** How far a file is. */
export interface UploadBar {
  update(bytes: number): void;
  broken(reason: string): void;
  end(): void;
}

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** A bar by bytes where somebody sees it; otherwise only breaks are told. It stands on stderr: it is no result. */
export function createUploadBar(output: Output, total: number): UploadBar {
  if (output.json || !output.stderr.isTTY) {
    const broken = (reason: string): void => output.note(`connection broken (${printable(reason)}), sending on`);
    return { update: () => undefined, broken, end: () => undefined };
  }
  let note = '';
  const bar = new SingleBar({
    stream: output.stderr,
    hideCursor: true,
    clearOnComplete: false,
    format: (options, { progress, value }) => {
      const size = options.barsize ?? 30;
      const full = Math.round(progress * size);
      const drawn = `${output.colors.cyan('█'.repeat(full))}${'░'.repeat(size - full)}`;
      return `${drawn} ${String(Math.floor(progress * 100)).padStart(3)} %  ${bytesText(value)} of ${bytesText(total)}${note}`;
    },
  });
  bar.start(total, 0);
  return {
    update: (bytes) => bar.update(bytes),
    broken: (reason) => {
      note = `  (connection broken: ${printable(reason)}, sending on)`;
      bar.update(0);
    },
    end: () => bar.stop(),
  };
}

/** @example bytesText(1_234_567) // '1.2 MB' */
function bytesText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power]}`;
}
