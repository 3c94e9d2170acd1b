import type { Weight, WeightSource } from "@elbowjs/layers";
import {
  concat,
  reshape,
  slice,
  sub,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  unstack,
} from "@tensorflow/tfjs-core";
import type { CompleteNetworkOptions } from "./network-options.js";
import { cutState, type NetworkState } from "./network-state.js";
import { type LayerInput, RecurrentLayer } from "./recurrent-layer.js";

/** What went through one layer: [T, n, units] each. */
export interface LayerTrace {
  readonly hidden: Tensor3D;
  readonly cell?: Tensor3D;
  readonly gates?: Tensor3D;
}

/** Recurrent layers one upon the other: each reads all outputs of the one below. */
export class RecurrentStack {
  readonly layers: readonly RecurrentLayer[];

  constructor(
    { cell, hidden, forgetBias }: Pick<CompleteNetworkOptions, "cell" | "hidden" | "forgetBias">,
    inputs: number,
    source: WeightSource,
  ) {
    this.layers = hidden.map(
      (units, i) =>
        new RecurrentLayer({ cell, inputs: i === 0 ? inputs : hidden[i - 1]!, units, forgetBias }, i, source),
    );
  }

  get weights(): Weight[] {
    return this.layers.flatMap(({ weights }) => weights);
  }

  /**
   * The top layer's outputs, [T, n, units], and the states after the last step; differentiable.
   *
   * @param truncate steps after which backpropagation is cut. Default: never.
   */
  run(
    input: LayerInput,
    state: NetworkState,
    {
      lengths,
      truncate = Number.POSITIVE_INFINITY,
    }: { readonly lengths?: Tensor1D | undefined; readonly truncate?: number | undefined } = {},
  ): { top: Tensor3D; last: NetworkState } {
    if (input.steps <= truncate) return this.#runWhole(input, state, lengths);
    const tops: Tensor3D[] = [];
    let last = state;
    for (let start = 0; start < input.steps; start += truncate) {
      const steps = Math.min(truncate, input.steps - start);
      const rows = slice(input.rows, start * input.n, steps * input.n) as Tensor2D;
      // A row that ends before this part has no steps in it; it keeps its state.
      const left = lengths && (sub(lengths, start) as Tensor1D);
      const part = this.#runWhole({ steps, n: input.n, rows }, start === 0 ? state : cutState(last), left);
      tops.push(part.top);
      last = part.last;
    }
    return { top: concat(tops), last };
  }

  #runWhole(
    input: LayerInput,
    state: NetworkState,
    lengths: Tensor1D | undefined,
  ): { top: Tensor3D; last: NetworkState } {
    let below = input;
    let top: Tensor3D | undefined;
    const last = this.layers.map((layer, i) => {
      const states = layer.run(below, state[i]!, lengths);
      top = partOf(states, 0);
      below = { ...input, rows: reshape(top, [input.steps * input.n, layer.units]) as Tensor2D };
      return lastOf(states);
    });
    return { top: top!, last };
  }

  /** All that went through the layers, and the states after the last step; without gradients. */
  trace(
    input: LayerInput,
    state: NetworkState,
    lengths?: Tensor1D,
  ): { layers: LayerTrace[]; last: NetworkState } {
    let below = input;
    const last: NetworkState[number][] = [];
    const layers = this.layers.map((layer, i): LayerTrace => {
      const { states, gates } = layer.trace(below, state[i]!, lengths);
      const [hidden, cell] = unstack(states) as [Tensor3D, Tensor3D?];
      below = { ...input, rows: reshape(hidden, [input.steps * input.n, layer.units]) as Tensor2D };
      last.push(lastOf(states));
      return { hidden, ...(cell && { cell }), ...(gates && { gates }) };
    });
    return { layers, last };
  }
}

const partOf = (states: Tensor4D, part: number): Tensor3D => {
  const [, ...shape] = states.shape;
  return reshape(slice(states, [part, 0, 0, 0], [1, ...shape]), shape) as Tensor3D;
};

function lastOf(states: Tensor4D): NetworkState[number] {
  const [parts, steps, n, units] = states.shape;
  const at = (part: number): Tensor2D =>
    reshape(slice(states, [part, steps - 1, 0, 0], [1, 1, n, units]), [n, units]) as Tensor2D;
  return { hidden: at(0), ...(parts === 2 && { cell: at(1) }) };
}
