import type { NextTokens } from "@elbowjs/decoding";
import {
  dispose,
  gather,
  type Tensor2D,
  type Tensor4D,
  tensor1d,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import type { KeysAndValues } from "../blocks/multi-head-attention.js";
import { logProbabilities } from "./log-probabilities.js";

/** What a step of a model is told besides its tokens. */
export interface StepContext {
  /** Place of the first token. */
  readonly from: number;
  /** Keys and values of the tokens before it, block by block. */
  readonly past: readonly KeysAndValues[] | undefined;
  /** What an encoder gave, block by block. */
  readonly memory: readonly KeysAndValues[] | undefined;
}

/** What a step of a model gives: logits behind the last token of each row, [n, vocabulary], and all keys and values. */
export interface Step {
  readonly logits: Tensor2D;
  readonly present: readonly KeysAndValues[];
}

/** Options of {@link Continuation}. */
export interface ContinuationOptions {
  readonly context: number;
  /** Whether keys and values are kept from step to step. */
  readonly cache: boolean;
  /** What an encoder gave, block by block; the continuation disposes of it. */
  readonly memory?: readonly KeysAndValues[] | undefined;
}

/**
 * Prefixes that grow by a token at a time. With the cache, keys and values of the tokens so far are kept, and each step computes
 * those of the new token only; without, everything anew. Both see the same window of the text, so both say the same.
 */
export class Continuation {
  readonly #step: (tokens: Tensor2D, context: StepContext) => Step;
  readonly #options: ContinuationOptions;
  #past: readonly KeysAndValues[] | undefined;
  #memory: readonly KeysAndValues[] | undefined;
  #start = 0;

  constructor(step: (tokens: Tensor2D, context: StepContext) => Step, options: ContinuationOptions) {
    this.#step = step;
    this.#options = options;
    this.#memory = options.memory;
  }

  /** What `@elbowjs/decoding` asks. */
  readonly next: NextTokens = async (prefixes, parents) => {
    const length = prefixes[0]!.length;
    const start = windowStart(length, this.#options.context);
    const isGrown = this.#past !== undefined && start === this.#start && parents.every((row) => row >= 0);
    if (!isGrown) this.#forget();
    this.#start = start;
    this.#follow(parents);
    const from = isGrown ? length - 1 : start;
    const { logits, present } = this.#take(prefixes, from, from - start);
    this.#forget();
    if (this.#options.cache) this.#past = present;
    else disposeAll(present);
    const values = await logits.data();
    logits.dispose();
    return logProbabilities(values as Float32Array, prefixes.length);
  };

  /** Frees what is kept. */
  dispose(): void {
    this.#forget();
    if (this.#memory) disposeAll(this.#memory);
    this.#memory = undefined;
  }

  #take(prefixes: readonly Int32Array[], first: number, from: number): Step {
    const steps = prefixes[0]!.length - first;
    const tokens = new Int32Array(prefixes.length * steps);
    for (const [i, prefix] of prefixes.entries()) tokens.set(prefix.subarray(first), i * steps);
    const [past, memory] = [this.#past, this.#memory];
    let present: readonly KeysAndValues[] = [];
    const [logits] = tidy(() => {
      const step = this.#step(tensor2d(tokens, [prefixes.length, steps], "int32"), { from, past, memory });
      present = step.present;
      return [step.logits, ...present.flatMap(({ keys, values }) => [keys, values])];
    });
    return { logits: logits as Tensor2D, present };
  }

  #forget(): void {
    if (this.#past) disposeAll(this.#past);
    this.#past = undefined;
  }

  /** Puts the rows of what is kept where their children are. */
  #follow(parents: Int32Array): void {
    const rows = (this.#past ?? this.#memory)?.[0]?.keys.shape[0];
    const isSame = parents.length === rows && parents.every((row, i) => row === i || row < 0);
    if (isSame) return;
    if (this.#past) this.#past = gathered(this.#past, parents);
    if (this.#memory) this.#memory = gathered(this.#memory, parents);
  }
}

/** Rows of all keys and values; the old ones are disposed of. */
function gathered(all: readonly KeysAndValues[], parents: Int32Array): KeysAndValues[] {
  const rows = tensor1d(
    parents.map((row) => Math.max(row, 0)),
    "int32",
  );
  const moved = all.map(({ keys, values }) => ({
    keys: gather(keys, rows) as Tensor4D,
    values: gather(values, rows) as Tensor4D,
  }));
  rows.dispose();
  disposeAll(all);
  return moved;
}

function disposeAll(all: readonly KeysAndValues[]): void {
  for (const { keys, values } of all) dispose([keys, values]);
}

/**
 * Where the window of a text begins that a model sees: at its start while the context holds it, and then half a context further
 * each time that it is full, so that what is kept of the window stays right for half a context.
 */
export function windowStart(length: number, context: number): number {
  if (length <= context) return 0;
  const stride = Math.max(1, Math.floor(context / 2));
  return Math.ceil((length - context) / stride) * stride;
}
