import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { figure, line, ruleY } from "@elbowjs/figures";
import { defaultRng } from "@elbowjs/numpy-random";

/** Settings of {@link weightDecayTrace}. */
export interface WeightDecayOptions {
  /** η > 0. Default 0.5. */
  readonly learningRate?: number;
  /** λ ≥ 0 of the penalty λ/(2·samples)·Σw². Default 5. */
  readonly lambda?: number;
  /** m, an integer in [1, samples]. Default 10. */
  readonly batchSize?: number;
  /** Training points, a multiple of the batch size. Default 1,000. */
  readonly samples?: number;
  /** n, the number of weights; samples · inputs is at most 2²⁴. Default 400. */
  readonly inputs?: number;
  /** An integer in [1, 10⁶]. Default 60. */
  readonly epochs?: number;
  /** σ of the initial weights: 1, or 1/√n. Default `"unit"`. */
  readonly scale?: "unit" | "fan-in";
  /** Seed of NumPy's generator. Default 0. */
  readonly seed?: number;
}

/** One epoch of the experiment. */
export interface WeightDecayEpoch {
  /** From 1. */
  readonly epoch: number;
  /** Root mean square of the weights after the epoch. */
  readonly rms: number;
  /** rms divided by that of the epoch before. */
  readonly ratio: number;
  /** Length of all decay steps of the epoch, summed as vectors. */
  readonly decayLength: number;
  /** Length of all steps down the data's gradient, summed as vectors. */
  readonly dataLength: number;
  /** Mean of ½(a − y)² over the epoch. */
  readonly loss: number;
}

/** The whole experiment. */
export interface WeightDecayTrace {
  readonly initialRms: number;
  readonly epochs: WeightDecayEpoch[];
  /** exp(−ηλ/m), the factor by which decay alone shrinks the weights in an epoch. */
  readonly predictedRatio: number;
  /** 1/√n, where the decay is expected to tail off. */
  readonly tailOff: number;
}

/**
 * What weight decay does to large initial weights, by experiment. A sigmoid neuron with n inputs learns
 * y = 1[uᵀx > 0] under the quadratic cost by w ← (1 − ηλ/N)·w − (η/m)·Σ ∂C. An epoch has N/m steps, so decay alone
 * multiplies w by (1 − ηλ/N)^(N/m) ≈ exp(−ηλ/m). Weights N(0, 1) give v ~ N(0, n): the neuron is saturated, the data
 * hardly pull, and the first epochs are decay. It tails off when the weights are near 1/√n: then v is of order 1, the
 * sigmoid is alive and the data pull back. The trace splits every epoch into the two parts.
 *
 * @throws RangeError if an option is outside its interval; TypeError for one that does not exist.
 * @see M. Nielsen, Neural Networks and Deep Learning (2015), chapter 3; ECE/CS 559, lecture 13.
 */
export function weightDecayTrace(options: WeightDecayOptions = {}): WeightDecayTrace {
  checkWeightDecay(options);
  const { learningRate: eta = 0.5, lambda = 5, batchSize: m = 10, samples = 1000 } = options;
  const { inputs: n = 400, epochs = 60, scale = "unit", seed = 0 } = options;
  if (!(eta * lambda < samples))
    throw new RangeError(
      `weightDecayTrace: expected learningRate > 0 and lambda ≥ 0 with ηλ < samples = ${samples}, got ${eta} and ${lambda}`,
    );
  if (samples % m !== 0)
    throw new RangeError(`weightDecayTrace: expected samples a multiple of batchSize = ${m}, got ${samples}`);

  const rng = defaultRng(seed);
  const teacher = rng.standardNormal(n);
  const x = Array.from({ length: samples }, () => rng.standardNormal(n));
  const y = x.map((row) => (dot(teacher, row) > 0 ? 1 : 0));
  let w = rng.standardNormal(n).map((z) => (scale === "unit" ? z : z / Math.sqrt(n)));

  const initialRms = rms(w);
  const trace: WeightDecayEpoch[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = rng.permutation(samples);
    const before = rms(w);
    const decay = new Float64Array(n);
    const data = new Float64Array(n);
    let loss = 0;
    for (let start = 0; start < samples; start += m) {
      const gradient = new Float64Array(n);
      for (const row of order.slice(start, start + m)) {
        const a = 1 / (1 + Math.exp(-dot(w, x[row]!)));
        const error = a - y[row]!;
        loss += error ** 2 / 2 / samples;
        for (let i = 0; i < n; i++) gradient[i]! += error * a * (1 - a) * x[row]![i]!;
      }
      for (let i = 0; i < n; i++) {
        decay[i]! -= ((eta * lambda) / samples) * w[i]!;
        data[i]! -= (eta / m) * gradient[i]!;
      }
      w = w.map((wi, i) => (1 - (eta * lambda) / samples) * wi - (eta / m) * gradient[i]!);
    }
    trace.push({
      epoch,
      rms: rms(w),
      ratio: rms(w) / before,
      decayLength: Math.hypot(...decay),
      dataLength: Math.hypot(...data),
      loss,
    });
  }
  return {
    initialRms,
    epochs: trace,
    predictedRatio: Math.exp((-eta * lambda) / m),
    tailOff: 1 / Math.sqrt(n),
  };
}

function checkWeightDecay(options: WeightDecayOptions): void {
  checkOptions("weightDecayTrace", options, [
    "learningRate",
    "lambda",
    "batchSize",
    "samples",
    "inputs",
    "epochs",
    "scale",
    "seed",
  ]);
  const { learningRate, lambda, batchSize, samples = 1000, inputs = 400, epochs, scale = "unit" } = options;
  checkNumbers("weightDecayTrace", {
    learningRate: [learningRate, "> 0 or undefined"],
    lambda: [lambda, "≥ 0 or undefined"],
    batchSize: [batchSize, "integer ≥ 1 or undefined"],
    samples: [samples, "integer ≥ 1"],
    inputs: [inputs, "integer ≥ 1"],
    epochs: [epochs, "integer in [1, 1000000] or undefined"],
  });
  checkNumbers("weightDecayTrace", {
    "samples · inputs": [samples * inputs, "integer in [1, 16777216]"],
  });
  checkChoices("weightDecayTrace", { scale: [scale, ["unit", "fan-in"]] });
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

function rms(w: Float64Array): number {
  return Math.sqrt(dot(w, w) / w.length);
}

/**
 * Root mean square weight against epoch, with the pure decay exp(−ηλ/m) per epoch and 1/√n beside it, as an SVG
 * document.
 */
export function weightDecayFigure(trace: WeightDecayTrace): string {
  checkKinds("weightDecayFigure", {
    trace: [
      trace,
      {
        initialRms: "number",
        epochs: [{ epoch: "number", rms: "number" }],
        predictedRatio: "number",
        tailOff: "number",
      },
    ],
  });
  const { initialRms, epochs, predictedRatio, tailOff } = trace;
  const x = [0, ...epochs.map(({ epoch }) => epoch)];
  // Drawn down to 1/√n only: further on it would squeeze the rest of the figure.
  const pure = x.map((epoch) => initialRms * predictedRatio ** epoch).filter((rms) => rms >= tailOff);
  return figure({
    title: "Weight decay from large initial weights",
    x: { label: "epoch" },
    y: { label: "root mean square weight", type: "log" },
    marks: [
      line({ name: "measured", x, y: [initialRms, ...epochs.map((epoch) => epoch.rms)] }),
      line({ name: "pure decay", x: pure.map((_, epoch) => epoch), y: pure }),
      ruleY({ name: "1/√n", at: tailOff }),
    ],
  });
}
