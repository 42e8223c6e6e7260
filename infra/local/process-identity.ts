import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

/**
 * Tells one process from another that has got the same id later.
 *
 * @returns when it began, in the system's own notation; undefined when there is no such process.
 * @example processIdentity(process.pid) // '184467'
 */
export function processIdentity(pid: number): string | undefined {
  try {
    if (platform() !== 'linux') return ps(pid, 'lstart') || undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 3 (state) comes after the name, which may hold spaces and brackets; field 22 is the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** The command line of a process, with spaces between its arguments; empty when there is none. */
export function commandLineOf(pid: number): string {
  try {
    if (platform() !== 'linux') return ps(pid, 'command');
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

function ps(pid: number, field: string): string {
  return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
