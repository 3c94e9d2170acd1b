// Builds packages without checking their types: JavaScript, file by file, in one process, only of what changed.
// `node scripts/transpile.mjs [folder…]`; without folders, all of `packages/`. tsc writes the same code (`isolatedModules`) in ten times the time,
// in which it checks; `npm test` does.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Loaded where something is to be built: half a second. */
let typescript;

/** @param folders relative to the root. */
export async function transpile(folders) {
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder, "src"), { recursive: true }))
      if (name.endsWith(".ts") && !name.endsWith(".d.ts")) await build(join(root, folder), name);
}

async function build(folder, name) {
  const source = join(folder, "src", name);
  const target = join(folder, "dist", name.replace(/\.ts$/, ".js"));
  if (modified(target) >= modified(source)) return;
  typescript ??= await compiler();
  const { ts, compilerOptions } = typescript;
  const text = readFileSync(source, "utf8");
  const options = { fileName: source, compilerOptions };
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, ts.transpileModule(text, options).outputText);
}

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;

async function compiler() {
  const { default: ts } = await import("typescript");
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  // A file alone does not show that its package is ESM.
  return { ts, compilerOptions: { ...options, module: ts.ModuleKind.ESNext, sourceMap: false } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  await transpile(
    given.length > 0 ? given : readdirSync(join(root, "packages")).map((name) => `packages/${name}`),
  );
}
