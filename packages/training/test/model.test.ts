import { useBackend } from "@elbowjs/backend";
import { evaluation, linear, Sequential, type Weight, type WeightSource } from "@elbowjs/layers";
import { readSafetensors } from "@elbowjs/safetensors";
import { memory, type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { Model, newModel, oneTraining, openModel, stream } from "../src/index.js";

class Line extends Model {
  readonly format = "line";
  readonly options: { readonly seed: number };
  readonly #network: Sequential;

  static create(seed: number): Promise<Line> {
    return newModel(stream(seed, "weights"), (weights) => new Line({ seed }, weights));
  }

  static fromSafetensors(bytes: Uint8Array): Promise<Line> {
    const caller = "Line.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "line",
      (options, weights) => new Line(options as { seed: number }, weights),
    );
  }

  constructor(options: { readonly seed: number }, weights: WeightSource) {
    super("Line", weights);
    this.options = options;
    this.#network = new Sequential([2], [linear({ units: 1 })], weights);
  }

  weights(): Map<string, Weight> {
    return new Map(this.#network.namedWeights());
  }

  apply(x: Tensor): Tensor {
    this.caller("apply");
    return this.#network.apply(x, evaluation);
  }
}

describe("Model", () => {
  beforeAll(async () => {
    await useBackend();
  });

  it("toSafetensors() holds the weights, and the same model gives the same bytes", async () => {
    const line = await Line.create(3);
    const bytes = await line.toSafetensors();
    const { tensors, metadata } = readSafetensors(bytes);
    expect([...tensors.keys()]).toEqual(["0.weight", "0.bias"]);
    expect(metadata).toEqual({ model: "line", version: "1", options: '{"seed":3}' });
    const again = await Line.fromSafetensors(bytes);
    expect(await again.toSafetensors()).toEqual(bytes);
    const other = await Line.create(4);
    expect(await other.toSafetensors()).not.toEqual(bytes);
    for (const model of [line, again, other]) model.dispose();
  });

  it("dispose() frees the weights once, after which every method says so", async () => {
    const before = memory().numTensors;
    const line = await Line.create(0);
    expect(memory().numTensors).toBe(before + 2);
    line.dispose();
    line.dispose();
    expect(memory().numTensors).toBe(before);
    const message = "expected a model in use, got one that was disposed of";
    const x = tensor2d([[1, 2]]);
    expect(() => line.apply(x)).toThrow(`Line.apply: ${message}`);
    await expect(line.toSafetensors()).rejects.toThrow(`Line.toSafetensors: ${message}`);
    x.dispose();
  });

  it("`using` disposes of it at the end of a block", async () => {
    const before = memory().numTensors;
    const line = await Line.create(0);
    line[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });

  it("dispose() is refused while it is trained", async () => {
    const line = await Line.create(0);
    await oneTraining("Line.fit", line, async () => {
      expect(() => line.dispose()).toThrow("Line.dispose: expected no training under way, got one");
    });
    line.dispose();
  });

  it("new without weights says what to call", () => {
    expect(() => new Line({ seed: 0 }, undefined as never)).toThrow(
      new TypeError("Line: expected to be made by Line.create, got undefined as its weights"),
    );
  });
});
