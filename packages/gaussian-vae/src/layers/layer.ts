import type { Tensor, Tensor2D, Variable } from "@tensorflow/tfjs-core";

/** The shape of one item, without the batch: `[units]`, or `[height, width, channels]` for an image. */
export type Shape = readonly number[];

/** What a forward pass needs to know besides its input. */
export interface Pass {
  /** Batch statistics and dropout (true), or running statistics and no dropout (false). */
  readonly training: boolean;
  /** Uniform numbers in [0, 1) for dropout, drawn in the order of the layers. */
  readonly random: () => number;
  /** One-hot labels for a conditional network, shape `[n, classes]`, or one row for all. */
  readonly labels?: Tensor2D | undefined;
}

/** One tensor of a layer that is kept with the model. */
export interface Weight {
  /** PyTorch's name inside the module: `weight`, `bias`, `running_mean`, `running_var`. */
  readonly name: string;
  /** PyTorch's shape. */
  readonly torchShape: Shape;
  /** `transpose(PyTorch's tensor, layout)` is ours; undefined where the two are the same. */
  readonly layout?: readonly number[];
  readonly variable: Variable;
  /** Whether the optimiser may change it; running statistics are not trained. */
  readonly trainable: boolean;
}

/** One step of a network, with its weights. */
export interface Layer {
  /** PyTorch's name of the module, as in `Conv2d`. */
  readonly name: string;
  /** Its settings in words, as in `4×4, stride 2`; undefined where the shapes say it all. */
  readonly detail?: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly weights: readonly Weight[];
  /** @param x shape `[n, ...inputShape]`. @returns shape `[n, ...outputShape]`. */
  apply(x: Tensor, pass: Pass): Tensor;
}

/** Makes a layer for inputs of a given shape; `uniform(bound, count)` draws its initial weights from U(−bound, bound). */
export type LayerFactory = (
  inputShape: Shape,
  uniform: (bound: number, count: number) => Float32Array,
) => Layer;

/** The number of elements of one item. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** The shape as an image's, or a RangeError in the name of `layer`. */
export function imageShapeOf(layer: string, shape: Shape): readonly [number, number, number] {
  if (shape.length !== 3)
    throw new RangeError(`${layer}: expected an image [height, width, channels], got [${shape.join(", ")}]`);
  return shape as readonly [number, number, number];
}

/** Refuses anything but an integer of at least `least`. */
export function checkInteger(who: string, name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least))
    throw new RangeError(`${who}: expected ${name} to be an integer of at least ${least}, got ${value}`);
}
