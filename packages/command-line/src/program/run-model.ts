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

/** Runs a model's command line, `npx <package> train …`, to the end of the process; see {@link runProgram}. */
export function runModel(program: AnyModelProgram, args?: readonly string[]): Promise<void> {
  const { package: own, about, faults } = program;
  const name = `npx ${own.name}`;
  const commands = modelCommands(program);
  return runProgram({ name, version: own.version, about, commands, ...(faults && { faults }) }, args);
}
