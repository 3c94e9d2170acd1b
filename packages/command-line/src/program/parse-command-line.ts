import { Command as Commander, CommanderError } from "commander";
import { aboutData } from "../data/open-data.js";
import { flagOption } from "../flags/flag-option.js";
import { UsageError } from "../flags/usage-error.js";
import type { Call, Command, Outcome } from "./command.js";
import type { Program } from "./program.js";

/** What a command line came to: the outcome of its command, or a text that was asked for. */
export type Parsed = { readonly outcome: Outcome } | { readonly help: string };

/**
 * Reads a command line and runs the command that it names.
 *
 * @throws UsageError for a wrong one, on one line; without a command it has the help as well. What the command throws.
 */
export async function parseCommandLine(
  program: Program,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Parsed> {
  let outcome: Outcome | undefined;
  let help = "";
  const root = commander(
    program,
    signal,
    (made) => (outcome = made),
    (text) => (help += text),
  );
  try {
    await root.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, help);
  }
  return outcome === undefined ? { help } : { outcome };
}

function commander(
  { name, version, about, commands, standard, aboutData: data = aboutData }: Program,
  signal: AbortSignal,
  done: (outcome: Outcome) => void,
  write: (text: string) => void,
): Commander {
  const root = new Commander(name).description(about).version(version, "-V, --version");
  root.exitOverride().configureOutput({ writeOut: write, writeErr: write, outputError: () => undefined });
  root.addHelpText("after", data);
  for (const [key, made] of Object.entries(commands)) {
    const { use, about, flags } = made;
    const command = root.command(use, { isDefault: key === standard }).description(about);
    for (const [flag, what] of Object.entries(flags)) command.addOption(flagOption(flag, what));
    command.allowExcessArguments(false).addHelpText("after", data);
    command.action(async () => done(await made.run({ ...read(command, made), signal })));
  }
  return root;
}

/** What commander has read, as the command takes it. */
function read(command: Commander, { flags }: Command): Omit<Call, "signal"> {
  const names = Object.keys(flags);
  const off = names.filter((flag) => flags[flag]?.kind === "switch").map((flag) => [flag, false]);
  return {
    args: command.processedArgs as Call["args"],
    values: { ...Object.fromEntries(off), ...command.opts() },
    given: new Set(names.filter((flag) => command.getOptionValueSource(flag) === "cli")),
  };
}

/** Commander's messages on one line; what it prints without a command is the help. */
function usageError({ message, code }: CommanderError, help: string): UsageError {
  if (code === "commander.help") return new UsageError(`expected a command\n\n${help}`);
  const line = message.replace(/^error: /, "").replace(/\s*\n\(Did you mean/, " (did you mean");
  return new UsageError(line.replace(/\s*\n\s*/g, " "));
}
