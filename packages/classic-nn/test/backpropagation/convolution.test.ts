import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  convolve,
  convolveBackward,
  gradientCheck,
  lectureChannels,
  lectureSlidingFilter,
  maxPool,
  maxPoolBackward,
  slidingFilter,
} from "../../src/index.js";
import torch from "../fixtures/backpropagation.json" with { type: "json" };
import claims from "../fixtures/course-claims.json" with { type: "json" };
import worked from "../fixtures/worked-examples.json" with { type: "json" };

const fixture = torch.convolution;
const channels = (values: number[][][]) => values.map((rows) => new Matrix(rows));
const layer = { kernels: fixture.kernels.map(channels), bias: fixture.bias };
const input = channels(fixture.input);

describe("slidingFilter(image, kernel)", () => {
  const { image, filter } = lectureSlidingFilter;
  it("is −3 and then 6 on the lecture's image, where it prints 4: all sixteen numbers equal PyTorch's", () => {
    const out = slidingFilter(image, filter);
    expect(out.to2DArray()).toEqual(worked.filter);
    expect(out.getRow(0).slice(0, 2)).toEqual([-3, 6]);
    expect([out.rows, out.columns]).toEqual([4, 4]);
  });

  it("pads with zeros and strides as PyTorch's conv2d does", () => {
    expect(slidingFilter(image, filter, { padding: 1 }).to2DArray()).toEqual(worked.padded);
    expect(slidingFilter(image, filter, { stride: 2 }).to2DArray()).toEqual(worked.strided);
    expect(slidingFilter(image, filter, { padding: 1, stride: 2 }).to2DArray()).toEqual(worked.paddedStrided);
  });

  it("refuses a stride and a padding that are no such integers", () => {
    expect(() => slidingFilter(image, filter, { stride: 0 })).toThrow(
      new RangeError("slidingFilter: expected stride to be an integer ≥ 1, got 0"),
    );
    expect(() => slidingFilter(image, filter, { padding: 0.5 })).toThrow(
      new RangeError("slidingFilter: expected padding to be an integer ≥ 0, got 0.5"),
    );
  });

  it("does not turn the kernel round", () => {
    expect(slidingFilter(new Matrix([[1, 2, 4]]), new Matrix([[1, 10]])).to2DArray()).toEqual([[21, 42]]);
  });
});

describe("the lecture's filter of three channels", () => {
  const three = lectureChannels.image.map((channel) => new Matrix(channel.map((row) => [...row])));
  const kernels = [lectureChannels.filter.map((channel) => new Matrix(channel.map((row) => [...row])))];
  it("begins with 2 + 7 + 16 = 25, where the lecture writes whatever", () => {
    const first = three.map((channel, c) => slidingFilter(channel, kernels[0]![c]!).get(0, 0));
    expect(first).toEqual([2, 7, 16]);
    const [out] = convolve({ kernels, bias: [0] }, three);
    expect(out!.to2DArray()).toEqual(worked.channels);
    expect(out!.get(0, 0)).toBe(25);
  });
});

describe("two 1×1 kernels with bias", () => {
  // The mock final's question 3 in small: x is 2×2, two kernels w₁ = 2, w₂ = −1 with b = (1, 0.5), E = ½ Σ (target − out)².
  const image = [
    new Matrix([
      [1, -2],
      [0, 3],
    ]),
  ];
  const pointwise = { kernels: [[new Matrix([[2]])], [new Matrix([[-1]])]], bias: [1, 0.5] };

  it("each output channel is w_k x + b_k", () => {
    const [first, second] = convolve(pointwise, image);
    expect(first!.to2DArray()).toEqual([
      [3, -3],
      [1, 7],
    ]);
    expect(second!.to2DArray()).toEqual([
      [-0.5, 2.5],
      [0.5, -2.5],
    ]);
  });

  it("∂E/∂w_k = Σ δ_k x, ∂E/∂b_k = Σ δ_k, ∂E/∂x = Σ_k w_k δ_k, by hand", () => {
    const delta = [
      new Matrix([
        [1, 0],
        [2, -1],
      ]),
      new Matrix([
        [0, 1],
        [1, 3],
      ]),
    ];
    const gradient = convolveBackward(pointwise, image, delta);
    // 1·1 + 0 + 0 − 3 = −2 and 0 − 2 + 0 + 9 = 7.
    expect(gradient.kernels.map(([k]) => k!.get(0, 0))).toEqual([-2, 7]);
    expect(gradient.bias).toEqual([2, 5]);
    expect(gradient.input[0]!.to2DArray()).toEqual([
      [2, -1],
      [3, -5],
    ]);
  });
});

