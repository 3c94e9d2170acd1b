import { availableParallelism } from "node:os";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromium, launchOptions, softwareGpu } from "./tools/test-kit/src/chromium.ts";
import { softwareVulkan } from "./tools/test-kit/src/software-vulkan.ts";

if (chromium === undefined) {
  const message = "no Chromium found: install one, or set CHROMIUM_PATH";
  if (process.env.ELBOW_REQUIRE_BROWSER) throw new Error(message);
  console.warn(`\nNOT RUN: every test in a browser; ${message}\n`);
}

// Before the workers start, which inherit it: Dawn in Node tests on Chromium's software GPU.
Object.assign(process.env, softwareVulkan({ environment: process.env, chromium }));

/**
 * A test file runs in Node and in Chromium, unless its name says otherwise:
 * `x.test.ts` both, `x.node.test.ts` Node only, `x.browser.test.ts` Chromium only.
 */
const everywhere = ["packages/*/test/**/*.test.ts", "tools/*/test/**/*.test.ts"];

/** As many files at once as there are processors; Vitest's own is one fewer, which on two cores is one at a time. */
const maxWorkers = availableParallelism();

/** Whether what a newcomer should not wait for runs too. */
const isThorough = process.env.ELBOW_TESTS === "all";

/**
 * In Chromium only among everything: packages of arithmetic alone, which asks nothing of a browser but what Node has too, and models
 * whose layers, training and kernels are tested there by the packages that they stand on.
 */
const inNodeFirst = [
  ...[
    "arguments",
    "classic-nn",
    "decoding",
    "divergences",
    "lloyd-analysis",
    "numpy-random",
    "row-files",
    "runs",
  ],
  ...["samples", "subspace"],
  ...["deep-autoencoder", "diffusion", "gan", "graph-nn", "recurrent-nn", "transformer"],
];
if (chromium !== undefined && !isThorough)
  console.warn(`SKIPPED: in Chromium ${inNodeFirst.join(", ")}; ELBOW_TESTS=all runs them`);
const onlyInNode = isThorough ? [] : inNodeFirst.map((name) => `packages/${name}/test/**`);

export default defineConfig({
  test: {
    provide: {
      requireGpu: Boolean(process.env.ELBOW_REQUIRE_GPU),
      thorough: isThorough,
    },
    projects: [
      {
        test: {
          name: "node",
          maxWorkers,
          include: [
            ...everywhere,
            "apps/*/test/**/*.test.ts",
            "tests/**/*.test.ts",
            "scripts/*.test.mjs",
            "bench/test/**/*.test.ts",
            "examples/test/**/*.test.ts",
          ],
          exclude: ["**/*.browser.test.ts", "**/node_modules/**"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      ...(chromium === undefined
        ? []
        : [
            {
              // Named here so that Vite does not discover them, and reload the page, in the middle of a test.
              optimizeDeps: {
                include: ["core", "backend-cpu", "backend-wasm", "backend-webgpu"].map(
                  (name) => `@tensorflow/tfjs-${name}`,
                ),
              },
              test: {
                name: "chromium",
                maxWorkers,
                include: everywhere,
                exclude: ["**/*.node.test.ts", "**/node_modules/**", ...onlyInNode],
                testTimeout: 120_000,
                hookTimeout: 120_000,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({
                    launchOptions: { ...launchOptions, args: [...launchOptions.args, ...softwareGpu] },
                  }),
                  instances: [{ browser: "chromium" as const }],
                },
              },
            },
          ]),
    ],
  },
});
