import { useBackend } from "@elbowjs/backend";
import { tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import {
  adjustedRandIndex,
  clusterCounts,
  competitiveLearning,
  confusionTable,
  geometric,
  KMeansNetwork,
  type KMeansNetworkJSON,
  lloyd,
  miniBatch,
  purity,
  type Samples,
} from "../src/index.js";

const data = { data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [3, 2] };

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

async function network(): Promise<KMeansNetwork> {
  const net = new KMeansNetwork({ k: 2, features: 2 });
  await net.init("samples", data);
  return net;
}

/** Runs it, and expects this error, the whole message. */
async function refuses(
  run: () => unknown,
  kind: typeof RangeError | typeof TypeError | typeof Error,
  message: string,
): Promise<void> {
  const error = await new Promise((resolve) => resolve(run())).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toBe(message);
}

it("KMeansNetwork refuses options outside their interval", async () => {
  await refuses(
    () => new KMeansNetwork({ k: 0, features: 2 }),
    RangeError,
    "KMeansNetwork: expected k to be an integer ≥ 1, got 0",
  );
  await refuses(
    () => new KMeansNetwork({ k: 2, features: 1.5 }),
    RangeError,
    "KMeansNetwork: expected features to be an integer ≥ 1, got 1.5",
  );
  await refuses(
    () => new KMeansNetwork({ k: 2, features: 2, temperature: Number.NaN }),
    RangeError,
    "KMeansNetwork: expected temperature > 0, got NaN",
  );
  await refuses(
    () => new KMeansNetwork({ k: 2, features: 2, reduction: "sum" as "mean" }),
    RangeError,
    "KMeansNetwork: expected reduction to be one of 'mean', 'batch', got \"sum\"",
  );
});

it("init refuses what cannot be drawn", async () => {
  const net = new KMeansNetwork({ k: 4, features: 2 });
  await refuses(
    () => net.init("samples"),
    TypeError,
    "KMeansNetwork.init: expected data to draw 'samples' centres from, got none",
  );
  await refuses(
    () => net.init("k-means++", data),
    RangeError,
    "KMeansNetwork.init: expected at least k = 4 samples for 'k-means++', got 3",
  );
  await refuses(
    () => net.init("random" as "samples", data),
    RangeError,
    "KMeansNetwork.init: expected from to be one of 'digit-images', 'uniform', 'samples', 'k-means++', got \"random\"",
  );
  await refuses(
    () => net.init(new Float32Array(7)),
    RangeError,
    "KMeansNetwork.init: expected 4×2 = 8 centre values, got 7",
  );
  await refuses(
    () => net.init(new Float32Array(8).fill(Number.NaN)),
    RangeError,
    "KMeansNetwork.init: expected finite centres, got NaN at index 0",
  );
  const two = new KMeansNetwork({ k: 2, features: 2 });
  await refuses(
    () => two.init("digit-images", data),
    RangeError,
    "KMeansNetwork.init: expected data with labels for 'digit-images', got none; use 'samples'",
  );
  await refuses(
    () => two.init("digit-images", { ...data, labels: [0, 1, 2] }),
    RangeError,
    "KMeansNetwork.init: expected as many classes as centres (k = 2) for 'digit-images', got 3 classes",
  );
  await refuses(
    () => two.init("samples", { ...data, labels: [0, 1] }),
    RangeError,
    "KMeansNetwork.init: expected one label per sample (3), got 2",
  );
  await refuses(
    () => two.init("samples", data, { seed: -1 }),
    RangeError,
    "KMeansNetwork.init: expected seed to be an integer ≥ 0, got -1",
  );
});

it("fit refuses bad data", async () => {
  const net = await network();
  await refuses(
    () => net.fit([1, 2] as unknown as Samples),
    TypeError,
    "KMeansNetwork.fit: expected a Split, { data: Float32Array, shape: [n, d] } or a float32 tensor, got an array of 2",
  );
  await refuses(
    () => net.fit({ data: new Float32Array(6), shape: [2, 3] }),
    RangeError,
    "KMeansNetwork.fit: expected samples of 2 features, got 3",
  );
  await refuses(
    () => net.fit({ data: new Float32Array(5), shape: [3, 2] }),
    RangeError,
    "KMeansNetwork.fit: expected data of shape [n, …features] with as many values, got shape [3,2] and 5 values",
  );
  await refuses(
    () => net.fit({ data: new Float32Array(0), shape: [0, 2] }),
    RangeError,
    "KMeansNetwork.fit: expected at least one sample with one feature, got 0 samples of 2 features",
  );
  await refuses(
    () => net.fit({ data: Float32Array.of(0, 1, 2, Infinity), shape: [2, 2] }),
    RangeError,
    "KMeansNetwork.fit: expected finite data, got Infinity in sample 1, feature 1",
  );
  const integers = tensor2d([1, 2], [1, 2], "int32");
  await refuses(
    () => net.fit(integers),
    TypeError,
    "KMeansNetwork.fit: expected a float32 tensor, got int32",
  );
  integers.dispose();
  net.dispose();
});

it("fit refuses bad options, and a network without centres", async () => {
  const net = await network();
  await refuses(
    () => net.fit(data, { epochs: 0 }),
    RangeError,
    "KMeansNetwork.fit: expected epochs to be an integer ≥ 1, got 0",
  );
  await refuses(
    () => net.fit(data, { batchSize: Number.NaN }),
    RangeError,
    "KMeansNetwork.fit: expected batchSize to be an integer ≥ 1, got NaN",
  );
  await refuses(
    () => net.fit(data, { learningRate: -1 }),
    RangeError,
    "KMeansNetwork.fit: expected learningRate ≥ 0, got -1",
  );
  await refuses(
    () => net.fit(data, { temperature: 0 }),
    RangeError,
    "KMeansNetwork.fit: expected temperature > 0, got 0",
  );
  await refuses(
    () => net.fit(data, { weights: [1, 2] }),
    RangeError,
    "KMeansNetwork.fit: expected one weight per sample (3), got 2",
  );
  await refuses(
    () => net.fit(data, { weights: [1, -2, 0] }),
    RangeError,
    "KMeansNetwork.fit: expected finite weights ≥ 0, got -2 for sample 1",
  );
  await refuses(
    () => net.fit(data, { weights: [0, 0, 0] }),
    RangeError,
    "KMeansNetwork.fit: expected a weight above 0, got only zeros",
  );
  await refuses(
    () => net.fit(data, { learningRate: () => Number.NaN }),
    RangeError,
    "KMeansNetwork.fit: expected the learningRate schedule to give finite values ≥ 0, got NaN at progress 0",
  );
  net.dispose();
  const normalized = new KMeansNetwork({ k: 2, features: 2, update: "normalized" });
  await refuses(
    () => normalized.fit(data, { learningRate: 1.5 }),
    RangeError,
    "KMeansNetwork.fit: expected learningRate ≤ k/2 = 1 with update 'normalized' (α = 2η/k ≤ 1), got 1.5",
  );
  await refuses(
    () => normalized.fit(data, { learningRate: 1 }),
    Error,
    "KMeansNetwork: expected centres, got none; call init first",
  );
});

it("options that do not exist, or of another kind, are refused", async () => {
  const net = await network();
  await refuses(
    () =>
      new KMeansNetwork({ k: 2, features: 2, temprature: 3 } as unknown as { k: number; features: number }),
    TypeError,
    "KMeansNetwork: expected the options k, features, temperature, reduction, gradient, update, got temprature; did you mean temperature?",
  );
  await refuses(
    () => net.fit(data, { learningrate: 1 } as object),
    TypeError,
    "KMeansNetwork.fit: expected the options epochs, batchSize, learningRate, temperature, shuffle, seed, revive, weights, onBatch, onEpoch, signal, got learningrate; did you mean learningRate?",
  );
  await refuses(
    () => net.fit(data, { learningRate: "0.1" as unknown as number }),
    TypeError,
    'KMeansNetwork.fit: expected learningRate to be a number ≥ 0, got "0.1"',
  );
  await refuses(
    () => net.fit(data, { onBatch: 3 as never }),
    TypeError,
    "KMeansNetwork.fit: expected onBatch to be a function, got 3",
  );
  await refuses(
    () => net.evaluate(data, { batch: 3 } as object),
    TypeError,
    "KMeansNetwork.evaluate: expected the options weights, signal, got batch",
  );
  await refuses(
    () => lloyd(data, { k: 2, iterations: 3 } as { k: number }),
    TypeError,
    "lloyd: expected the options k, init, seed, onIteration, signal, weights, maxIterations, tolerance, nInit, got iterations",
  );
  net.dispose();
});

it("bytes are refused whose rows are not among the pixels", async () => {
  const bytes = { size: 2, features: 2, pixels: new Uint8Array(6), rows: Uint32Array.of(0, 2) };
  expect((await lloyd(bytes, { k: 1 })).usedClusters).toBe(1);
  await refuses(
    () => lloyd({ ...bytes, rows: Uint32Array.of(0, 3) }, { k: 1 }),
    RangeError,
    "lloyd: expected rows among the 3 of 2 pixels each, got row 3 for sample 1",
  );
  await refuses(
    () => lloyd({ ...bytes, size: 1e9 }, { k: 1 }),
    RangeError,
    "lloyd: expected size ≤ 2 rows, got 1000000000",
  );
  await refuses(
    () => lloyd({ ...bytes, rows: [0, 1] as unknown as Uint32Array }, { k: 1 }),
    TypeError,
    "lloyd: expected pixels to be a Uint8Array and rows a Uint32Array, got a Uint8Array of 6 and an array of 2",
  );
});

it("forward refuses x of another shape", async () => {
  const net = await network();
  const x = tensor1d([1, 2]);
  await refuses(
    () => net.forward(x),
    RangeError,
    "KMeansNetwork.forward: expected x of shape [n, …] with 2 features, got [2]",
  );
  x.dispose();
  net.dispose();
});

it("fromJSON refuses another format, other kinds and centres of another size", async () => {
  const json = new KMeansNetwork({ k: 2, features: 2 }).toJSON();
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, temperature: "20" as unknown as number }),
    TypeError,
    'KMeansNetwork.fromJSON: expected temperature to be a number > 0, got "20"',
  );
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, centers: 5 as unknown as string }),
    TypeError,
    "KMeansNetwork.fromJSON: expected centers to be float32 values in base64, got 5",
  );
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, centers: "not base64!" }),
    TypeError,
    'KMeansNetwork.fromJSON: expected centers to be float32 values in base64, got "not base64!"',
  );
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, centers: "AAAAAA==" }),
    RangeError,
    "KMeansNetwork.fromJSON: expected 2×2 = 4 centre values, got 1",
  );
  await refuses(
    () => KMeansNetwork.fromJSON({} as KMeansNetworkJSON),
    TypeError,
    'KMeansNetwork.fromJSON: expected format "elbow-kmeans-network" version 1, got undefined version undefined',
  );
  await refuses(
    () => KMeansNetwork.fromJSON({ ...json, centers: "AAAA" }),
    TypeError,
    "KMeansNetwork.fromJSON: expected centers to be float32 values in base64, got 3 bytes",
  );
});

