import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

interface Manifest {
  exports?: Record<string, string | { default: string }>;
}

/**
 * The import map of a page without a bundler. Our packages are served as they are; what is not ES modules by itself
 * (tfjs and other libraries) comes converted, as a CDN converts it (`+esm`).
 *
 * @returns the map as JSON; the converted modules lie in `vendor/`.
 */
export async function importMap(folder: string, installed: readonly string[]): Promise<string> {
  const imports: Record<string, string> = {};
  const libraries = new Set<string>();
  // A page never loads a command line, nor what only that stands on.
  for (const name of installed.filter((each) => each !== "command-line")) {
    const place = `node_modules/@elbowjs/${name}`;
    const manifest = JSON.parse(readFileSync(join(folder, place, "package.json"), "utf8")) as Manifest & {
      dependencies?: Record<string, string>;
      peerDependencies?: Record<string, string>;
    };
    for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
      if (typeof target === "string") continue;
      imports[join("@elbowjs", name, entry)] = `./${join(place, target.default)}`;
    }
    for (const library of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
      if (!library.startsWith("@elbowjs/") && existsSync(join(folder, "node_modules", library)))
        libraries.add(library);
  }
  for (const library of libraries) {
    await build({
      stdin: { contents: `export * from "${library}";`, resolveDir: folder },
      outfile: join(folder, `vendor/${library}.js`),
      bundle: true,
      format: "esm",
      platform: "browser",
      external: [...libraries].filter((other) => other !== library),
      logLevel: "error",
    });
    imports[library] = `./vendor/${library}.js`;
  }
  return JSON.stringify({ imports });
}
