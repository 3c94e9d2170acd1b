import { useBackend } from "@elbowjs/backend";
import type { SamplesInput } from "@elbowjs/samples";
import { tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, it } from "vitest";
import { KMeansNetwork } from "../../src/index.js";
import { refuses } from "../refuses.js";

const data = { data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [3, 2] };

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

async function network(): Promise<KMeansNetwork> {
  const net = new KMeansNetwork({ k: 2, features: 2 });
  await net.init("samples", data);
  return net;
}

it("fit refuses bad data", async () => {
  const net = await network();
  await refuses(
    () => net.fit([1, 2] as unknown as SamplesInput),
    TypeError,
    "KMeansNetwork.fit: expected a Split, { data, shape: [n, …] }, a typed array or a float32 tensor, got an array of 2",
  );
  await refuses(
    () => net.fit({ data: new Float32Array(6), shape: [2, 3] }),
    RangeError,
    "KMeansNetwork.fit: expected samples of 2 features, got 3 in shape [3]",
  );
  await refuses(
    () => net.fit({ data: new Float32Array(5), shape: [3, 2] }),
    RangeError,
    "KMeansNetwork.fit: expected data of shape [n, …] with as many values, got shape [3, 2] and 5 values",
  );
  await refuses(
    () => net.fit({ data: new Float32Array(0), shape: [0, 2] }),
    RangeError,
    "KMeansNetwork.fit: expected at least one sample, got none",
  );
  await refuses(
    () => net.fit({ data: Float32Array.of(0, 1, 2, Infinity), shape: [2, 2] }),
    RangeError,
    "KMeansNetwork.fit: expected data to be finite, got Infinity at sample 1, feature 1",
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
    "KMeansNetwork.fit: expected the options epochs, batchSize, seed, shuffle, patience, resume, onBatch, onEpoch, signal, learningRate, temperature, revive, weights, passes, validation, got learningrate; did you mean learningRate?",
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
    () => net.fit(data, { patience: 2 }),
    TypeError,
    "KMeansNetwork.fit: expected validation data with patience, got none",
  );
  await refuses(
    () => net.fit(data, { validation: Float32Array.of(1) }),
    RangeError,
    "KMeansNetwork.fit, validation: expected a multiple of 2 values, the numbers per sample, got 1",
  );
  await refuses(
    () => net.evaluate(data, { batch: 3 } as object),
    TypeError,
    "KMeansNetwork.evaluate: expected the options weights, signal, batchSize, got batch",
  );
  net.dispose();
});