describe("a layer with stride 2 and padding 1", () => {
  const { input: image, kernels, bias, output, delta, ofInput, ofKernels, ofBias } = claims.strided;
  const strided = { kernels: kernels.map(channels), bias, stride: 2, padding: 1 };
  it("forward and backward equal PyTorch's conv2d and autograd", () => {
    const flat = (maps: readonly Matrix[]) => maps.flatMap((m) => m.to1DArray());
    expectClose(flat(convolve(strided, channels(image))), output.flat(2), { rtol: 1e-12, atol: 1e-13 });
    const gradient = convolveBackward(strided, channels(image), channels(delta));
    expectClose(flat(gradient.kernels.flat()), ofKernels.flat(3), { rtol: 1e-11, atol: 1e-12 });
    expectClose(gradient.bias, ofBias, { rtol: 1e-12 });
    expectClose(flat(gradient.input), ofInput.flat(2), { rtol: 1e-11, atol: 1e-12 });
  });
});

describe("a 3-kernel layer over 2 channels with max pooling", () => {
  const output = convolve(layer, input);
  const pools = output.map((channel) => maxPool(channel));
  const target = channels(fixture.target);

  it("forward equals PyTorch's conv2d and max_pool2d", () => {
    output.forEach((channel, k) => {
      expectClose(channel, fixture.output[k]!, { rtol: 1e-12, atol: 1e-13 });
    });
    pools.forEach((pool, k) => {
      expectClose(pool.output, fixture.pooled[k]!, { rtol: 1e-12, atol: 1e-13 });
    });
  });

  it("backward equals PyTorch's autograd", () => {
    const delta = pools.map((pool, k) =>
      maxPoolBackward(pool, Matrix.sub(pool.output, target[k]!), output[k]!),
    );
    delta.forEach((d, k) => {
      expectClose(d, fixture.delta[k]!, { rtol: 1e-11, atol: 1e-12 });
    });
    const gradient = convolveBackward(layer, input, delta);
    expectClose(
      gradient.kernels.flat().flatMap((m) => m.to1DArray()),
      fixture.gradKernels.flat(3),
      { rtol: 1e-11, atol: 1e-12 },
    );
    expectClose(gradient.bias, fixture.gradBias, { rtol: 1e-11 });
    expectClose(
      gradient.input.flatMap((m) => m.to1DArray()),
      fixture.gradInput.flat(2),
      { rtol: 1e-11, atol: 1e-12 },
    );
  });

  // E as a function of all the kernels, biases and pixels, its gradient by hand.
  const build = (p: ArrayLike<number>) => {
    const values = Array.from(p);
    const take = (shape: Matrix) =>
      Matrix.from1DArray(shape.rows, shape.columns, values.splice(0, shape.size));
    const kernels = layer.kernels.map((kernel) => kernel.map(take));
    const bias = layer.bias.map(() => values.shift()!);
    return { moved: { kernels, bias }, pixels: input.map(take) };
  };
  const loss = (p: ArrayLike<number>) => {
    const { moved, pixels } = build(p);
    return convolve(moved, pixels)
      .map((channel, k) => Matrix.sub(maxPool(channel).output, target[k]!))
      .reduce((sum, error) => sum + 0.5 * error.dot(error), 0);
  };
  const gradient = (p: ArrayLike<number>, turned = false) => {
    const { moved, pixels } = build(p);
    const delta = convolve(moved, pixels).map((channel, k) => {
      const pool = maxPool(channel);
      const d = maxPoolBackward(pool, Matrix.sub(pool.output, target[k]!), channel);
      return turned ? d.flipRows() : d;
    });
    const g = convolveBackward(moved, pixels, delta);
    return [
      ...g.kernels.flat().flatMap((m) => m.to1DArray()),
      ...g.bias,
      ...g.input.flatMap((m) => m.to1DArray()),
    ];
  };
  const at = [...fixture.kernels.flat(3), ...fixture.bias, ...fixture.input.flat(2)];

  it("all 99 gradients agree with central differences", () => {
    const check = gradientCheck(loss, gradient, at, { atol: 1e-7 });
    expect(check.analytic.length).toBe(99);
    expect(check.passes).toBe(true);
  });

  it("with δ turned left to right the same check fails", () => {
    expect(gradientCheck(loss, (p) => gradient(p, true), at, { atol: 1e-7 }).passes).toBe(false);
  });
});

