import type { LogProbabilities, NextTokens } from "@elbowjs/decoding";
import { logSoftmax, type Tensor, type Tensor2D, tensor1d, tidy, tile } from "@tensorflow/tfjs-core";
import { disposeState, type NetworkState, rowsOfState } from "../network/network-state.js";
import type { LayerInput } from "../network/recurrent-layer.js";
import { tokenInput } from "../network/sequence-input.js";
import type { Encoded } from "./encoded.js";

type Decode = (
  input: LayerInput,
  encoded: Encoded,
  state: NetworkState,
) => { logits: Tensor2D; last: NetworkState };

/** The output of one input, as `@elbowjs/decoding` asks for it. Its prompt is what has been written so far, at first nothing. */
export class Seq2SeqNext {
  readonly #encoded: Encoded;
  readonly #start: number;
  readonly #decode: Decode;
  #state: NetworkState | undefined;
  #length = -1;

  /** @internal */
  constructor(encoded: Encoded, start: number, decode: Decode) {
    this.#encoded = encoded;
    this.#start = start;
    this.#decode = decode;
  }

  /** What `greedy`, `sample` and `beamSearch` take. */
  readonly tokens: NextTokens = async (prefixes, parents): Promise<LogProbabilities> => {
    const length = prefixes[0]!.length;
    const n = prefixes.length;
    const goesOn =
      this.#state !== undefined && length === this.#length + 1 && parents.every((row) => row >= 0);
    const read = goesOn ? 1 : length + 1;
    const tokens = new Int32Array(n * read);
    prefixes.forEach((prefix, i) => {
      if (goesOn) tokens[i] = prefix[length - 1]!;
      else tokens.set([this.#start, ...prefix], i * read);
    });
    const before = this.#state;
    const rows = tensor1d(goesOn ? parents : new Int32Array(n), "int32");
    const input = tokenInput(tokens, [n, read]);
    const state = rowsOfState(before !== undefined && goesOn ? before : this.#encoded.last, rows);
    const encoded = repeated(this.#encoded, n);
    const { logits, last } = this.#decode(input, encoded, state);
    const logP = tidy(() => logSoftmax(logits));
    for (const tensor of [rows, input.rows, logits, encoded.outputs, encoded.padding]) tensor?.dispose();
    disposeState(state);
    if (before) disposeState(before);
    this.#state = last;
    this.#length = length;
    try {
      const values = (await logP.data()) as Float32Array;
      const width = logP.shape[1]!;
      const end = (read - 1) * n; // time first: the last step's rows
      return Array.from({ length: n }, (_, i) => values.subarray((end + i) * width, (end + i + 1) * width));
    } finally {
      logP.dispose();
    }
  };

  /** Frees what it keeps; it cannot be asked again. */
  dispose(): void {
    if (this.#state) disposeState(this.#state);
    this.#state = undefined;
    const { outputs, padding, last } = this.#encoded;
    for (const tensor of [outputs, padding]) tensor?.dispose();
    disposeState(last);
  }
}

/** The one input for so many hypotheses. */
function repeated({ outputs, padding, last }: Encoded, n: number): Encoded {
  const times = (tensor: Tensor): Tensor => tile(tensor, [n, ...tensor.shape.slice(1).map(() => 1)]);
  return { ...(outputs && { outputs: times(outputs) }), ...(padding && { padding: times(padding) }), last };
}
