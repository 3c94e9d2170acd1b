// Bundles tfjs-core's gradient registrations into src/generated/gradients.ts.
//
// tfjs-core computes gradients only after `dist/register_all_gradients` has run, and Node cannot load that file: it is
// ESM without extensions in a package that says it is CommonJS. What the gradients call of tfjs-core's public API stays
// an import of tfjs-core, so that only the gradient formulas themselves are bundled.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

const core = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-core/package.json"));
const opsIndex = readFileSync(join(core, "dist/ops/ops.js"), "utf8");
const publicModules = new Set([
  ...[...opsIndex.matchAll(/export (?:\{[^}]*\}|\*) from '\.\/(\w+)'/g)].map((match) => match[1]),
  ...["base", "kernel_names", "kernel_registry", "environment"],
]);

/** Two internal modules, rewritten in terms of the public API. */
const rewritten = {
  engine: `import { engine } from "@tensorflow/tfjs-core"; export const ENGINE = engine();`,
  tensor: `import { Tensor } from "@tensorflow/tfjs-core"; export { Tensor }; export const getGlobalTensorClass = () => Tensor;`,
};

const bundle = await build({
  stdin: {
    contents: `import "@tensorflow/tfjs-core/dist/register_all_gradients.js";`,
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  write: false,
  plugins: [
    {
      name: "public-api-stays-an-import",
      setup(bundler) {
        bundler.onResolve({ filter: /^\.\.?\// }, ({ path }) => {
          if (Object.hasOwn(rewritten, basename(path)))
            return { path: basename(path), namespace: "rewritten" };
          return publicModules.has(basename(path))
            ? { path: "@tensorflow/tfjs-core", external: true }
            : undefined;
        });
        bundler.onLoad({ filter: /.*/, namespace: "rewritten" }, ({ path }) => ({
          contents: rewritten[path],
          resolveDir: core,
        }));
        // tfjs 4.22 writes this one gradient with the chained methods that tfjs-core itself does not have.
        bundler.onLoad({ filter: /Prod_grad\.js$/ }, ({ path }) => ({
          contents: readFileSync(path, "utf8").replace(/(\w+)\.reshape\(/g, "reshape($1, "),
        }));
        bundler.onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, ({ path }) => ({ path, external: true }));
      },
    },
  ],
});

const notice =
  "TensorFlow.js gradients, Copyright Google LLC, Apache License 2.0; bundled by build/gradients.mjs.";
mkdirSync("src/generated", { recursive: true });
writeFileSync(
  "src/generated/gradients.ts",
  `// @ts-nocheck\n// ${notice}\n${bundle.outputFiles[0].text}export {};\n`,
);
