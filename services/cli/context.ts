import type { Command } from 'commander';
import { createClient, type ApiClient } from './client';
import { findConnection, type Connection, type ConnectionOptions } from './connection';
import { createOutput, type Output, type OutputOptions } from './output';

/** What the process has given: commands touch nothing else of it. */
export interface World {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Aborted with a Stopped when the command is to end. */
  readonly signal: AbortSignal;
}

/** What every command works with. */
export interface Context extends World {
  readonly output: Output;
  readonly options: GlobalOptions;
  /** Somebody can be asked. */
  readonly interactive: boolean;
  readonly connection: Connection;
  readonly api: ApiClient;
}

export interface GlobalOptions extends ConnectionOptions, OutputOptions {}

/** The work of a command, on its arguments and options. */
export type Work<Options> = (context: Context, args: readonly string[], options: Options) => Promise<void>;

/** Makes a command's action of its work. */
export type Run = <Options>(work: Work<Options>) => (...given: unknown[]) => Promise<void>;

/** Binds commands to a process. */
export function createRun(world: World): Run {
  return <Options>(work: Work<Options>) =>
    async (...given: unknown[]) => {
      // Commander gives the command last.
      const command = given.at(-1) as Command;
      const context = contextOf(world, command.optsWithGlobals<GlobalOptions>());
      await work(context, command.args, command.opts() as Options);
    };
}

function contextOf(world: World, options: GlobalOptions): Context {
  // Packages that draw by themselves know of the variable only.
  if (options.color === false) world.env.NO_COLOR = '1';
  const output = createOutput(options, world);
  let connection: Connection | undefined;
  let api: ApiClient | undefined;
  return {
    ...world,
    output,
    options,
    interactive: world.stdin.isTTY && !output.json,
    // Found when asked for: not every command needs one.
    get connection() {
      return (connection ??= findConnection(options, world.env));
    },
    get api() {
      return (api ??= createClient(this.connection, world.signal));
    },
  };
}
