import { checkKinds } from "@elbowjs/arguments";
import type { Command } from "./command.js";
import type { AnyModelProgram } from "./model-program.js";
import type { Program } from "./program.js";
import { runProgram } from "./run-program.js";
import { startCommand } from "./start-command.js";

/** A row of the table of models. */
export interface ModelRow {
  /** Loads the model's program; only that of the model which runs is loaded, and all for `--help`. */
  load(): Promise<AnyModelProgram>;
  /** Defaults of the model's flags, where they are others than those of its own command line. Default none. */
  readonly defaults?: Readonly<Record<string, string | number>>;
}

/**
 * Runs `npm start`: trains one of the models and writes its report, to the end of the process; see {@link runProgram}.
 *
 * @param table the models, by the name that is typed. The first one runs where none is named.
 */
export async function runModels(
  about: Pick<Program, "name" | "version" | "about">,
  table: Readonly<Record<string, ModelRow>>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  checkKinds("runModels", {
    about: [about, { name: "string", version: "string", about: "string" }],
    table: [table, "object"],
    args: [args, ["string"]],
  });
  const names = Object.keys(table);
  for (const name of names) checkKinds("runModels", { [name]: [table[name], { load: "function" }] });
  const [standard = ""] = names;
  const [first = standard] = args;
  const isFlag = first.startsWith("-") && first !== "-h" && first !== "--help";
  const wanted = isFlag ? [standard] : names.includes(first) ? [first] : names;
  const programs = await Promise.all(wanted.map(async (name) => [name, await table[name]!.load()] as const));
  const commands = programs.map(([name, program]): [string, Command] => [
    name,
    startCommand(name, program, table[name]!.defaults),
  ]);
  const faults = programs.flatMap(([, program]) => program.faults ?? []);
  const program = { ...about, commands: Object.fromEntries(commands), faults };
  // A word that is no model is an unknown command, not an argument of the standard one.
  await runProgram(isFlag || args.length === 0 ? { ...program, standard } : program, args);
}
