// Builds what an app runs, and no more: generated sources, then JavaScript file by file in this process, only of what changed.
// Types are not checked and no declarations written; `turbo run build` does both and takes ten times the time.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));

/**
 * @param app a folder of the workspace: `apps/train`.
 * @param root of the workspace. Default: this one.
 */
export async function quickBuild(app, root = repository) {
  const folders = workspaceClosure(root, app);
  const generated = Promise.all(folders.map((folder) => generate(root, folder))); // by other processes, meanwhile
  for (const folder of folders) await transpile(root, folder);
  const written = await generated;
  for (const [i, folder] of folders.entries()) if (written[i]) await transpile(root, folder);
}

/** The app and the packages of the workspace that it runs on. */
function workspaceClosure(root, app) {
  const folders = new Set([app]);
  for (const folder of folders) {
    const { dependencies = {} } = manifest(root, folder);
    for (const [name, version] of Object.entries(dependencies))
      if (version.startsWith("workspace:")) folders.add(`packages/${name.split("/")[1]}`);
  }
  return [...folders];
}

const manifest = (root, folder) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));

/** Runs a package's `generate` where what it reads is newer than what it wrote; true if it ran. */
async function generate(root, folder) {
  const script = manifest(root, folder).scripts?.generate;
  if (script === undefined) return false;
  const inputs = [
    ...["assembly", "build", "package.json"].map((name) => join(folder, name)),
    "tools/kernels",
  ];
  const outputs = files(join(root, folder, "src")).filter((path) => dirname(path).endsWith("generated"));
  const newest = Math.max(...inputs.flatMap((path) => files(join(root, path))).map(modified));
  if (outputs.length > 0 && outputs.every((path) => modified(path) >= newest)) return false;
  const bin = join(root, folder, "node_modules", ".bin");
  const child = spawn(script, {
    cwd: join(root, folder),
    shell: true,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) throw new Error(`${folder}: expected "${script}" to succeed, got status ${status}`);
  return true;
}

/** Every file below a folder, or the file itself; none where nothing is. */
function files(place) {
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found ? [place] : [];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name));
}

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;

/** Loaded where something is to be built: it takes half a second. */
let typescript;

async function transpile(root, folder) {
  const [src, dist] = ["src", "dist"].map((name) => join(root, folder, name));
  for (const source of files(src)) {
    if (!source.endsWith(".ts")) continue;
    const target = join(dist, source.slice(src.length)).replace(/\.ts$/, ".js");
    if (modified(target) >= modified(source)) continue;
    typescript ??= await compiler(root);
    const { ts, compilerOptions } = typescript;
    mkdirSync(dirname(target), { recursive: true });
    const text = readFileSync(source, "utf8");
    writeFileSync(target, ts.transpileModule(text, { fileName: source, compilerOptions }).outputText);
  }
}

async function compiler(root) {
  const { default: ts } = await import("typescript");
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  // A file alone does not show that its package is ESM.
  return { ts, compilerOptions: { ...options, module: ts.ModuleKind.ESNext, sourceMap: false } };
}
