import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a program wrote: to the terminal, and into files beside it. */
export interface Output {
  readonly printed: string;
  readonly files: Readonly<Record<string, Buffer>>;
}

/** A new folder from which the packages can be imported, as from a visitor's own project. */
export const projectFolder = (): string => mkdtempSync(fileURLToPath(new URL("./.run-", import.meta.url)));

/** Runs a program that a page exports, in Node and in a folder of its own. */
export function runCode(code: string): Output {
  const folder = projectFolder();
  try {
    const program = join(folder, "program.mjs");
    // The backend's threads would keep it alive.
    writeFileSync(program, `${code}\nprocess.exit();\n`);
    const printed = execFileSync(process.execPath, [program], { cwd: folder, encoding: "utf8" });
    const files = readdirSync(folder).filter((name) => name !== "program.mjs");
    return {
      printed: printed.trim(),
      files: Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name))])),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
