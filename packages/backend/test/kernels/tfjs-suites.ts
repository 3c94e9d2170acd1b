import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Which kernels the suites run on: tfjs's own, or one of our two modules. */
export type SuiteKernels = "stock" | "simd" | "relaxed-simd";

export interface SuiteReport {
  /** Tests that ran. */
  readonly count: number;
  /** Full names of those that failed. */
  readonly failures: readonly string[];
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * tfjs-core's own test suites (operations, gradients, optimisers), which it ships, on its wasm backend in Node.
 *
 * @returns what runs them on a set of kernels, in a process of its own, and what removes the bundle of them.
 */
export async function tfjsSuites(): Promise<{
  run(kernels: SuiteKernels): SuiteReport;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "tfjs-suites-"));
  await bundle(folder);
  return {
    run(kernels) {
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
      return JSON.parse(output.slice(output.indexOf("REPORT ") + 7)) as SuiteReport;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

async function bundle(folder: string): Promise<void> {
  const core = await realpath(join(root, "node_modules/@tensorflow/tfjs-core/dist"));
  const wasm = await realpath(join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist"));
  const jasmine = dirname(createRequire(import.meta.url).resolve("jasmine-core/package.json"));
  // The suites call Jasmine's globals and read the environments while they load: both come first.
  await writeFile(
    join(folder, "boot.cjs"),
    `const load = require("${jasmine}/lib/jasmine-core/jasmine.js");
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
  await writeFile(join(folder, "main.js"), program(core, wasm, suites));
  await build({
    entryPoints: [join(folder, "main.js")],
    outfile: join(folder, "bundle.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["node-fetch"],
    nodePaths: [join(root, "node_modules")],
    // tfjs-core declares its test files free of side effects, which would drop them all.
    ignoreAnnotations: true,
    logLevel: "error",
  });
}

/** Runs the suites and prints a {@link SuiteReport}. */
const program = (core: string, wasm: string, suites: readonly string[]): string => `
  import "./boot.cjs";
  import "./environments.js";
  import * as tf from "@tensorflow/tfjs-core";
  import "${core}/register_all_gradients.js";
  import "${core}/public/chained_ops/register_all_chained_ops.js";
  import "@tensorflow/tfjs-backend-cpu";
  import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
  import { registerTrainingKernels } from "${root}src/kernels/index.ts";
  import { registerSecondOrderGradients } from "${root}src/second-order-gradients.ts";
  ${suites.map((name) => `import "${core}/${name}";`).join("\n")}
  async function main() {
    setWasmPaths("${wasm}/");
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    await tf.setBackend("wasm");
    if (process.env.KERNELS !== "stock") {
      registerTrainingKernels({ kind: process.env.KERNELS });
      registerSecondOrderGradients();
    }
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
  main();`;
