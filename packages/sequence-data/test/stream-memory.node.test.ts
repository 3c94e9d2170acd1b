import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";

const megabytes = 64;
let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sequence-data-"));
  program = join(folder, "stream.mjs");
  // In a process of its own: the test runner's memory is not the stream's.
  await build({
    stdin: {
      contents: `
        import { streamTextBatches, streamTokens, Vocabulary } from "./index.js";
        const line = new TextEncoder().encode("To be, or not to be: that is the question.\\n".repeat(1500));
        let sent = 0;
        const source = new ReadableStream({
          pull(controller) {
            if (sent >= ${megabytes}e6) return controller.close();
            controller.enqueue(line);
            sent += line.length;
          },
        });
        const words = Vocabulary.of(new TextDecoder().decode(line));
        let tokens = 0;
        let resident = 0;
        let batches = 0;
        for await (const { inputs } of streamTextBatches(streamTokens(source, words))) {
          tokens += inputs.length;
          if (batches++ % 100 === 0) resident = Math.max(resident, process.memoryUsage.rss());
        }
        console.log(JSON.stringify({ tokens, resident }));`,
      resolveDir: join(import.meta.dirname, "../src"),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: program,
  });
});
afterAll(() => rm(folder, { recursive: true }));

it(`streamTextBatches(streamTokens(stream)) reads ${megabytes} MB of text, 256 MB as tokens, under 160 MB resident`, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  const { tokens, resident } = JSON.parse(stdout) as { tokens: number; resident: number };
  console.info(`${megabytes} MB of text: ${(resident / 1e6).toFixed(0)} MB resident at most`);
  expect(tokens).toBeGreaterThan(0.99 * megabytes * 1e6);
  expect(resident).toBeLessThan(160e6);
});
