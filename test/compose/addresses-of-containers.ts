import type { ComposeFile, ComposeService } from './compose-file';

/** `postgres:5432` in the compose file to `127.0.0.1:43210` here. */
export type AddressBook = ReadonlyMap<string, string>;

/** The variables that say which port a process of ours listens on. */
const PORT_VARIABLES = ['PORT', 'HEALTH_PORT'];

/** Services that run our image. */
export function ownServices(file: ComposeFile): Array<[string, ComposeService]> {
  return Object.entries(file.services).filter(([, { build }]) => build !== undefined);
}

/** The port that a service listens on inside its container; undefined for a one-shot job. */
export function portInContainer({ environment }: ComposeService): string | undefined {
  return PORT_VARIABLES.map((name) => environment[name]).find((port) => port !== undefined);
}

/**
 * The environment that a service's process has here: its own, but with the addresses of this machine's servers, and
 * with folders of this machine for its volumes. Nothing else is changed.
 *
 * @param folders a volume's path in the container to the folder that stands for it.
 */
export function environmentHere(
  name: string,
  service: ComposeService,
  book: AddressBook,
  folders: ReadonlyMap<string, string>,
): Record<string, string> {
  const replaced = Object.entries(service.environment).map(([variable, value]): [string, string] => {
    if (PORT_VARIABLES.includes(variable)) return [variable, portOf(book.get(`${name}:${value}`)) ?? value];
    return [variable, replaceAll(value, [...book, ...folders])];
  });
  return Object.fromEntries(replaced);
}

function replaceAll(value: string, pairs: ReadonlyArray<readonly [string, string]>): string {
  return pairs.reduce((text, [there, here]) => text.replaceAll(there, here), value);
}

function portOf(address: string | undefined): string | undefined {
  return address?.split(':').at(-1);
}
