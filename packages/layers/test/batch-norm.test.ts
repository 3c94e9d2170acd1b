import { useBackend } from "@elbowjs/backend";
import { ones, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { batchNorm, Sequential } from "../src/index.js";
import { run, weights } from "./run.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("batchNorm()", () => {
  it("normalises by the batch in training: mean 0, variance 1 with divisor m", async () => {
    // x = 1, 2, 6: mean 3, variance 14/3; (x − 3)/√(14/3 + 1e-5)
    const y = await run([batchNorm()], [1], tensor([[1], [2], [6]]), true);
    const root = Math.sqrt(14 / 3 + 1e-5);
    for (const [i, x] of [1, 2, 6].entries()) expect(y[i]).toBeCloseTo((x - 3) / root, 6);
  });

  it("moves its running statistics by a tenth, the variance with divisor m − 1, and uses them in evaluation", async () => {
    const network = new Sequential([1], [batchNorm()], weights);
    const x = tensor([[1], [2], [6]]);
    network.apply(x, { training: true, random: () => 0 }).dispose();
    const statistics = new Map(network.namedWeights());
    expect((await statistics.get("0.running_mean")!.variable.data())[0]).toBeCloseTo(0.3, 6);
    expect((await statistics.get("0.running_var")!.variable.data())[0]).toBeCloseTo(0.9 + 0.7, 6); // 14/2 = 7
    const y = network.apply(x, { training: false, random: () => 0 });
    expect((await y.data())[2]).toBeCloseTo((6 - 0.3) / Math.sqrt(1.6 + 1e-5), 5);
    for (const used of [x, y]) used.dispose();
    network.dispose();
  });

  it("is finite for a unit that never changes", async () => {
    expect(await run([batchNorm()], [1], ones([4, 1]), true)).toEqual([0, 0, 0, 0]);
  });
});
