import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  concat,
  customGrad,
  maximum,
  mul,
  onesLike,
  reshape,
  slice,
  step,
  sub,
  type Tensor,
} from "@tensorflow/tfjs-core";
import type { LayerFactory } from "./layer.js";
import { imageShapeOf } from "./shape.js";

/**
 * PyTorch's `MaxPool2d` with stride = size. Where several elements of a window are the largest, the first, by rows, receives
 * the gradient, as in PyTorch: behind a ReLU such ties are common, and the kernels of tfjs's backends do not agree on them.
 *
 * @throws RangeError if `size` is not an integer ≥ 1 or does not divide the image's sides: a remainder would be lost, and
 *   upsampling could not restore it.
 */
export function maxPool2d(options: { readonly size: number }): LayerFactory {
  checkOptions("maxPool2d", options, ["size"]);
  checkKinds("maxPool2d", { options: [options, "object"] });
  const { size } = options;
  checkNumbers("maxPool2d", { size: [size, "integer ≥ 1"] });
  return (inputShape) => {
    const [height, width, channels] = imageShapeOf("maxPool2d", inputShape);
    if (height % size || width % size)
      throw new RangeError(`maxPool2d: expected sides divisible by ${size}, got ${height}×${width}`);
    const outputShape = [height / size, width / size, channels];
    return {
      name: "MaxPool2d",
      detail: `${size}×${size}`,
      inputShape,
      outputShape,
      weights: [],
      apply: (x) => reshape(largest(x, size), [x.shape[0]!, ...outputShape]),
    };
  };
}

/** The elements at row i, column j of every window, shape `[n·h/size, 1, w/size, c]`, in the order of rows. */
function corners(x: Tensor, size: number): Tensor[] {
  const [n, height, width, channels] = x.shape as [number, number, number, number];
  const windows = reshape(x, [(n * height) / size, size, width / size, size * channels]);
  return Array.from({ length: size * size }, (_, k) => {
    const [i, j] = [Math.floor(k / size), k % size];
    return slice(windows, [0, i, 0, j * channels], [(n * height) / size, 1, width / size, channels]);
  });
}

function largest(x: Tensor, size: number): Tensor {
  const operation = customGrad((...args: unknown[]) => {
    const [x, save] = args as [Tensor, (tensors: Tensor[]) => void];
    const y = corners(x, size).reduce((best, corner) => maximum(best, corner));
    save([x, y]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [x, y] = saved as [Tensor, Tensor];
        let open: Tensor = onesLike(y); // 1 where the window's gradient is not given away yet
        const parts = corners(x, size).map((corner) => {
          const hit = mul(sub(1, step(sub(y, corner))), open); // comparisons give bools, which WASM casts slowly
          open = sub(open, hit);
          return mul(dy, hit);
        });
        const rows = Array.from({ length: size }, (_, i) => concat(parts.slice(i * size, (i + 1) * size), 3));
        return reshape(concat(rows, 1), x.shape);
      },
    };
  });
  return operation(x);
}
