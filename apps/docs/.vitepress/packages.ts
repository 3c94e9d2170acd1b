import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A published package that has a page. */
export interface ListedPackage {
  /** Without the scope. */
  readonly name: string;
  readonly description: string;
  /** 0 for those that stand on none of ours, else one more than the highest that they stand on. */
  readonly layer: number;
  /** Whether no other package stands on it: a model, or an analysis. */
  readonly isTop: boolean;
}

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const scope = "@elbowjs/";

/** The published packages, read from their folders: the models first, then the parts, what stands on others before them. */
export function listedPackages(): ListedPackage[] {
  const folder = fileURLToPath(new URL("../../../packages/", import.meta.url));
  const pages = fileURLToPath(new URL("../packages/", import.meta.url));
  const manifests = new Map<string, Manifest>();
  for (const name of readdirSync(folder)) {
    const file = `${folder}${name}/package.json`;
    if (!existsSync(file) || !existsSync(`${pages}${name}.md`)) continue;
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    if (manifest.private !== true) manifests.set(name, manifest);
  }
  const needs = (name: string): string[] =>
    Object.keys(manifests.get(name)?.dependencies ?? {})
      .filter((dependency) => dependency.startsWith(scope))
      .map((dependency) => dependency.slice(scope.length))
      .filter((dependency) => manifests.has(dependency));
  const layer = (name: string): number => Math.max(-1, ...needs(name).map(layer)) + 1;
  const needed = new Set([...manifests.keys()].flatMap(needs));
  return [...manifests]
    .map(([name, { description }]) => ({ name, description, layer: layer(name), isTop: !needed.has(name) }))
    .sort(
      (a, b) => Number(b.isTop) - Number(a.isTop) || b.layer - a.layer || a.name.localeCompare(b.name, "en"),
    );
}
