import { useBackend } from "@elbowjs/backend";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  cosine,
  type FitOptions,
  fitOptionNames,
  type NetworkTraining,
  type SampleBatch,
  sampleBatches,
  train,
  trainNetwork,
} from "../src/index.js";
import { batches, LineModel, points, trainable } from "./line-model.js";

interface Measured {
  readonly loss: number;
}

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

/** What a `fit` of the line says of itself. */
const line = (
  model: LineModel,
  rest: Partial<NetworkTraining<SampleBatch, Measured>> = {},
): NetworkTraining<SampleBatch, Measured> => ({
  name: "line",
  optimizer: { type: "sgd" },
  loss: (batch) => model.loss(batch),
  ...rest,
});

describe("trainNetwork", () => {
  it("is train with the model as its one player, to the last bit of its checkpoint", async () => {
    const options = { epochs: 3, batchSize: 4, averageDecay: 0.9 };
    const checkpoints: Uint8Array[] = [];
    const onEpoch = async (_: unknown, checkpoint: () => Promise<Uint8Array>) =>
      void checkpoints.push(await checkpoint());
    const [one, other] = [new LineModel(), new LineModel()];
    const player = { chosen: { type: "sgd", learningRate: 0.05 } } as const;
    await train("Line.fit", trainable(one, player), await batches(20), { ...options, onEpoch });
    const own = { ...options, learningRate: 0.05, onEpoch };
    const { epochs } = await trainNetwork("Line.fit", other, await batches(20), own, line(other));
    expect(checkpoints).toHaveLength(6);
    expect(checkpoints.slice(3)).toEqual(checkpoints.slice(0, 3));
    expect(await other.values()).toEqual(await one.values());
    expect(epochs.map(({ losses }) => Object.keys(losses))).toEqual([["line"], ["line"], ["line"]]);
    for (const model of [one, other]) model.dispose();
  });

  it("lets the options choose the optimiser, and refuses both a rate and an optimiser", async () => {
    const model = new LineModel();
    const run = async (options: FitOptions<Measured>) => {
      let checkpoint: Uint8Array | undefined;
      const onEpoch = async (_: unknown, read: () => Promise<Uint8Array>) => void (checkpoint = await read());
      await trainNetwork(
        "Line.fit",
        model,
        await batches(8),
        { epochs: 1, onEpoch, ...options },
        line(model),
      );
      return new TextDecoder().decode(checkpoint);
    };
    expect(await run({})).toContain('\\"type\\":\\"sgd\\"');
    expect(await run({ optimizer: { type: "adam" } })).toContain('\\"type\\":\\"adam\\"');
    expect(await run({ learningRate: 0.25 })).toContain('\\"learningRate\\":0.25');
    await expect(run({ learningRate: cosine(0.1), optimizer: { type: "adam" } })).rejects.toThrow(
      "Line.fit: expected learningRate or optimizer, got both; write optimizer: { type, learningRate }",
    );
    model.dispose();
  });

  it("validates with the training's signal, and refuses patience where nothing is validated", async () => {
    const model = new LineModel();
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    const validate = async (given: AbortSignal | undefined) => {
      seen.push(given);
      return { loss: 1 / seen.length };
    };
    const source = await batches(8);
    const before = memory().numTensors;
    const { epochs } = await trainNetwork(
      "Line.fit",
      model,
      source,
      { epochs: 2, signal },
      line(model, { validate }),
    );
    expect(memory().numTensors).toBe(before);
    expect(seen).toEqual([signal, signal]);
    expect(epochs.map(({ validation }) => validation)).toEqual([{ loss: 1 }, { loss: 0.5 }]);
    await expect(
      trainNetwork("Line.fit", model, source, { patience: 1 }, line(model, { validate: undefined })),
    ).rejects.toThrow("Line.fit: expected validation data with patience, got none");
    model.dispose();
  });
});

describe("sampleBatches", () => {
  it("gives the labels of a batch's rows, and none where there are none", async () => {
    const samples = await points(4);
    const at = { seed: 0, progress: 0 };
    const labels = [3, 1, 0, 2];
    const batch = sampleBatches(samples.relabel(labels)).take(Int32Array.of(2, 0), at);
    expect(batch.labels).toEqual(Int32Array.of(0, 3));
    const plain = sampleBatches(samples).take(Int32Array.of(1), at);
    expect(plain.labels).toBeUndefined();
    for (const { x } of [batch, plain]) x.dispose();
  });
});

it("fitOptionNames are those of every training, the optimiser's choice and the validation data", () => {
  expect(fitOptionNames).toEqual(
    expect.arrayContaining(["epochs", "signal", "learningRate", "optimizer", "validation"]),
  );
});
