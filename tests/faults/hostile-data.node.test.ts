import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { send, serve } from "@elbowjs/test-kit/answering-server";
import { afterAll, describe, expect, it } from "vitest";
import { folder, script, start } from "./child.js";

// Each case in a process of its own, which says how it ended and the most memory it had. Half a gigabyte of zeros is half a
// megabyte of gzip.
const bomb = gzipSync(new Uint8Array(2 ** 29));

/** An IDX header of images, and zeros behind it that it does not declare. */
const idxBomb = (dimensions: readonly number[], zeros: number): Uint8Array => {
  const bytes = new Uint8Array(4 + 4 * dimensions.length + zeros);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x800 + dimensions.length);
  dimensions.forEach((dimension, i) => {
    view.setUint32(4 + 4 * i, dimension);
  });
  return bytes;
};

const place = folder();
afterAll(() => place.remove());

async function outcome(code: string): Promise<{ said: string; megabytes: number; seconds: number }> {
  const started = performance.now();
  const { text } = await start(
    script(`
      import { openDataset, openIdx, streamIdx } from "@elbowjs/mnist-data";
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
      const said = await (async () => { ${code} })().catch((error) => error.name + " " + error.code + " " + error.message);
      clearInterval(watch);
      console.log(JSON.stringify({ said, megabytes: Math.max(most, process.memoryUsage.rss()) / 1e6 }));`),
  ).done;
  return { ...JSON.parse(text.trim().split("\n").at(-1)!), seconds: (performance.now() - started) / 1000 };
}

const mnistFrom = (url: string, options = ""): string =>
  `return (await openDataset("mnist", { cache: false, mirrors: ["${url}"], retries: 0, ${options} })).name;`;

describe("hostile data", () => {
  it("mirror that sends a bomb, 1 : 1000: given up at the published size, under 250 MB", async () => {
    const server = await serve((request, response) => send(request, response, bomb));
    const { said, megabytes } = await outcome(mnistFrom(server.url));
    await server.close();
    expect(said).toMatch(
      /^ElbowDataError unavailable .*(uncompressed bytes in http|expected at most \d+ bytes from GET)/s,
    );
    expect(megabytes).toBeLessThan(250);
  });

  it("mirror whose body never ends: given up at the published size, under 250 MB", async () => {
    const piece = new Uint8Array(1 << 16);
    const server = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on("drain", more);
      more();
    });
    const { said, megabytes } = await outcome(mnistFrom(server.url));
    await server.close();
    expect(said).toMatch(/^ElbowDataError unavailable .*expected at most \d+ bytes from GET/s);
    expect(megabytes).toBeLessThan(250);
  });

  it("mirror that drips a byte now and then: the next one is asked after three timeouts", async () => {
    const server = await serve((_, response) => {
      const drip = setInterval(() => response.write(Uint8Array.of(0)), 50);
      response.on("close", () => clearInterval(drip));
    });
    const { said, seconds } = await outcome(mnistFrom(server.url, "timeout: 500"));
    await server.close();
    expect(said).toMatch(/^ElbowDataError unavailable .*expected at least 1000 per second/s);
    expect(seconds).toBeLessThan(20);
  });

  it("dataDir with a bomb: an error that names the file, under 250 MB", async () => {
    writeFileSync(join(place.path, "train-images-idx3-ubyte.gz"), bomb);
    const { said, megabytes } = await outcome(
      `return (await openDataset("mnist", { cache: false, mirrors: [], dataDir: ${JSON.stringify(place.path)} })).name;`,
    );
    expect(said).toMatch(
      /^ElbowDataError size gunzip: expected at most 47040016 uncompressed bytes in .*train-images/,
    );
    expect(megabytes).toBeLessThan(250);
  });

  for (const call of ["openIdx", "streamIdx"] as const)
    it(`${call} on a bomb: ends at the first byte that the header does not declare, under 200 MB`, async () => {
      const path = join(place.path, `${call}.gz`);
      writeFileSync(path, gzipSync(idxBomb([10, 28, 28], 2 ** 29)));
      const { said, megabytes } = await outcome(
        call === "openIdx"
          ? `await openIdx({ images: ${JSON.stringify(path)}, labels: new Uint8Array([0, 0, 8, 1, 0, 0, 0, 10, ...new Array(10).fill(0)]) });`
          : `for await (const _ of streamIdx(${JSON.stringify(path)}));`,
      );
      expect(said).toMatch(
        new RegExp(`^ElbowDataError trailing ${call}: expected .* to end after 7840 bytes`),
      );
      expect(megabytes).toBeLessThan(200);
    });

  it("IDX header of images of 2³¹ × 2³¹: refused, before any memory is reserved", async () => {
    const path = join(place.path, "huge");
    writeFileSync(path, idxBomb([1, 2 ** 31, 2 ** 31], 0));
    const { said, megabytes } = await outcome(`for await (const _ of streamIdx(${JSON.stringify(path)}));`);
    expect(said).toMatch(/^ElbowDataError size streamIdx: expected images of at most 2147483648 bytes/);
    expect(megabytes).toBeLessThan(150);
  });

  it("IDX header of four thousand million images without pixels: refused", async () => {
    const path = join(place.path, "empty");
    writeFileSync(path, idxBomb([2 ** 32 - 1, 0, 28], 0));
    const { said, seconds } = await outcome(`for await (const _ of streamIdx(${JSON.stringify(path)}));`);
    expect(said).toMatch(/^ElbowDataError empty streamIdx: expected images of at least one pixel/);
    expect(seconds).toBeLessThan(20);
  });

  it.runIf(process.platform === "linux")(
    "cache folder in /proc, where Node's mkdir never returns: an error",
    async () => {
      const { said } = await outcome(
        `return (await openDataset("mnist", { cacheDir: "/proc/elbow", mirrors: ["http://127.0.0.1:9/"] })).name;`,
      );
      expect(said).toMatch(/^ElbowDataError cache openDataset: expected to write the cache \/proc\/elbow/);
    },
  );
});
