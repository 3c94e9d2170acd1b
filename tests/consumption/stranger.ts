import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ReadmeExample, readmeExample } from "@elbowjs/test-kit/readme-example";

export const repository: string = fileURLToPath(new URL("../../", import.meta.url));
export const packageNames: readonly string[] = readdirSync(join(repository, "packages"));

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  exports: Record<string, { default: string } | string>;
}
const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(repository, "packages", name, "package.json"), "utf8")) as Manifest;

/** Everything that strangers make, removed in the end. */
export const ground: string = mkdtempSync(join(tmpdir(), "elbow-stranger-"));
export const leave = (): void => rmSync(ground, { recursive: true, force: true });

let tarballs: ReadonlyMap<string, string> | undefined;
/** The tarball of a package as it would be published; all are packed at once. */
function pack(name: string): string {
  tarballs ??= packAll();
  return tarballs.get(`@elbowjs/${name}`)!;
}

function packAll(): ReadonlyMap<string, string> {
  const printed = execFileSync(
    "npx",
    ["--yes", pnpmVersion(), "--filter", "./packages/*", "pack", "--json", "--pack-destination", ground],
    { cwd: repository, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 26 },
  );
  const packed = JSON.parse(printed) as { name: string; filename: string }[];
  return new Map(packed.map(({ name, filename }) => [name, filename]));
}

const pnpmVersion = (): string =>
  (JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { packageManager: string })
    .packageManager;

/** Our packages among `names`, and those that they depend on. */
export function ours(names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (full: string): void => {
    if (!full.startsWith("@elbowjs/") || found.has(basename(full))) return;
    found.add(basename(full));
    for (const dependency of Object.keys(manifestOf(basename(full)).dependencies ?? {})) visit(dependency);
  };
  names.forEach(visit);
  return [...found];
}

/** The tarballs of one of our packages and of those that it depends on. */
export const tarballsOf = (name: string): string[] => ours([`@elbowjs/${name}`]).map(pack);

/** A project outside the repository with packages of ours installed. */
export interface Project {
  readonly folder: string;
  /** Our packages that came along. */
  readonly installed: readonly string[];
  /** Size of what was installed, MB. */
  readonly megabytes: number;
  write(file: string, content: string): string;
}

/** One that followed a package's README. */
export interface Stranger extends Project {
  readonly example: ReadmeExample;
}

/** What a package's README says. */
export const readmeOf = (name: string): ReadmeExample =>
  readmeExample(join(repository, "packages", name, "README.md"));

/** What installs, with its arguments before the packages. */
export type Installer = readonly [command: string, ...args: readonly string[]];

const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"] as const;
const npm: Installer = ["npm", "install", ...quiet];
/** npm as it was before version 7: peers are left to the reader. */
export const legacyNpm: Installer = [...npm, "--legacy-peer-deps"];
/** Yarn 1 leaves peers to the reader as well. */
export const yarn1: Installer = [
  "npx",
  ...["--yes", "--package", "yarn@1.22.22", "yarn", "add"],
  ...["--no-lockfile", "--prefer-offline", "--silent", "--ignore-engines"],
];

/** Makes a project and installs packages in it, ours from their tarballs. */
export function project(
  name: string,
  packages: readonly string[],
  [command, ...args]: Installer = npm,
): Project {
  const folder = join(ground, name);
  const write = (file: string, content: string): string => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const tarballs = ours(packages).map((own) => [`@elbowjs/${own}`, `file:${pack(own)}`] as const);
  const manifest = { name: `stranger-of-${name}`, version: "0.0.0", private: true, type: "module" };
  // Yarn 1 looks what a tarball depends on up in the registry, where nothing of ours is yet, unless this says where it lies.
  const resolutions = command === "npm" ? {} : { resolutions: Object.fromEntries(tarballs) };
  write("package.json", JSON.stringify({ ...manifest, ...resolutions }));
  const others = packages.filter((full) => !full.startsWith("@elbowjs/"));
  execFileSync(
    command,
    [
      ...args,
      ...tarballs.map(([own, tarball]) => (command === "npm" ? tarball.slice(5) : `${own}@${tarball}`)),
      ...others,
    ],
    { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
  );
  const modules = join(folder, "node_modules");
  return {
    folder,
    installed: readdirSync(join(modules, "@elbowjs")),
    megabytes: sizeOf(modules) / 1e6,
    write,
  };
}

/**
 * Makes a project and runs the README's `npm install` in it.
 *
 * @param besides what the project has installed besides.
 */
export function stranger(name: string, besides: readonly string[] = []): Stranger {
  const example = readmeOf(name);
  const folder = [name, ...besides.map((other) => basename(other))].join("-with-");
  return { ...project(folder, [...example.packages, ...besides]), example };
}

function sizeOf(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, child) => sum + sizeOf(join(path, child)), 0);
}
