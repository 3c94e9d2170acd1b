import { existsSync, readFileSync } from "node:fs";

import { checkKinds, refusal, shown } from "@elbowjs/arguments";

/**
 * Name and version of the package that a module belongs to.
 *
 * @param moduleUrl `import.meta.url`.
 * @throws TypeError or RangeError for anything else.
 */
export function packageOf(moduleUrl: string): { readonly name: string; readonly version: string } {
  checkKinds("packageOf", { moduleUrl: [moduleUrl, "string"] });
  if (!URL.canParse(moduleUrl) || !moduleUrl.startsWith("file:"))
    throw refusal(new RangeError(`packageOf: expected import.meta.url, got ${shown(moduleUrl)}`));
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
