import {
  addBias,
  attention,
  initialisers,
  normal,
  paddingMask,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import type { PaddedBatch } from "@elbowjs/sequence-data";
import {
  concat,
  gather,
  matMul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  transpose,
} from "@tensorflow/tfjs-core";
import { mapState, type NetworkState, zeroState } from "../network/network-state.js";
import { type LayerInput, lengthsTensor } from "../network/recurrent-layer.js";
import { RecurrentStack } from "../network/recurrent-stack.js";
import { tokenInput } from "../network/sequence-input.js";
import { tidied } from "../network/tidied.js";
import { ownOutputs, type Step } from "../training/own-outputs.js";
import type { TokenPlan } from "../training/sequence-batch.js";
import type { Encoded } from "./encoded.js";
import type { CompleteSeq2SeqOptions } from "./seq2seq-options.js";

/** What the decoder makes of its inputs. */
export interface Decoded {
  readonly logits: Tensor2D;
  readonly last: NetworkState;
  /** Weights of attention, [n, 1, T, S], where there is any. */
  readonly looks?: Tensor;
}

/** The two networks of {@link Seq2Seq} with their tables of embeddings and the output's linear map. */
export class Seq2SeqNetworks {
  readonly #options: CompleteSeq2SeqOptions;
  readonly #tables: readonly [Weight, Weight];
  readonly #encoder: RecurrentStack;
  readonly #decoder: RecurrentStack;
  readonly #output: readonly [Weight, Weight];

  constructor(options: CompleteSeq2SeqOptions, weights: WeightSource) {
    this.#options = options;
    const { sources, targets, embedding, hidden, attention: attends } = options;
    const sizes = { ...options, forgetBias: 0 };
    const table = (part: string, entries: number): Weight =>
      weights.within(part).make("weight", [entries, embedding], normal(1));
    this.#tables = [table("source_embedding", sources), table("target_embedding", targets + 1)];
    this.#encoder = new RecurrentStack(sizes, embedding, weights.within("encoder"));
    this.#decoder = new RecurrentStack(sizes, embedding, weights.within("decoder"));
    const shape = [targets, (attends ? 2 : 1) * hidden.at(-1)!];
    const first = initialisers("Seq2Seq", shape, {});
    const output = weights.within("output");
    this.#output = [
      output.make("weight", shape, first.weight, { layout: [1, 0] }),
      output.make("bias", [targets], first.bias),
    ];
  }

  /** The weights by name: `source_embedding.weight`, `encoder.weight_ih_l0`, …, `output.bias`. */
  weights(): Map<string, Weight> {
    const named = new Map<string, Weight>([
      ["source_embedding.weight", this.#tables[0]],
      ["target_embedding.weight", this.#tables[1]],
    ]);
    for (const weight of this.#encoder.weights) named.set(`encoder.${weight.name}`, weight);
    for (const weight of this.#decoder.weights) named.set(`decoder.${weight.name}`, weight);
    for (const weight of this.#output) named.set(`output.${weight.name}`, weight);
    return named;
  }

  /** The encoder's outputs and last states. */
  encode({ tokens, shape: [n, steps], lengths }: PaddedBatch): Encoded {
    const input = this.#embed(this.#tables[0], tokenInput(tokens, [n, steps]));
    const { top, last } = this.#encoder.run(input, zeroState(this.#options, n), {
      lengths: lengthsTensor(lengths),
    });
    if (!this.#options.attention) return { last };
    return { last, outputs: heads(top), padding: paddingMask(lengths, steps) };
  }

  /** Logits of the tokens behind those of the input; with `at` of these rows of them alone. */
  decode(
    input: LayerInput,
    { outputs, padding, last: state }: Encoded,
    { lengths, at }: { readonly lengths?: Tensor1D; readonly at?: Tensor1D } = {},
  ): Decoded {
    const { top, last } = this.#decoder.run(this.#embed(this.#tables[1], input), state, { lengths });
    const [steps, n, units] = top.shape;
    let flat = reshape(top, [steps * n, units]) as Tensor2D;
    let looks: Tensor | undefined;
    if (outputs) {
      const found = attention(heads(top), outputs, outputs, { padding });
      looks = found.weights;
      const context = transpose(reshape(found.values, [n, steps, units]), [1, 0, 2]);
      flat = concat([flat, reshape(context, [steps * n, units]) as Tensor2D], 1);
    }
    const [u, d] = this.#output;
    const logits = addBias(
      matMul(at ? gather(flat, at) : flat, u.variable as Tensor as Tensor2D),
      d.variable,
    ) as Tensor2D;
    return { logits, last, ...(looks && { looks }) };
  }

  /** One call of the decoder whose result outlives a tidy. */
  step(input: LayerInput, encoded: Encoded, state: NetworkState): Decoded {
    return tidied(() => {
      const { logits, last } = this.decode(input, { ...encoded, last: state });
      return { logits, last: mapState(last, (tensor) => tensor.clone()) };
    });
  }

  /** {@link encode} whose result outlives a tidy. */
  encodeToKeep(read: PaddedBatch): Encoded {
    return tidied(() => copied(this.encode(read)));
  }

  /** A plan with the decoder's own outputs. */
  withOwn<R>(
    read: PaddedBatch,
    plan: TokenPlan,
    teaches: () => boolean,
    run: (steps: ReturnType<typeof ownOutputs>) => R,
  ): R {
    const encoded = this.encodeToKeep(read);
    const step: Step = (input, state) => {
      const result = this.step(input, encoded, state);
      input.rows.dispose();
      return result;
    };
    const free = (): void => {
      encoded.outputs?.dispose();
      encoded.padding?.dispose();
    };
    const result = run(ownOutputs(plan, step, encoded.last, { fed: 0, teaches }));
    if (result instanceof Promise) void result.then(free, free);
    else free();
    return result;
  }

  #embed(table: Weight, input: LayerInput): LayerInput {
    return { ...input, rows: gather(table.variable as Tensor as Tensor2D, input.rows as Tensor1D) };
  }
}

/** [T, n, units] as one head of attention, [n, 1, T, units]. */
const heads = (x: Tensor3D): Tensor =>
  reshape(transpose(x, [1, 0, 2]), [x.shape[1], 1, x.shape[0], x.shape[2]]);

const copied = ({ outputs, padding, last }: Encoded): Encoded => ({
  ...(outputs && { outputs: outputs.clone() }),
  ...(padding && { padding: padding.clone() }),
  last: mapState(last, (tensor) => tensor.clone()),
});
