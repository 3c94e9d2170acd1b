import { nearestName } from "@elbowjs/arguments";
import { ElbowBackendError } from "@elbowjs/backend";
import { ElbowDataError } from "@elbowjs/mnist-data";
import type { Command } from "./command.js";
import { DataFault } from "./data-fault.js";
import { describeFlags } from "./flags.js";
import { dataSetNames } from "./open-data.js";
import { UsageError } from "./usage-error.js";

/** Exit statuses: a fault of data, model or backend; a wrong command line; Ctrl-C. */
const status = { fault: 1, usage: 2, interrupted: 130 } as const;

/** A program of several commands. */
export interface Program {
  /** How it is called: `npx @elbowjs/kmeans-nn`. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly about: string;
  readonly commands: Readonly<Record<string, Command>>;
  /** Kinds of error, besides those of data and backends, whose message alone says enough. */
  readonly faults?: readonly (new (
    ...args: never[]
  ) => Error)[];
}

const aboutData = `Data is ${dataSetNames.join(", ")}, a .npy file [n, …], or a folder of IDX or NPY files or of PNG images
(a folder a class). Without it: digits, which are drawn by code.`;

/**
 * Runs a program to the end of the process: the result on stdout, everything else on stderr. The first Ctrl-C aborts the
 * command's signal, the second ends the process. Exit status 0; 1 for a fault of data, model or backend; 2 for a wrong
 * command line; 130 after Ctrl-C.
 *
 * @param args what stands behind the program's name.
 */
export async function runProgram(
  program: Program,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    process.exitCode = await run(program, args);
  } catch (error) {
    const faults = [DataFault, ElbowBackendError, ElbowDataError, RangeError, ...(program.faults ?? [])];
    if (error instanceof UsageError) console.error(`${error.message}. See --help.`);
    else console.error(faults.some((kind) => error instanceof kind) ? (error as Error).message : error);
    process.exitCode = error instanceof UsageError ? status.usage : status.fault;
  }
  // Dawn's threads would keep the process alive. What was printed goes out first, also through a pipe.
  process.stdout.write("", () => process.exit());
}

async function run(program: Program, [name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "help") {
    console.log(overview(program));
    return name === undefined ? status.usage : 0;
  }
  const command = Object.hasOwn(program.commands, name) ? program.commands[name] : undefined;
  if (command === undefined) {
    const nearest = nearestName(name, Object.keys(program.commands));
    throw new UsageError(`unknown command '${name}'${nearest ? ` (did you mean ${nearest}?)` : ""}`);
  }
  if (args.includes("--help")) {
    const { use, about, flags } = command;
    console.log(`${program.name} ${use}\n${about}\n\n${aboutData}\n\n${describeFlags(flags)}`);
    return 0;
  }
  const controller = new AbortController();
  process.on("SIGINT", () => {
    // The first Ctrl-C asks for what there is; the second means it.
    if (controller.signal.aborted) process.exit(status.interrupted);
    process.stderr.write("\nStopping (Ctrl-C again to quit at once)\n");
    controller.abort(new Error("interrupted by the user"));
  });
  try {
    const { json, text, asJson } = await command.run(args, controller.signal);
    console.log(asJson ? JSON.stringify(json) : text);
    return controller.signal.aborted ? status.interrupted : 0;
  } catch (error) {
    // What stops on a signal may say so in its own words; a file that could not be written is another matter.
    if (controller.signal.aborted && !(error instanceof DataFault)) return status.interrupted;
    throw error;
  }
}

function overview({ name, about, commands }: Program): string {
  const lines = Object.values(commands).map(({ use, about }) => `  ${name} ${use.padEnd(30)} ${about}`);
  return `${about}

${lines.join("\n")}

${aboutData}

${name} <command> --help lists a command's options.`;
}
