import { defaultRng } from "@elbowjs/numpy-random";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  adam,
  addLenet5Gradient,
  initialLenet5,
  lenet5Accuracy,
  lenet5Codes,
  lenet5Connections,
  lenet5Epoch,
  lenet5Forward,
  lenet5Input,
  lenet5Layers,
  lenet5Size,
  lenet5Slices,
  slidingFilter,
} from "../../src/index.js";
import torch from "../fixtures/lenet5.json" with { type: "json" };

const parameters = initialLenet5();
const noise = Float64Array.from(defaultRng(5).normal(0, 1, 2 * 1024));
const images = [noise.slice(0, 1024), noise.slice(1024)];

describe("LeNet-5 layer by layer, lecture 14", () => {
  it("has the paper's counts of trainable parameters and connections", () => {
    expect(Object.fromEntries(lenet5Layers.map((layer) => [layer.name, layer.parameters]))).toEqual({
      C1: 156,
      S2: 12,
      C3: 1516,
      S4: 32,
      C5: 48120,
      F6: 10164,
      output: 0,
    });
    expect(lenet5Size).toBe(60000);
    expect(lenet5Layers.slice(0, 4).map(({ connections }) => connections)).toEqual([
      122304, 5880, 151600, 2000,
    ]);
    expect(lenet5Layers.slice(0, -1).reduce((sum, { connections }) => sum + connections, 0)).toBe(340068);
  });
  it("Table I: 60 pairs, each map of S2 used ten times, no two maps of C3 alike", () => {
    expect(lenet5Connections.length).toBe(16);
    for (let map = 0; map < 6; map++)
      expect(lenet5Connections.filter((sources) => sources.includes(map)).length).toBe(10);
    expect(new Set(lenet5Connections.map(String)).size).toBe(16);
  });
  it("ten codes of 84 pixels ±1, no two nearer than 20", () => {
    for (const [i, code] of lenet5Codes.entries()) {
      expect(code.length).toBe(84);
      expect(code.every((v) => Math.abs(v) === 1)).toBe(true);
      for (const other of lenet5Codes.slice(i + 1))
        expect(code.reduce((sum, v, j) => sum + (v - other[j]!) ** 2, 0)).toBeGreaterThan(20);
    }
  });
  it("the shapes go 32×32, 6×28×28, 6×14×14, 16×10×10, 16×5×5, 120, 84, 10", () => {
    const trace = lenet5Forward(parameters, images[0]!);
    expect(Object.values(trace).map((values) => values.length)).toEqual([
      1024, 4704, 1176, 1600, 400, 120, 84, 10,
    ]);
  });
  it("C1's first map is slidingFilter, a bias and A tanh(Sv)", () => {
    const { c1 } = lenet5Slices(parameters);
    const map = slidingFilter(
      Matrix.from1DArray(32, 32, Array.from(images[0]!)),
      Matrix.from1DArray(5, 5, Array.from(c1.weights.slice(0, 25))),
    );
    expectClose(
      lenet5Forward(parameters, images[0]!).c1.slice(0, 784),
      map.to1DArray().map((v) => 1.7159 * Math.tanh((2 / 3) * (v + c1.bias[0]!))),
    );
  });
});

