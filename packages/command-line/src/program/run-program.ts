import { isRefusal } from "@elbowjs/arguments";
import { ElbowBackendError } from "@elbowjs/backend";
import { ElbowDataError } from "@elbowjs/mnist-data";
import { DataFault } from "../data/data-fault.js";
import { UsageError } from "../flags/usage-error.js";
import { print, say } from "../terminal/print.js";
import { type StopSignals, stopSignals } from "../terminal/stop-signals.js";
import type { Outcome } from "./command.js";
import { parseCommandLine } from "./parse-command-line.js";
import type { Program } from "./program.js";

/** Exit statuses: a fault of data, model or backend; a wrong command line. */
const status = { fault: 1, usage: 2 } as const;

/**
 * Runs a program to the end of the process: the result on stdout, everything else on stderr. Exit status 0; 1 for a fault of
 * data, model, backend or output; 2 for a wrong command line; 130, 143 or 129 after Ctrl-C, SIGTERM or SIGHUP, of which the first
 * aborts the command's signal and the second ends the process.
 *
 * @param args what stands behind the program's name.
 */
export async function runProgram(
  program: Program,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const passOver = (): void => undefined;
  process.stderr.on("error", passOver); // somebody who reads no messages is no reason to lose the result
  process.stdout.on("error", passOver); // `print` rejects
  const stop = stopSignals();
  try {
    process.exitCode = await run(program, args, stop);
  } catch (error) {
    process.exitCode = explain(error, program);
  } finally {
    stop.dispose();
  }
  // Dawn's threads would keep the process alive. What was said goes out first, also through a pipe.
  process.stderr.write("", () => process.exit());
}

async function run(program: Program, args: readonly string[], stop: StopSignals): Promise<number> {
  try {
    const parsed = await parseCommandLine(program, args, stop.signal);
    if ("help" in parsed) await print(parsed.help);
    else await deliver(parsed.outcome);
    return stop.status ?? 0;
  } catch (error) {
    // What stops on a signal may say so in its own words; a file that could not be written is another matter.
    if (stop.status !== undefined && !(error instanceof DataFault)) return stop.status;
    throw error;
  }
}

async function deliver({ json, text, asJson, isOnStdout = false }: Outcome): Promise<void> {
  const result = asJson ? JSON.stringify(json) : text;
  if (isOnStdout) return say(result);
  try {
    await print(`${result}\n`);
  } catch (error) {
    throw new DataFault(`expected to print the result, got ${(error as Error).message}`, { cause: error });
  }
}

/** Says what went wrong: a line where the user can mend it, the stack where we must. */
function explain(error: unknown, { faults = [] }: Program): number {
  if (error instanceof UsageError) {
    const { message } = error;
    say(message.includes("\n") ? message.trimEnd() : `${message.replace(/\.$|(?<!\?)$/, ".")} See --help.`);
    return status.usage;
  }
  const known = [DataFault, ElbowBackendError, ElbowDataError, ...faults];
  const isKnown = isRefusal(error) || known.some((kind) => error instanceof kind);
  say(isKnown || !(error instanceof Error) ? String((error as Error)?.message ?? error) : `${error.stack}`);
  return status.fault;
}
