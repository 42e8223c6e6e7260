import { parse } from 'yaml';

/** A service as compose would start it: interpolated, its environment as strings. */
export interface ComposeService {
  readonly image: string;
  readonly build?: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck: readonly string[] | null;
  readonly dependsOn: Readonly<Record<string, string>>;
  /** `address:published:container`. */
  readonly ports: readonly string[];
  /** `source:target[:mode]`. */
  readonly volumes: readonly string[];
  readonly restart: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  /** Names of the volumes that compose makes. */
  readonly volumes: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

interface RawService {
  readonly image: string;
  readonly build?: string;
  readonly entrypoint?: string[];
  readonly command?: string[];
  readonly environment?: Record<string, string | number | null>;
  readonly healthcheck?: { readonly test: string[] };
  readonly depends_on?: Record<string, { readonly condition: string }>;
  readonly ports?: string[];
  readonly volumes?: string[];
  readonly restart?: string;
}

/**
 * Reads a compose file as `docker compose` would with these variables. Only what our file uses: lists as commands, maps
 * as environments, `${NAME}`, `${NAME:-default}` and `${NAME:?message}`.
 *
 * @throws Error with the message of `${NAME:?message}` when NAME is empty.
 * @example readComposeFile(text, { POSTGRES_PASSWORD: '...' }).services.api?.command
 */
export function readComposeFile(text: string, variables: Variables): ComposeFile {
  const raw = parse(text, { merge: true }) as {
    services: Record<string, RawService>;
    volumes: Record<string, unknown>;
  };
  const services = Object.entries(raw.services).map(([name, service]) => [name, readService(service, variables)]);
  return {
    services: Object.fromEntries(services) as Record<string, ComposeService>,
    volumes: Object.keys(raw.volumes),
  };
}

function readService(raw: RawService, variables: Variables): ComposeService {
  const all = (texts: readonly string[] = []): string[] => texts.map((text) => interpolate(text, variables));
  const conditions = Object.entries(raw.depends_on ?? {}).map(([name, { condition }]) => [name, condition]);
  return {
    image: interpolate(raw.image, variables),
    build: raw.build,
    entrypoint: all(raw.entrypoint),
    command: all(raw.command),
    environment: readEnvironmentOf(raw.environment ?? {}, variables),
    healthcheck: raw.healthcheck ? all(raw.healthcheck.test) : null,
    dependsOn: Object.fromEntries(conditions) as Record<string, string>,
    ports: all(raw.ports),
    volumes: all(raw.volumes),
    restart: raw.restart ?? 'no',
  };
}

/** A name without a value is passed on from outside, and left out when it is not set there. */
function readEnvironmentOf(raw: Record<string, string | number | null>, variables: Variables): Record<string, string> {
  const entries = Object.entries(raw).flatMap(([name, value]): Array<[string, string]> => {
    if (value !== null) return [[name, interpolate(String(value), variables)]];
    const outer = variables[name];
    return outer === undefined ? [] : [[name, outer]];
  });
  return Object.fromEntries(entries);
}

/**
 * Replaces the variables of a text. Defaults may hold variables themselves.
 *
 * @example interpolate('${A:-http://localhost:${B:-80}}', { B: '81' }) // http://localhost:81
 */
export function interpolate(text: string, variables: Variables): string {
  const start = text.indexOf('$');
  if (start < 0) return text;
  const before = text.slice(0, start);
  if (text[start + 1] === '$') return `${before}$${interpolate(text.slice(start + 2), variables)}`;
  const end = closingBrace(text, start);
  const [, name, operator, argument] =
    /^([A-Z_]+)(?:(:-|:\?)(.*))?$/s.exec(text.slice(start + 2, end)) ?? unsupported(text);
  const value = variables[name ?? ''] ?? '';
  const after = interpolate(text.slice(end + 1), variables);
  if (value !== '' || operator === undefined) return `${before}${value}${after}`;
  if (operator === ':?') throw new Error(`${name}: ${argument}`);
  return `${before}${interpolate(argument ?? '', variables)}${after}`;
}

function closingBrace(text: string, start: number): number {
  if (text[start + 1] !== '{') unsupported(text);
  let depth = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return unsupported(text);
}

function unsupported(text: string): never {
  throw new Error(`This reader knows no such variable: ${text}`);
}
