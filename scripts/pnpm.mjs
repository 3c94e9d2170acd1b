// Runs the pinned pnpm, which npx brings in: a clone needs nothing but Node and npm.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export const root = new URL("..", import.meta.url);
/** The pinned pnpm, `pnpm@10…`. */
export const { packageManager } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));

/** The environment of what we run: nothing reports to anybody. */
export const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };

/** Runs a command in the repository's root and returns its exit status; its output goes to ours. */
export function run(command, args) {
  const shell = process.platform === "win32";
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env: environment,
    shell,
    stdio: "inherit",
  });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

/** Runs pnpm with the given arguments and returns its exit status. */
export const pnpm = (...args) => run("npx", ["--yes", packageManager, ...args]);

/** Runs pnpm, and ends this process with its status if it fails. */
export function pnpmOrExit(...args) {
  const status = pnpm(...args);
  if (status !== 0) process.exit(status);
}

/** Installs exactly what the lockfile says: all of it, or what pnpm's filters choose. */
export const install = (...filters) =>
  pnpmOrExit(
    ...["install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only", "--loglevel=warn"],
    ...filters,
  );
