import { gelu } from "@elbowjs/backend/fused";
import {
  conv2d,
  type Layer,
  linear,
  type Pass,
  type Shape,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { add, reshape, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { groupNorm } from "./group-norm.js";
import { NamedLayers } from "./named-layers.js";

/** Groups of every group norm; they divide the channels. */
export const groups = 8;

/** What a block is made for. */
export interface UNetBlockOptions {
  /** Channels that come out. */
  readonly channels: number;
  /** Numbers of the embedded level. */
  readonly embedded: number;
}

/** Two 3×3 convolutions, each after group norm and GELU, with the embedded level between them, added to what came in. */
export class UNetBlock {
  readonly #named: NamedLayers;
  readonly #norm1: Layer;
  readonly #conv1: Layer;
  readonly #time: Layer;
  readonly #norm2: Layer;
  readonly #conv2: Layer;
  readonly #skip: Layer | undefined;

  constructor(shape: Shape, { channels, embedded }: UNetBlockOptions, source: WeightSource) {
    const [height, width, inputs] = shape as readonly [number, number, number];
    const named = new NamedLayers(source);
    const inner = [height, width, channels];
    this.#named = named;
    this.#norm1 = named.layer("norm1", shape, groupNorm(groups));
    this.#conv1 = named.layer("conv1", shape, conv2d({ channels, kernel: 3, padding: 1 }));
    this.#time = named.layer("time", [embedded], linear({ units: channels }));
    this.#norm2 = named.layer("norm2", inner, groupNorm(groups));
    // The block begins as its skip alone.
    const last = conv2d({ channels, kernel: 3, padding: 1, initialWeight: "zeros" });
    this.#conv2 = named.layer("conv2", inner, last);
    this.#skip =
      inputs === channels ? undefined : named.layer("skip", shape, conv2d({ channels, kernel: 1 }));
  }

  weights(): ReadonlyMap<string, Weight> {
    return this.#named.weights;
  }

  /** @param e the embedded level, `[1 or n, embedded]`. */
  apply(x: Tensor, e: Tensor, pass: Pass): Tensor {
    return tidy(() => {
      const level = this.#time.apply(e, pass);
      const first = this.#conv1.apply(gelu(this.#norm1.apply(x, pass)), pass);
      const told = add(first, reshape(level, [level.shape[0]!, 1, 1, level.shape[1]!]));
      const second = this.#conv2.apply(gelu(this.#norm2.apply(told, pass)), pass);
      return add(second, this.#skip?.apply(x, pass) ?? x);
    });
  }
}
