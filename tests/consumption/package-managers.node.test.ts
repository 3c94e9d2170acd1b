import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectPromised, reporting } from "@elbowjs/test-kit/readme-example";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, describe, expect, it } from "vitest";
import { closeBrowser, hasBrowser, printedByPage } from "./browser.js";
import {
  type Installer,
  leave,
  legacyNpm,
  packageNames,
  project,
  readmeOf,
  repository,
  yarn1,
} from "./stranger.js";

const all = isThorough("installers that leave peers out, and types without skipLibCheck");

afterAll(async () => {
  await closeBrowser();
  leave();
});

function run(folder: string, module: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, "node_modules", module), ...args],
    { cwd: folder, encoding: "utf8" },
  );
  expect({ status, said: `${stdout}${stderr}` }).toMatchObject({ status: 0 });
}

describe.runIf(all && hasBrowser)("a stranger whose installer leaves peers out", () => {
  it.each<[string, Installer]>([
    ["yarn 1", yarn1],
    ["npm --legacy-peer-deps", legacyNpm],
  ])(
    "%s: the README's two packages are enough for vite build, and the page trains",
    async (name, installer) => {
      const { code, printed } = readmeOf("kmeans-nn");
      const packages = ["@elbowjs/kmeans-nn", "@tensorflow/tfjs-core@4.22.0"];
      const { folder, write } = project(name.replaceAll(/\W+/g, "-"), packages, installer);
      write("main.js", reporting(code, "globalThis.printed = lines"));
      const head = '<link rel="icon" href="data:,"><script type="module" src="./main.js"></script>';
      write("index.html", `<!doctype html><title>stranger</title>${head}`);
      run(folder, "vite/bin/vite.js", "build", "--base", "./", "--logLevel", "error", "--target", "esnext");
      expectPromised(await printedByPage(join(folder, "dist")), { ...readmeOf("kmeans-nn"), code, printed });
    },
    300_000,
  );
});

describe.runIf(all)("a stranger with skipLibCheck: false", () => {
  // Those on tfjs-core cannot: its own types lack lib.dom's and Long's.
  it.each(["classic-nn", "numpy-random", "mnist-data"])(
    "compiles @elbowjs/%s alone, without tfjs",
    (name) => {
      const { folder, write } = project(`types-of-${name}`, [`@elbowjs/${name}`]);
      write(
        "main.ts",
        `import * as all from "@elbowjs/${name}";\nexport const names: string[] = Object.keys(all);\n`,
      );
      const compilerOptions = {
        ...{ strict: true, noEmit: true, skipLibCheck: false, types: [], target: "es2022" },
        ...{ lib: ["es2023", "dom", "dom.iterable"], module: "nodenext" },
      };
      write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["main.ts"] }));
      run(folder, "typescript/bin/tsc", "-p", "tsconfig.json");
    },
    300_000,
  );
});

it.each(packageNames)("the README of @elbowjs/%s says that it is an ES module", (name) => {
  // `npm init -y` makes a package of CommonJS, into which nothing of ours can be pasted.
  const text = readFileSync(join(repository, "packages", name, "README.md"), "utf8");
  expect(text).toMatch(/ES modules?\b/);
});
