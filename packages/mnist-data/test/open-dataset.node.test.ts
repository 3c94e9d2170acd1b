import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { send, serve } from "@elbowjs/test-kit/answering-server";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type DatasetName,
  type DatasetOptions,
  ElbowDataError,
  openDataset,
  openIdx,
  streamIdx,
} from "../src/index.js";

const data = sharedData("openDataset('mnist') and ('fashion-mnist') on the published files", [
  "mnist",
  "fashion-mnist",
]);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-data-"));
  vi.stubEnv("ELBOW_DATA_DIR", undefined);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Nothing to find, and nobody to ask. */
const nowhere = (): { cacheDir: string; mirrors: string[] } => ({ cacheDir: folder, mirrors: [] });

describe.skipIf(data === undefined)("openDataset(name) on the published files", () => {
  it("'mnist' opens the 60,000 and 10,000 digits", async () => {
    const { name, source, train, test } = await openDataset("mnist", { dataDir: join(data!, "mnist") });
    expect([name, source]).toEqual(["mnist", `folder ${join(data!, "mnist")}`]);
    expect([train.size, test.size, train.features]).toEqual([60_000, 10_000, 784]);
    // numpy: np.bincount(labels), and the mean pixel 33.318… of the training set that everyone normalises by.
    const counts = Array.from(
      { length: 10 },
      (_, label) => train.labels.filter((other) => other === label).length,
    );
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(train.pixels.reduce((sum, p) => sum + p, 0) / train.pixels.length / 255).toBeCloseTo(
      0.1306604762738429,
      12,
    );
    expect(Array.from(train.labels.subarray(0, 10))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(train.firstOfEach()).toEqual([1, 3, 5, 7, 2, 0, 13, 15, 17, 4]);
  });
  it("'fashion-mnist' opens from the folder above, and from ELBOW_DATA_DIR", async () => {
    const { train, test } = await openDataset("fashion-mnist", { dataDir: data! });
    expect([train.size, test.size]).toEqual([60_000, 10_000]);
    expect(train.labels.filter((label) => label === 9).length).toBe(6000);
    vi.stubEnv("ELBOW_DATA_DIR", data!);
    expect((await openDataset("fashion-mnist", nowhere())).source).toBe(`folder ${data!}`);
  });
  it("'mnist' in a folder of 'fashion-mnist' is refused, and says so", async () => {
    const error: unknown = await openDataset("mnist", { dataDir: join(data!, "fashion-mnist") }).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(ElbowDataError);
    expect((error as Error).message).toMatch(
      /; this is (train|t10k)-(images|labels)-idx\d-ubyte of 'fashion-mnist'$/,
    );
  });
  it("'auto' is MNIST from the mirrors, then from the cache", async () => {
    const server = await serve(async (request, response) =>
      send(request, response, await readFile(join(data!, "mnist", request.url!))),
    );
    const options = { cacheDir: folder, mirrors: [server.url] };
    const files = new Set<string>();
    const first = await openDataset("auto", { ...options, onProgress: ({ url }) => files.add(url) });
    expect([first.name, first.source, files.size]).toEqual(["mnist", server.url, 4]);
    await server.close();
    const second = await openDataset("auto", options);
    expect([second.name, second.source]).toEqual(["mnist", `cache ${folder}`]);
    expect(second.test.labels).toEqual(first.test.labels);
  });
  it("openIdx opens them by path and by file URL", async () => {
    const path = (name: string): string => join(data!, "mnist", `t10k-${name}-ubyte.gz`);
    const split = await openIdx({
      images: path("images-idx3"),
      labels: new URL(`file://${path("labels-idx1")}`),
    });
    expect(split.size).toBe(10_000);
    const raw = gunzipSync(await readFile(path("images-idx3")));
    expect(raw.subarray(16).equals(split.pixels)).toBe(true);
  });
});

describe("openDataset(name)", () => {
  it("'digits' needs nothing, and is the same for the same seed", async () => {
    const options = { size: { train: 200, test: 100 }, seed: 3 };
    const a = await openDataset("digits", options);
    const b = await openDataset("digits", { ...options, size: { train: 50, test: 100 } });
    expect([a.name, a.source]).toEqual(["digits", "generated from seed 3"]);
    expect([a.train.size, a.test.size, a.train.features]).toEqual([200, 100, 784]);
    expect(b.train.pixels).toEqual(a.train.take(50).pixels.subarray(0, 50 * 784));
    expect(b.test.pixels).toEqual(a.test.pixels);
    expect(a.test.image(0)).not.toEqual(a.train.image(0));
    expect(a.train.firstOfEach().every((i) => i >= 0)).toBe(true);
  });
  it("'digits' tells how far it has come, from nothing to every byte", async () => {
    const seen: { received: number; total?: number }[] = [];
    await openDataset("digits", {
      size: { train: 700, test: 100 },
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.map(({ received }) => received / 784)).toEqual([500, 700, 800]);
    expect(seen.every(({ total }) => total === 800 * 784)).toBe(true);
  });

  it("'auto' falls back to digits where there are no files, and says so", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { name, source } = await openDataset("auto", { ...nowhere(), size: { train: 10, test: 10 } });
    expect([name, source]).toEqual(["digits", "generated from seed 0, because MNIST was not available"]);
    expect(warn.mock.calls[0]![0]).toMatch(
      /^openDataset: 'auto' fell back to generated digits\. openDataset: expected to find the files of 'mnist'/,
    );
  });
  it("'auto' does not fall back from a damaged dataDir", async () => {
    await writeFile(join(folder, "train-images-idx3-ubyte"), "damaged");
    await expect(openDataset("auto", { ...nowhere(), dataDir: folder })).rejects.toMatchObject({
      code: "hash",
    });
  });
  it("'mnist' in a dataDir that is a file, or is not there, looks further", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const dataDir of [file, join(folder, "none")])
      await expect(openDataset("mnist", { ...nowhere(), dataDir })).rejects.toMatchObject({
        code: "unavailable",
      });
  });
  it("'mnist' where there are no files is an error with the ways out", async () => {
    const error: unknown = await openDataset("mnist", nowhere()).catch((reason) => reason);
    expect(error).toBeInstanceOf(ElbowDataError);
    expect(error).toMatchObject({ name: "ElbowDataError", code: "unavailable" });
    expect((error as ElbowDataError).tried).toHaveLength(3);
  });
  it("refuses an unknown name", async () => {
    await expect(openDataset("cifar" as DatasetName)).rejects.toThrow(
      new RangeError(
        "openDataset: expected name to be one of 'mnist', 'fashion-mnist', 'digits', 'auto', got \"cifar\"",
      ),
    );
  });
  it("refuses a size of 0", async () => {
    await expect(openDataset("digits", { size: { train: 0 } })).rejects.toThrow(
      new RangeError("openDataset: expected size.train to be an integer in [1, 2739137], got 0"),
    );
  });
  it("refuses options that do not exist, and those of another kind", async () => {
    for (const [options, message] of [
      [{ size: 100 }, "openDataset: expected size as { train, test }, got 100"],
      [
        { size: { trian: 5 } },
        "openDataset: expected the options train, test, got trian; did you mean train?",
      ],
      [{ seeds: 1 }, /^openDataset: expected the options size, seed, .*, got seeds; did you mean seed\?$/],
      [{ seed: "1" }, 'openDataset: expected seed to be an integer ≥ 0, got "1"'],
      [{ onProgress: true }, "openDataset: expected onProgress to be a function, got true"],
      [100, "openDataset: expected an object of options, got 100"],
    ] as const) {
      const refused: unknown = await openDataset("digits", options as DatasetOptions).catch(
        (e: unknown) => e,
      );
      expect(refused).toBeInstanceOf(TypeError);
      expect((refused as Error).message).toMatch(message);
    }
  });
  it("'auto' takes a bomb at a mirror for no mirror, and 'mnist' in dataDir says what it is", async () => {
    const bomb = gzipSync(new Uint8Array(64e6));
    const server = await serve((request, response) => send(request, response, bomb));
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const options = { cache: false, mirrors: [server.url], size: { train: 10, test: 10 } };
    expect((await openDataset("auto", options)).name).toBe("digits");
    expect(warn.mock.calls[0]![0]).toMatch(/expected at most \d+ (uncompressed )?bytes/);
    await server.close();
    await writeFile(join(folder, "train-images-idx3-ubyte.gz"), bomb);
    await expect(openDataset("mnist", { ...nowhere(), dataDir: folder })).rejects.toThrow(
      "gunzip: expected at most 47040016 uncompressed bytes in",
    );
  });
  it("stops on a signal that has already stopped", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(openDataset("mnist", { ...nowhere(), signal })).rejects.toThrow("enough");
    await expect(openDataset("digits", { signal })).rejects.toThrow("enough");
  });
});

it("openIdx names the path that is missing, or cannot be read", async () => {
  const images = join(folder, "none");
  const missing = new ElbowDataError("not-found", `readFile: expected a file at ${images}, got none`);
  await expect(openIdx({ images, labels: images })).rejects.toThrow(missing);
  await expect(streamIdx(images).next()).rejects.toThrow(missing);
  await expect(openIdx({ images: folder, labels: folder })).rejects.toThrow(
    new ElbowDataError("unreadable", `readFile: expected a readable file at ${folder}, got EISDIR`),
  );
});
