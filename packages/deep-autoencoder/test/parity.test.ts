import { useBackend } from "@elbowjs/backend";
import { firstMismatch } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsHere } from "@elbowjs/test-kit/on-each-backend";
import { memory, type Tensor, tensor2d, transpose, variableGrads } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { DeepAutoencoderOptions, LossName } from "../src/index.js";
import { reconstructionLoss } from "../src/reconstruction-loss.js";
import { filledModel } from "./filled-model.js";
import fixture from "./fixtures/parity.json" with { type: "json" };

// fixtures/parity.json: PyTorch 1.13.0, float64, written by fixtures/make-parity.py.

const size = 6;
const images = () => tensor2d(hashed(7, size * 12).map(Math.abs), [size, 12]);

async function values(tensor: Tensor): Promise<number[]> {
  const data = [...(await tensor.data())];
  tensor.dispose();
  return data;
}

function expectNear(got: readonly number[], wanted: readonly number[], name: string, scale = 1): void {
  const largest = Math.max(...wanted.map(Math.abs), scale);
  expect(firstMismatch(got, wanted, { atol: 2e-5 * largest }), name).toBeUndefined();
}

it("the comparison notices a gradient that is a thousandth too long", () => {
  const gradient = fixture[0]!.gradients["encoder.0.weight"]!;
  const largest = Math.max(...gradient.map(Math.abs));
  const longer = gradient.map((value) => 1.001 * value);
  expect(firstMismatch(longer, gradient, { atol: 2e-5 * largest })).toBeDefined();
});

describe.each(backendsHere)("on %s", (backend) => {
  it.each(fixture)(
    "$options.activation, $loss: code, images, loss and every gradient are PyTorch's",
    async (wanted) => {
      await useBackend({ prefer: [backend], allowSoftwareGpu: true });
      const options = wanted.options as DeepAutoencoderOptions;
      const model = await filledModel(options);
      const x = images();
      const before = memory().numTensors;
      expect([...model.weights().keys()]).toEqual(wanted.names);
      const z = model.encode(x);
      expectNear(await values(model.decode(z)), wanted.reconstruction, "decode");
      expectNear(await values(z), wanted.code, "encode");
      expectNear(await values(model.reconstruct(x)), wanted.reconstruction, "reconstruct");
      const { squaredError, perPixel } = await model.evaluate(x);
      expectNear([squaredError, perPixel * 12], [wanted.squaredError, wanted.squaredError], "evaluate");
      const named = new Map(
        [...model.weights()].flatMap(([name, w]) => (w.trainable ? [[w.variable.name, { name, w }]] : [])),
      );
      const pass = { training: true, random: () => 0 };
      const { value, grads } = variableGrads(
        () =>
          reconstructionLoss(
            wanted.loss as LossName,
            model.options.output,
            model.decoder.apply(model.encoder.apply(x, pass), pass),
            x,
          ),
        [...named.values()].map(({ w }) => w.variable),
      );
      expectNear(await values(value), [wanted.value], "loss");
      const gradients = wanted.gradients as unknown as Readonly<Record<string, number[]>>;
      // A bias before batch normalisation has next to no gradient: the scale is at least a hundredth of the largest.
      const largest = Math.max(...Object.values(gradients).flat().map(Math.abs));
      for (const [variable, gradient] of Object.entries(grads)) {
        const { name, w } = named.get(variable)!;
        const ordered = w.layout ? transpose(gradient, [1, 0]) : gradient.clone();
        gradient.dispose();
        expectNear(await values(ordered), gradients[name]!, name, largest / 100);
      }
      expect(memory().numTensors).toBe(before);
      for (const used of [x, model]) used.dispose();
    },
  );
});
