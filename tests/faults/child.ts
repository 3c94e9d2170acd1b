import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveFolder } from "@elbowjs/test-kit/serve-folder";
import { sharedData } from "@elbowjs/test-kit/shared-data";

const here = fileURLToPath(new URL(".", import.meta.url));
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The programs that write files. */
export const programs: { readonly kmeans: string; readonly vae: string; readonly train: string } = {
  vae: path("../../packages/gaussian-vae/bin/gaussian-vae.js"),
  kmeans: path("../../packages/kmeans-nn/bin/kmeans-nn.js"),
  train: path("../../apps/train/dist/main.js"),
};

const dieInWrite = path("die-in-write.mjs");

/** Where a process may break. */
export interface Conditions {
  /** Killed with half a file written, or with a whole one before its name. */
  readonly dieIn?: "write" | "rename";
  /** The most a file may grow to, KiB: writing on is EFBIG. */
  readonly diskKiB?: number;
  readonly env?: Record<string, string>;
  /** As this user, where we are root: root may write anywhere. */
  readonly uid?: number;
}

function command(args: readonly string[], { dieIn, diskKiB }: Conditions): [string, string[]] {
  const node = dieIn === undefined ? [...args] : ["--import", dieInWrite, ...args];
  if (diskKiB === undefined) return [process.execPath, node];
  return ["bash", ["-c", `ulimit -f ${diskKiB}; exec "$@"`, "bash", process.execPath, ...node]];
}

const environment = ({ dieIn, env }: Conditions): NodeJS.ProcessEnv => ({
  ...process.env,
  ELBOW_DATA_DIR: "",
  ...(dieIn === undefined ? {} : { DIE_IN: dieIn }),
  ...env,
});

/** Runs Node to its end. */
export function node(args: readonly string[], conditions: Conditions = {}): SpawnSyncReturns<string> {
  const { uid } = conditions;
  return spawnSync(...command(args, conditions), {
    cwd: here,
    encoding: "utf8",
    env: environment(conditions),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

/** Starts Node; `done` has its status and what it printed. */
export function start(
  args: readonly string[],
  conditions: Conditions = {},
): { child: ChildProcess; done: Promise<{ status: number | null; signal: string | null; text: string }> } {
  const { uid } = conditions;
  const child = spawn(...command(args, conditions), {
    cwd: here,
    env: environment(conditions),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let text = "";
  child.stdout?.on("data", (part: Buffer) => (text += part.toString()));
  child.stderr?.on("data", (part: Buffer) => (text += part.toString()));
  return {
    child,
    done: new Promise((resolve, reject) =>
      child.on("error", reject).on("close", (status, signal) => resolve({ status, signal, text })),
    ),
  };
}

/** Somebody who may not write everywhere: ourselves, or where we are root another user; undefined if that one cannot run Node here. */
export const unprivileged: { readonly uid?: number } | undefined = (() => {
  if (process.getuid?.() !== 0) return {};
  const nobody = { uid: 65534 };
  const { status } = node(["--input-type=module", "--eval", "await import('@elbowjs/mnist-data')"], nobody);
  if (status === 0) return nobody;
  console.warn(
    "SKIPPED: a read-only home; we are root, who may write to it, and nobody else can run this Node here",
  );
  return undefined;
})();

/** A program of one line, as `node --eval` takes it. */
export const script = (code: string): string[] => ["--input-type=module", "--eval", code];

/** A folder of its own, and its removal. */
export function folder(): { path: string; remove(): void } {
  const made = mkdtempSync(join(tmpdir(), "elbow-faults-"));
  return { path: made, remove: () => rmSync(made, { recursive: true, force: true }) };
}

/** Makes the drafts in a folder look an hour old, as the next day's run would find them. */
export function age(folder: string, ending: string): number {
  const drafts = readdirSync(folder).filter((name) => name.endsWith(ending));
  const then = new Date(Date.now() - 3_600_000);
  for (const name of drafts) utimesSync(join(folder, name), then, then);
  return drafts.length;
}

const data = sharedData("faults of the cache, which download MNIST from here");
/** MNIST's four files, if they are on this machine. */
export const mnist: string | undefined = data && join(data, "mnist");

/** A mirror on this machine. */
export const mirror: typeof serveFolder = serveFolder;
