import { defaultRng } from "@elbowjs/numpy-random";
import { expect, it } from "vitest";
import { constant, type InitialiserName, initialisers, type Shape, zeros } from "../src/index.js";

const draw = (name: InitialiserName, shape: Shape, seed = 0) =>
  initialisers("test", shape, { initialWeight: name }).weight(shape, defaultRng(seed));

const mean = (values: Float32Array, f = (x: number) => x) =>
  values.reduce((sum, value) => sum + f(value), 0) / values.length;

// [out, in, h, w] = [40, 30, 3, 2]: fanIn 180, fanOut 240, 7,200 values.
const shape = [40, 30, 3, 2];

it.each([
  ["torch", 1 / Math.sqrt(180)],
  ["he-uniform", Math.sqrt(6 / 180)],
  ["glorot-uniform", Math.sqrt(6 / 420)],
] as const)("'%s' is uniform up to its bound", (name, bound) => {
  const values = draw(name, shape);
  const largest = Math.max(...values.map(Math.abs));
  expect(largest).toBeLessThanOrEqual(bound * (1 + 1e-7));
  expect(largest).toBeGreaterThan(bound * 0.998); // 7,200 draws stay below with probability 0.998^7200 < 1e-6
  // Five standard errors: the mean's is b/√(3n), that of x² has the variance 4b⁴/45.
  expect(Math.abs(mean(values))).toBeLessThan((5 * bound) / Math.sqrt(3 * 7200));
  expect(Math.abs(mean(values, (x) => x * x) - bound ** 2 / 3)).toBeLessThan(
    5 * Math.sqrt((4 * bound ** 4) / 45 / 7200),
  );
});

it.each([
  ["he-normal", 2 / 180],
  ["glorot-normal", 2 / 420],
] as const)("'%s' is normal with its variance", (name, variance) => {
  const values = draw(name, shape);
  expect(Math.abs(mean(values))).toBeLessThan(5 * Math.sqrt(variance / 7200));
  expect(Math.abs(mean(values, (x) => x * x) - variance)).toBeLessThan(5 * variance * Math.sqrt(2 / 7200));
  const inside = values.filter((x) => x * x < variance).length / 7200;
  expect(Math.abs(inside - 0.682689)).toBeLessThan(5 * Math.sqrt((0.6827 * 0.3173) / 7200));
});

it.each([[[5, 12]], [[12, 5]], [[4, 3, 2, 2]], [[1, 1]]])(
  "'orthogonal' of %j has rows, or columns, of length 1 at right angles",
  (of) => {
    const values = draw("orthogonal", of, 3);
    const [out, inputs] = [of[0]!, values.length / of[0]!];
    const at = (i: number, j: number) => (out <= inputs ? values[i * inputs + j]! : values[j * inputs + i]!);
    const [count, length] = [Math.min(out, inputs), Math.max(out, inputs)];
    for (let a = 0; a < count; a++)
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let j = 0; j < length; j++) dot += at(a, j) * at(b, j);
        expect(Math.abs(dot - Number(a === b))).toBeLessThan(1e-6);
      }
  },
);

it("a bias starts as PyTorch's beside a 'torch' weight, at zero beside any other", () => {
  const random = defaultRng(0);
  const torch = initialisers("test", [40, 25], {}).bias([40], random);
  expect(Math.max(...torch.map(Math.abs))).toBeLessThanOrEqual(0.2); // 1/√25, of the weight's fan-in
  expect(torch.some((value) => Math.abs(value) > 0.1)).toBe(true);
  expect([...initialisers("test", [4, 25], { initialWeight: "he-normal" }).bias([4], random)]).toEqual([
    0, 0, 0, 0,
  ]);
  expect([...initialisers("test", [2, 2], { initialBias: constant(3) }).bias([2], random)]).toEqual([3, 3]);
  expect([...zeros([2], random)]).toEqual([0, 0]);
});

it("the same seed gives the same values, another seed others", () => {
  expect(draw("he-normal", shape, 1)).toEqual(draw("he-normal", shape, 1));
  expect(draw("he-normal", shape, 1)).not.toEqual(draw("he-normal", shape, 2));
});

it("a name that there is not is refused", () => {
  expect(() => initialisers("linear", [1, 1], { initialWeight: "xavier" as "torch" })).toThrow(
    "linear: expected initialWeight to be one of 'torch', 'he-uniform'",
  );
  expect(() => initialisers("linear", [1, 1], { initialBias: "ones" as "zeros" })).toThrow(
    "linear: expected initialBias to be one of 'torch', 'zeros', got \"ones\"",
  );
});
