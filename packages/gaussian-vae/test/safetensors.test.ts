import { useBackend } from "@elbowjs/backend";
import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { GaussianVae } from "../src/index.js";
import fixture from "./fixtures/parity.json" with { type: "json" };
import { filledModel, images, modelOptions } from "./parity-weights.js";

/** A state dict that PyTorch wrote (fixtures/make-parity.py): F32, and I64 for num_batches_tracked. */
const fromPyTorch = Uint8Array.from(atob(fixture.small.safetensors), (letter) => letter.charCodeAt(0));

describe("GaussianVae.fromTorch, toSafetensors, fromSafetensors", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["cpu"] });
  });

  it("fromTorch(bytes) runs a model that PyTorch wrote as PyTorch runs it", async () => {
    const vae = await GaussianVae.fromTorch(fromPyTorch, modelOptions(fixture.small));
    const same = await filledModel(fixture.small);
    const side = vae.options.imageShape[0];
    expect(await vae.evaluate(images(fixture.small))).toEqual(await same.evaluate(images(fixture.small)));
    const written = readSafetensors(await vae.toSafetensors()).tensors;
    const original = readSafetensors(fromPyTorch).tensors;
    expect([...written.keys()]).toEqual(
      [...original.keys()].filter((name) => !name.endsWith("num_batches_tracked")),
    );
    for (const [name, stored] of written) expect(stored).toEqual(original.get(name));
    expect(side).toBe(12);
    vae.dispose();
    same.dispose();
  });

  it("toSafetensors() and fromSafetensors(bytes) keep every option and every bit", async () => {
    const vae = await GaussianVae.create({ ...modelOptions(fixture.small), seed: 9, dropout: 0.25 });
    const bytes = await vae.toSafetensors();
    const back = await GaussianVae.fromSafetensors(bytes);
    expect(back.options).toEqual(vae.options);
    expect(await back.toSafetensors()).toEqual(bytes);
    vae.dispose();
    back.dispose();
  });

  it("refuses files that do not fit and keeps no tensor of them", async () => {
    const before = memory().numTensors;
    await expect(GaussianVae.fromTorch(fromPyTorch)).rejects.toThrow(
      "fromTorch: expected encoder.0.weight of shape [20, 1, 4, 4], got [3, 1, 4, 4]; was it saved from a model with these options?",
    );
    await expect(GaussianVae.fromSafetensors(fromPyTorch)).rejects.toThrow(
      "fromSafetensors: expected a file of a gaussian-vae, got one without a model's name and options; fromTorch reads a PyTorch state dict",
    );
    const { tensors } = readSafetensors(fromPyTorch);
    const options = modelOptions(fixture.small);
    const without = new Map([...tensors].filter(([name]) => name !== "decoder.14.bias"));
    await expect(GaussianVae.fromTorch(writeSafetensors(without), options)).rejects.toThrow(
      "fromTorch: expected decoder.14.bias of shape [1], got none",
    );
    const more = new Map([
      ...tensors,
      ["decoder.16.weight", { shape: [1], values: Float32Array.of(1) }] as const,
    ]);
    await expect(GaussianVae.fromTorch(writeSafetensors(more), options)).rejects.toThrow(
      "got decoder.16.weight besides",
    );
    const broken = new Map([
      ...tensors,
      ["decoder.14.bias", { shape: [1], values: Float32Array.of(NaN) }] as const,
    ]);
    await expect(GaussianVae.fromTorch(writeSafetensors(broken), options)).rejects.toThrow(
      "fromTorch: expected decoder.14.bias to be finite, got NaN or an infinity",
    );
    expect(memory().numTensors).toBe(before);
  });
});
