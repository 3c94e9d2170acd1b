import { cpSync } from "node:fs";
import { join } from "node:path";
import { expectPromised, reporting } from "@elbowjs/test-kit/readme-example";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowser, hasBrowser, printedAt } from "./browser.js";
import { type DevServerName, devServerNames, scriptOf, startDevServer } from "./dev-server.js";
import { leave, type Stranger, stranger } from "./stranger.js";

const all = isThorough("development servers, each with a stranger's project");

afterAll(async () => {
  await closeBrowser();
  leave();
});

/** What a page prints whose script is this module. */
async function printed(project: Stranger, server: DevServerName, module: string): Promise<string[]> {
  project.write("main.js", module);
  project.write(
    "index.html",
    `<!doctype html><title>stranger</title><link rel="icon" href="data:,">${scriptOf(server)}`,
  );
  const { url, close } = await startDevServer(server, project.folder);
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

    it.runIf(name === "gaussian-vae").each(devServerNames)(
      "with %s: weights from a URL of one's own, and those of the package where the server finds them",
      async (server) => {
        const weights = join(project.folder, "node_modules/@elbowjs/gaussian-vae/weights/mnist.safetensors");
        cpSync(weights, join(project.folder, "own.safetensors"));
        const [own, shipped] = await printed(
          project,
          server,
          `import { pretrained } from "@elbowjs/gaussian-vae/pretrained";
const shape = async (url) => {
  try { return (await pretrained(url)).sample(1).shape.join(); } catch (error) { return error.message; }
};
globalThis.printed = [await shape("own.safetensors"), await shape()];`,
        );
        expect(own).toBe("1,28,28,1");
        // Two of them move the module away from its files, and answer for what they do not have each in its way.
        const answers: Record<DevServerName, RegExp> = {
          "vite 7":
            /^pretrained: expected the file at .*, got a page of content type text\/html; serve the file/,
          "vite 8": /^1,28,28,1$/,
          webpack: /^1,28,28,1$/,
          esbuild: /^pretrained: GET .* answered 404/,
        };
        expect(shipped).toMatch(answers[server]);
      },
    );
  },
);
