import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const site = join(root, "apps/docs");

/** What the site is made of: its own files, and what it takes from the packages. */
function sources(): string[] {
  const own = [
    ".vitepress",
    "courses",
    "examples",
    "live",
    "packages",
    "public",
    "results",
    "getting-started.md",
    "index.md",
    "results.md",
    "typedoc.json",
  ];
  const packages = readdirSync(join(root, "packages"));
  return [
    ...own.map((name) => join(site, name)),
    ...packages.flatMap((name) =>
      ["README.md", "src", "dist"].map((part) => join(root, "packages", name, part)),
    ),
    join(root, "bench/lloyd-analysis/results"),
  ];
}

/** Every file at or below a path, in the order of their names. */
function files(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return (
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      // What a build leaves behind while it runs, and the pictures that it draws.
      .filter((file) => !/[/\\]\.temp[/\\]|\.timestamp-|[/\\]public[/\\]pictures[/\\]/.test(file))
      .sort()
  );
}

/** SHA-256 over names and contents of everything that the site is built from: another value, another site. */
export function sourcesHash(): string {
  const hash = createHash("sha256");
  for (const file of sources().flatMap(files))
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  return hash.digest("hex");
}
