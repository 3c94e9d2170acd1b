import "@tensorflow/tfjs-backend-cpu";
import { memory, setBackend, type Tensor, tensor1d, tensor2d, variable } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { adagrad, adam, adamW, momentum, nesterov, type Optimizer, rmsprop, sgd } from "../../src/index.js";
import { variableOptimizer } from "../../src/tfjs.js";
import fixture from "../fixtures/optimizers.json" with { type: "json" };

type Make = (options?: object) => Optimizer<unknown>;
const makers = { sgd, momentum, nesterov, adagrad, rmsprop, adam, adamW } as unknown as Record<string, Make>;
const gradient = (w: ArrayLike<number>, t: number) =>
  fixture.curvature.map((c, i) => c * w[i]! + (((7 * t + 3 * i) % 11) - 5) / 10);

describe("variableOptimizer", () => {
  beforeAll(() => setBackend("cpu"));

  it.each(fixture.trajectories)(
    "variableOptimizer($name($options), [w]) follows torch.optim over 100 steps in float32",
    async ({ name, options, path }) => {
      const initial = tensor1d(fixture.start);
      const w = variable(initial);
      const optimizer = variableOptimizer(makers[name]!(options), [w]);
      for (const [t, expected] of path.entries()) {
        const g = tensor1d(gradient(await w.data(), t));
        await optimizer.apply([g]);
        g.dispose();
        const actual = await w.data();
        // 1e-6 absolute plus relative: float32 stores w to 6e-8 of its size, and such roundings add up.
        expected.forEach((value, i) => {
          expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)));
        });
      }
      w.dispose();
      initial.dispose();
    },
  );
  it("variableOptimizer over 1,000 steps leaves the number of tensors as it was", async () => {
    const initial = tensor2d([[1, 2]]);
    const w = variable(initial);
    const g = tensor2d([[0.1, -0.1]]);
    const optimizer = variableOptimizer(adam(), [w]);
    const before = memory().numTensors;
    for (let t = 0; t < 1000; t++) await optimizer.apply([g]);
    expect(memory().numTensors).toBe(before);
    expect(optimizer.states[0]!.t).toBe(1000);
    for (const t of [initial, w, g]) t.dispose();
  });
  it("variableOptimizer refuses other dtypes, counts and shapes, and leaves all variables as they were", async () => {
    const a = variable(tensor1d([1, 2]), true, "a");
    const b = variable(tensor1d([3]), true, "b");
    const whole = variable(tensor1d([1], "int32"), true, "n");
    expect(() => variableOptimizer(sgd(), [whole])).toThrow(
      new TypeError("variableOptimizer: expected float32 variables, got int32 in n"),
    );
    const optimizer = variableOptimizer(sgd(), [a, b]);
    await expect(optimizer.apply([])).rejects.toThrow("apply: expected 2 gradients, one a variable, got 0");
    const tooShort: Tensor[] = [tensor1d([1]), tensor1d([1])];
    await expect(optimizer.apply(tooShort)).rejects.toThrow(
      "apply: expected the gradient of a of shape [2], got [1]",
    );
    const half: Tensor[] = [tensor1d([1, 1]), tensor1d([Number.NaN])];
    await expect(optimizer.apply(half)).rejects.toThrow("sgd: expected a finite gradient, got NaN at [0]");
    expect([...(await a.data())]).toEqual([1, 2]);
    for (const t of [a, b, whole, ...tooShort, ...half]) t.dispose();
  });
});
