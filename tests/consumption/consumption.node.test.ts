import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expectPromised, reporting } from "@elbowjs/test-kit/readme-example";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowser, hasBrowser, printedByPage } from "./browser.js";
import { importMap } from "./import-map.js";
import { leave, ours, packageNames, repository, type Stranger, stranger } from "./stranger.js";

/** The most that adding one package may install, MB: 1 unless it stands here. tfjs alone is 110 MB. */
const megabytes: Readonly<Record<string, number>> = {
  "mnist-data": 6,
  decoding: 6,
  figures: 6,
  "lloyd-analysis": 6,
  backend: 160,
  layers: 160,
  training: 160,
  transformer: 170,
  "image-evaluation": 160,
  "classic-nn": 20,
  subspace: 3,
  "command-line": 160,
  "recurrent-nn": 170,
  "kmeans-nn": 170,
  "deep-autoencoder": 185,
  diffusion: 170,
  gan: 170,
  "gaussian-vae": 170,
  "graph-nn": 170,
};
/** Packages that no page can load. */
const nodeOnly = ["command-line"];

/** Every path of a stranger; without it, all-packages.node.test.ts alone. */
const all = isThorough("every package alone in a project of its own");

afterAll(async () => {
  await closeBrowser();
  leave();
});

describe.runIf(all).each(packageNames)("a stranger adds @elbowjs/%s", (name) => {
  let project: Stranger;
  beforeAll(() => {
    project = stranger(name);
  }, 300_000);

  const node = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: project.folder,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${args.join(" ")}: status ${status}\n${stdout}\n${stderr}`);
    return stdout;
  };
  const tool = (module: string, ...args: string[]): string =>
    node(join(repository, "node_modules", module), ...args);

  const check = (lines: readonly string[]): void => expectPromised(lines, project.example);

  it("installs nothing else of ours, and no more than it says", () => {
    expect(project.installed).toEqual(ours([`@elbowjs/${name}`]).sort());
    expect(project.megabytes).toBeLessThan(megabytes[name] ?? 1);
  });

  it("installs nothing with a known vulnerability that is high or critical", ({ skip }) => {
    const { stdout } = spawnSync("npm", ["audit", "--json"], { cwd: project.folder, encoding: "utf8" });
    const { metadata, message } = JSON.parse(stdout) as {
      metadata?: { vulnerabilities: { high: number; critical: number } };
      message?: string;
    };
    if (metadata === undefined) {
      console.warn(
        `SKIPPED: npm audit of @elbowjs/${name}; the registry answers no audits here (${message})`,
      );
      skip();
    }
    expect(metadata!.vulnerabilities).toMatchObject({ high: 0, critical: 0 });
  });

  it("runs the README's first example as a plain Node script", () => {
    const report = "process.stdout.write(JSON.stringify(lines)); process.exit(0)";
    const script = project.write("example.mjs", reporting(project.example.code, report));
    check(JSON.parse(node(script)) as string[]);
  });

  it("can be required from CommonJS, which can require ES modules since Node 20.19", () => {
    const script = project.write(
      "example.cjs",
      `console.log(Object.keys(require("@elbowjs/${name}")).length); process.exit(0);`,
    );
    expect(Number(node("--no-warnings", script))).toBeGreaterThan(0);
  });

  it.each(["nodenext", "bundler"])("compiles in strict TypeScript with moduleResolution %s", (resolution) => {
    project.write("example.ts", `${project.example.code}\nexport {};\n`);
    const module = resolution === "nodenext" ? "nodenext" : "esnext";
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: [], target: "es2022" },
      ...{ lib: ["es2023", "dom", "dom.iterable"], module, moduleResolution: resolution },
    };
    project.write(`tsconfig.${resolution}.json`, JSON.stringify({ compilerOptions, files: ["example.ts"] }));
    tool("typescript/bin/tsc", "-p", `tsconfig.${resolution}.json`);
  });

  it("runs in vitest of a project of its own", () => {
    project.write(
      "own/example.test.js",
      `${reporting(project.example.code, "")}\ntest("prints", () => expect(lines.length).toBe(${project.example.printed.length}));`,
    );
    tool("vitest/vitest.mjs", "run", "--root", join(project.folder, "own"), "--globals");
  });

  describe.runIf(hasBrowser && !nodeOnly.includes(name))("in Chromium", () => {
    const module = (): string => reporting(project.example.code, "globalThis.printed = lines");
    const page = (head: string): string =>
      `<!doctype html><title>stranger</title><link rel="icon" href="data:,">${head}`;
    const vite = (folder: string): string => {
      tool(
        "vite/bin/vite.js",
        "build",
        folder,
        "--base",
        "./",
        "--logLevel",
        "error",
        "--minify",
        "false",
        "--target",
        "esnext",
      );
      return join(folder, "dist");
    };

    it("runs it in an app built with Vite", async () => {
      project.write("app/main.js", module());
      project.write("app/index.html", page(`<script type="module" src="./main.js"></script>`));
      check(await printedByPage(vite(join(project.folder, "app"))));
    });

    it("runs it in a Web Worker of such an app", async () => {
      project.write("worker/worker.js", reporting(project.example.code, "postMessage(lines)"));
      project.write(
        "worker/main.js",
        `const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => { globalThis.printed = data; };
worker.onerror = ({ message }) => { throw new Error(message); };`,
      );
      project.write("worker/index.html", page(`<script type="module" src="./main.js"></script>`));
      project.write("worker/vite.config.js", `export default { worker: { format: "es" } };`);
      check(await printedByPage(vite(join(project.folder, "worker"))));
    });

    it("runs it in a page without a bundler", async () => {
      const map = await importMap(project.folder, project.installed);
      project.write("page.js", module());
      project.write(
        "index.html",
        page(`<script type="importmap">${map}</script><script type="module" src="./page.js"></script>`),
      );
      check(await printedByPage(project.folder));
    });
  });
});

describe.runIf(all)("a stranger who has the union package @tensorflow/tfjs adds @elbowjs/backend", () => {
  let project: Stranger;
  beforeAll(() => {
    project = stranger("backend", ["@tensorflow/tfjs@4.22.0"]);
  }, 300_000);

  const ours = 'import { useBackend } from "@elbowjs/backend";';
  const theirs = 'import * as tf from "@tensorflow/tfjs";';
  it.each([
    ["ours", `${ours}\n${theirs}`],
    ["theirs", `${theirs}\n${ours}`],
  ])("and trains on one engine without a warning, whichever is imported first: %s", (first, imports) => {
    const script = project.write(
      `${first}.mjs`,
      `${imports}
const { name } = await useBackend();
const x = tf.tensor2d([[1, 2], [3, 4]]);
const gradient = tf.grad((t) => tf.mean(tf.square(tf.matMul(t, t, false, true))))(x);
console.log(JSON.stringify([name, tf.getBackend(), [...gradient.dataSync()]]));
process.exit(0);`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
      cwd: project.folder,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    // ∂/∂X mean((XXᵀ)²) = (XXᵀ)X, for a symmetric XXᵀ = [[5, 11], [11, 25]].
    expect(JSON.parse(stdout.trim().split("\n").at(-1)!)).toEqual(["wasm", "wasm", [38, 54, 86, 122]]);
  });
});
