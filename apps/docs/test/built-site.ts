import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { sourcesHash } from "../.vitepress/sources-hash.js";
import { siteFolder } from "./site-folder.js";

/** Whether the site is built and looked at, which takes minutes. */
export const seesSite: boolean = isThorough("the site: its pages, its live examples, and the code on them");

const project = fileURLToPath(new URL("../", import.meta.url));
/** Holds the id of the process that builds; the others wait for it. */
const lock = join(project, ".building");

/** Milliseconds that a build, or the wait for one, may take on a busy machine. */
export const buildTimeout = 480_000;

/** Builds the site unless it is there and made from the sources as they are now. */
export async function builtSite(): Promise<void> {
  while (!isCurrent()) {
    if (!locked()) {
      await sleep(500);
      continue;
    }
    try {
      await build();
    } finally {
      rmSync(lock);
    }
    return;
  }
}

/** `DOCS_AS_BUILT=1` takes the site as it is, for someone at work on the tests. */
function isCurrent(): boolean {
  if (process.env["DOCS_AS_BUILT"]) return true;
  const stamp = join(siteFolder, "sources.txt");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sourcesHash();
}

/** Takes the lock if nobody has it, or whoever had it is gone. */
function locked(): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!isRunning(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isRunning(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}

/** The two steps of the package's `build`, without a package manager. */
async function build(): Promise<void> {
  for (const [bin, ...args] of [["typedoc/bin/typedoc"], ["vitepress/bin/vitepress.js", "build"]] as const)
    await promisify(execFile)(process.execPath, [join(project, "node_modules", bin), ...args], {
      cwd: project,
    });
}
