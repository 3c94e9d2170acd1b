import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";

const features = 784;
let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-data-"));
  program = join(folder, "stream.mjs");
  // In a process of its own: the test runner's memory is not the stream's.
  await build({
    stdin: {
      contents: `
        import { createGzip } from "node:zlib";
        import { Readable } from "node:stream";
        import { streamIdx } from "./index.js";
        const images = Number(process.argv[3]);
        function* file() {
          const header = new DataView(new ArrayBuffer(16));
          [0x803, images, 28, 28].forEach((word, i) => header.setUint32(4 * i, word));
          yield new Uint8Array(header.buffer);
          const chunk = new Uint8Array(784 * 128);
          for (let sent = 0; sent < images; ) {
            const n = Math.min(128, images - sent);
            for (let i = 0; i < n; i++, sent++) new DataView(chunk.buffer, 784 * i).setUint32(0, sent);
            yield chunk.slice(0, 784 * n);
          }
        }
        const chunks = process.argv[2] === "gzip" ? Readable.from(file()).pipe(createGzip({ level: 1 })).iterator() : file();
        const source = new ReadableStream({
          async pull(controller) {
            const { value, done } = await chunks.next();
            if (done) controller.close();
            else controller.enqueue(value);
          },
        });
        let count = 0;
        let sum = 0;
        let resident = 0;
        for await (const { image, index } of streamIdx(source, { shuffleBuffer: 10_000 })) {
          if (new DataView(image.buffer, image.byteOffset).getUint32(0) !== index) throw new Error("another image");
          sum += index;
          if (count++ % 1000 === 0) resident = Math.max(resident, process.memoryUsage.rss());
        }
        console.log(JSON.stringify({ count, sum, resident }));`,
      resolveDir: join(import.meta.dirname, "../src"),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["fast-png"],
    outfile: program,
  });
});
afterAll(() => rm(folder, { recursive: true }));

for (const [kind, size] of [
  ["raw", 2 ** 31],
  ["gzip", 2 ** 28], // enough to show that it does not grow, without the time to compress more
] as const)
  it(`streamIdx(stream) reads ${size / 2 ** 20} MiB of ${kind} under 200 MB resident, shuffled`, async () => {
    const images = Math.ceil(size / features);
    const { stdout } = await promisify(execFile)(process.execPath, [program, kind, String(images)]);
    const { count, sum, resident } = JSON.parse(stdout) as Record<string, number>;
    expect(count).toBe(images);
    expect(sum).toBe((images * (images - 1)) / 2);
    console.info(`${size / 2 ** 20} MiB of ${kind}: ${(resident! / 1e6).toFixed(0)} MB resident at most`);
    expect(resident).toBeLessThan(200e6);
  });
