// Bundles each entry of scripts/size-budgets.json as a user's bundler would, minified and gzipped, and compares it with
// its budget. tfjs and our other packages stay out: a user pays those once, and each has a budget of its own. Modules that
// load on demand (digit pen, PNG encoder, backends, kernels) stay out too. `--measure` prints without judging.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = new URL("..", import.meta.url);
const budgets = JSON.parse(readFileSync(new URL("size-budgets.json", import.meta.url), "utf8"));
let over = 0;

for (const name of readdirSync(new URL("packages", root))) {
  const manifest = JSON.parse(readFileSync(new URL(`packages/${name}/package.json`, root), "utf8"));
  for (const path of Object.keys(manifest.exports)) {
    const entry = manifest.name + path.slice(1);
    if (path.endsWith(".json") || budgets.some((budget) => budget.entry === entry)) continue;
    console.error(`${entry} has no budget in scripts/size-budgets.json`);
    over += 1;
  }
}

for (const { entry, names, kB } of budgets) {
  const bytes = await gzipped(entry, names);
  const size = bytes / 1000;
  const fits = size <= kB;
  if (!fits) over += 1;
  const what = `${entry}${names ? ` { ${names.join(", ")} }` : ""}`;
  console.log(
    `${fits ? "    " : "OVER"} ${size.toFixed(1).padStart(6)} of ${String(kB).padStart(5)} kB  ${what}`,
  );
}
if (over > 0 && !process.argv.includes("--measure")) {
  console.error(
    `${over} entries are over their budget, or without one. What grew? If it is worth it, raise scripts/size-budgets.json.`,
  );
  process.exit(1);
}

/** Bytes that a page loads for an entry before anything is imported on demand. */
async function gzipped(entry, names) {
  const own = entry.split("/").slice(0, 2).join("/");
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: names ? `export { ${names.join(", ")} } from "${entry}";` : `export * from "${entry}";`,
      resolveDir: fileURLToPath(new URL(`packages/${own.split("/")[1]}/`, root)), // a package finds itself by its name
    },
    plugins: [
      {
        name: "neighbours",
        setup({ onResolve }) {
          onResolve({ filter: /^@(tensorflow|elbowjs)\// }, ({ path }) =>
            path === own || path.startsWith(`${own}/`) ? undefined : { path, external: true },
          );
        },
      },
    ],
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    external: ["node:*", "webgpu", "cli-progress", "commander"],
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const paths = Object.keys(metafile.outputs);
  const entryPath = paths.find((path) => metafile.outputs[path].entryPoint === "<stdin>");
  const loaded = new Set([entryPath]);
  for (const path of loaded)
    for (const { path: next, kind, external } of metafile.outputs[path].imports)
      if (kind === "import-statement" && !external) loaded.add(next);
  return [...loaded]
    .map((path) => outputFiles.find((file) => file.path.endsWith(path)).contents)
    .reduce((sum, contents) => sum + gzipSync(contents, { level: 9 }).length, 0);
}
