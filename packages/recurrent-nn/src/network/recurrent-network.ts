import { checkOptions, refusal } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import {
  addBias,
  buildFromState,
  initialisers,
  normal,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { readSafetensors } from "@elbowjs/safetensors";
import { Model, newModel, openModel, stream, type Training } from "@elbowjs/training";
import {
  gather,
  matMul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  transpose,
} from "@tensorflow/tfjs-core";
import { NetworkNext } from "../generation/network-next.js";
import {
  type EvaluateOptions,
  evaluateNetwork,
  type SequenceEvaluation,
} from "../training/evaluate-network.js";
import { fitNetwork, type RecurrentFitOptions } from "../training/fit-network.js";
import type { SequenceData } from "../training/sequence-data.js";
import { networkFileOptions, type TorchOptions } from "./from-torch.js";
import {
  type CompleteNetworkOptions,
  completeNetworkOptions,
  type RecurrentNetworkOptions,
} from "./network-options.js";
import { checkState, mapState, type NetworkState, zeroState } from "./network-state.js";
import { type LayerInput, lengthsTensor } from "./recurrent-layer.js";
import type { RecurrentModel } from "./recurrent-model.js";
import { type LayerTrace, RecurrentStack } from "./recurrent-stack.js";
import { readInput, type SequenceInput } from "./sequence-input.js";
import { tidied } from "./tidied.js";

/** Options of `RecurrentNetwork.forward`. */
export interface ForwardOptions {
  /** Steps of each row, integers in [1, T]; behind them a row keeps its state. Default: those of the rows of tokens, else T. */
  readonly lengths?: ArrayLike<number> | undefined;
  /** Where to begin: `last` of a call before. Default: zeros. */
  readonly state?: NetworkState | undefined;
}

/** The trace of `RecurrentNetwork.forward`: every tensor is the caller's, `dispose()` frees them all. */
export interface Trace {
  /** [n, T, outputs]: V s_t + c. Behind a row's length they repeat its last. */
  readonly outputs: Tensor3D;
  /** Per layer [n, T, units]: what it puts out, and the cell of an LSTM. */
  readonly states: readonly { readonly hidden: Tensor3D; readonly cell?: Tensor3D }[];
  /** Per layer of an LSTM the gates in (0, 1) and the candidate in (−1, 1), [n, T, units] each. */
  readonly gates: readonly {
    readonly input: Tensor3D;
    readonly forget: Tensor3D;
    readonly candidate: Tensor3D;
    readonly output: Tensor3D;
  }[];
  /** The state after each row's last step, to go on from. */
  readonly last: NetworkState;
  dispose(): void;
}

/**
 * A recurrent network: an embedding if asked for, a stack of RNN, LSTM or peephole LSTM layers, and a linear output. Its modules are
 * PyTorch's: `embedding`, `rnn` and `output`.
 *
 * s_t = tanh(U x_t + W s_{t−1} + b), y_t = V s_t + c for an RNN. For an LSTM, with the gates f, i, o = σ(U x_t + W y_{t−1} + b) and
 * the candidate g = tanh(U x_t + W y_{t−1} + b): s_t = s_{t−1} ⊙ f_t + g_t ⊙ i_t, y_t = tanh(s_t) ⊙ o_t. With peepholes the three
 * gates have p ⊙ s_{t−1} in their sums, too.
 *
 * @see ECE/CS 559, lecture 24; S. Hochreiter, J. Schmidhuber, Long Short-Term Memory, 1997; F. Gers, N. Schraudolph, J. Schmidhuber,
 * Learning Precise Timing with LSTM Recurrent Networks, 2002, whose output gate reads s_t instead.
 */
export class RecurrentNetwork extends Model implements RecurrentModel {
  /** The model's name in files. */
  readonly format = "recurrent-network";
  /** Every option, with its default filled in. */
  readonly options: CompleteNetworkOptions;
  readonly #stack: RecurrentStack;
  readonly #embedding: Weight | undefined;
  readonly #output: readonly [Weight, Weight];

  /**
   * A new network with PyTorch's first weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the program has.
   *
   * @throws RangeError or TypeError if an option is outside its range or does not exist.
   */
  static async create(options: RecurrentNetworkOptions): Promise<RecurrentNetwork> {
    const complete = completeNetworkOptions("RecurrentNetwork.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new RecurrentNetwork(complete, weights));
  }

  /** A network from a file of `toSafetensors`, or a checkpoint. @throws RangeError if the bytes are no such file. */
  static async fromSafetensors(bytes: Uint8Array): Promise<RecurrentNetwork> {
    const caller = "RecurrentNetwork.fromSafetensors";
    const made = (options: object, weights: WeightSource): RecurrentNetwork =>
      new RecurrentNetwork(completeNetworkOptions(caller, options as RecurrentNetworkOptions), weights);
    return openModel(caller, bytes, "recurrent-network", made);
  }

  /**
   * A network from the safetensors state dict of a PyTorch module with `rnn = nn.RNN | nn.LSTM` (stacked, one direction, with biases)
   * and `output = nn.Linear`, and `embedding = nn.Embedding` if it has one. Sizes are read from the shapes.
   *
   * @throws RangeError if a weight is missing, of another shape than its cell has, not finite, or unknown.
   */
  static async fromTorch(bytes: Uint8Array, options: TorchOptions): Promise<RecurrentNetwork> {
    const caller = "RecurrentNetwork.fromTorch";
    const { tensors } = readSafetensors(bytes);
    const complete = completeNetworkOptions(caller, networkFileOptions(caller, tensors, options));
    await useBackend();
    return buildFromState(caller, tensors, (weights) => new RecurrentNetwork(complete, weights));
  }

  /** Makes a network of checked options from weights. @internal */
  static ofWeights(
    caller: string,
    options: RecurrentNetworkOptions,
  ): (weights: WeightSource) => RecurrentNetwork {
    const complete = completeNetworkOptions(caller, options);
    return (weights) => new RecurrentNetwork(complete, weights);
  }

  /** Use {@link RecurrentNetwork.create}: it also chooses the backend. */
  private constructor(options: CompleteNetworkOptions, weights: WeightSource) {
    super("RecurrentNetwork", weights);
    this.options = options;
    const { inputs, embedding, hidden, outputs } = options;
    this.#embedding =
      embedding === undefined
        ? undefined
        : weights.within("embedding").make("weight", [inputs, embedding], normal(1));
    this.#stack = new RecurrentStack(options, embedding ?? inputs, weights.within("rnn"));
    const shape = [outputs, hidden.at(-1)!];
    const first = initialisers("RecurrentNetwork", shape, {});
    const output = weights.within("output");
    this.#output = [
      output.make("weight", shape, first.weight, { layout: [1, 0] }),
      output.make("bias", [outputs], first.bias),
    ];
  }

  /** The weights under PyTorch's names: `rnn.weight_ih_l0`, …, `output.bias`. */
  weights(): Map<string, Weight> {
    const named = new Map<string, Weight>();
    if (this.#embedding) named.set("embedding.weight", this.#embedding);
    for (const weight of this.#stack.weights) named.set(`rnn.${weight.name}`, weight);
    for (const weight of this.#output) named.set(`output.${weight.name}`, weight);
    return named;
  }

  /**
   * Runs the network and returns all that happened.
   *
   * @param x [n, T, inputs], rows of tokens of any lengths, or a padded batch.
   * @throws RangeError or TypeError for an input, lengths or a state that do not fit.
   */
  forward(x: SequenceInput, options: ForwardOptions = {}): Trace {
    const caller = this.caller("forward");
    checkOptions(caller, options, ["lengths", "state"]);
    const { n, steps, lengths, make } = readInput(caller, x, options.lengths, this.options);
    if (options.state !== undefined) checkState(caller, options.state, this.options, n);
    const tensors = tidied(() => {
      const given = this.embed(make());
      const state = options.state ?? zeroState(this.options, n);
      const { layers, last } = this.#stack.trace(given, state, lengths && lengthsTensor(lengths));
      const flat = reshape(layers.at(-1)!.hidden, [steps * n, -1]) as Tensor2D;
      return {
        outputs: batchFirst(reshape(this.outputsOf(flat), [steps, n, -1]) as Tensor3D),
        states: layers.map(({ hidden, cell }) => ({
          hidden: batchFirst(hidden),
          ...(cell && { cell: batchFirst(cell) }),
        })),
        gates: layers.flatMap((layer) => (layer.gates ? [gatesOf(layer.gates)] : [])),
        last: mapState(last, (tensor) => tensor.clone()),
      };
    });
    return { ...tensors, dispose: () => disposeAll(tensors) };
  }

  /**
   * Trains the network in place.
   *
   * @param data a task of `@elbowjs/sequence-data`, vectors with numbers, or a text `{ tokens }`, which is read by `batchSize` places
   * side by side, `truncate` steps at a time, with the state kept from batch to batch.
   * @throws as `train` of `@elbowjs/training`; TypeError or RangeError for data that do not fit the network.
   */
  async fit(data: SequenceData, options: RecurrentFitOptions = {}): Promise<Training<SequenceEvaluation>> {
    return fitNetwork(this.caller("fit"), this, data, options);
  }

  /** Measures the network on data, as `fit` takes them. */
  async evaluate(data: SequenceData, options: EvaluateOptions = {}): Promise<SequenceEvaluation> {
    return evaluateNetwork(this.caller("evaluate"), this, data, options);
  }

  /**
   * The network as `@elbowjs/decoding` asks it: the log-probabilities of the next token. Each call goes on from the states of the one
   * before. `dispose()` frees the states.
   *
   * @throws RangeError if there are not as many outputs as inputs.
   */
  next(): NetworkNext {
    const caller = this.caller("next");
    const { inputs, outputs } = this.options;
    if (inputs !== outputs)
      throw refusal(
        new RangeError(
          `${caller}: expected as many outputs as inputs, as the next token is read, got ${outputs} and ${inputs}`,
        ),
      );
    return new NetworkNext(this);
  }

  /** What the stack reads: tokens through the embedding, if there is one. @internal */
  embed(input: LayerInput): LayerInput {
    if (this.#embedding === undefined || input.rows.rank !== 1) return input;
    return { ...input, rows: gather(this.#embedding.variable as Tensor as Tensor2D, input.rows as Tensor1D) };
  }

  /** V s + c of some rows. @internal */
  outputsOf(top: Tensor2D): Tensor2D {
    const [v, c] = this.#output;
    return addBias(matMul(top, v.variable as Tensor as Tensor2D), c.variable) as Tensor2D;
  }

  /** The stack of recurrent layers. @internal */
  get stack(): RecurrentStack {
    return this.#stack;
  }
}

const batchFirst = (x: Tensor3D): Tensor3D => transpose(x, [1, 0, 2]);

function gatesOf(gates: NonNullable<LayerTrace["gates"]>): Trace["gates"][number] {
  const [steps, n, fields] = gates.shape;
  const units = fields / 4;
  const all = transpose(reshape(gates, [steps, n, 4, units]), [2, 1, 0, 3]);
  const part = (i: number): Tensor3D => reshape(gather(all, [i]), [n, steps, units]) as Tensor3D;
  return { input: part(0), forget: part(1), candidate: part(2), output: part(3) };
}

function disposeAll({ outputs, states, gates, last }: Omit<Trace, "dispose">): void {
  const parts = [...states, ...gates, ...last].flatMap((part) => Object.values(part) as Tensor[]);
  for (const tensor of [outputs, ...parts]) tensor.dispose();
}