describe("LeNet-5 against PyTorch", () => {
  it("the ten outputs of two images", () => {
    expectClose(
      images.flatMap((image) => Array.from(lenet5Forward(parameters, image).outputs)),
      torch.outputs.flat(),
      { rtol: 1e-11 },
    );
  });
  it("loss and gradient of both, of every layer", () => {
    const gradient = new Float64Array(lenet5Size);
    const loss = [3, 8].reduce(
      (sum, label, n) => sum + addLenet5Gradient(parameters, images[n]!, label, gradient).loss,
      0,
    );
    expectClose(loss, torch.loss, { rtol: 1e-11 });
    expectClose(
      gradient.filter((_, i) => i % 97 === 0),
      torch.every97th,
      { rtol: 1e-9, atol: 1e-11 },
    );
    const norms = Object.values(lenet5Slices(gradient)).flatMap(({ weights, bias }) => [
      Math.hypot(...weights),
      Math.hypot(...bias),
    ]);
    expectClose(norms, Object.values(torch.norms), { rtol: 1e-10 });
  });
  it("one entry of each layer agrees with central differences, and a wrong label's gradient does not", () => {
    const gradient = new Float64Array(lenet5Size);
    addLenet5Gradient(parameters, images[0]!, 3, gradient);
    const other = new Float64Array(lenet5Size);
    addLenet5Gradient(parameters, images[0]!, 4, other);
    const differences = [10, 152, 158, 1000, 1690, 2000, 50000, 59950].map((i) => {
      const at = (shift: number) => {
        const moved = parameters.slice();
        moved[i]! += shift;
        return lenet5Forward(moved, images[0]!).outputs[3]!;
      };
      return { i, numeric: (at(6e-6) - at(-6e-6)) / 12e-6 };
    });
    for (const { i, numeric } of differences)
      expect(Math.abs(numeric - gradient[i]!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(numeric)));
    expect(differences.some(({ i, numeric }) => Math.abs(numeric - other[i]!) > 1e-3)).toBe(true);
  });
});

describe("training LeNet-5", () => {
  // Ten clean digits: the codes' own drawings, blown up to 21×24 in an image of 28×28, with noise.
  const drawn = (n: number, seed: number) => {
    const rng = defaultRng(seed);
    const pixels = new Float64Array(784 * n);
    const labels = Uint8Array.from({ length: n }, (_, i) => i % 10);
    for (let k = 0; k < n; k++) {
      const [top, left] = rng.integers(0, 5, 2) as unknown as [number, number];
      for (let i = 0; i < 24; i++)
        for (let j = 0; j < 21; j++)
          if (lenet5Codes[labels[k]!]![Math.floor(i / 2) * 7 + Math.floor(j / 3)]! > 0)
            pixels[k * 784 + (i + Number(top)) * 28 + j + Number(left)] = 1;
    }
    return { images: pixels, labels };
  };
  it("three epochs of Adam over 400 drawn digits recognise nine in ten unseen ones, and at first one in ten", () => {
    const optimizer = adam({ learningRate: 0.002 });
    const [train, test] = [drawn(400, 1), drawn(100, 2)];
    expect(lenet5Accuracy(parameters, test)).toBeLessThan(0.3);
    const run = () => {
      let [w, state] = [parameters, optimizer.init(lenet5Size)];
      const losses: number[] = [];
      for (const seed of [0, 1, 2]) {
        const epoch = lenet5Epoch(w, optimizer, state, train, { batchSize: 4, seed });
        ({ parameters: w, state } = epoch);
        losses.push(epoch.loss);
      }
      return { w, losses };
    };
    const { w, losses } = run();
    expect(losses[2]).toBeLessThan(losses[0]! / 2);
    expect(lenet5Accuracy(w, test)).toBeGreaterThan(0.9);
    expect(run().w).toEqual(w);
  });
});

describe("LeNet-5 refuses", () => {
  it.each([
    [
      "an image of another size",
      () => lenet5Input([1]),
      "lenet5Input: expected image of shape [784], got [1]",
    ],
    [
      "pixels of 0 to 255",
      () => lenet5Input(new Float64Array(784).fill(255)),
      "lenet5Input: expected image in [0, 1], got 255 at [0]",
    ],
    [
      "parameters of another size",
      () => lenet5Forward(new Float64Array(3), images[0]!),
      "lenet5Forward: expected parameters of shape [60000], got [3]",
    ],
    [
      "a label that is no digit",
      () => addLenet5Gradient(parameters, images[0]!, 10, new Float64Array(lenet5Size)),
      "addLenet5Gradient: expected label to be an integer in [0, 9], got 10",
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});
