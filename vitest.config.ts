import { existsSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

/** Chromium's path: env CHROMIUM_PATH, else the usual places; undefined when there is none. */
const chromium = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

if (chromium === undefined) {
  const message = "no Chromium found: install one, or set CHROMIUM_PATH";
  if (process.env.ELBOW_REQUIRE_BROWSER) throw new Error(message);
  console.warn(`\nNOT RUN: every test in a browser; ${message}\n`);
}

/**
 * A test file runs in Node and in Chromium, unless its name says otherwise:
 * `x.test.ts` both, `x.node.test.ts` Node only, `x.browser.test.ts` Chromium only.
 */
const everywhere = "packages/*/test/**/*.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: [
            everywhere,
            "apps/*/test/**/*.test.ts",
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
                include: [everywhere],
                exclude: ["**/*.node.test.ts", "**/node_modules/**"],
                testTimeout: 120_000,
                hookTimeout: 120_000,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({
                    launchOptions: {
                      executablePath: chromium,
                      args: [
                        "--no-sandbox",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--enable-unsafe-webgpu",
                        "--use-webgpu-adapter=swiftshader",
                      ],
                    },
                  }),
                  instances: [{ browser: "chromium" as const }],
                },
              },
            },
          ]),
    ],
  },
});
