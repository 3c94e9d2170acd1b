import type { Flags, Values } from "../flags/flag.js";

/** What a command is called with. */
export interface Call<F extends Flags = Flags> {
  /** What stands behind the command's name, in the order of `use`; undefined where an optional one was left out. */
  readonly args: readonly (string | undefined)[];
  /** Of every flag, given or not. */
  readonly values: Values<F>;
  /** The flags that were given. */
  readonly given: ReadonlySet<string>;
  /** Asks to stop: the first Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/** One command of a program. */
export interface Command<F extends Flags = Flags> {
  /** Its name and arguments: `evaluate <model> [data]`. */
  readonly use: string;
  /** What it does, for `--help`. */
  readonly about: string;
  readonly flags: F;
  /**
   * Runs it.
   *
   * @throws UsageError for arguments that do not fit, DataFault for files.
   */
  run(call: Call<F>): Promise<Outcome>;
}

/** What a command gives back. */
export interface Outcome {
  /** For `--json`. */
  readonly json: unknown;
  /** For people. */
  readonly text: string;
  readonly asJson: boolean;
  /** True where the result itself went to stdout, so that the rest is said on stderr. Default false. */
  readonly isOnStdout?: boolean;
}

/** A command with its flags known, as one of many. */
export function command<F extends Flags>(made: Command<F>): Command {
  return made as unknown as Command;
}
