import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { averagePool, averagePoolBackward } from "../../src/index.js";
import torch from "../fixtures/course-claims.json" with { type: "json" };

const { image, delta, output, gradient } = torch.averaged;

it("averagePool(image) equals PyTorch's avg_pool2d, an odd row and column left out", () => {
  expectClose(averagePool(new Matrix(image)), output);
});
it("averagePoolBackward(delta, image) equals PyTorch's autograd, and spreads δ evenly", () => {
  expectClose(averagePoolBackward(new Matrix(delta), new Matrix(image)), gradient);
  expect(averagePoolBackward(new Matrix([[8]]), Matrix.zeros(2, 2)).to2DArray()).toEqual([
    [2, 2],
    [2, 2],
  ]);
});
it("averagePool of windows of 1 is the image", () => {
  expect(averagePool(new Matrix(image), 1).to2DArray()).toEqual(image);
});
it("averagePool refuses windows that do not fit, and a δ of another shape", () => {
  expect(() => averagePool(Matrix.zeros(2, 3), 3)).toThrow(
    new RangeError("averagePool: expected size to be an integer in [1, 2], got 3"),
  );
  expect(() => averagePoolBackward(Matrix.zeros(2, 2), Matrix.zeros(2, 2))).toThrow(
    new RangeError("averagePoolBackward: expected delta of shape [1, 1], got [2, 2]"),
  );
});
