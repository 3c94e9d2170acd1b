import { existsSync, readFileSync } from "node:fs";

/**
 * Name and version of the package that a module belongs to.
 *
 * @param moduleUrl `import.meta.url`.
 */
export function packageOf(moduleUrl: string): { readonly name: string; readonly version: string } {
  let manifest = new URL("package.json", moduleUrl);
  while (!existsSync(manifest)) {
    const above = new URL("../package.json", manifest);
    if (above.href === manifest.href)
      throw new RangeError(`packageOf: expected a module of a package, got ${moduleUrl}`);
    manifest = above;
  }
  const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as { name: string; version: string };
  return { name, version };
}
