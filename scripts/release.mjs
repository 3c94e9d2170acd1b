// npm run release -- --dry-run   shows what a release would publish: changes nothing here, publishes nothing.
// npm run release                publishes each version that the registry does not have; run by the release workflow.
//
// Both work on a fresh clone of the last commit, so that nothing is published that is not committed.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: flags } = parseArgs({ options: { "dry-run": { type: "boolean", default: false } } });
const dryRun = flags["dry-run"];
const root = fileURLToPath(new URL("..", import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "elbow-release-"));
const clone = join(folder, "elbow");

process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
if (git("status", "--porcelain") !== "")
  console.log("Not everything here is committed; what follows is about the last commit.");
execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone]);
// The clone tags what it publishes, as whoever releases.
for (const key of ["user.name", "user.email"]) {
  const { stdout } = spawnSync("git", ["config", key], { cwd: root, encoding: "utf8" });
  if (stdout.trim() !== "") execFileSync("git", ["-C", clone, "config", key, stdout.trim()]);
}

const pending = readdirSync(join(clone, ".changeset")).filter((file) => file.endsWith(".md"));
if (!dryRun && pending.length > 0)
  stop(
    `release: expected no pending changesets, got ${pending.length}; run \`changeset version\`, commit, and release again`,
  );

step(
  "install",
  "install",
  "--frozen-lockfile",
  "--prefer-offline",
  "--reporter=append-only",
  "--loglevel=error",
);
const before = versions();
if (dryRun) step("version", "exec", "changeset", "version");
step("build", "exec", "turbo", "run", "build", "--filter=./packages/*", "--output-logs=errors-only");
step("check", "exec", "node", "scripts/check-packages.mjs");
step("sizes", "exec", "node", "scripts/check-sizes.mjs");

if (dryRun) {
  console.log(`\nWould be published from ${git("rev-parse", "--short", "HEAD")}:\n`);
  const released = readdirSync(join(clone, "packages")).filter((name) => versions()[name] !== before[name]);
  for (const name of released) show(name);
  console.log(
    `\n${released.length} packages. Nothing was published. Provenance: every package asks for it (publishConfig.provenance), and npm grants it only to the release workflow, whose id-token names the commit and the run.`,
  );
} else {
  step("publish", "exec", "changeset", "publish");
  git("fetch", "--quiet", clone, "--tags");
}

/** Runs pnpm in the clone; its failure ends the release. */
function step(title, ...args) {
  console.log(`── ${title}`);
  const { status } = spawnSync("npx", ["--yes", packageManager, ...args], {
    cwd: clone,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
    shell: process.platform === "win32",
    stdio: "inherit",
  });
  if (status !== 0) stop(`release: ${title} failed with status ${status}`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}

/** Version of each package of the clone, by folder. */
function versions() {
  return Object.fromEntries(
    readdirSync(join(clone, "packages")).map((name) => [name, manifest(name).version]),
  );
}

function manifest(name) {
  return JSON.parse(readFileSync(join(clone, "packages", name, "package.json"), "utf8"));
}

/** Packs a package and prints what npm would get. */
function show(name) {
  const packed = JSON.parse(
    execFileSync("npx", ["--yes", packageManager, "pack", "--json", "--pack-destination", folder], {
      cwd: join(clone, "packages", name),
      encoding: "utf8",
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const tarball = readFileSync(packed.filename);
  const { name: full, version, publishConfig } = manifest(name);
  const integrity = createHash("sha512").update(tarball).digest("base64");
  console.log(
    `${full} ${before[name]} → ${version}, ${(tarball.length / 1000).toFixed(1)} kB, ${packed.files.length} files, ${publishConfig.access}${publishConfig.provenance ? ", provenance" : ""}\n  sha512-${integrity}`,
  );
}
