import { useBackend } from "@elbowjs/backend";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { mul, sum, type Tensor, tensor, tidy, transpose, valueAndGrads } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { convTranspose2d, Sequential, storedWeights, upsampleBicubic } from "../src/index.js";
import fixture from "./fixtures/torch-layers.json" with { type: "json" };

// PyTorch 1.13.0, float64, written by fixtures/make-torch-layers.py.

/** Within 1e-5 of the largest, entry by entry. */
async function expectNear(got: Tensor, order: readonly number[] | undefined, want: readonly number[]) {
  const inverse = order?.map((_, axis) => order.indexOf(axis));
  const ordered = inverse ? transpose(got, inverse) : got.clone();
  expectClose(await ordered.data(), want, { atol: 1e-5 * Math.max(...want.map(Math.abs)) });
  ordered.dispose();
}

const cases = [
  ...fixture.bicubic.map((one) => ({
    title: `upsampleBicubic({ scale: ${one.scale} })`,
    one,
    layer: upsampleBicubic({ scale: one.scale }),
  })),
  ...fixture.transposed.map((one) => ({
    title: `convTranspose2d(${JSON.stringify(one.options)})`,
    one,
    layer: convTranspose2d(one.options),
  })),
];

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], () => {
  it.each(cases)("$title is PyTorch's, gradients too, on $one.shape", async ({ one, layer }) => {
    const [n, channels, height, width] = one.shape as [number, number, number, number];
    const salt = "scale" in one ? 30 : 60;
    const gradients = one.gradients as Record<string, number[]>;
    const filled = Object.entries(gradients).map(([name, { length }], i) => {
      const shape =
        name === "bias"
          ? [length]
          : [
              channels,
              one.outputShape[1]!,
              ...Array<number>(2).fill(("options" in one && one.options.kernel) || 1),
            ];
      return [`0.${name}`, { shape, values: hashed(50 + i, length) }] as const;
    });
    const network = new Sequential(
      [height, width, channels],
      [layer],
      storedWeights("test", new Map(filled)),
    );
    const nhwc = [0, 2, 3, 1];
    const x = tidy(() => transpose(tensor(hashed(salt, n * channels * height * width), one.shape), nhwc));
    const dy = tidy(() => transpose(tensor(hashed(salt + 1, one.output.length), one.outputShape), nhwc));
    const pass = { training: true, random: () => 0 };
    const y = network.apply(x, pass);
    expect(y.shape).toEqual([n, one.outputShape[2], one.outputShape[3], one.outputShape[1]]);
    const weights = [...network.namedWeights()].map(([, weight]) => weight);
    const { grads } = tidy(() => {
      const { grads } = valueAndGrads(
        (...args: Tensor[]) => sum(mul(network.apply(args[0]!, pass), dy)) as never,
      )([x, ...weights.map(({ variable }) => variable)]);
      return { grads };
    });
    await expectNear(y, nhwc, one.output);
    await expectNear(grads[0]!, nhwc, one.inputGradient);
    for (const [i, { name, layout }] of weights.entries())
      await expectNear(grads[i + 1]!, layout, gradients[name]!);
    for (const used of [x, y, dy, ...grads]) used.dispose();
    network.dispose();
  });
});
