import { useBackend } from "@elbowjs/backend";
import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { beforeAll, describe, expect, it } from "vitest";
import { cosine, type FitOptions, geometric, KMeansNetwork } from "../../src/index.js";
import { blobs } from "../blobs.js";
import { refuses } from "../refuses.js";

const data = blobs(200, 5, 12);
const far = { ...data, data: data.data.map((value) => Math.fround(value + 1000)) };
const other = { ...data, data: data.data.map((value, i) => (i === 7 ? value + 0.01 : value)) };

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

async function network(from: typeof data = data) {
  const net = new KMeansNetwork({ k: 5, features: 12 });
  await net.init("samples", from, { seed: 4 });
  return net;
}

const options: FitOptions = {
  epochs: 6,
  batchSize: 30,
  learningRate: cosine(4.5, 0),
  temperature: geometric(5, 40),
  revive: true,
  seed: 3,
  weights: Float64Array.from({ length: 200 }, (_, i) => 1 + (i % 3)),
};

/** The checkpoint after so many epochs of a run that is then broken off. */
async function brokenOff(
  epochs: number,
  from: typeof data = data,
  more: FitOptions = {},
): Promise<Uint8Array> {
  const net = await network(from);
  const controller = new AbortController();
  let bytes: Uint8Array | undefined;
  const running = net.fit(from, {
    ...options,
    ...more,
    signal: controller.signal,
    onEpoch: async ({ epoch }, checkpoint) => {
      if (epoch < epochs) return;
      bytes = await checkpoint();
      controller.abort();
    },
  });
  await expect(running).rejects.toMatchObject({ name: "AbortError" });
  net.dispose();
  return bytes!;
}

describe.each([
  ["near 0", data],
  ["far from 0", far],
] as const)("fit(data, { resume }) on data %s", (_, from) => {
  it("ends at the same bits as without a break, after any epoch", async () => {
    const whole = await network(from);
    const wanted = await whole.fit(from, options);
    for (const epoch of [1, 3, 6]) {
      const net = new KMeansNetwork({ k: 5, features: 12 });
      const steps: number[] = [];
      const resume = await brokenOff(epoch, from);
      const got = await net.fit(from, { ...options, resume, onBatch: ({ step }) => steps.push(step) });
      expect(await net.readCenters()).toEqual(await whole.readCenters());
      expect(steps).toEqual(Array.from({ length: 42 - 7 * epoch }, (_, i) => 7 * epoch + i + 1));
      const plain = ({ epochs }: typeof got) => epochs.map(({ seconds: _, ...report }) => report);
      expect(plain(got)).toEqual(plain(wanted));
      net.dispose();
    }
    whole.dispose();
  });
});

it("fit(data, { resume, patience }) stops where the run without a break stops, at the best centres", async () => {
  const validation = blobs(50, 5, 12, 9);
  const early: FitOptions = {
    epochs: 30,
    learningRate: (t) => (t < 0.1 ? 1 : 12),
    temperature: 20,
    validation,
    patience: 3,
  };
  const whole = await network();
  const { epochs } = await whole.fit(data, { ...options, ...early });
  const losses = epochs.map((report) => report.validation!.loss);
  const best = losses.indexOf(Math.min(...losses));
  expect(epochs.length).toBe(best + 4);
  expect((await whole.evaluate(validation)).loss).toBe(losses[best]);
  const net = await network();
  const resume = await brokenOff(best + 2, data, early);
  const resumed = await net.fit(data, { ...options, ...early, resume });
  expect(resumed.epochs).toHaveLength(epochs.length);
  expect(await net.readCenters()).toEqual(await whole.readCenters());
  whole.dispose();
  net.dispose();
});

it("fit(data, { resume }) refuses a checkpoint of another run, and names what differs", async () => {
  const resume = await brokenOff(2);
  const net = await network();
  const before = await net.readCenters();
  const expected = "KMeansNetwork.fit: expected a checkpoint of a";
  await expect(net.fit(other, { ...options, resume })).rejects.toThrow(`${expected} run with data "200x12:`);
  await expect(net.fit(data, { ...options, resume, epochs: 7 })).rejects.toThrow(
    `${expected} run with epochs 7, got one with 6`,
  );
  await expect(net.fit(data, { ...options, resume, learningRate: 4.5 })).rejects.toThrow(
    `${expected} run with learningRate 4.5, got one with [4.5,`,
  );
  await expect(net.fit(data, { ...options, resume, weights: data.labels })).rejects.toThrow(
    `${expected} run with weights "200x1:`,
  );
  const hard = new KMeansNetwork({ k: 5, features: 12, gradient: "hard" });
  await expect(hard.fit(data, { ...options, resume })).rejects.toThrow(
    `${expected} network with gradient "hard", got one with "soft"`,
  );
  await expect(net.fit(data, { resume: await net.toSafetensors() })).rejects.toThrow(
    "KMeansNetwork.fit: expected resume to be a checkpoint, got a file without training's state",
  );
  expect(await net.readCenters()).toEqual(before);
  net.dispose();
});

it("fit(data, { resume }) goes on to more epochs where nothing depends on how far the run is", async () => {
  const plain: FitOptions = { learningRate: 4.5, temperature: 20, revive: false };
  const [whole, net] = [await network(), await network()];
  await whole.fit(data, { ...options, ...plain, epochs: 8 });
  const resume = await brokenOff(6, data, plain);
  await net.fit(data, { ...options, ...plain, epochs: 8, resume });
  expect(await net.readCenters()).toEqual(await whole.readCenters());
  for (const used of [whole, net]) used.dispose();
});

it("writes the same checkpoint twice: times are not in it", async () => {
  expect(await brokenOff(2)).toEqual(await brokenOff(2));
});

it("a checkpoint is a network's file, with the centres of its epoch", async () => {
  const net = await network();
  const seen: Float32Array[] = [];
  await net.fit(data, {
    ...options,
    onEpoch: async (_, checkpoint) => {
      const copy = await KMeansNetwork.fromSafetensors(await checkpoint());
      expect(await copy.readCenters()).toEqual(await net.readCenters());
      seen.push(await copy.readCenters());
    },
  });
  expect(seen).toHaveLength(6);
  expect(seen[0]).not.toEqual(seen[1]);
  net.dispose();
});

it("fit(data, { resume }) refuses state of another size", async () => {
  const { tensors, metadata } = readSafetensors(await brokenOff(1, far));
  const cut = new Map(tensors).set("training/moved", { shape: [1], values: new Float32Array(1) });
  const net = await network(far);
  await refuses(
    () => net.fit(far, { ...options, resume: writeSafetensors(cut, { metadata }) }),
    RangeError,
    "KMeansNetwork.fit: expected moved of 5×12 values in the checkpoint, got 1",
  );
  net.dispose();
});
