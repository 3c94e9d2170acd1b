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

const tarballs = new Map<string, string>();
/** Packs a package as it would be published, once. */
function pack(name: string): string {
  let tarball = tarballs.get(name);
  if (tarball === undefined) {
    const printed = execFileSync(
      "npx",
      ["--yes", pnpmVersion(), "pack", "--json", "--pack-destination", ground],
      {
        cwd: join(repository, "packages", name),
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    tarball = (JSON.parse(printed) as { filename: string }).filename;
    tarballs.set(name, tarball);
  }
  return tarball;
}

const pnpmVersion = (): string =>
  (JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { packageManager: string })
    .packageManager;

/** Our packages among `names`, and those that they depend on. */
function ours(names: readonly string[]): string[] {
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

/** A project outside the repository that followed a package's README. */
export interface Stranger {
  readonly folder: string;
  readonly example: ReadmeExample;
  /** Our packages that came along. */
  readonly installed: readonly string[];
  /** Size of what was installed, MB. */
  readonly megabytes: number;
  write(file: string, content: string): string;
}

/**
 * Makes a project and runs the README's `npm install` in it, with our packages from their tarballs.
 *
 * @param besides what the project has installed besides.
 */
export function stranger(name: string, besides: readonly string[] = []): Stranger {
  const example = readmeExample(join(repository, "packages", name, "README.md"));
  const folder = join(ground, [name, ...besides.map((other) => basename(other))].join("-with-"));
  const write = (file: string, content: string): string => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  write("package.json", JSON.stringify({ name: `stranger-of-${name}`, private: true, type: "module" }));
  const others = [...example.packages.filter((full) => !full.startsWith("@elbowjs/")), ...besides];
  const packed = ours(example.packages).map(pack);
  execFileSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", ...packed, ...others],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const modules = join(folder, "node_modules");
  return {
    folder,
    example,
    installed: readdirSync(join(modules, "@elbowjs")),
    megabytes: sizeOf(modules) / 1e6,
    write,
  };
}

function sizeOf(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, child) => sum + sizeOf(join(path, child)), 0);
}
