import { checkNumbers } from "@elbowjs/arguments";
import { upsampleBicubic2x } from "@elbowjs/backend/fused";
import {
  matMul,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  transpose,
} from "@tensorflow/tfjs-core";
import type { LayerFactory } from "./layer.js";
import { imageShapeOf } from "./shape.js";

/** The cubic convolution coefficient that PyTorch and OpenCV use; Keys's −½ is the other usual one. */
const a = -0.75;

/**
 * PyTorch's `Upsample(scale_factor=scale, mode="bicubic")` with `align_corners=False`: a fixed linear map, rows and
 * columns apart, hence two small matrix products with gradients of the same kind. By two, one of `@elbowjs/backend/fused`.
 *
 * @throws RangeError if `scale` is not an integer ≥ 1.
 */
export function upsampleBicubic({ scale }: { readonly scale: number }): LayerFactory {
  checkNumbers("upsampleBicubic", { scale: [scale, "integer ≥ 1"] });
  return (inputShape) => {
    const [height, width, channels] = imageShapeOf("upsampleBicubic", inputShape);
    const alongRows = bicubicMatrix(width, scale);
    const alongColumns = bicubicMatrix(height, scale);
    const upsample = (x: Tensor) => {
      const n = x.shape[0]!;
      const rows = reshape(transpose(x, [0, 3, 1, 2]), [n * channels * height, width]);
      const wide = reshape(matMul(rows, asTensor(alongRows, width, scale)), [
        n * channels,
        height,
        width * scale,
      ]);
      const columns = reshape(transpose(wide, [0, 2, 1]), [n * channels * width * scale, height]);
      const large = reshape(matMul(columns, asTensor(alongColumns, height, scale)), [
        n,
        channels,
        width * scale,
        height * scale,
      ]);
      return transpose(large, [0, 3, 2, 1]);
    };
    return {
      name: "Upsample",
      detail: `bicubic, ×${scale}`,
      inputShape,
      outputShape: [height * scale, width * scale, channels],
      weights: [],
      apply: (x) => (scale === 2 ? upsampleBicubic2x(x as Tensor4D) : upsample(x)),
    };
  };
}

/**
 * Bicubic interpolation of `size` samples to `size · scale` as a matrix `[size, size · scale]`, row-major: y = x·M. Output o
 * lies at (o + ½)/scale − ½ of the input; its four neighbours are weighed by the cubic convolution kernel with a = −¾, and
 * neighbours beyond the border are the border's value.
 *
 * @see R. Keys, Cubic convolution interpolation for digital image processing, 1981, equation 4 (there a = −½).
 */
export function bicubicMatrix(size: number, scale: number): Float32Array {
  const columns = size * scale;
  const matrix = new Float32Array(size * columns);
  for (let o = 0; o < columns; o++) {
    const place = (o + 0.5) / scale - 0.5;
    const left = Math.floor(place);
    for (let i = left - 1; i <= left + 2; i++) {
      const row = Math.min(size - 1, Math.max(0, i));
      matrix[row * columns + o]! += cubicKernel(Math.abs(place - i));
    }
  }
  return matrix;
}

function cubicKernel(t: number): number {
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
}

function asTensor(matrix: Float32Array, size: number, scale: number): Tensor2D {
  return tensor2d(matrix, [size, size * scale]);
}