it("lloyd, miniBatch and competitiveLearning refuse k above the number of samples", async () => {
  await refuses(() => lloyd(data, { k: 4 }), RangeError, "lloyd: expected k ≤ 3 samples, got 4");
  await refuses(() => miniBatch(data, { k: 4 }), RangeError, "miniBatch: expected k ≤ 3 samples, got 4");
  await refuses(
    () => competitiveLearning(data, { k: 4 }),
    RangeError,
    "competitiveLearning: expected k ≤ 3 samples, got 4",
  );
  await refuses(
    () => lloyd(data, { k: 2, tolerance: -1 }),
    RangeError,
    "lloyd: expected tolerance ≥ 0, got -1",
  );
  await refuses(
    () => competitiveLearning(data, { k: 2, learningRate: 2 }),
    RangeError,
    "competitiveLearning: expected learningRate in [0, 1], got 2",
  );
});

it("metrics refuse tables and labels that are none", async () => {
  await refuses(
    () => confusionTable([0, 1], [0], { classes: 2, k: 1 }),
    RangeError,
    "confusionTable: expected one label per assignment, got 2 labels and 1 assignments",
  );
  await refuses(
    () => confusionTable([0, 5], [0, 0], { classes: 2, k: 1 }),
    RangeError,
    "confusionTable: expected labels in 0 … 1, got 5 at index 1",
  );
  await refuses(
    () => confusionTable([0], [3], { classes: 2, k: 1 }),
    RangeError,
    "confusionTable: expected assignments in 0 … 0, got 3 at index 0",
  );
  await refuses(
    () => confusionTable([0], [0], { classes: 1e9, k: 1e9 }),
    RangeError,
    "confusionTable: expected at most 2^24 cells, got 1000000000 classes × 1000000000 centres; are these the numbers of classes and centres?",
  );
  await refuses(
    () => clusterCounts([0], 1e9),
    RangeError,
    "clusterCounts: expected k ≤ 2^24, got 1000000000",
  );
  await refuses(() => purity([]), RangeError, "purity: expected a table of at least 1×1 counts, got 0×0");
  await refuses(() => purity([[1, 2], [3]]), RangeError, "purity: expected rows of 2 counts, got 1 in row 1");
  await refuses(
    () => adjustedRandIndex([[-1]]),
    RangeError,
    "adjustedRandIndex: expected counts ≥ 0, got -1 in row 0, column 0",
  );
  await refuses(() => purity([[0, 0]]), RangeError, "purity: expected a table with samples, got only zeros");
  await refuses(
    () => clusterCounts([2], 2),
    RangeError,
    "clusterCounts: expected assignments in 0 … 1, got 2 at index 0",
  );
});

it("geometric refuses ends that are not above 0", async () => {
  await refuses(() => geometric(0, 1), RangeError, "geometric: expected from > 0, got 0");
  await refuses(() => geometric(1, 2, 0), RangeError, "geometric: expected until in (0, 1], got 0");
});
