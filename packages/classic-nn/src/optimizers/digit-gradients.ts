import { checkKinds } from "@elbowjs/arguments";
import { addTransposedProduct } from "./dense-product.js";
import { checkDigitNetwork, type DigitNetwork, digitActivations } from "./digit-network.js";

/** Images in rows and the class of each. */
export interface DigitBatch {
  /** n×sizes[0], row-major. */
  readonly images: ArrayLike<number>;
  /** n classes in [0, sizes[L]). */
  readonly labels: ArrayLike<number>;
}

/** What one batch gives. */
export interface DigitGradients {
  /** Mean cross-entropy over the batch, nats. */
  readonly loss: number;
  /** Images whose most probable class is their label. */
  readonly correct: number;
  /** ∂loss/∂parameters, in their order. */
  readonly gradients: Float64Array[];
}

/** The 0-based class of largest probability in each row. */
export function predictions(logProbabilities: Float64Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: logProbabilities.length / classes }, (_, i) => {
    const row = logProbabilities.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
}

/** Refuses what is no batch. */
export function checkDigitBatch(caller: string, name: string, batch: DigitBatch): void {
  checkKinds(caller, { [name]: [batch, { images: "numbers", labels: "numbers" }] });
}

/** Checks that there is one label per image, each a class. */
export function checkLabels(labels: ArrayLike<number>, n: number, classes: number, caller: string): void {
  if (labels.length !== n)
    throw new RangeError(`${caller}: expected labels of shape [${n}], got [${labels.length}]`);
  for (let i = 0; i < n; i++)
    if (!(Number.isInteger(labels[i]) && labels[i]! >= 0 && labels[i]! < classes))
      throw new RangeError(`${caller}: expected labels in [0, ${classes}), got ${labels[i]} at [${i}]`);
}

/**
 * Mean cross-entropy of a batch and its gradient by backpropagation: δ_L = (softmax − onehot)/n, ∂W_l = h_{l−1}ᵀδ_l,
 * ∂b_l = Σ δ_l, δ_{l−1} = (δ_l W_lᵀ) where h_{l−1} > 0.
 *
 * @throws RangeError if images or labels do not fit the network.
 */
export function digitGradients(network: DigitNetwork, batch: DigitBatch): DigitGradients {
  checkDigitNetwork("digitGradients", network);
  checkDigitBatch("digitGradients", "batch", batch);
  const { images, labels } = batch;
  const { sizes, parameters } = network;
  const layers = digitActivations(network, images);
  const last = sizes.length - 1;
  const classes = sizes[last]!;
  const logP = layers[last]!;
  const n = logP.length / classes;
  checkLabels(labels, n, classes, "digitGradients");

  let loss = 0;
  let delta: Float64Array = logP.map((value) => Math.exp(value) / n);
  for (let i = 0; i < n; i++) {
    loss -= logP[i * classes + labels[i]!]! / n;
    delta[i * classes + labels[i]!]! -= 1 / n;
  }
  const correct = predictions(logP, classes).filter((label, i) => label === labels[i]).length;

  const gradients = parameters.map(({ length }) => new Float64Array(length));
  for (let l = last; l >= 1; l--) {
    const [fanIn, units] = [sizes[l - 1]!, sizes[l]!];
    const h = layers[l - 1]!;
    addTransposedProduct(h, delta, gradients[2 * l - 2]!, n, fanIn, units);
    const bias = gradients[2 * l - 1]!;
    for (let i = 0; i < n; i++) for (let j = 0; j < units; j++) bias[j]! += delta[i * units + j]!;
    if (l > 1) delta = backThroughRelu(h, parameters[2 * l - 2]!, delta, fanIn, units);
  }
  return { loss, correct, gradients };
}

/** δ·Wᵀ where h > 0, and 0 elsewhere. */
function backThroughRelu(
  h: Float64Array,
  weights: Float64Array,
  delta: Float64Array,
  fanIn: number,
  units: number,
): Float64Array {
  return h.map((value, at) => {
    if (value === 0) return 0;
    const row = (at % fanIn) * units;
    const from = Math.floor(at / fanIn) * units;
    let total = 0;
    for (let j = 0; j < units; j++) total += delta[from + j]! * weights[row + j]!;
    return total;
  });
}
