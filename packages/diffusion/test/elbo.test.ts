import { useBackend } from "@elbowjs/backend";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { stream } from "@elbowjs/training";
import { tensor2d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { decodeLevel } from "../src/chain/chain.js";
import { Diffusion, imageErrorCost, priorCost, reconstructionConstant } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

const log2Pi = Math.log(2 * Math.PI);
/** −ln N(x; mean, deviation²·I), summed over a row of two. */
const surprise = (x: readonly number[], mean: readonly number[], deviation: number): number =>
  x.reduce(
    (sum, v, i) => sum + 0.5 * log2Pi + Math.log(deviation) + (v - mean[i]!) ** 2 / (2 * deviation ** 2),
    0,
  );

it.each(["cosine", "linear"] as const)(
  "elbo(x) (%s) is E ln P_enc − ln P_prior − ln P_dec along drawn chains, as HierarchicalVae counts, within three standard errors",
  async (schedule) => {
    using model = await Diffusion.create({ shape: [2], steps: 5, width: 16, depth: 1, schedule });
    const data = hashed(4, 200).map((v, i) => (i % 2 ? v : 2 * v + 1));
    await model.fit(data, { epochs: 20, batchSize: 25, learningRate: 0.01 });
    const n = 4000;
    const rows = Float32Array.from({ length: 2 * n }, (_, i) => data[i % 200]!);
    const measured = await model.elbo({ data: rows, shape: [n, 2] }, { batchSize: n });
    expectClose(
      measured.levels.reduce((a, b) => a + b),
      measured.total,
      { rtol: 1e-9 },
    );

    // The chain as it is drawn, one level after another, and the ratio of densities at the draw.
    const { chain } = model;
    const { alphaBar, steps } = chain.schedule;
    const scaled = tidy(() => [...chain.scale.toChain(tensor2d(rows, [n, 2])).dataSync()]);
    const normal = stream(7, "sample").standardNormal((steps + 1) * 2 * n) as unknown as ArrayLike<number>;
    const z: number[][] = [scaled];
    for (let t = 1; t <= steps; t++) {
      const kept = alphaBar[t]! / alphaBar[t - 1]!;
      z.push(z[t - 1]!.map((v, i) => Math.sqrt(kept) * v + Math.sqrt(1 - kept) * normal[2 * n * t + i]!));
    }
    const guesses = z.map((level, t) =>
      t === 0
        ? []
        : tidy(() => [
            ...decodeLevel(chain, tensor2d(level, [n, 2]), t, {
              labels: undefined,
              guidance: 0,
            }).image.dataSync(),
          ]),
    );
    const costs = Array.from({ length: n }, (_, row) => {
      const at = (level: readonly number[]) => [level[2 * row]!, level[2 * row + 1]!];
      let cost = surprise(at(z[steps]!), [0, 0], 1) + chain.scale.logVolume;
      for (let t = 1; t <= steps; t++) {
        const kept = alphaBar[t]! / alphaBar[t - 1]!;
        const below = at(z[t - 1]!).map((v) => Math.sqrt(kept) * v);
        cost -= surprise(at(z[t]!), below, Math.sqrt(1 - kept));
        const guess = at(guesses[t]!);
        const { image, level, deviation } = chain.schedule.posterior(t, t - 1);
        cost +=
          t === 1
            ? surprise(at(z[0]!), guess, Math.sqrt(1 - alphaBar[1]!))
            : surprise(
                at(z[t - 1]!),
                guess.map((v, i) => image * v + level * at(z[t]!)[i]!),
                deviation,
              );
      }
      return cost;
    });
    const mean = costs.reduce((a, b) => a + b) / n;
    const error = Math.sqrt(costs.reduce((a, b) => a + (b - mean) ** 2, 0)) / n;
    const allowed = 3 * Math.hypot(error, measured.standardError);
    expect(Math.abs(mean - measured.total)).toBeLessThan(allowed);
    // Without a level it is told apart.
    expect(Math.abs(mean - measured.total + measured.levels[1]!)).toBeGreaterThan(allowed);
  },
);

it.skipIf(!isThorough("the ELBO of a trained Gaussian chain"))(
  "elbo of a trained model on N(0, 9) is near the best there is: x̂ = E[x | z_t] on every level",
  async () => {
    using model = await Diffusion.create({ shape: [1], steps: 20, width: 32, depth: 1, schedule: "linear" });
    const normal = stream(1, "sample").standardNormal(2000) as unknown as ArrayLike<number>;
    const data = Float32Array.from(normal, (v) => 3 * v);
    await model.fit(data, { epochs: 25, batchSize: 100, learningRate: 0.005 });
    const { total, levels } = await model.elbo(data);
    // In units of the deviation x is N(0, 1), and E(x − E[x | z_t])² = 1 − ᾱ_t.
    const { schedule } = model;
    let best = Math.log(3) + reconstructionConstant(schedule, 1) + priorCost(schedule, 1, 1);
    for (let t = 1; t <= 20; t++) best += imageErrorCost(schedule, t) * (1 - schedule.alphaBar[t]!);
    expect(levels).toHaveLength(21);
    // Twenty levels are few: the bound itself lies 5 nats above −ln p. The network adds less than a tenth of that.
    const gap = best - (0.5 * (log2Pi + 1) + Math.log(3));
    expect(gap).toBeGreaterThan(0);
    expect(total).toBeGreaterThan(best - 0.1 * gap);
    expect(total).toBeLessThan(best + 0.1 * gap);
  },
);
