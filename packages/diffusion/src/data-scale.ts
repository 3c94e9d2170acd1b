import { constant, type Shape, sizeOf, type Weight, type WeightSource } from "@elbowjs/layers";
import type { Samples } from "@elbowjs/samples";
import { add, clipByValue, mul, reshape, sub, type Tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";

/** What is kept: see {@link DataScale}. */
type Kept = "shift" | "scale" | "bound" | "shares";

/** Where no values have been seen, the furthest out that one may lie. */
const unbounded = 1e6;

/**
 * How data lie in the chain's units, of mean 0 and deviation about 1: x ↦ (x − shift)/scale. Images in [0, 1] go to [−1, 1]; of points `fit`
 * measures the mean and deviation of each feature and how far out the furthest value lies, and of labels how often each class comes. All
 * that is kept with the weights.
 */
export class DataScale {
  readonly #shape: Shape;
  readonly #isImage: boolean;
  readonly #weights = new Map<Kept, Weight>();
  /** The same as numbers, for what is not a tensor's business. */
  readonly #values = new Map<Kept, Float32Array>();

  constructor(shape: Shape, classes: number, source: WeightSource) {
    this.#shape = shape;
    this.#isImage = shape.length === 3;
    const numbers = this.#isImage ? 1 : sizeOf(shape);
    const keep = (name: Kept, length: number, value: number) => {
      const weight = source.make(name, [length], constant(value), { trainable: false });
      this.#weights.set(name, weight);
      // Just made of these numbers, so that no device is waited for.
      this.#values.set(name, Float32Array.from(weight.variable.dataSync()));
    };
    keep("shift", numbers, this.#isImage ? 0.5 : 0);
    keep("scale", numbers, this.#isImage ? 0.5 : 1);
    keep("bound", 1, this.#isImage ? 1 : unbounded);
    if (classes > 0) keep("shares", classes, 0);
  }

  weights(): ReadonlyMap<string, Weight> {
    return this.#weights;
  }

  /** How far from 0 a value of the data lies at most, in the chain's units. */
  get bound(): number {
    return this.#values.get("bound")![0]!;
  }

  /** The part of the training data in each class; zeros before `fit`, empty without classes. */
  get shares(): Float32Array {
    return this.#values.get("shares") ?? new Float32Array(0);
  }

  /** Σ ln scale over the numbers of a sample: what densities of the chain's units and of the data's differ by. */
  get logVolume(): number {
    const scale = this.#values.get("scale")!;
    const sum = scale.reduce((total, value) => total + Math.log(value), 0);
    return this.#isImage ? sum * sizeOf(this.#shape) : sum;
  }

  /** To the chain's units, in the model's shape. */
  toChain(x: Tensor): Tensor {
    return tidy(() => {
      const rows = reshape(x, [x.shape[0]!, ...this.#shape]);
      const inverse = tensor1d(this.#values.get("scale")!.map((value) => 1 / value));
      return mul(sub(rows, this.#weights.get("shift")!.variable), inverse);
    });
  }

  /** Back to the data's units; images are cut to [0, 1]. */
  toData(x: Tensor): Tensor {
    return tidy(() => {
      const scaled = mul(x, this.#weights.get("scale")!.variable);
      const values = add(scaled, this.#weights.get("shift")!.variable);
      return this.#isImage ? clipByValue(values, 0, 1) : values;
    });
  }

  /** Measures training data. */
  measure(samples: Samples): void {
    if (this.#values.has("shares")) this.#set("shares", sharesOf(samples, this.shares.length));
    if (this.#isImage) return;
    const { mean, deviation, furthest } = momentsOf(samples);
    this.#set("shift", mean);
    this.#set("scale", deviation);
    this.#set("bound", Float32Array.of(furthest));
  }

  #set(name: Kept, values: Float32Array): void {
    this.#values.set(name, values);
    const given = tensor1d(values);
    this.#weights.get(name)!.variable.assign(given);
    given.dispose();
  }
}

/** Where images in [0, 1] lie, for files that do not say. */
export function imageScale(classes: number): [string, Float32Array][] {
  const half = Float32Array.of(0.5);
  const own: [string, Float32Array][] = [
    ["scale.shift", half],
    ["scale.scale", half],
    ["scale.bound", Float32Array.of(1)],
  ];
  return classes > 0 ? [...own, ["scale.shares", new Float32Array(classes)]] : own;
}

function sharesOf(samples: Samples, classes: number): Float32Array {
  const counts = new Float64Array(classes);
  for (let i = 0; i < samples.size; i++) counts[samples.labels![i]!]! += 1;
  return Float32Array.from(counts, (count) => count / samples.size);
}

/** Mean and deviation of each feature, and the largest |x − mean|/deviation; a feature that never changes keeps its unit. */
function momentsOf(samples: Samples): { mean: Float32Array; deviation: Float32Array; furthest: number } {
  const { size, features } = samples;
  const [mean, squares] = [new Float64Array(features), new Float64Array(features)];
  const [low, high] = [new Float64Array(features).fill(Infinity), new Float64Array(features).fill(-Infinity)];
  const row = new Float32Array(features);
  for (let i = 0; i < size; i++) {
    samples.slice(i, i + 1, row);
    // Welford's update keeps its digits where the mean is far from 0.
    for (const [f, value] of row.entries()) {
      const before = value - mean[f]!;
      mean[f]! += before / (i + 1);
      squares[f]! += before * (value - mean[f]!);
      low[f] = Math.min(low[f]!, value);
      high[f] = Math.max(high[f]!, value);
    }
  }
  const deviation = Float32Array.from(squares, (sum) => Math.sqrt(sum / size) || 1);
  const furthest = deviation.reduce(
    (most, unit, f) => Math.max(most, (mean[f]! - low[f]!) / unit, (high[f]! - mean[f]!) / unit),
    0,
  );
  return { mean: Float32Array.from(mean), deviation, furthest: furthest || 1 };
}
