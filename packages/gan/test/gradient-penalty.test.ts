import { useBackend } from "@elbowjs/backend";
import { storedWeights } from "@elbowjs/layers";
import { expectClose, firstMismatch } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import {
  grad,
  memory,
  mul,
  type Scalar,
  square,
  sum,
  type Tensor,
  tensor,
  tensor1d,
  tidy,
  transpose,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { Gan, gradientPenalty, mixImages, realPenalty } from "../src/index.js";
import wanted from "./fixtures/gradient-penalty.json" with { type: "json" };

const n = 5;
const architectures = {
  convolutional: [
    { type: "conv2d", channels: 3, kernel: 4, stride: 2, padding: 1 },
    { type: "leakyRelu", slope: 0.2 },
    { type: "conv2d", channels: 4, kernel: 4, stride: 2, padding: 1 },
    { type: "leakyRelu", slope: 0.2 },
    { type: "flatten" },
  ],
  dense: [
    { type: "flatten" },
    { type: "linear", units: 9 },
    { type: "leakyRelu", slope: 0.2 },
    { type: "linear", units: 7 },
    { type: "leakyRelu", slope: 0.2 },
  ],
} as const;

/** A GAN whose critic has the fixture's weights. */
async function criticOf(name: keyof typeof architectures): Promise<Gan> {
  const gan = await Gan.create({ imageShape: [8, 8, 1], latent: 2, discriminator: architectures[name] });
  for (const [salt, [, weight]] of [...gan.discriminator.namedWeights()].entries()) {
    const values = hashed(salt + 1, weight.variable.size).map((u) => 0.5 * u);
    const { make } = storedWeights("test", new Map([["w", { shape: weight.torchShape, values }]]));
    const given = make("w", weight.torchShape, () => values, weight.layout ? { layout: weight.layout } : {});
    weight.variable.assign(given.variable);
    given.variable.dispose();
  }
  return gan;
}

/** The penalty of a critic, and its gradients in PyTorch's order of elements. */
async function differentiated(
  gan: Gan,
  penalty: () => Scalar,
): Promise<{ value: number; gradients: number[][] }> {
  const weights = [...gan.discriminator.namedWeights()].map(([, weight]) => weight);
  const { value, grads } = variableGrads(
    penalty,
    weights.map(({ variable }) => variable),
  );
  const gradients: number[][] = [];
  for (const { variable, layout } of weights) {
    const found = grads[variable.name];
    const inverse = layout?.map((_, axis) => layout.indexOf(axis));
    const ordered = found && tidy(() => (inverse ? transpose(found, inverse) : found.clone()));
    gradients.push(ordered ? [...(await ordered.data())] : new Array<number>(variable.size).fill(0));
    for (const used of [found, ordered]) used?.dispose();
  }
  const read = (await value.data())[0]!;
  value.dispose();
  return { value: read, gradients };
}

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], () => {
  it.each(["convolutional", "dense"] as const)(
    "the penalties of a %s critic and their gradients are PyTorch's double backward to 1e-5",
    async (name) => {
      const gan = await criticOf(name);
      const unit = (salt: number) =>
        tensor(
          hashed(salt, n * 64).map((u) => u / 2 + 0.5),
          [n, 8, 8, 1],
        );
      const [real, made] = [unit(20), unit(21)];
      const shares = hashed(22, n).map((u) => u / 2 + 0.5);
      const critic = (x: Tensor) => gan.score(x);
      const before = memory().numTensors;
      const found = {
        gradientPenalty: await differentiated(gan, () =>
          tidy(() => gradientPenalty(critic, mixImages(real, made, shares))),
        ),
        realPenalty: await differentiated(gan, () => realPenalty(critic, real)),
      };
      expect(memory().numTensors).toBe(before);
      for (const kind of ["gradientPenalty", "realPenalty"] as const) {
        const { value, gradients } = wanted[name][kind];
        expectClose(found[kind].value, value, { rtol: 1e-5 });
        const largest = Math.max(...gradients.flat().map(Math.abs));
        const near = { rtol: 1e-5, atol: 1e-5 * largest };
        expectClose(found[kind].gradients.flat(), gradients.flat(), near);
        // Control: the penalty of another point has other gradients.
        const other = wanted[name][kind === "realPenalty" ? "gradientPenalty" : "realPenalty"];
        expect(firstMismatch(found[kind].gradients.flat(), other.gradients.flat(), near)).toBeDefined();
      }
      real.dispose();
      made.dispose();
      gan.dispose();
    },
  );
});

describe("gradientPenalty(critic, points)", () => {
  it("is (‖a‖ − 1)² of a linear critic a·x, whatever the points", async () => {
    await useBackend({ prefer: ["cpu"] });
    const a = tensor1d([3, 4]);
    const points = tensor([1, 2, 3, 4, 5, 6], [3, 2]);
    const linear = (x: Tensor) => sum(mul(x, a), 1);
    expectClose((await gradientPenalty(linear, points).data())[0]!, 16, { rtol: 1e-6 });
    expectClose((await realPenalty(linear, points).data())[0]!, 12.5, { rtol: 1e-6 });
  });

  it("has a finite gradient where the critic is flat, whose norm's root has none", async () => {
    const points = tensor([1, 2], [1, 2]);
    const slope = grad((w: Tensor) => gradientPenalty((x) => sum(mul(mul(x, w), 0), 1), points));
    for (const value of await slope(tensor1d([1, 1])).data()) expect(value).toBe(0);
  });

  it("takes one norm per image, not one per batch", async () => {
    const points = tensor([0, 1, 2], [3, 1]);
    // Slopes 2x, norms 0, 2 and 4: (1 + 1 + 9)/3. One norm for the batch, √20, would give 12.1.
    const value = gradientPenalty((x) => sum(square(x), 1), points);
    expectClose((await value.data())[0]!, 11 / 3, { rtol: 1e-5 });
    expect(() => gradientPenalty(3 as never, points)).toThrow(TypeError);
  });
});

describe("a critic that a gradient penalty has no meaning with", () => {
  it.each([
    [{ type: "batchNorm" } as const, "BatchNorm1d", /depends on all images of the batch/],
    [{ type: "maxPool2d", size: 2 } as const, "MaxPool2d", /take a convolution of stride 2/],
  ])("with %o is refused by name", async (layer, name, why) => {
    const flat = { type: "flatten" } as const;
    const discriminator =
      layer.type === "batchNorm" ? [flat, { type: "linear", units: 4 } as const, layer] : [layer, flat];
    const options = { imageShape: [8, 8, 1], latent: 2, discriminator } as const;
    const creating = Gan.create({ ...options, loss: "wasserstein-gp" });
    await expect(creating).rejects.toThrow(
      `Gan.create: expected a critic without ${name} for a gradient penalty`,
    );
    await expect(Gan.create({ ...options, loss: "wasserstein-gp" })).rejects.toThrow(why);
    // By another loss it may stand, until a penalty is asked for.
    const gan = await Gan.create(options);
    await expect(gan.fit(new Float32Array(2 * 64), { gradientPenalty: 1 })).rejects.toThrow(
      `Gan.fit: expected a critic without ${name}`,
    );
    gan.dispose();
  });
});
