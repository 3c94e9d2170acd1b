import { attention } from "@elbowjs/backend/fused";
import { type Layer, linear, type Pass, type Shape, type Weight, type WeightSource } from "@elbowjs/layers";
import { add, reshape, split, type Tensor, tidy, transpose } from "@tensorflow/tfjs-core";
import { groupNorm } from "./group-norm.js";
import { NamedLayers } from "./named-layers.js";
import { groups } from "./u-net-block.js";

/** Every place of an image attends to every other: group norm, queries, keys and values, heads, a projection, added to what came in. */
export class SelfAttention {
  readonly #named: NamedLayers;
  readonly #heads: number;
  readonly #norm: Layer;
  readonly #qkv: Layer;
  readonly #projection: Layer;

  /** @param heads divide the channels. */
  constructor(shape: Shape, heads: number, source: WeightSource) {
    const channels = shape.at(-1)!;
    const named = new NamedLayers(source);
    this.#named = named;
    this.#heads = heads;
    this.#norm = named.layer("norm", shape, groupNorm(groups));
    this.#qkv = named.layer("qkv", [channels], linear({ units: 3 * channels }));
    const back = linear({ units: channels, initialWeight: "zeros" });
    this.#projection = named.layer("projection", [channels], back);
  }

  weights(): ReadonlyMap<string, Weight> {
    return this.#named.weights;
  }

  apply(x: Tensor, pass: Pass): Tensor {
    return tidy(() => {
      const [n, height, width, channels] = x.shape as [number, number, number, number];
      const places = height * width;
      const rows = reshape(this.#norm.apply(x, pass), [n * places, channels]);
      const [query, key, value] = split(this.#qkv.apply(rows, pass), 3, 1).map((part) =>
        transpose(reshape(part, [n, places, this.#heads, channels / this.#heads]), [0, 2, 1, 3]),
      );
      const { values } = attention(query!, key!, value!);
      const merged = reshape(transpose(values, [0, 2, 1, 3]), [n * places, channels]);
      return add(x, reshape(this.#projection.apply(merged, pass), x.shape));
    });
  }
}
