import { cpSync } from "node:fs";
import { join } from "node:path";
import { expectPromised, reporting } from "@elbowjs/test-kit/readme-example";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowser, hasBrowser, printedAt } from "./browser.js";
import { type DevServerName, devServerNames, scriptOf, startDevServer, toolFolder } from "./dev-server.js";
import { leave, type Project, project, type Stranger, stranger } from "./stranger.js";

const all = isThorough("development servers, each with a stranger's project");

// The first test would else wait for the registry.
beforeAll(() => {
  if (all && hasBrowser) toolFolder();
}, 300_000);

afterAll(async () => {
  await closeBrowser();
  leave();
});

/** What a page prints whose script is this module. */
async function printed({ folder, write }: Project, server: DevServerName, module: string): Promise<string[]> {
  write("main.js", module);
  write(
    "index.html",
    `<!doctype html><title>stranger</title><link rel="icon" href="data:,">${scriptOf(server)}`,
  );
  const { url, close } = await startDevServer(server, folder);
  try {
    return await printedAt(url);
  } finally {
    await close();
  }
}

describe.runIf(all && hasBrowser).each(["backend", "kmeans-nn", "gaussian-vae"])(
  "a stranger of @elbowjs/%s develops",
  (name) => {
    let project: Stranger;
    beforeAll(() => {
      project = stranger(name);
    }, 300_000);

    it.each(devServerNames)("with %s: the README's first example, without configuration", async (server) => {
      const module = reporting(project.example.code, "globalThis.printed = lines");
      expectPromised(await printed(project, server, module), project.example);
    });
  },
);

/** Every model that comes with weights: the call, the file, and how a call takes an address of one's own. */
const ready = [
  ["gaussian-vae/pretrained", "pretrained", "mnist", "url"],
  ["gaussian-vae/aggregate-posterior", "digitSampler", "mnist-digits", "{ model: url, mixture: beside }"],
  ["image-evaluation", "digitClassifier", "mnist-classifier", "url"],
  ["gan/pretrained", "pretrained", "mnist", "url"],
  ["deep-autoencoder/pretrained", "pretrained", "mnist-30", "{ url }"],
  ["diffusion/pretrained", "pretrained", "mnist", "url"],
  ["recurrent-nn/pretrained", "shakespeareModel", "shakespeare", "url"],
  ["transformer/pretrained", "transliterator", "transliterator", "url"],
] as const;

/** How the call of a package's own weights ends where a server has moved the module away from its files. */
const answers: Record<DevServerName, (caller: string) => RegExp> = {
  "vite 7": (caller) =>
    new RegExp(`^${caller}: expected the file at .*, got a page of content type text/html; serve the file`),
  "vite 8": () => /^loaded$/,
  webpack: () => /^loaded$/,
  esbuild: (caller) => new RegExp(`^${caller}: GET .* answered 404`),
};

describe.runIf(all && hasBrowser)("a stranger of the models that come with weights develops", () => {
  let models: Project;
  beforeAll(() => {
    const packages = [...new Set(ready.map(([entry]) => `@elbowjs/${entry.split("/")[0]}`))];
    models = project("weights", [...packages, "@tensorflow/tfjs-core@4.22.0"]);
    for (const [entry, , file] of ready) {
      const name = entry.split("/")[0]!;
      const weights = join(models.folder, "node_modules/@elbowjs", name, "weights");
      for (const one of [file, ...(file === "mnist-digits" ? ["mnist-digits-mixture"] : [])])
        cpSync(join(weights, `${one}.safetensors`), join(models.folder, "own", name, `${one}.safetensors`));
    }
  }, 300_000);

  it.each(devServerNames)(
    "with %s: weights from a URL of one's own, and those of the package where the server finds them",
    async (server) => {
      const outcomes = await printed(
        models,
        server,
        `${ready.map(([entry, call], i) => `import { ${call} as call${i} } from "@elbowjs/${entry}";`).join("\n")}
const ending = async (call) => {
  try { const model = await call(); (model.model ?? model).dispose(); return "loaded"; } catch (error) { return error.message; }
};
const beside = "own/gaussian-vae/mnist-digits-mixture.safetensors";
const outcomes = [];
${ready
  .map(
    ([entry, , file, how], i) => `{
  const url = "own/${entry.split("/")[0]}/${file}.safetensors";
  outcomes.push(await ending(() => call${i}(${how})), await ending(() => call${i}()));
}`,
  )
  .join("\n")}
globalThis.printed = outcomes;`,
      );
      const endings = ready.map(([entry], i) => [entry, outcomes[2 * i], outcomes[2 * i + 1]]);
      for (const [i, [entry, call]] of ready.entries())
        expect(endings[i]).toEqual([entry, "loaded", expect.stringMatching(answers[server](call))]);
    },
  );
});
