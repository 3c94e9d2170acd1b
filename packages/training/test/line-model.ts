import { linear, randomWeights, Sequential, type Weight, weightsOf } from "@elbowjs/layers";
import { type Samples, toSamples } from "@elbowjs/samples";
import { mean, reshape, type Scalar, slice, square, sub, tidy } from "@tensorflow/tfjs-core";
import {
  type BatchSource,
  type OptimizerOptions,
  optimizer,
  type Player,
  type SampleBatch,
  sampleBatches,
  stream,
  type Trainable,
} from "../src/index.js";

/** The smallest model there is: a line through points (x, y), by least squares. */
export class LineModel {
  readonly format = "line";
  readonly options: { readonly seed: number };
  readonly network: Sequential;

  constructor(seed = 0) {
    this.options = { seed };
    this.network = new Sequential(
      [1],
      [linear({ units: 1 })],
      randomWeights(stream(seed, "weights")).within("line"),
    );
  }

  weights(): Map<string, Weight> {
    return weightsOf({ line: this.network });
  }

  /** Mean square of y − (wx + b). */
  loss({ x }: SampleBatch): Scalar {
    return tidy(() => {
      const [n] = x.shape as [number];
      const points = reshape(x, [n, 2]);
      const column = (j: number) => slice(points, [0, j], [n, 1]);
      return mean(square(sub(this.network.apply(column(0), pass), column(1))));
    });
  }

  async values(): Promise<number[]> {
    const all: number[] = [];
    for (const { variable } of this.weights().values()) all.push(...(await variable.data()));
    return all;
  }

  dispose(): void {
    this.network.dispose();
  }
}

const pass = { training: true, random: () => 0 };

/** What `train` is told of it. */
export function trainable(
  model: LineModel,
  {
    chosen = { type: "sgd" },
    validate,
    loss = (batch) => model.loss(batch),
    ...rest
  }: {
    readonly chosen?: OptimizerOptions;
    readonly validate?: () => Promise<{ readonly loss: number }>;
    readonly loss?: Player<SampleBatch>["loss"];
    readonly objective?: unknown;
    readonly usesProgress?: boolean;
  } = {},
): Trainable<SampleBatch, { readonly loss: number }> {
  return {
    model,
    format: model.format,
    options: model.options,
    weights: () => model.weights(),
    players: [{ name: "line", optimizer: optimizer(chosen), weights: () => model.weights(), loss }],
    ...(validate && { validate }),
    ...rest,
  };
}

/** n points on y = 2x − 1 with a little noise, from x = −1 to 1. */
export async function points(n: number, noise = 0.05): Promise<Samples> {
  const data = new Float32Array(2 * n);
  for (let i = 0; i < n; i++) {
    const x = (2 * i) / Math.max(1, n - 1) - 1;
    data.set([x, 2 * x - 1 + noise * Math.sin(91 * i)], 2 * i);
  }
  return toSamples("points", { data, shape: [n, 2] });
}

export const batches = async (n: number, smallestBatch = 1): Promise<BatchSource<SampleBatch>> =>
  sampleBatches(await points(n), { smallestBatch });
