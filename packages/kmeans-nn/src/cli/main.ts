import { ElbowBackendError } from "@elbowjs/backend";
import { ElbowDataError } from "@elbowjs/mnist-data";
import { DivergenceError } from "../divergence-error.js";
import type { Command } from "./command.js";
import { DataFault } from "./data-fault.js";
import { evaluateCommand } from "./evaluate.js";
import { describeFlags } from "./flags.js";
import { nearestName } from "./nearest-name.js";
import { dataSetNames } from "./open-data.js";
import { reportCommand } from "./report.js";
import { trainCommand } from "./train.js";
import { UsageError } from "./usage-error.js";

/** Exit statuses: a fault of data, model or backend; a wrong command line; Ctrl-C. */
const status = { fault: 1, usage: 2, interrupted: 130 } as const;

const program = "npx @elbowjs/kmeans-nn";
const commands: Record<string, Command> = {
  train: trainCommand,
  evaluate: evaluateCommand,
  report: reportCommand,
};
const aboutData = `Data is ${dataSetNames.join(", ")}, a .npy file [n, …], or a folder of IDX or NPY files or of PNG images
(a folder a class). Without it: digits, which are drawn by code.`;
const overview = `k-means as a neural network, from the command line.

${Object.values(commands)
  .map(({ use, about }) => `  ${program} ${use.padEnd(30)} ${about}`)
  .join("\n")}

${aboutData}

${program} <command> --help lists a command's options.`;

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "help") {
    console.log(overview);
    return name === undefined ? status.usage : 0;
  }
  const command = commands[name];
  if (command === undefined) {
    const nearest = nearestName(name, Object.keys(commands));
    throw new UsageError(`unknown command '${name}'${nearest ? ` (did you mean ${nearest}?)` : ""}`);
  }
  if (args.includes("--help")) {
    const { use, about, flags } = command;
    console.log(`${program} ${use}\n${about}\n\n${aboutData}\n\n${describeFlags(flags)}`);
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
    if (controller.signal.aborted) return status.interrupted;
    throw error;
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const faults = [DataFault, DivergenceError, ElbowBackendError, ElbowDataError, RangeError];
  if (error instanceof UsageError) console.error(`${error.message}. See --help.`);
  else console.error(faults.some((kind) => error instanceof kind) ? (error as Error).message : error);
  process.exitCode = error instanceof UsageError ? status.usage : status.fault;
}
// Dawn's threads would keep the process alive. What was printed goes out first, also through a pipe.
process.stdout.write("", () => process.exit());
