import {
  type RecurrentCell,
  type RecurrentSequenceOptions,
  recurrentSequence,
  recurrentTrace,
} from "@elbowjs/backend/fused";
import { addBias, type Initialiser, type Weight, type WeightSource } from "@elbowjs/layers";
import {
  add,
  gather,
  matMul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor1d,
} from "@tensorflow/tfjs-core";

/** Fields per unit. */
export const blocksOf = (cell: RecurrentCell): number => (cell === "rnn" ? 1 : 4);

/** What a layer reads: vectors for all times, or tokens for a layer of one-hot inputs. Time comes first: [T, n, ·]. */
export interface LayerInput {
  readonly steps: number;
  readonly n: number;
  /** [T · n, inputs] vectors, or [T · n] int32 tokens. */
  readonly rows: Tensor2D | Tensor1D;
}

/** One layer of a stack: PyTorch's `nn.RNN` or `nn.LSTM` of one layer, names and order of gates (i, f, g, o) included. */
export class RecurrentLayer {
  readonly cell: RecurrentCell;
  readonly units: number;
  readonly weights: readonly Weight[];
  readonly #input: Weight;
  readonly #recurrent: Weight;
  readonly #biases: readonly [Weight, Weight];
  readonly #peepholes: Weight | undefined;

  constructor(
    {
      cell,
      inputs,
      units,
      forgetBias,
    }: {
      readonly cell: RecurrentCell;
      readonly inputs: number;
      readonly units: number;
      readonly forgetBias: number;
    },
    layer: number,
    source: WeightSource,
  ) {
    this.cell = cell;
    this.units = units;
    const fields = blocksOf(cell) * units;
    const bound = 1 / Math.sqrt(units);
    const uniform: Initialiser = (shape, random) =>
      Float32Array.from(
        random.uniform(
          -bound,
          bound,
          shape.reduce((a, b) => a * b, 1),
        ),
      );
    const remembering: Initialiser = (shape, random) =>
      uniform(shape, random).map(
        (value, i) => value + (cell !== "rnn" && i >= units && i < 2 * units ? forgetBias : 0),
      );
    this.#input = source.make(`weight_ih_l${layer}`, [fields, inputs], uniform, { layout: [1, 0] });
    this.#recurrent = source.make(`weight_hh_l${layer}`, [fields, units], uniform, { layout: [1, 0] });
    this.#biases = [
      source.make(`bias_ih_l${layer}`, [fields], remembering),
      source.make(`bias_hh_l${layer}`, [fields], uniform),
    ];
    this.#peepholes =
      cell === "peephole-lstm" ? source.make(`weight_peephole_l${layer}`, [3, units], uniform) : undefined;
    this.weights = [
      this.#input,
      this.#recurrent,
      ...this.#biases,
      ...(this.#peepholes ? [this.#peepholes] : []),
    ];
  }

  /** U x_t + b for all times in one product, [T, n, blocks · units]. */
  #fields({ steps, n, rows }: LayerInput): Tensor3D {
    const u = this.#input.variable as Tensor as Tensor2D;
    const product = rows.rank === 1 ? gather(u, rows as Tensor1D) : matMul(rows as Tensor2D, u);
    const bias = add(this.#biases[0].variable, this.#biases[1].variable);
    return reshape(addBias(product, bias), [steps, n, -1]) as Tensor3D;
  }

  #options(state: LayerState, lengths: Tensor1D | undefined): RecurrentSequenceOptions {
    return {
      cell: this.cell,
      hidden: state.hidden,
      ...(state.cell && { cells: state.cell }),
      ...(this.#peepholes && { peepholes: this.#peepholes.variable as Tensor as Tensor2D }),
      ...(lengths && { lengths }),
    };
  }

  /**
   * All states, [1, T, n, units] of an RNN, [2, T, n, units] with the cells of an LSTM; differentiable.
   */
  run(input: LayerInput, state: LayerState, lengths: Tensor1D | undefined): Tensor4D {
    return recurrentSequence(
      this.#fields(input),
      this.#recurrent.variable as Tensor as Tensor2D,
      this.#options(state, lengths),
    );
  }

  /** The states with the gates; without gradients. */
  trace(
    input: LayerInput,
    state: LayerState,
    lengths: Tensor1D | undefined,
  ): { states: Tensor4D; gates?: Tensor3D | undefined } {
    return recurrentTrace(
      this.#fields(input),
      this.#recurrent.variable as Tensor as Tensor2D,
      this.#options(state, lengths),
    );
  }
}

/** The state of one layer for a batch. */
export interface LayerState {
  /** [n, units]: s of an RNN, the output y of an LSTM. */
  readonly hidden: Tensor2D;
  /** [n, units]: s of an LSTM. */
  readonly cell?: Tensor2D | undefined;
}

/** Lengths as the kernels take them. */
export const lengthsTensor = (lengths: ArrayLike<number>): Tensor1D =>
  tensor1d(Int32Array.from(lengths), "int32");
