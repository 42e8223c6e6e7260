import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateJson } from '../../infra/local/private-file';

/** What `<home>/stack.json` tells any script about the stack that runs; in snake_case because it is a file format. */
export interface StackInfo {
  readonly api_url: string;
  readonly dashboard_url: string;
  readonly temporal_address: string;
  readonly temporal_namespace: string;
  /** Null with a Temporal of one's own, unless TEMPORAL_UI_URL says where its UI is. */
  readonly temporal_ui_url: string | null;
  readonly postgres_url: string;
  readonly simulator_url: string;
  readonly api_key: string;
  readonly webhook_token: string;
  readonly callback_secret: string;
  readonly phone_number_id: number;
  /** By name; a server that this stack did not start is not among them. */
  readonly processes: Readonly<Record<string, number>>;
}

/** @example stackFileOf('.everdial') // .everdial/stack.json */
export function stackFileOf(home: string): string {
  return join(home, 'stack.json');
}

/** Written when every process is ready, and again when one was restarted; by rename, mode 0600. */
export function writeStackInfo(home: string, info: StackInfo): void {
  writePrivateJson(stackFileOf(home), info);
}

/** A stack that is starting or stopping has no file. */
export function removeStackInfo(home: string): void {
  rmSync(stackFileOf(home), { force: true });
}
