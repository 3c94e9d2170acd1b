import {
  backend_util,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  conv2d,
  engine,
  fused,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  type Tensor4D,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, kinds, onKernels, uniform, withSpecials } from "./on-backends.js";

type Shape4D = [number, number, number, number];
type Pad =
  | "same"
  | "valid"
  | number
  | [[number, number], [number, number], [number, number], [number, number]];

/** [batch, height, width, channels], [height, width, in, out], strides, pad, dilations. */
const convolutions: {
  x: Shape4D;
  filter: Shape4D;
  strides: [number, number];
  pad: Pad;
  dilations?: [number, number];
}[] = [
  { x: [2, 7, 9, 3], filter: [3, 3, 3, 5], strides: [1, 1], pad: "same" },
  { x: [2, 7, 9, 3], filter: [3, 3, 3, 5], strides: [1, 1], pad: "valid" },
  { x: [3, 8, 6, 4], filter: [5, 2, 4, 9], strides: [2, 3], pad: "same" },
  { x: [1, 12, 12, 1], filter: [5, 5, 1, 20], strides: [1, 1], pad: "valid" },
  { x: [2, 5, 5, 20], filter: [5, 5, 20, 13], strides: [1, 1], pad: 2 },
  {
    x: [2, 6, 5, 2],
    filter: [3, 4, 2, 1],
    strides: [2, 2],
    pad: [
      [0, 0],
      [2, 1],
      [0, 3],
      [0, 0],
    ],
  },
  { x: [4, 4, 4, 7], filter: [1, 1, 7, 6], strides: [1, 1], pad: "valid" },
  { x: [1, 1, 1, 1], filter: [1, 1, 1, 1], strides: [1, 1], pad: "same" },
  { x: [1, 3, 3, 2], filter: [5, 5, 2, 3], strides: [1, 1], pad: "same" },
  { x: [2, 9, 8, 3], filter: [3, 2, 3, 4], strides: [1, 1], pad: "same", dilations: [2, 3] },
  { x: [0, 5, 5, 2], filter: [3, 3, 2, 4], strides: [1, 1], pad: "same" },
  { x: [2, 5, 5, 300], filter: [1, 2, 300, 3], strides: [2, 1], pad: "same" },
  { x: [2, 4, 4, 3], filter: [2, 2, 3, 300], strides: [2, 2], pad: "valid" },
];

const trainable = convolutions.filter(({ dilations }) => dilations === undefined);

const outShape = ({ x, filter, strides, pad, dilations }: (typeof convolutions)[number]) =>
  backend_util.computeConv2DInfo(x, filter, strides, dilations ?? 1, pad as "same").outShape;

const backpropInput = (c: (typeof convolutions)[number]) => (dy: Tensor, filter: Tensor) =>
  engine().runKernel(Conv2DBackpropInput, { dy, filter }, {
    inputShape: c.x,
    strides: c.strides,
    pad: c.pad,
    dataFormat: "NHWC",
  } as never) as Tensor;

const backpropFilter = (c: (typeof convolutions)[number]) => (x: Tensor, dy: Tensor) =>
  engine().runKernel(Conv2DBackpropFilter, { x, dy }, {
    filterShape: c.filter,
    strides: c.strides,
    pad: c.pad,
    dataFormat: "NHWC",
  } as never) as Tensor;

const forward =
  ({ strides, pad, dilations }: (typeof convolutions)[number]) =>
  (x: Tensor, filter: Tensor) =>
    conv2d(x as Tensor4D, filter as Tensor4D, strides, pad as "same", "NHWC", dilations ?? [1, 1]);

