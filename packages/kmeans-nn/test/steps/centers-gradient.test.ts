import { useBackend } from "@elbowjs/backend";
import { expectClose, firstMismatch } from "@elbowjs/test-kit/expect-close";
import { mean, square, type Tensor2D, tensor2d, tidy, variableGrads } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { centersGradient, KMeansNetwork } from "../../src/index.js";
import { draws, finiteDifferences, type Problem } from "../reference.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

function problem(seed: number, temperature: number): Problem {
  const random = draws(seed);
  const [k, d, b] = [4, 5, 9];
  return {
    x: Array.from({ length: b * d }, () => Math.fround(random())),
    centers: Array.from({ length: k * d }, () => Math.fround(0.3 + 0.4 * random())),
    k,
    d,
    temperature,
  };
}

const problems = [1, 2, 3].map((seed) => problem(seed, [20, 5, 1][seed - 1]!));

for (const reduction of ["mean", "batch"] as const)
  for (const gradient of ["soft", "hard"] as const)
    it(`centersGradient(x, centers) is the finite differences, '${reduction}' and '${gradient}'`, async () => {
      for (const p of problems) {
        const closed = await closedForm(p, reduction, gradient);
        // Differences in float64, the closed form in float32.
        expectClose(closed, await finiteDifferences(p, reduction, gradient), { rtol: 1e-4, atol: 1e-6 });
      }
    });

it("finite differences refuse a gradient without the part through the scores", async () => {
  for (const p of problems) {
    const wrong = await closedForm(p, "mean", "hard");
    expect(
      firstMismatch(wrong, await finiteDifferences(p, "mean", "soft"), { rtol: 1e-4, atol: 1e-6 }),
    ).toBeDefined();
  }
});

it("forward(x) is differentiable, and its gradient is centersGradient's", async () => {
  for (const p of problems) {
    const net = new KMeansNetwork({ k: p.k, features: p.d, temperature: p.temperature });
    await net.init(Float32Array.from(p.centers));
    const x = tensor2d([...p.x], [p.x.length / p.d, p.d]);
    const { grads } = tidy(() => variableGrads(() => mean(square(net.forward(x)))));
    const [auto] = Object.values(grads);
    expectClose(await auto!.data(), await closedForm(p, "mean", "soft"), { rtol: 1e-4, atol: 1e-6 });
    auto!.dispose();
    x.dispose();
    net.dispose();
  }
});

async function closedForm(
  p: Problem,
  reduction: "mean" | "batch",
  gradient: "soft" | "hard",
): Promise<ArrayLike<number>> {
  const result = tidy(() =>
    centersGradient(tensor2d([...p.x], [p.x.length / p.d, p.d]), tensor2d([...p.centers], [p.k, p.d]), {
      temperature: p.temperature,
      reduction,
      gradient,
    }),
  );
  const values = await (result.gradient as Tensor2D).data();
  result.gradient.dispose();
  result.loss.dispose();
  return values;
}
