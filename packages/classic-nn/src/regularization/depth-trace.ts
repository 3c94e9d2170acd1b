import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { figure, line } from "@elbowjs/figures";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";
import { type Activation, checkActivation, tanh } from "../backpropagation/activation.js";
import { mapEntries } from "../map-entries.js";

/** What arrives at each layer of a deep network. */
export interface DepthTrace {
  /** Root mean square of φ(v) of each layer, first to last. */
  readonly signals: Float64Array;
  /** Root mean square of δ = ∂E/∂v of each layer, first to last. */
  readonly gradients: Float64Array;
  /** gradients[0] / gradients[L − 1]: below 1 it vanishes towards the input, above it explodes. */
  readonly ratio: number;
}

/** Settings of {@link depthTrace}. */
export interface DepthOptions {
  /** Layers L, an integer in [2, 1024]. Default 30. */
  readonly depth?: number;
  /** Neurons of each, an integer in [1, 4096]. Default 64. */
  readonly width?: number;
  /** Weights are N(0, (gain/√width)²): 1 keeps the variance of a linear network. Default 1. */
  readonly gain?: number;
  /** φ. Default tanh. */
  readonly activation?: Activation;
  /** `"layer"` brings δ back to root mean square 1 after every layer. Default `"none"`. */
  readonly normalise?: "none" | "layer";
  /** Seed of NumPy's generator. Default 0. */
  readonly seed?: number;
}

/**
 * Lecture 13: backpropagation multiplies δ by Wᵀ and φ′ at every layer, so over L layers it shrinks or grows like a power of
 * L. One normal input is sent through a random network, a normal gradient sent back from its output.
 *
 * @throws RangeError if an option is outside its interval.
 */
export function depthTrace(options: DepthOptions = {}): DepthTrace {
  checkOptions("depthTrace", options, ["depth", "width", "gain", "activation", "normalise", "seed"]);
  const { depth = 30, width = 64, gain = 1, activation = tanh, normalise = "none", seed = 0 } = options;
  checkNumbers("depthTrace", {
    depth: [depth, "integer in [2, 1024]"],
    width: [width, "integer in [1, 4096]"],
    gain: [gain, "(0, ∞)"],
  });
  checkChoices("depthTrace", { normalise: [normalise, ["none", "layer"]] });
  checkActivation("depthTrace", activation);
  const rng = defaultRng(seed);
  const column = (): Matrix => Matrix.columnVector(Array.from(rng.standardNormal(width)));
  let y = column();
  const weights = Array.from({ length: depth }, () =>
    Matrix.from1DArray(width, width, rng.normal(0, gain / Math.sqrt(width), width * width)),
  );
  const fields: Matrix[] = [];
  const signals = new Float64Array(depth);
  for (const [l, W] of weights.entries()) {
    const v = W.mmul(y);
    y = mapEntries(v, activation.value);
    fields.push(v);
    signals[l] = rootMeanSquare(y);
  }
  const gradients = new Float64Array(depth);
  let arriving = column();
  for (let l = depth - 1; l >= 0; l--) {
    const delta = mapEntries(fields[l]!, activation.derivative).mul(arriving);
    const size = rootMeanSquare(delta);
    gradients[l] = normalise === "layer" && size > 0 ? 1 : size;
    arriving = weights[l]!.transpose().mmul(normalise === "layer" && size > 0 ? delta.div(size) : delta);
  }
  return { signals, gradients, ratio: gradients[0]! / gradients[depth - 1]! };
}

const rootMeanSquare = (m: Matrix): number => m.norm() / Math.sqrt(m.size);

/** δ against the layer, one line per trace, on a logarithmic axis, as an SVG document. */
export function depthFigure(traces: Readonly<Record<string, DepthTrace>>): string {
  checkKinds("depthFigure", { traces: [traces, "object"] });
  for (const [name, trace] of Object.entries(traces))
    checkKinds("depthFigure", { [`traces.${name}`]: [trace, { gradients: "numbers" }] });
  return figure({
    title: "What arrives at each layer",
    x: { label: "layer, 1 next to the input" },
    y: { label: "root mean square of δ", type: "log" },
    marks: Object.entries(traces).map(([name, { gradients }]) =>
      line({ name, x: Array.from(gradients, (_, l) => l + 1), y: gradients }),
    ),
  });
}