describe("conv2d", () => {
  it("conv2d(x, filter) equals the CPU backend for every stride, padding and dilation", async () => {
    for (const c of convolutions) {
      await expectSameAsCpu(forward(c), [uniform(c.x), uniform(c.filter, 2)], { atol: 3e-5 });
    }
  });

  it("conv2d(x, filter) carries NaN and infinities as the CPU backend does, in the image and in the filter", async () => {
    for (const c of convolutions.slice(0, 6)) {
      await expectSameAsCpu(forward(c), [withSpecials(uniform(c.x), 17), uniform(c.filter, 2)], {
        atol: 1e-5,
      });
      await expectSameAsCpu(forward(c), [uniform(c.x), withSpecials(uniform(c.filter, 2), 31)], {
        atol: 1e-5,
      });
    }
  });

  it("conv2d(x, filter) of an image without batch equals the CPU backend", async () => {
    const one = (x: Tensor, filter: Tensor) => conv2d(x as Tensor3D, filter as Tensor4D, 1, "same");
    await expectSameAsCpu(one, [uniform([5, 6, 2]), uniform([3, 3, 2, 4], 2)]);
  });

  it('conv2d(…, "NCHW") is refused in tfjs\'s own words', async () => {
    const inputs = [uniform([1, 2, 5, 5]), uniform([3, 3, 2, 4])];
    for (const kind of kinds) {
      await expect(
        onKernels(kind, (x, filter) => conv2d(x as Tensor4D, filter as Tensor4D, 1, "same", "NCHW"), inputs),
      ).rejects.toThrow("does not support dataFormat");
    }
  });
});

describe("fused.conv2d", () => {
  for (const activation of ["linear", "relu", "relu6", "leakyrelu", "elu", "sigmoid", "prelu"] as const) {
    it(`fused.conv2d({ bias, activation: "${activation}" }) equals the CPU backend`, async () => {
      const layer = (x: Tensor, filter: Tensor, bias: Tensor, weights: Tensor) =>
        fused.conv2d({
          x: x as Tensor4D,
          filter: filter as Tensor4D,
          strides: 2,
          pad: "same",
          bias: bias as Tensor1D,
          activation,
          leakyreluAlpha: 0.2,
          ...(activation === "prelu" ? { preluActivationWeights: weights } : {}),
        });
      const inputs = [uniform([2, 7, 6, 3]), uniform([3, 3, 3, 5], 2), uniform([5], 3), uniform([5], 4)];
      await expectSameAsCpu(layer, inputs, { atol: 1e-5, rtol: 3e-5 });
    });
  }
});

describe("Conv2DBackpropInput", () => {
  it("Conv2DBackpropInput(dy, filter) equals the CPU backend for every stride and padding", async () => {
    for (const c of trainable) {
      const inputs = [uniform(outShape(c), 3), uniform(c.filter, 2)];
      await expectSameAsCpu(backpropInput(c), inputs, { atol: 3e-5 });
    }
  });

  it("Conv2DBackpropInput(dy, filter) carries NaN and infinities as the CPU backend does", async () => {
    for (const c of trainable.slice(0, 6)) {
      const dy = uniform(outShape(c), 3);
      await expectSameAsCpu(backpropInput(c), [withSpecials(dy, 37), uniform(c.filter, 2)], {
        atol: 1e-5,
      });
      await expectSameAsCpu(backpropInput(c), [dy, withSpecials(uniform(c.filter, 2), 41)], {
        atol: 1e-5,
      });
    }
  });
});

describe("Conv2DBackpropFilter", () => {
  it("Conv2DBackpropFilter(x, dy) refuses a dy that the convolution cannot have made", async () => {
    const c = convolutions[0]!;
    for (const kind of kinds) {
      await expect(
        onKernels(kind, backpropFilter(c) as never, [uniform(c.x), uniform([2, 3, 9, 5])]),
      ).rejects.toThrow("Conv2DBackpropFilter: expected dy of shape [2,7,9,5], got [2,3,9,5]");
    }
  });

  it("Conv2DBackpropFilter(x, dy) equals the CPU backend for every stride and padding", async () => {
    for (const c of trainable) {
      const inputs = [uniform(c.x), uniform(outShape(c), 3)];
      await expectSameAsCpu(backpropFilter(c), inputs, { atol: 3e-5 });
    }
  });

  it("Conv2DBackpropFilter(x, dy) carries NaN and infinities as the CPU backend does", async () => {
    for (const c of trainable.slice(0, 6)) {
      const dy = uniform(outShape(c), 3);
      await expectSameAsCpu(backpropFilter(c), [withSpecials(uniform(c.x), 43), dy], { atol: 1e-5 });
      await expectSameAsCpu(backpropFilter(c), [uniform(c.x), withSpecials(dy, 29)], { atol: 1e-5 });
    }
  });
});
