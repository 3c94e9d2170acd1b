import { checkKinds } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { dataMatrix } from "../data-matrix.js";
import { checkSliding, type SlidingOptions, slide, slidingShape } from "./sliding-filter.js";

/** An image of c channels, each h×w. */
export type Channels = readonly Matrix[];

/** A convolution layer: m kernels, each with a matrix for every input channel, and a bias for each. */
export interface ConvolutionLayer extends SlidingOptions {
  /** `kernels[k][c]`, all of one size. */
  readonly kernels: readonly Channels[];
  /** One number per kernel. */
  readonly bias: readonly number[];
}

/** The gradient of an error with respect to a convolution layer and its input. */
export interface ConvolutionGradient {
  /** ∂E/∂kernels, shaped as they are. */
  readonly kernels: Matrix[][];
  /** ∂E/∂bias. */
  readonly bias: number[];
  /** ∂E/∂input: what the layer below receives. */
  readonly input: Matrix[];
}

const shapeOf = (matrix: Matrix): string => `[${matrix.rows}, ${matrix.columns}]`;

/**
 * Output of a convolution layer: channel k is b_k + Σ_c slidingFilter(x_c, K_kc), with the layer's stride and zero padding.
 * With 1×1 kernels every pixel is a little linear layer over the channels.
 *
 * @param input c channels of one size.
 * @throws RangeError if channels, kernels and biases do not fit together.
 */
export function convolve(layer: ConvolutionLayer, input: Channels): Matrix[] {
  const { stride, padding } = checkLayer(layer, input);
  return layer.kernels.map((kernel, k) =>
    kernel
      .map((matrix, c) => slide(input[c]!, matrix, stride, padding))
      .reduce((sum, term) => sum.add(term))
      .add(layer.bias[k]!),
  );
}

/**
 * Backpropagation through {@link convolve}, from δ = ∂E/∂output. Every weight met the pixels it slid over, with stride s
 * and padding p: ∂E/∂K_kc[a, b] = Σ_ij δ_k[i, j] x_c[s·i + a − p, s·j + b − p] and ∂E/∂b_k = Σ δ_k; each output gives its δ
 * back through the kernel: ∂E/∂x_c[s·i + a − p, s·j + b − p] collects Σ_k K_kc[a, b] δ_k[i, j].
 *
 * @param delta As many channels as kernels, of the size of the output.
 * @throws RangeError if the shapes do not fit together.
 */
export function convolveBackward(
  layer: ConvolutionLayer,
  input: Channels,
  delta: Channels,
): ConvolutionGradient {
  const { stride, padding } = checkLayer(layer, input);
  const { kernels } = layer;
  checkChannels("convolveBackward", "delta", delta);
  const shape = `[${slidingShape(input[0]!, kernels[0]![0]!, stride, padding).join(", ")}]`;
  if (delta.length !== kernels.length || delta.some((d) => shapeOf(d) !== shape))
    throw new RangeError(
      `convolveBackward: expected ${kernels.length} channels of delta of shape ${shape}, got ${delta.length} of ${delta.map(shapeOf).join(", ")}`,
    );
  const ofInput = input.map(({ rows, columns }) => Matrix.zeros(rows, columns));
  const ofKernels = kernels.map((kernel) => kernel.map(({ rows, columns }) => Matrix.zeros(rows, columns)));
  for (const [k, d] of delta.entries())
    for (const [c, image] of input.entries())
      spread(d, kernels[k]![c]!, image, ofKernels[k]![c]!, ofInput[c]!, stride, padding);
  return { kernels: ofKernels, bias: delta.map((d) => d.sum()), input: ofInput };
}

/** Adds what one δ map gives to the gradient of the kernel that made it, and to that of the channel it looked at. */
function spread(
  delta: Matrix,
  kernel: Matrix,
  image: Matrix,
  ofKernel: Matrix,
  ofImage: Matrix,
  stride: number,
  padding: number,
): void {
  for (let i = 0; i < delta.rows; i++)
    for (let j = 0; j < delta.columns; j++)
      for (let a = 0; a < kernel.rows; a++)
        for (let b = 0; b < kernel.columns; b++) {
          const [row, column] = [stride * i + a - padding, stride * j + b - padding];
          if (row < 0 || column < 0 || row >= image.rows || column >= image.columns) continue;
          const d = delta.get(i, j);
          ofKernel.set(a, b, ofKernel.get(a, b) + d * image.get(row, column));
          ofImage.set(row, column, ofImage.get(row, column) + d * kernel.get(a, b));
        }
}

/** Refuses what is no list of matrices. */
export function checkChannels(caller: string, name: string, channels: Channels): void {
  checkKinds(caller, { [name]: [channels, ["Matrix"]] });
}

function checkLayer(layer: ConvolutionLayer, input: Channels): Required<SlidingOptions> {
  checkKinds("convolve", { layer: [layer, { kernels: [["Matrix"]], bias: "numbers" }] });
  checkChannels("convolve", "input", input);
  const { kernels, bias, stride = 1, padding = 0 } = layer;
  checkSliding("convolve", { stride, padding });
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
  return { stride, padding };
}
