import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { backendsHere } from "@elbowjs/test-kit/on-each-backend";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { keep, type Tensor, tensor, transpose, variableGrads, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type GaussianVae, meanSquare } from "../src/index.js";
import fixture from "./fixtures/parity.json" with { type: "json" };
import { filledModel, images, type ModelSize } from "./parity-weights.js";

// fixtures/parity.json: PyTorch 1.13.0, float64, written by fixtures/make-parity.py.

interface Summary {
  norm: number;
  projection: number;
  stride: number;
  entries: number[];
}

/** Relative distance of the entries that the fixture kept, of the norm and of the projection; the largest of the three. */
function distance(values: ArrayLike<number>, { norm, projection, stride, entries }: Summary): number {
  const pattern = hashed(7, values.length);
  let square = 0;
  let dot = 0;
  let error = 0;
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    square += values[i]! ** 2;
    dot += values[i]! * pattern[i]!;
    if (i % stride) continue;
    error += (values[i]! - entries[i / stride]!) ** 2;
    size += entries[i / stride]! ** 2;
  }
  expect(Math.ceil(values.length / stride)).toBe(entries.length);
  return Math.max(
    Math.sqrt(error / (size || 1)),
    Math.abs(Math.sqrt(square) - norm) / (norm || 1),
    // The pattern's entries are of size 1/√3: a projection of an error of relative size r is at most r·norm·√(n/3).
    Math.abs(dot - projection) / (norm * Math.sqrt(values.length / 3) || 1),
  );
}

function expectNear(name: string, values: ArrayLike<number>, summary: Summary, tolerance: number): void {
  const far = distance(values, summary);
  expect(far, `${name}: relative distance from PyTorch`).toBeLessThan(tolerance);
}

/** In PyTorch's order: ours is [h, w, in, out] or [in, out]. */
async function torchOrder(
  gradient: Tensor,
  layout: readonly number[] | undefined,
): Promise<ArrayLike<number>> {
  const ordered = layout
    ? transpose(
        gradient,
        layout.map((_, axis) => layout.indexOf(axis)),
      )
    : gradient.clone();
  const values = await ordered.data();
  ordered.dispose();
  return values;
}

function inputs(model: GaussianVae, size: ModelSize): { x: Tensor; noise: Tensor } {
  return {
    x: tensor(images(size), [size.n, ...model.options.imageShape]),
    noise: tensor(
      hashed(2, size.n * size.latent).map((u) => 2 * u),
      [size.n, size.latent],
    ),
  };
}

it("the comparison notices a gradient that is a thousandth too long, and one entry with the wrong sign", () => {
  const { entries } = fixture.small.gradients["encoder.0.weight"];
  const reference = fixture.small.gradients["encoder.0.weight"];
  expect(distance(entries, reference)).toBeLessThan(1e-6);
  expect(
    distance(
      entries.map((value) => 1.001 * value),
      reference,
    ),
  ).toBeGreaterThan(1e-4);
  const largest = entries.indexOf(Math.max(...entries));
  expect(
    distance(
      entries.map((value, i) => (i === largest ? -value : value)),
      reference,
    ),
  ).toBeGreaterThan(1e-4);
});

const backends = backendsHere;
const all = isThorough("the faithful model on the CPU backend, as on WASM");

describe.each(backends)("on %s", (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  // The software GPU needs half a minute for the faithful model, which is made of the same layers; the CPU backend seconds.
  const hasBoth = backend === "wasm" || (backend === "cpu" && all);
  const models = hasBoth ? (["small", "faithful"] as const) : (["small"] as const);

  describe.each(models)("the %s model", (name) => {
    const reference = fixture[name];

    it("forward(x, {noise}) matches PyTorch in evaluation, for encMode 1 and 0", async () => {
      const model = await filledModel(reference);
      const { x, noise } = inputs(model, reference);
      for (const [key, encMode] of [
        ["evaluation", 1],
        ["generation", 0],
      ] as const) {
        const output = model.forward(x, { noise: noise as never, encMode });
        expect(output.shape).toEqual([reference.n, reference.latent + x.size / reference.n]);
        expectNear(key, await output.data(), reference[key], 1e-5);
        output.dispose();
      }
      for (const used of [x, noise]) used.dispose();
      model.dispose();
    });

    it("forward(x, {training: true}), loss, every gradient and running statistic match PyTorch", async () => {
      const model = await filledModel(reference);
      const { x, noise } = inputs(model, reference);
      const quiet = zeros(noise.shape);
      let output: Tensor | undefined;
      const weights = model.weights();
      const { value, grads } = variableGrads(
        () => {
          const made = model.forward(x, { training: true, noise: quiet as never });
          output = keep(made.clone());
          return meanSquare(made);
        },
        [...weights.values()].filter(({ trainable }) => trainable).map(({ variable }) => variable),
      );
      expect(Math.abs((await value.data())[0]! / reference.loss - 1)).toBeLessThan(1e-5);
      expectNear("output in training", await output!.data(), reference.training, 1e-5);
      output!.dispose();
      const gradients: Record<string, Summary> = reference.gradients;
      const running: Record<string, Summary> = reference.running;
      const seen: string[] = [];
      for (const [key, { variable, layout, trainable }] of weights) {
        seen.push(key);
        if (trainable) {
          const values = await torchOrder(grads[variable.name]!, layout);
          expectNear(`gradient of ${key}`, values, gradients[key]!, 1e-4);
        } else {
          expectNear(key, await variable.data(), running[key]!, 1e-5);
        }
      }
      expect(seen.sort()).toEqual([...Object.keys(gradients), ...Object.keys(running)].sort());
      for (const used of [x, noise, quiet, value, ...Object.values(grads)]) used.dispose();
      model.dispose();
    });
  });
});
