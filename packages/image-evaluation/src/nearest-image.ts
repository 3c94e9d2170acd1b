import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkImageTensor, type Shape, sizeOf } from "@elbowjs/layers";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import {
  argMin,
  matMul,
  min,
  mul,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";

/** The training image nearest to one sample. */
export interface NearestImage {
  /** Its row in the training images. */
  readonly index: number;
  /** Mean square difference by pixel, ≥ 0. */
  readonly distance: number;
}

/**
 * The nearest training image of each sample, by mean square difference of the pixels: a sample that is a copy of what the model was
 * shown has a distance near 0, far below that of a test image.
 *
 * @param samples shape `[n, height, width, channels]`, or `[n, pixels]` with `shape` given.
 * @param images the training images.
 * @param batchSize training images at a time; an integer ≥ 1. Default 1,000.
 * @throws RangeError if the shapes differ.
 */
export async function nearestImages(
  samples: Tensor,
  images: SamplesInput,
  options: { readonly batchSize?: number; readonly shape?: Shape } = {},
): Promise<NearestImage[]> {
  checkKinds("nearestImages", { samples: [samples, "Tensor"] });
  checkOptions("nearestImages", options, ["batchSize", "shape"]);
  const { batchSize = 1000, shape = samples.shape.slice(1) } = options;
  checkNumbers("nearestImages", { batchSize: [batchSize, "integer ≥ 1"] });
  checkImageTensor("nearestImages", samples, shape);
  const set = await toSamples("nearestImages", images, { shape });
  const pixels = sizeOf(shape);
  const n = samples.shape[0]!;
  const best = Array.from({ length: n }, () => ({ index: -1, distance: Number.POSITIVE_INFINITY }));
  const rows = reshape(samples, [n, pixels]);
  try {
    for (let start = 0; start < set.size; start += batchSize) {
      const count = Math.min(batchSize, set.size - start);
      const given = set.slice(start, start + count);
      const [places, least] = tidy(() => {
        const candidates = tensor(given, [count, pixels]);
        // ‖x‖² − 2x·s; the sample's own ‖s‖² changes no comparison.
        const partial = sub(sum(square(candidates), 1), mul(matMul(rows, candidates, false, true), 2));
        return [argMin(partial, 1), min(partial, 1)];
      });
      const [index, value] = [await places.data(), await least.data()];
      for (const [i, nearest] of best.entries())
        if (value[i]! < nearest.distance) best[i] = { index: start + index[i]!, distance: value[i]! };
      for (const used of [places, least]) used.dispose();
    }
    const values = await rows.data();
    return best.map(({ index }, i) => {
      // Once more by differences: ‖x‖² − 2x·s + ‖s‖² would cancel where the two are close.
      const image = set.gather([index]);
      let total = 0;
      for (let p = 0; p < pixels; p++) total += (image[p]! - values[i * pixels + p]!) ** 2;
      return { index, distance: total / pixels };
    });
  } finally {
    rows.dispose();
  }
}
