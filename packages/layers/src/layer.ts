import type { Tensor } from "@tensorflow/tfjs-core";
import type { Shape } from "./shape.js";
import type { Weight } from "./weight.js";
import type { WeightSource } from "./weight-source.js";

/** What a forward pass needs to know besides its input. */
export interface Pass {
  /** Batch statistics and dropout (true), or running statistics and no dropout (false). */
  readonly training: boolean;
  /** Uniform numbers in [0, 1) for dropout, drawn in the order of the layers. */
  readonly random: () => number;
  /** What a conditional network is told besides its input, as one-hot labels: shape `[n, units]`, or one row for all. */
  readonly context?: Tensor | undefined;
}

/** The pass of a network that is used, not trained: no dropout, hence no random numbers. */
export const evaluation: Pass = { training: false, random: () => 0 };

/** One step of a network, with its weights. */
export interface Layer {
  /** PyTorch's name of the module, as in `Conv2d`. */
  readonly name: string;
  /** Its settings in words, as in `4×4, stride 2`; undefined where the shapes say it all. */
  readonly detail?: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly weights: readonly Weight[];
  /** Whether it keeps the shape and works on each element or channel by itself: activations, normalisation, dropout. */
  readonly pointwise?: boolean;
  /** Whether it is max(x, 0), which a layer behind it may take over. */
  readonly rectifies?: boolean;
  /** The probability of dropout, which a layer before it may take over. */
  readonly dropRate?: number;
  /** Training passes that this layer and its neighbours can do together, if any; see {@link Fusion}. */
  fuse?(before: Layer | undefined, after: Layer | undefined): Fusion | undefined;
  /** @param x shape `[n, ...inputShape]`. @returns shape `[n, ...outputShape]`. */
  apply(x: Tensor, pass: Pass): Tensor;
}

/** What a layer does together with its neighbours in training: apart, they would write and read the data more often. */
export interface Fusion {
  /** Whether the layer before is included, and the one after. */
  readonly takesBefore: boolean;
  readonly takesAfter: boolean;
  apply(x: Tensor, pass: Pass): Tensor;
}

/** Makes a layer for inputs of a given shape, with its weights from a source: drawn, or out of a file. */
export type LayerFactory = (inputShape: Shape, weights: WeightSource) => Layer;
