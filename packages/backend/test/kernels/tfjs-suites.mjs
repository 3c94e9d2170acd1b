/**
 * Runs tfjs-core's own test suites (operations, gradients, optimisers) in Node on the wasm backend, with stock kernels
 * and with both of our modules, and fails if a test that passes on stock fails on ours:
 *
 *     npm install --no-save --prefix /some/folder jasmine-core@5
 *     node test/kernels/tfjs-suites.mjs /some/folder
 *
 * tfjs ships the suites in its package; jasmine-core, which they need, is no dependency of this repository.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const jasmineFolder = process.argv[2];
if (jasmineFolder === undefined)
  throw new TypeError("tfjs-suites: expected the folder that jasmine-core is installed in");

const root = fileURLToPath(new URL("../../", import.meta.url));
const core = await realpath(join(root, "node_modules/@tensorflow/tfjs-core/dist"));
const wasm = await realpath(join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist"));
const folder = await mkdtemp(join(tmpdir(), "tfjs-suites-"));
try {
  await bundle();
  const stock = run("stock");
  console.log(`stock: ${stock.count} tests, ${stock.failures.length} fail`);
  for (const kind of ["simd", "relaxed-simd"]) {
    const ours = run(kind);
    const broken = ours.failures.filter((name) => !stock.failures.includes(name));
    const mended = stock.failures.filter((name) => !ours.failures.includes(name));
    console.log(
      `${kind}: ${ours.count} tests, ${ours.failures.length} fail, ${mended.length} of stock's pass`,
    );
    for (const name of broken) console.log(`  passes on stock, fails on ${kind}: ${name}`);
    if (broken.length > 0) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true });
}

async function bundle() {
  // The suites call Jasmine's globals and read the environments while they load: both come first.
  await writeFile(
    join(folder, "boot.cjs"),
    `const load = require("jasmine-core/lib/jasmine-core/jasmine.js");
     const jasmine = load.core(load);
     const environment = jasmine.getEnv({ suppressLoadErrors: true });
     Object.assign(globalThis, load.interface(jasmine, environment), { jasmine, environment });`,
  );
  await writeFile(
    join(folder, "environments.js"),
    `import { setTestEnvs } from "${core}/jasmine_util.js";
     const flags = { WASM_HAS_SIMD_SUPPORT: true, WASM_HAS_MULTITHREAD_SUPPORT: false };
     setTestEnvs([{ name: "wasm", backendName: "wasm", flags, isDataSync: true }]);`,
  );
  const files = await readdir(core, { recursive: true });
  const suites = files.filter((name) => /^(ops|optimizers)\/.*_test\.js$|^gradients_test\.js$/.test(name));
  await writeFile(
    join(folder, "main.js"),
    `import "./boot.cjs";
     import "./environments.js";
     import * as tf from "@tensorflow/tfjs-core";
     import "${core}/register_all_gradients.js";
     import "${core}/public/chained_ops/register_all_chained_ops.js";
     import "@tensorflow/tfjs-backend-cpu";
     import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
     import { registerTrainingKernels } from "${root}src/kernels/index.ts";
     ${suites.map((name) => `import "${core}/${name}";`).join("\n")}
     async function main() {
       setWasmPaths("${wasm}/");
       tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
       await tf.setBackend("wasm");
       if (process.env.KERNELS !== "stock") registerTrainingKernels({ kind: process.env.KERNELS });
       const report = { count: 0, failures: [] };
       environment.configure({ random: false, failSpecWithNoExpectations: false });
       environment.addReporter({
         specDone({ status, fullName }) {
           if (status === "passed" || status === "failed") report.count++;
           if (status === "failed") report.failures.push(fullName);
         },
         jasmineDone() {
           console.log("REPORT " + JSON.stringify(report));
           process.exit(0);
         },
       });
       environment.execute();
     }
     main();`,
  );
  await build({
    entryPoints: [join(folder, "main.js")],
    outfile: join(folder, "bundle.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["node-fetch"],
    nodePaths: [resolve(jasmineFolder, "node_modules"), join(root, "node_modules")],
    // tfjs-core declares its test files free of side effects, which would drop them all.
    ignoreAnnotations: true,
    logLevel: "error",
  });
}

/** Each set of kernels in a process of its own. */
function run(kernels) {
  const output = execFileSync(
    process.execPath,
    ["--experimental-wasm-relaxed-simd", join(folder, "bundle.cjs")],
    {
      env: { ...process.env, KERNELS: kernels },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 2 ** 28,
    },
  );
  return JSON.parse(output.slice(output.indexOf("REPORT ") + 7));
}
