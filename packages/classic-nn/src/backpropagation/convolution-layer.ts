import { Matrix } from "ml-matrix";
import { dataMatrix } from "../data-matrix.js";

/** An image of c channels, each h×w. */
export type Channels = readonly Matrix[];

/** A convolution layer: m kernels, each with a matrix for every input channel, and a bias for each. */
export interface ConvolutionLayer {
  /** `kernels[k][c]`, all of one size. */
  kernels: readonly Channels[];
  /** One number a kernel. */
  bias: readonly number[];
}

/** The gradient of an error with respect to a convolution layer and its input. */
export interface ConvolutionGradient {
  /** ∂E/∂kernels, shaped as they are. */
  kernels: Matrix[][];
  /** ∂E/∂bias. */
  bias: number[];
  /** ∂E/∂input: what the layer below receives. */
  input: Matrix[];
}

const shapeOf = (matrix: Matrix): string => `[${matrix.rows}, ${matrix.columns}]`;

/**
 * Slides a kernel over an image and takes the sum of products at every place where it fits:
 * out[i, j] = Σ K[a, b] · X[i + a, j + b]. Lectures on neural networks call this convolution; strictly it is correlation, the
 * kernel is not turned round. A one-dimensional signal is an image of one row.
 *
 * @throws RangeError if the kernel is larger than the image.
 */
export function slidingFilter(image: Matrix, kernel: Matrix): Matrix {
  const [rows, columns] = [image.rows - kernel.rows + 1, image.columns - kernel.columns + 1];
  if (rows < 1 || columns < 1)
    throw new RangeError(
      `slidingFilter: expected a kernel no larger than the image ${shapeOf(image)}, got ${shapeOf(kernel)}`,
    );
  const out = Matrix.zeros(rows, columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let a = 0; a < kernel.rows; a++)
        for (let b = 0; b < kernel.columns; b++) sum += kernel.get(a, b) * image.get(i + a, j + b);
      out.set(i, j, sum);
    }
  return out;
}

/**
 * Output of a convolution layer: channel k is b_k + Σ_c slidingFilter(x_c, K_kc). With 1×1 kernels every pixel is a little
 * linear layer over the channels.
 *
 * @param input c channels of one size.
 * @throws RangeError if channels, kernels and biases do not fit together.
 */
export function convolve({ kernels, bias }: ConvolutionLayer, input: Channels): Matrix[] {
  checkLayer({ kernels, bias }, input);
  return kernels.map((kernel, k) =>
    kernel
      .map((matrix, c) => slidingFilter(input[c]!, matrix))
      .reduce((sum, term) => sum.add(term))
      .add(bias[k]!),
  );
}

/**
 * Backpropagation through {@link convolve}, from δ = ∂E/∂output. Every weight met every pixel it slid over:
 * ∂E/∂K_kc = slidingFilter(x_c, δ_k), ∂E/∂b_k = Σ δ_k; and each output gives its δ back through the kernel:
 * ∂E/∂x_c[i + a, j + b] = Σ_k K_kc[a, b] δ_k[i, j].
 *
 * @param delta As many channels as kernels, of the size of the output.
 * @throws RangeError if the shapes do not fit together.
 */
export function convolveBackward(
  { kernels, bias }: ConvolutionLayer,
  input: Channels,
  delta: Channels,
): ConvolutionGradient {
  checkLayer({ kernels, bias }, input);
  const [image, kernel] = [input[0]!, kernels[0]![0]!];
  const shape = `[${image.rows - kernel.rows + 1}, ${image.columns - kernel.columns + 1}]`;
  if (delta.length !== kernels.length || delta.some((d) => shapeOf(d) !== shape))
    throw new RangeError(
      `convolveBackward: expected ${kernels.length} channels of delta of shape ${shape}, got ${delta.length} of ${delta.map(shapeOf).join(", ")}`,
    );
  const below = input.map(({ rows, columns }) => Matrix.zeros(rows, columns));
  for (const [k, d] of delta.entries())
    for (const [c, target] of below.entries()) spread(d, kernels[k]![c]!, target);
  return {
    kernels: kernels.map((_, k) => input.map((channel) => slidingFilter(channel, delta[k]!))),
    bias: delta.map((d) => d.sum()),
    input: below,
  };
}

/** Adds δ[i, j]·K to the window of the target that output [i, j] looked at. */
function spread(delta: Matrix, kernel: Matrix, target: Matrix): void {
  for (let i = 0; i < delta.rows; i++)
    for (let j = 0; j < delta.columns; j++)
      for (let a = 0; a < kernel.rows; a++)
        for (let b = 0; b < kernel.columns; b++)
          target.set(i + a, j + b, target.get(i + a, j + b) + kernel.get(a, b) * delta.get(i, j));
}

function checkLayer({ kernels, bias }: ConvolutionLayer, input: Channels): void {
  const [image, kernel] = [input[0], kernels[0]?.[0]];
  if (image === undefined || kernel === undefined)
    throw new RangeError(
      `convolve: expected at least one channel and one kernel, got ${input.length} and ${kernels.length}`,
    );
  if (bias.length !== kernels.length)
    throw new RangeError(`convolve: expected ${kernels.length} biases, got ${bias.length}`);
  for (const channel of input) dataMatrix(channel, "convolve", "input");
  for (const channel of input)
    if (shapeOf(channel) !== shapeOf(image))
      throw new RangeError(
        `convolve: expected channels of one shape ${shapeOf(image)}, got ${shapeOf(channel)}`,
      );
  for (const channels of kernels)
    if (channels.length !== input.length || channels.some((c) => shapeOf(c) !== shapeOf(kernel)))
      throw new RangeError(
        `convolve: expected kernels of ${input.length} channels of shape ${shapeOf(kernel)}, got ${channels.length} of ${channels.map(shapeOf).join(", ")}`,
      );
}
