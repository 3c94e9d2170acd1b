import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { cosine } from "@elbowjs/training";
import { tensor2d } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { Gan, optimalDiscriminator } from "../src/index.js";

// Mock final 2024, question 5 (a): data of density 2 − 2x, the generator G(z) = z, both on [0, 1].
it.runIf(isThorough("a discriminator that learns the mock final's D*, 5 s"))(
  "a discriminator learns D* = (2 − 2x)/(3 − 2x) to 0.02 everywhere on [0, 0.99]",
  async () => {
    await useBackend({ prefer: ["wasm"] });
    const data = Float32Array.from(defaultRng(1).uniform(0, 1, 32_768), (z) => 1 - Math.sqrt(1 - z));
    const leaky = { type: "leakyRelu" } as const;
    const hidden = [{ type: "linear", units: 32 }, leaky, { type: "linear", units: 32 }, leaky] as const;
    const identity = { latent: 1, imageShape: [1], prior: "uniform", generator: [] } as const;
    using gan = await Gan.create({ ...identity, discriminator: hidden });
    const { epochs } = await gan.fit(data, {
      ...{ epochs: 20, batchSize: 512, averageDecay: 0.99 },
      discriminator: { optimizer: { type: "adam", learningRate: cosine(0.01, 1e-4), beta2: 0.99 } },
    });
    expect(Object.keys(epochs[0]!.losses)).toEqual(["discriminator"]); // the identity has nothing to learn
    const grid = Array.from({ length: 100 }, (_, i) => i / 100);
    const x = tensor2d(grid, [100, 1]);
    const D = gan.discriminate(x);
    const best = optimalDiscriminator(
      (x) => 2 - 2 * x,
      () => 1,
    );
    const values = await D.data();
    expect(Math.max(...grid.map((x, i) => Math.abs(values[i]! - best(x))))).toBeLessThan(0.02);
    x.dispose();
    D.dispose();
  },
);
