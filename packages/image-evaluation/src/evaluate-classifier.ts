import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { type Tensor, type Tensor2D, tensor, tidy } from "@tensorflow/tfjs-core";

/** Options of {@link ImageClassifier.evaluate}. */
export interface ClassifierEvaluateOptions {
  /** Images at a time; an integer ≥ 1. Changes the results by rounding only. Default 250. */
  readonly batchSize?: number;
  /** Stops measuring. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link ImageClassifier.evaluate} returns. */
export interface ClassifierEvaluation {
  /** Images measured. */
  readonly size: number;
  /** Mean of −ln p(label), in nats. */
  readonly loss: number;
  /** Share whose most probable class is the label, in [0, 1]. */
  readonly accuracy: number;
}

/** What measuring needs of a classifier. */
export interface MeasuredClassifier {
  readonly options: { readonly classes: number; readonly imageShape: readonly [number, number, number] };
  classify(x: Tensor): Tensor2D;
}

/** Measures a classifier; its own `evaluate` calls it. */
export async function evaluateClassifier(
  classifier: MeasuredClassifier,
  images: SamplesInput,
  options: ClassifierEvaluateOptions,
): Promise<ClassifierEvaluation> {
  const caller = "ImageClassifier.evaluate";
  checkOptions(caller, options, ["batchSize", "signal"]);
  const { batchSize = 250, signal } = options;
  checkNumbers(caller, { batchSize: [batchSize, "integer ≥ 1"] });
  const { imageShape, classes } = classifier.options;
  const samples = await toSamples(caller, images, { shape: imageShape, within: [0, 1], classes });
  const { size } = samples;
  const labels = samples.labels!;
  const breathe = breather({ signal });
  let [right, nats] = [0, 0];
  for (let start = 0; start < size; start += batchSize) {
    const end = Math.min(size, start + batchSize);
    const output = tidy(() =>
      classifier.classify(tensor(samples.slice(start, end), [end - start, ...imageShape])),
    );
    const probabilities = await output.data();
    output.dispose();
    for (let i = start; i < end; i++) {
      const row = probabilities.subarray((i - start) * classes, (i - start + 1) * classes);
      if (row.indexOf(Math.max(...row)) === labels[i]) right += 1;
      // float32's smallest normal number stands in for a probability that came out as 0.
      nats -= Math.log(Math.max(row[labels[i]!]!, 2 ** -126));
    }
    await breathe();
  }
  return { size, loss: nats / size, accuracy: right / size };
}
