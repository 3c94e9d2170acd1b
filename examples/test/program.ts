import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A place for what the programs write, and its removal. */
export const out: string = mkdtempSync(join(tmpdir(), "elbow-examples-"));
export const removeOut = (): void => rmSync(out, { recursive: true });

/** The path of an example. */
export const example = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Runs an example with Node, in a folder of its own, and gives back what it printed. */
export function printed(path: string, ...args: string[]): string {
  const done = spawnSync(process.execPath, [example(path), ...args], { cwd: out, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${path}: status ${done.status}\n${done.stdout}\n${done.stderr}`);
  return done.stdout;
}

/** The numbers of a regular expression's groups in a text. */
export function numbers(text: string, pattern: RegExp): number[] {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`expected ${pattern} in\n${text}`);
  return match.slice(1).map(Number);
}