describe("maxPool(image, size)", () => {
  const image = new Matrix([
    [1, 5, 2, 2, 9],
    [4, 3, 2, 2, 9],
    [0, 0, -1, -3, 9],
  ]);

  it("takes the largest of each window, the first of equals, and leaves out what fills none", () => {
    const { output, routes } = maxPool(image);
    expect(output.to2DArray()).toEqual([[5, 2]]);
    expect(routes).toEqual([
      [
        [0, 1],
        [0, 2],
      ],
    ]);
    expect(maxPool(image, 3).output.to2DArray()).toEqual([[5]]);
    expect(maxPool(image, 1).output.to2DArray()).toEqual(image.to2DArray());
  });

  it("routes δ to the pixel taken and 0 to the others", () => {
    const back = maxPoolBackward(maxPool(image), new Matrix([[7, -2]]), image);
    expect(back.to2DArray()).toEqual([
      [0, 7, -2, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
  });
});

describe("refuses", () => {
  const two = Matrix.ones(2, 2);
  const kernels = [[two]];
  const cases: [string, () => unknown, string][] = [
    [
      "a kernel larger than the image",
      () => slidingFilter(two, Matrix.ones(3, 1)),
      "slidingFilter: expected a filter no larger than the image [2, 2], got [3, 1]",
    ],
    [
      "no channel",
      () => convolve({ kernels, bias: [0] }, []),
      "convolve: expected at least one channel and one kernel, got 0 and 1",
    ],
    ["a bias too few", () => convolve({ kernels, bias: [] }, [two]), "convolve: expected 1 biases, got 0"],
    [
      "channels of two shapes",
      () => convolve({ kernels: [[two, two]], bias: [0] }, [two, Matrix.ones(2, 3)]),
      "convolve: expected channels of one shape [2, 2], got [2, 3]",
    ],
    [
      "kernels of another depth",
      () => convolve({ kernels, bias: [0] }, [two, two]),
      "convolve: expected kernels of 2 channels of shape [2, 2], got 1 of [2, 2]",
    ],
    [
      "a NaN pixel",
      () =>
        convolve({ kernels, bias: [0] }, [
          new Matrix([
            [1, Number.NaN],
            [1, 1],
          ]),
        ]),
      "convolve: expected finite input, got NaN at [0, 1]",
    ],
    [
      "delta of another shape",
      () => convolveBackward({ kernels, bias: [0] }, [two], [two]),
      "convolveBackward: expected 1 channels of delta of shape [1, 1], got 1 of [2, 2]",
    ],
    ["a pool of size 0", () => maxPool(two, 0), "maxPool: expected size to be an integer in [1, 2], got 0"],
    [
      "a pool larger than the image",
      () => maxPool(two, 3),
      "maxPool: expected size to be an integer in [1, 2], got 3",
    ],
    [
      "a NaN in the pool",
      () => maxPool(new Matrix([[Number.NaN]]), 1),
      "maxPool: expected finite image, got NaN at [0, 0]",
    ],
    [
      "delta of another shape in the pool",
      () => maxPoolBackward(maxPool(two), two, two),
      "maxPoolBackward: expected delta of shape [1, 1], got [2, 2]",
    ],
  ];
  for (const [name, call, message] of cases)
    it(name, () => {
      expect(call).toThrow(new RangeError(message));
    });
});
