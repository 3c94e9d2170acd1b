import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import {
  batchNorm,
  linear,
  loadModel,
  randomWeights,
  readModelFile,
  Sequential,
  saveModel,
  type Weight,
  type WeightSource,
  weightsOf,
} from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

interface Options {
  readonly units: number;
  readonly depth?: number;
}

class Model {
  readonly format = "test-model";
  readonly options: Options;
  readonly body: Sequential;
  constructor(options: Options, source: WeightSource) {
    this.options = options;
    const layers = Array.from({ length: options.depth ?? 1 }, () => [
      linear({ units: options.units }),
      batchNorm(),
    ]);
    this.body = new Sequential([3], layers.flat(), source.within("body"));
  }
  weights(): Map<string, Weight> {
    return weightsOf({ body: this.body });
  }
  dispose(): void {
    this.body.dispose();
  }
}

const fromSafetensors = (bytes: Uint8Array) =>
  loadModel(
    "Model.fromSafetensors",
    readModelFile("Model.fromSafetensors", bytes, "test-model"),
    (options, source) => new Model(options as Options, source),
  );

const saved = async (units = 4) => {
  const model = new Model({ units }, randomWeights(defaultRng(1)));
  const bytes = await saveModel("Model.toSafetensors", model);
  model.dispose();
  return bytes;
};

/** The file with other metadata. */
async function renamed(metadata: Record<string, string>): Promise<Uint8Array> {
  const { tensors, metadata: own } = readSafetensors(await saved());
  return writeSafetensors(tensors, { metadata: { ...own, ...metadata } });
}

it("a model comes back with every bit, and its file with every byte", async () => {
  const bytes = await saved();
  const { metadata, tensors } = readSafetensors(bytes);
  expect(metadata).toEqual({ model: "test-model", version: "1", options: '{"units":4}' });
  expect([...tensors.keys()]).toContain("body.1.running_var");
  const back = fromSafetensors(bytes);
  expect(await saveModel("Model.toSafetensors", back)).toEqual(bytes);
  const half = await saveModel("Model.toSafetensors", back, { dtype: "F16" });
  expect(half.length).toBeLessThan(bytes.length);
  back.dispose();
});

it.each<[string, Record<string, string>, string]>([
  [
    "of another model",
    { model: "gaussian-vae" },
    "Model.fromSafetensors: expected a file of a test-model, got one of a gaussian-vae",
  ],
  ["of a later version", { version: "2" }, "Model.fromSafetensors: expected version 1 of the file, got 2"],
  ["with options that are no JSON", { options: "units" }, "expected options in JSON, got other text"],
  ["with options that are no object", { options: "[4]" }, "expected options as an object, got [4]"],
  [
    "whose options ask for more units",
    { options: '{"units":2000000}' },
    "expected body.0.weight of shape [2000000, 3], got [4, 3]; was it saved from a model with these options?",
  ],
  [
    "whose options ask for more layers",
    { options: '{"units":4,"depth":2}' },
    "expected body.2.weight of shape [4, 4], got none",
  ],
])("a file %s is refused, nothing of it stays", async (_, metadata, message) => {
  const bytes = await renamed(metadata);
  const before = memory();
  expect(() => fromSafetensors(bytes)).toThrow(RangeError);
  expect(() => fromSafetensors(bytes)).toThrow(message);
  expect(memory().numTensors).toBe(before.numTensors);
});

it("a file with more weights, or NaN, is refused", async () => {
  const { tensors, metadata } = readSafetensors(await saved());
  const more = new Map([...tensors, ["tail.0.weight", { shape: [1], values: Float32Array.of(1) }] as const]);
  expect(() => fromSafetensors(writeSafetensors(more, { metadata }))).toThrow("got tail.0.weight besides");
  const broken = new Map([
    ...tensors,
    ["body.0.bias", { shape: [4], values: Float32Array.of(1, 2, Number.NaN, 4) }] as const,
  ]);
  expect(() => fromSafetensors(writeSafetensors(broken, { metadata }))).toThrow(
    "expected body.0.bias to be finite",
  );
  expect(() => fromSafetensors(writeSafetensors(tensors))).toThrow(
    "got one without a model's name and options",
  );
});

it("PyTorch's num_batches_tracked is passed over", async () => {
  const { tensors, metadata } = readSafetensors(await saved());
  const counted = new Map([
    ...tensors,
    ["body.1.num_batches_tracked", { shape: [], values: Float32Array.of(3) }] as const,
  ]);
  fromSafetensors(writeSafetensors(counted, { metadata })).dispose();
});

it("an option of saving that does not exist is refused", async () => {
  const model = new Model({ units: 1 }, randomWeights(defaultRng(1)));
  await expect(saveModel("Model.toSafetensors", model, { type: "F16" } as object)).rejects.toThrow(
    "Model.toSafetensors: expected the options dtype, got type; did you mean dtype?",
  );
  model.dispose();
});
