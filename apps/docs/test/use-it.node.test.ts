import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launchOptions } from "@elbowjs/test-kit/chromium";
import { serveFolder } from "@elbowjs/test-kit/serve-folder";
import { chromium } from "playwright";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTimeout, builtSite, seesSite } from "./built-site.js";
import { projectFolder } from "./run-code.js";
import { hasBrowser } from "./site.js";
import { siteFolder } from "./site-folder.js";

const packagesFolder = fileURLToPath(new URL("../../../packages/", import.meta.url));
const packages = readdirSync(packagesFolder);

if (seesSite) beforeAll(builtSite, buildTimeout);

/** The first block of code below a heading of a package's page, as the visitor reads it. */
function codeBelow(name: string, heading: string): string {
  const html = readFileSync(join(siteFolder, "packages", `${name}.html`), "utf8");
  const block = /<pre[^>]*><code[^>]*>([\s\S]*?)<\/code><\/pre>/.exec(
    html.slice(html.indexOf(`id="${heading}"`)),
  );
  const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
  return block![1]!
    .replace(/<[^>]*>/g, "")
    .replace(/&(lt|gt|amp|quot|#39);/g, (_, entity: string) => entities[entity]!);
}

/** Words and numbers of a text: what is left when it does not matter how arrays and objects are printed. */
const words = (text: string): string[] => text.replace(/Array\(\d+\)/g, "Array").match(/[\w.−-]+/g) ?? [];

describe.runIf(seesSite)("package pages", () => {
  it("there is one for each package", () => {
    const pages = readdirSync(join(siteFolder, "packages")).filter((file) => file !== "index.html");
    expect(pages.sort()).toEqual(packages.map((name) => `${name}.html`).sort());
  });

  it.for(packages)("the code of %s for Node prints what its comments say", (name) => {
    const code = codeBelow(name, "use-it-in-node");
    const printed = execFileSync(process.execPath, ["--input-type=module", "-"], {
      cwd: join(packagesFolder, name),
      input: `${code}\nprocess.exit();`,
      encoding: "utf8",
    });
    const said = [...code.matchAll(/(?:console\.log|^report)\(.*\/\/ (?:for example: )?(.*)$/gm)].map(
      ([, text = ""]) => text,
    );
    expect(said.length).toBeGreaterThan(0);
    expect(words(printed)).toEqual(words(said.join(" ")));
  });
});

/** What each page of code for the browser ends up saying. */
const says: Record<string, RegExp> = {
  arguments: /^RangeError: train: expected learningRate > 0, got -1$/,
  backend: /^3,7 on wasm: WebAssembly SIMD works$/,
  "classic-nn": /^η = 0\.05 ends at 0\.960, 2\.898$/,
  decoding: /^hello$/,
  "deep-autoencoder": /^a digit of 784 pixels$/,
  divergences: /^KL 1\.125, JS 0\.221, W 1\.500$/,
  gan: /^20 points, 3 health reports$/,
  diffusion: /^20 points, 21 costs$/,
  "gaussian-vae": /^20 digits that nobody wrote$/,
  "graph-nn": /^16 → 5, 6: 0\.\d{2}, 0\.\d{2}$/,
  "kmeans-nn": /^loss \d+\.\d{3} on wasm$/,
  "lloyd-analysis": /^b = 64: balanced η 4\.493, best η 4\.927/,
  "mnist-data": /^100 sevens$/,
  "sequence-data": /^hello → ello□, 0\.277 by chance$/,
  "row-files": /^3 rows, the last one 5 6$/,
  "verified-files": /^Elbow$/,
  subspace: /^outlier 4, proved: true$/,
  figures: /^a curve of 101 points$/,
  runs: /^η 0\.100, 0\.050, 0\.000$/,
  safetensors: /^mean \[2\] 0\.5, -1$/,
  samples: /^3 samples of 4 features$/,
  layers: /^2,3 of 2 layers$/,
  transformer: /^the cat sat on the mat\.$/,
  training: /^0\.000 0\.100 0\.050 0\.000$/,
  "image-evaluation": /^50 images of 10 classes$/,
  "recurrent-nn": /^h → ello□$/,
  "numpy-random": /^0\.20732624780576855, -0\.3003617426850857, -0\.8670576335715847$/,
};

describe.skipIf(!hasBrowser)("code for the browser, built by Vite", () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof serveFolder>>;
  beforeAll(async () => {
    folder = projectFolder();
    const input = Object.keys(says).map((name) => join(folder, `${name}.html`));
    for (const name of Object.keys(says))
      writeFileSync(join(folder, `${name}.html`), codeBelow(name, "use-it-in-the-browser"));
    await build({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: { outDir: "dist", chunkSizeWarningLimit: 2000, rolldownOptions: { input } },
    });
    server = await serveFolder(join(folder, "dist"));
  }, buildTimeout);
  afterAll(() => {
    server?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it("is on every page but that of command-line, which says why not", () => {
    expect([...Object.keys(says), "command-line"].sort()).toEqual([...packages].sort());
  });

  it("says in Chromium what it should, and logs no error", async () => {
    const browser = await chromium.launch(launchOptions);
    try {
      for (const [name, expected] of Object.entries(says)) {
        const page = await browser.newPage();
        const problems: string[] = [];
        page.on("pageerror", ({ message }) => problems.push(message));
        page.on("console", (message) => {
          if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico"))
            problems.push(message.text());
        });
        await page.goto(`${server.url}${name}.html`);
        await expect.poll(() => page.locator("output").innerText(), { timeout: 30_000 }).toMatch(expected);
        expect(problems, name).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });
});
