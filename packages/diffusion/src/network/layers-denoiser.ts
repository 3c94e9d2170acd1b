import { refusal } from "@elbowjs/arguments";
import {
  type LayerFactory,
  type Pass,
  Sequential,
  type Shape,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { oneHot } from "@elbowjs/samples";
import { concat, reshape, slice, type Tensor, tensor2d, tidy, tile } from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.js";
import { frequencies, timeFeatures } from "./time-embedding.js";

/**
 * Layers of the caller's own, one after another. They are given z with 64 numbers that tell the level behind it, and with one number for each
 * class if there are classes: behind the numbers of a vector, or as so many channels more of an image, each of one value.
 */
export class LayersDenoiser implements Denoiser {
  readonly #network: Sequential;
  readonly #shape: Shape;
  readonly #classes: number;

  /** @throws RangeError if what comes out has another shape than what goes in. */
  constructor(
    caller: string,
    shape: Shape,
    { layers, classes }: { readonly layers: readonly LayerFactory[]; readonly classes: number },
    source: WeightSource,
  ) {
    this.#shape = shape;
    this.#classes = classes;
    const given = [...shape.slice(0, -1), shape.at(-1)! + 2 * frequencies + classes];
    this.#network = new Sequential(given, layers, source);
    if (this.#network.outputShape.join() !== shape.join())
      throw refusal(
        new RangeError(
          `${caller}: expected network to end in [${shape.join(", ")}], got [${this.#network.outputShape.join(", ")}]`,
        ),
      );
  }

  weights(): ReadonlyMap<string, Weight> {
    return new Map(this.#network.namedWeights());
  }

  apply(z: Tensor, times: ArrayLike<number>, labels: ArrayLike<number> | undefined, pass: Pass): Tensor {
    return tidy(() => {
      const n = z.shape[0]!;
      const told = [rowsFor(n, tensor2d(timeFeatures(times), [times.length, 2 * frequencies]))];
      if (labels !== undefined) told.push(rowsFor(n, this.#labelRows(labels)));
      const beside = concat(told, 1);
      const spread = this.#shape.slice(0, -1);
      const channels = beside.shape[1]!;
      const placed = tile(reshape(beside, [n, ...spread.map(() => 1), channels]), [1, ...spread, 1]);
      return this.#network.apply(concat([z, placed], -1), pass);
    });
  }

  /** One-hot; all zeros for no label. */
  #labelRows(labels: ArrayLike<number>): Tensor {
    const values = oneHot(labels, this.#classes + 1);
    const rows = tensor2d(values, [labels.length, this.#classes + 1]);
    return slice(rows, [0, 0], [labels.length, this.#classes]);
  }
}

/** One row for all, or one for each, as n rows. */
const rowsFor = (n: number, rows: Tensor): Tensor => (rows.shape[0] === n ? rows : tile(rows, [n, 1]));
