import { useBackend } from "@elbowjs/backend";
import {
  mul,
  sum,
  type Tensor,
  tensor,
  tidy,
  transpose,
  valueAndGrads,
  variableGrads,
  zeros,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { convTranspose2d, type GaussianVae, meanSquare, Sequential, upsampleBicubic } from "../src/index.js";
import { trainingBackends } from "./backends.js";
import fixture from "./fixtures/parity.json" with { type: "json" };
import { filledModel, hashed, images, type ModelSize } from "./parity-weights.js";

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

const backends = await trainingBackends();

describe.each(backends)("on %s", (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: [backend], allowSoftwareGpu: true });
  });

  // The software GPU needs half a minute for the faithful model, which is made of the same layers.
  const models = backend === "webgpu" ? (["small"] as const) : (["small", "faithful"] as const);

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
          output = made.clone();
          return meanSquare(made);
        },
        [...weights.values()].filter(({ trainable }) => trainable).map(({ variable }) => variable),
      );
      expect(Math.abs((await value.data())[0]! / reference.loss - 1)).toBeLessThan(1e-5);
      expect(output).toBeDefined();
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

  describe("layers that tfjs has not as PyTorch has them", () => {
    const cases = [
      ...fixture.bicubic.map((one) => ({
        title: `upsampleBicubic({scale: ${one.scale}})`,
        one,
        layer: upsampleBicubic(one),
      })),
      ...fixture.transposed.map((one) => ({
        title: `convTranspose2d(${JSON.stringify(one.options)})`,
        one,
        layer: convTranspose2d(one.options),
      })),
    ];

    it.each(cases)("$title matches PyTorch, gradients too, on $one.shape", async ({ one, layer }) => {
      const [n, channels, height, width] = one.shape as [number, number, number, number];
      const salt = "scale" in one ? 30 : 60;
      let drawn = 0;
      const network = new Sequential([height, width, channels], [layer], (_, count) =>
        hashed(50 + drawn++, count),
      );
      const x = tidy(() =>
        transpose(tensor(hashed(salt, n * channels * height * width), one.shape), [0, 2, 3, 1]),
      );
      const dy = tidy(() =>
        transpose(tensor(hashed(salt + 1, one.output.length), one.outputShape), [0, 2, 3, 1]),
      );
      const y = network.apply(x, { training: true, random: () => 0 });
      expect(y.shape).toEqual([n, one.outputShape[2], one.outputShape[3], one.outputShape[1]]);
      const weights = [...network.namedWeights()].map(([, weight]) => weight);
      const { grads } = tidy(() => {
        const result = valueAndGrads(
          (...args: Tensor[]) =>
            sum(mul(network.apply(args[0]!, { training: true, random: () => 0 }), dy)) as never,
        )([x, ...weights.map(({ variable }) => variable)]);
        return { grads: result.grads };
      });
      const summary = (entries: number[]): Summary => {
        const pattern = hashed(7, entries.length);
        return {
          entries,
          stride: 1,
          norm: Math.hypot(...entries),
          projection: entries.reduce((total, value, i) => total + value * pattern[i]!, 0),
        };
      };
      const nchw = [0, 2, 3, 1];
      expectNear("output", await torchOrder(y, nchw), summary(one.output), 1e-5);
      expectNear("input gradient", await torchOrder(grads[0]!, nchw), summary(one.inputGradient), 1e-5);
      const named: Record<string, number[]> = one.gradients as Record<string, number[]>;
      for (const [i, { name, layout }] of weights.entries())
        expectNear(name, await torchOrder(grads[i + 1]!, layout), summary(named[name]!), 1e-5);
      for (const used of [x, y, dy, ...grads]) used.dispose();
      network.dispose();
    });
  });
});
