import { useBackend } from "@elbowjs/backend";
import type { Flag } from "./flags.js";

/** One command of the program. */
export interface Command {
  /** Its name and arguments, for `--help`. */
  readonly use: string;
  readonly about: string;
  readonly flags: Record<string, Flag>;
  /**
   * Runs it.
   *
   * @param args What stands behind the command's name.
   * @param signal Asks it to stop.
   * @throws UsageError for arguments that do not fit.
   */
  run(args: readonly string[], signal: AbortSignal): Promise<Outcome>;
}

/** What a command gives back. */
export interface Outcome {
  /** For `--json`. */
  readonly json: unknown;
  /** For people. */
  readonly text: string;
  readonly asJson: boolean;
}

/** Writes a line for people, on stderr: stdout is for the result. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Makes tfjs ready and says what computes. */
export async function startBackend(choice: string): Promise<string> {
  const prefer = choice === "auto" ? {} : { prefer: [choice as "webgpu" | "wasm" | "cpu"] };
  const { name, reason } = await useBackend(prefer);
  say(`Backend ${name}: ${reason}`);
  return name;
}
