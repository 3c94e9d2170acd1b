import { refusal } from "@elbowjs/arguments";
import type { LogProbabilities, NextTokens } from "@elbowjs/decoding";
import { logSoftmax, reshape, slice, type Tensor2D, tensor1d } from "@tensorflow/tfjs-core";
import {
  disposeState,
  mapState,
  type NetworkState,
  rowsOfState,
  zeroState,
} from "../network/network-state.js";
import type { RecurrentModel } from "../network/recurrent-model.js";
import { checkTokens, tokenInput } from "../network/sequence-input.js";
import { tidied } from "../network/tidied.js";

/**
 * A network as `@elbowjs/decoding` asks it: `beamSearch(next.tokens, { prompt, end })`. It keeps the states of the prefixes of the
 * call before, so that each call is one step.
 */
export class NetworkNext {
  readonly #network: RecurrentModel;
  #state: NetworkState | undefined;
  #length = 0;

  /** @internal */
  constructor(network: RecurrentModel) {
    this.#network = network;
  }

  /** What `greedy`, `sample` and `beamSearch` take. The prompt needs at least one token: a network speaks after it has read. */
  readonly tokens: NextTokens = async (prefixes, parents): Promise<LogProbabilities> => {
    const caller = "RecurrentNetwork.next";
    const length = prefixes[0]?.length ?? 0;
    if (length === 0)
      throw refusal(
        new RangeError(
          `${caller}: expected a prompt of at least one token, got none; begin with a start token`,
        ),
      );
    const goesOn =
      this.#state !== undefined && length === this.#length + 1 && parents.every((row) => row >= 0);
    const n = prefixes.length;
    const read = goesOn ? 1 : length;
    const tokens = new Int32Array(n * read);
    prefixes.forEach((prefix, i) => {
      tokens.set(prefix.subarray(length - read), i * read);
    });
    checkTokens(caller, tokens, this.#network.options.inputs, "prompt");
    const { logP, last } = this.#step(tokens, [n, read], goesOn ? parents : undefined);
    this.dispose();
    this.#state = last;
    this.#length = length;
    try {
      const values = (await logP.data()) as Float32Array;
      const width = values.length / n;
      return Array.from({ length: n }, (_, i) => values.subarray(i * width, (i + 1) * width));
    } finally {
      logP.dispose();
    }
  };

  /** Frees the states; the next call reads its prefixes whole. */
  dispose(): void {
    if (this.#state) disposeState(this.#state);
    this.#state = undefined;
  }

  #step(
    tokens: Int32Array,
    [n, steps]: readonly [number, number],
    parents: Int32Array | undefined,
  ): { logP: Tensor2D; last: NetworkState } {
    const network = this.#network;
    return tidied(() => {
      const state = parents
        ? rowsOfState(this.#state!, tensor1d(parents, "int32"))
        : zeroState(network.options, n);
      const { layers, last } = network.stack.trace(network.embed(tokenInput(tokens, [n, steps])), state);
      const { hidden } = layers.at(-1)!;
      const end = reshape(slice(hidden, [steps - 1, 0, 0], [1, n, hidden.shape[2]]), [
        n,
        hidden.shape[2],
      ]) as Tensor2D;
      return { logP: logSoftmax(network.outputsOf(end)), last: mapState(last, (tensor) => tensor.clone()) };
    });
  }
}
