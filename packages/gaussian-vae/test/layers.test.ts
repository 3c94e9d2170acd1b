import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { ones, type Tensor, tensor, zeros } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  batchNorm,
  conv2d,
  convTranspose2d,
  dropout,
  flatten,
  type LayerFactory,
  linear,
  maxPool2d,
  Sequential,
  type Shape,
  unflatten,
  upsampleBicubic,
} from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

const quiet = (_: number, count: number) => new Float32Array(count);

async function run(
  factories: LayerFactory[],
  shape: Shape,
  x: Tensor,
  training: boolean,
  seed = 0,
): Promise<number[]> {
  const network = new Sequential(shape, factories, quiet);
  const random = defaultRng(seed);
  const y = network.apply(x, { training, random: () => random.random() });
  const values = [...(await y.data())];
  for (const used of [x, y]) used.dispose();
  network.dispose();
  return values;
}

describe("dropout({rate})", () => {
  it("zeroes about the rate of the elements and scales the rest by 1 / (1 − rate)", async () => {
    for (const rate of [0.1, 0.5, 0.9]) {
      const n = 20_000;
      const kept = await run([dropout({ rate })], [n], ones([1, n]), true);
      const dropped = kept.filter((value) => value === 0).length;
      expect(Math.abs(dropped / n - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / n)); // 5 standard errors
      expect(new Set(kept)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
      // Neighbours are independent: the pairs of dropped ones are about rate² of all.
      const pairs = kept.filter((value, i) => i > 0 && value === 0 && kept[i - 1] === 0).length;
      expect(Math.abs(pairs / n - rate ** 2)).toBeLessThan(0.02);
    }
  });

  it("drops the first element as often as any other", async () => {
    let first = 0;
    for (let seed = 0; seed < 400; seed++)
      first += Number((await run([dropout({ rate: 0.3 })], [5], ones([1, 5]), true, seed))[0] === 0);
    expect(Math.abs(first / 400 - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / 400));
  });

  it("does nothing at rate 0 or in evaluation", async () => {
    expect(await run([dropout({ rate: 0 })], [3], tensor([[1, 2, 3]]), true)).toEqual([1, 2, 3]);
    expect(await run([dropout({ rate: 0.9 })], [3], tensor([[1, 2, 3]]), false)).toEqual([1, 2, 3]);
  });

  it("refuses a rate outside [0, 1)", () => {
    for (const rate of [1, -0.1, Number.NaN])
      expect(() => dropout({ rate })).toThrow(`dropout: expected rate in [0, 1), got ${rate}`);
  });
});

describe("batchNorm()", () => {
  it("normalises by the batch in training: mean 0, variance 1 with divisor m", async () => {
    // x = 1, 2, 6: mean 3, variance 14/3; (x − 3)/√(14/3 + 1e-5)
    const y = await run([batchNorm()], [1], tensor([[1], [2], [6]]), true);
    const root = Math.sqrt(14 / 3 + 1e-5);
    for (const [i, x] of [1, 2, 6].entries()) expect(y[i]).toBeCloseTo((x - 3) / root, 6);
  });

  it("moves its running statistics by a tenth, the variance with divisor m − 1, and uses them in evaluation", async () => {
    const network = new Sequential([1], [batchNorm()], quiet);
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

describe("upsampleBicubic({scale})", () => {
  it("keeps a constant image constant, the border included", async () => {
    const y = await run([upsampleBicubic({ scale: 3 })], [4, 2, 1], ones([1, 4, 2, 1]), false);
    expect(y).toHaveLength(72);
    for (const value of y) expect(value).toBeCloseTo(1, 6);
  });

  it("copies at scale 1", async () => {
    expect(await run([upsampleBicubic({ scale: 1 })], [1, 3, 1], tensor([[[[1], [5], [2]]]]), false)).toEqual(
      [1, 5, 2],
    );
  });
});

describe("flatten() and unflatten({image})", () => {
  it("order by channel, row, column, as PyTorch, and undo each other", async () => {
    const image = () => tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]); // last axis: channels
    expect(await run([flatten()], [2, 2, 2], image(), false)).toEqual([1, 3, 5, 7, 2, 4, 6, 8]);
    expect(await run([flatten(), unflatten({ image: [2, 2, 2] })], [2, 2, 2], image(), false)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });
});

describe("what does not fit is refused", () => {
  it.each<[() => unknown, string]>([
    [
      () => conv2d({ channels: 0, kernel: 1 }),
      "conv2d: expected channels to be an integer of at least 1, got 0",
    ],
    [
      () => conv2d({ channels: 1, kernel: 1.5 }),
      "conv2d: expected kernel to be an integer of at least 1, got 1.5",
    ],
    [
      () => conv2d({ channels: 1, kernel: 1, stride: 0 }),
      "conv2d: expected stride to be an integer of at least 1, got 0",
    ],
    [
      () => conv2d({ channels: 1, kernel: 1, padding: -1 }),
      "conv2d: expected padding to be an integer of at least 0, got -1",
    ],
    [
      () => convTranspose2d({ channels: 1, kernel: 2, stride: 2, outputPadding: 2 }),
      "convTranspose2d: expected outputPadding to be an integer in [0, 2), got 2",
    ],
    [() => linear({ units: 0 }), "linear: expected units to be an integer of at least 1, got 0"],
    [() => maxPool2d({ size: 0 }), "maxPool2d: expected size to be an integer of at least 1, got 0"],
    [
      () => upsampleBicubic({ scale: 0.5 }),
      "upsampleBicubic: expected scale to be an integer of at least 1, got 0.5",
    ],
    [
      () => new Sequential([4], [flatten()], quiet),
      "flatten: expected an image [height, width, channels], got [4]",
    ],
    [
      () => new Sequential([5], [unflatten({ image: [2, 2, 1] })], quiet),
      "unflatten: expected a vector of 4 for an image [2, 2, 1], got [5]",
    ],
    [
      () => new Sequential([1, 1, 1], [convTranspose2d({ channels: 1, kernel: 2, padding: 1 })], quiet),
      "convTranspose2d: expected an output of at least 1×1, got 0×0",
    ],
  ])("%#", (make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });
});

it("maxPool2d gives a window's gradient to its first largest element: zeros(…) is all ties", async () => {
  const x = zeros([1, 2, 2, 1]);
  const { grad, sum } = await import("@tensorflow/tfjs-core");
  const network = new Sequential([2, 2, 1], [maxPool2d({ size: 2 })], quiet);
  const dx = grad((t) => sum(network.apply(t, { training: true, random: () => 0 })))(x);
  expect([...(await dx.data())]).toEqual([1, 0, 0, 0]);
  for (const used of [x, dx]) used.dispose();
});
