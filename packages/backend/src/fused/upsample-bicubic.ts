import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  customGrad,
  engine,
  getBackend,
  getKernel,
  matMul,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";

/** Our kernels, where a backend has them. */
export const UPSAMPLE_BICUBIC = "ElbowUpsampleBicubic";
export const UPSAMPLE_BICUBIC_GRADIENT = "ElbowUpsampleBicubicGradient";

/** The steepness of PyTorch's cubic kernel; image programs often take −0.5. */
const A = -0.75;

/** Options of {@link upsampleBicubic}. */
export interface UpsampleBicubicOptions {
  /** How many times as high and as wide, an integer ≥ 1. Default 2. */
  readonly scale?: number;
}

/**
 * Bicubic upsampling, as PyTorch's `interpolate(x, scale_factor=scale, mode="bicubic", align_corners=False)`: output pixel o
 * lies at (o + ½)/scale − ½ of the input and is a sum over the four nearest input pixels with Keys' kernel of a = −0.75, pixels
 * outside repeated from the edge. The weights are the same for every image, so it is two products with a fixed matrix,
 * y = C x Cᵀ, and differentiable as such; by two on WebGPU one program sums the sixteen pixels.
 *
 * @param x [batch, height, width, channels], float32.
 * @returns [batch, scale·height, scale·width, channels].
 * @throws RangeError if x is not of rank 4 or the scale is no integer ≥ 1; TypeError if an option does not exist.
 * @see Keys, "Cubic Convolution Interpolation for Digital Image Processing" (1981).
 */
export function upsampleBicubic(x: Tensor4D, options: UpsampleBicubicOptions = {}): Tensor4D {
  checkOptions("upsampleBicubic", options, ["scale"]);
  const { scale = 2 } = options;
  checkNumbers("upsampleBicubic", { scale: [scale, "integer ≥ 1"] });
  if (x.rank !== 4) {
    throw new RangeError(
      `upsampleBicubic: expected x of shape [batch, height, width, channels], got [${x.shape}]`,
    );
  }
  if (scale === 2 && getKernel(UPSAMPLE_BICUBIC, getBackend()) !== undefined) return upsampleByKernel(x);
  const [batch, height, width, channels] = x.shape;
  return tidy(() => {
    const rows = matMul(bicubicMatrix(height, scale), reshape(x, [batch, height, width * channels]));
    // The other axis goes to the front of its matrix, then back.
    const turned = transpose(reshape(rows, [batch, scale * height, width, channels]), [0, 2, 1, 3]);
    const long = reshape(turned, [batch, width, scale * height * channels]);
    const columns = matMul(bicubicMatrix(width, scale), long);
    const large = reshape(columns, [batch, scale * width, scale * height, channels]);
    return transpose(large, [0, 2, 1, 3]) as Tensor4D;
  });
}

function upsampleByKernel(x: Tensor4D): Tensor4D {
  const operation = customGrad((image) => ({
    value: engine().runKernel(UPSAMPLE_BICUBIC, { x: image as Tensor }) as Tensor,
    gradFunc: (dy: Tensor) => engine().runKernel(UPSAMPLE_BICUBIC_GRADIENT, { dy }) as Tensor,
  }));
  return operation(x) as Tensor4D;
}

/** C[o, i], the weight of input pixel i in output pixel o: scale·size × size. */
function bicubicMatrix(size: number, scale: number): Tensor2D {
  const weights = new Float32Array(scale * size * size);
  for (let o = 0; o < scale * size; o++) {
    const place = (o + 0.5) / scale - 0.5;
    const floor = Math.floor(place);
    for (let i = floor - 1; i <= floor + 2; i++) {
      const inside = Math.min(Math.max(i, 0), size - 1);
      weights[o * size + inside]! += cubicKernel(Math.abs(place - i));
    }
  }
  return tensor2d(weights, [scale * size, size]);
}

/** Keys' kernel at distance t ≥ 0. */
function cubicKernel(t: number): number {
  if (t <= 1) return ((A + 2) * t - (A + 3)) * t * t + 1;
  if (t < 2) return ((A * t - 5 * A) * t + 8 * A) * t - 4 * A;
  return 0;
}
