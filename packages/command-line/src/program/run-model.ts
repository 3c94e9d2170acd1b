import { checkKinds } from "@elbowjs/arguments";
import type { Command } from "./command.js";
import { evaluateCommand } from "./evaluate-command.js";
import type { AnyModelProgram } from "./model-program.js";
import { reportCommand } from "./report-command.js";
import { runProgram } from "./run-program.js";
import { trainCommand } from "./train-command.js";

/** The commands that every model has, and its own. */
export function modelCommands(program: AnyModelProgram): Readonly<Record<string, Command>> {
  return {
    train: trainCommand(program),
    evaluate: evaluateCommand(program),
    report: reportCommand(program),
    ...program.commands,
  };
}

/** What every model's program has. */
export const programParts = {
  package: { name: "string", version: "string" },
  about: "string",
  file: { name: "string", isOurs: "function", read: "function", write: "function" },
  flags: "object",
  create: "function",
  train: "function",
  evaluate: "function",
  describe: "function",
  report: "function",
} as const;

/** Runs a model's command line, `npx <package> train …`, to the end of the process; see {@link runProgram}. */
export async function runModel(program: AnyModelProgram, args?: readonly string[]): Promise<void> {
  checkKinds("runModel", { program: [program, programParts], args: [args, "array or undefined"] });
  const { package: own, about, faults } = program;
  const name = `npx ${own.name}`;
  const commands = modelCommands(program);
  return runProgram({ name, version: own.version, about, commands, ...(faults && { faults }) }, args);
}
