import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import {
  argMax,
  dispose,
  gather,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import { disposeState, mapState, type NetworkState, zeroState } from "../network/network-state.js";
import type { RecurrentModel } from "../network/recurrent-model.js";
import { tidied } from "../network/tidied.js";
import { forwardStep } from "./forward-step.js";
import { ownOutputs, withOwnOutputsLater } from "./own-outputs.js";
import {
  numberBatch,
  numbersTold,
  type SequenceBatch,
  type TokenPlan,
  textBatch,
  tokenBatch,
  tokenPlan,
} from "./sequence-batch.js";
import { type CheckedData, checkData, type SequenceData, type SequenceShape } from "./sequence-data.js";
import { crossEntropy, squaredError } from "./sequence-loss.js";
import { textWindows } from "./text-windows.js";

/** What a network is worth on data. */
export interface SequenceEvaluation {
  /** Mean per target: nats for tokens, with targets as inputs where it reads what it writes; squared error for numbers. */
  readonly loss: number;
  /** e^loss, the number of equally probable tokens that the network hesitates between; for tokens. */
  readonly perplexity?: number;
  /** Share of the targets that are its most probable tokens; where it reads what it writes, its own. */
  readonly accuracy?: number;
  /** Share of the rows whose targets are all right; of a text, none. For numbers, the share with all errors below 0.04, Hochreiter's rule. */
  readonly solved?: number;
}

/** Options of `RecurrentNetwork.evaluate`. */
export interface EvaluateOptions {
  /** Default: the data's own, else `synchronous`. */
  readonly shape?: SequenceShape | undefined;
  /** Rows at once, of a text the places side by side; an integer ≥ 1. Default 256, of a text 50. */
  readonly batchSize?: number | undefined;
  /** Steps at once of a text, an integer ≥ 1. Default 50. */
  readonly steps?: number | undefined;
  /** Stops before the next batch. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Hochreiter and Schmidhuber's rule for the adding problem. */
const rightWithin = 0.04;

/** Measures a network on data. */
export async function evaluateNetwork(
  caller: string,
  network: RecurrentModel,
  given: SequenceData,
  options: EvaluateOptions,
): Promise<SequenceEvaluation> {
  checkOptions(caller, options, ["shape", "batchSize", "steps", "signal"]);
  const { batchSize, steps = 50, signal } = options;
  checkNumbers(caller, { batchSize: [batchSize, "integer ≥ 1 or undefined"], steps: [steps, "integer ≥ 1"] });
  checkKinds(caller, { signal: [signal, "AbortSignal or undefined"] });
  const data = checkData(caller, given, options.shape, network.options);
  const sums = new Sums();
  const breathe = breather({ signal });
  const carried: { state?: NetworkState } = {};
  try {
    for (const part of parts(caller, network, data, { batchSize, steps })) {
      signal?.throwIfAborted();
      await measure(network, part, carried, sums);
      await breathe();
    }
  } finally {
    if (carried.state) disposeState(carried.state);
  }
  return sums.result(data.kind);
}

/** A batch to measure; with the plan of its rows where the network reads what it writes. */
interface Part {
  readonly batch: SequenceBatch;
  /** Targets of each row, in order. */
  readonly rowLengths: readonly number[];
  readonly plan?: TokenPlan;
}

function* parts(
  caller: string,
  network: RecurrentModel,
  data: CheckedData,
  { batchSize, steps }: { readonly batchSize: number | undefined; readonly steps: number },
): Generator<Part> {
  if (data.kind === "text") {
    const n = batchSize ?? Math.max(1, Math.min(50, Math.floor((data.tokens.length - 1) / steps)));
    const { run, count } = textWindows(caller, data.tokens, { batchSize: n, steps });
    for (let window = 0; window < count; window++)
      yield { batch: textBatch(data.tokens, { start: window * steps, run, n, steps }), rowLengths: [] };
    return;
  }
  const size = data.kind === "numbers" ? data.size : data.inputs.size;
  const fed = network.options.inputs - network.options.outputs;
  for (let start = 0; start < size; start += batchSize ?? 256) {
    const rows = Int32Array.from({ length: Math.min(batchSize ?? 256, size - start) }, (_, i) => start + i);
    if (data.kind === "numbers") {
      const { outputs } = network.options;
      const perRow = (row: number): number => outputs * numbersTold(data, data.lengths?.[row] ?? data.length);
      yield { batch: numberBatch(data, rows), rowLengths: Array.from(rows, perRow) };
      continue;
    }
    const plan = tokenPlan(data, rows, fed);
    const writes = data.shape === "one-to-many" || data.shape === "asynchronous";
    yield {
      batch: tokenBatch(plan),
      rowLengths: plan.answers.map(({ length }) => length),
      ...(writes && { plan }),
    };
  }
}

async function measure(
  network: RecurrentModel,
  { batch, rowLengths, plan }: Part,
  carried: { state?: NetworkState },
  sums: Sums,
): Promise<void> {
  const { outputs, loss, last } = run(network, batch, carried.state);
  if (carried.state) disposeState(carried.state);
  carried.state = last;
  try {
    const wanted = await batch.targets.data();
    const mean = (await loss.data())[0]!;
    if (batch.isNumbers) sums.addNumbers(mean, await outputs.data(), wanted, rowLengths);
    else sums.addTokens(mean, await written(network, outputs, plan), wanted, rowLengths);
  } finally {
    dispose({ ...batch, outputs, loss } as unknown as Tensor);
  }
}

/** The most probable tokens; where the network reads what it writes, those that it writes by itself. */
async function written(
  network: RecurrentModel,
  outputs: Tensor2D,
  plan: TokenPlan | undefined,
): Promise<ArrayLike<number>> {
  const best = async (tensor: Tensor2D): Promise<ArrayLike<number>> => {
    const tokens = tidy(() => argMax(tensor, -1));
    try {
      return await tokens.data();
    } finally {
      tokens.dispose();
    }
  };
  if (plan === undefined) return best(outputs);
  const fed = network.options.inputs - network.options.outputs;
  const start = zeroState(network.options, plan.answers.length);
  const own = await withOwnOutputsLater(
    ownOutputs(plan, forwardStep(network), start, { fed, teaches: () => false }),
  );
  const batch = tokenBatch(own);
  const free = run(network, batch, undefined);
  try {
    return await best(free.outputs);
  } finally {
    disposeState(free.last);
    dispose({ ...batch, outputs: free.outputs, loss: free.loss } as unknown as Tensor);
  }
}

function run(
  network: RecurrentModel,
  { input, lengths, at, targets, isNumbers, continues }: SequenceBatch,
  before: NetworkState | undefined,
): { outputs: Tensor2D; loss: Tensor; last: NetworkState } {
  return tidied(() => {
    const state = (continues && before) || zeroState(network.options, input.n);
    const { top, last } = network.stack.run(network.embed(input), state, { lengths });
    const flat = reshape(top, [input.steps * input.n, -1]) as Tensor2D;
    const outputs = network.outputsOf(at ? gather(flat, at) : flat);
    const loss = isNumbers ? squaredError(outputs, targets) : crossEntropy(outputs, targets as Tensor1D);
    return { outputs, loss, last: mapState(last, (tensor) => tensor.clone()) };
  });
}

/** Sums over all targets and rows. */
class Sums {
  #loss = 0;
  #targets = 0;
  #right = 0;
  #rows = 0;
  #solved = 0;

  addTokens(
    mean: number,
    own: ArrayLike<number>,
    wanted: ArrayLike<number>,
    rowLengths: readonly number[],
  ): void {
    this.#add(mean, wanted.length, rowLengths, (i) => own[i] === wanted[i]);
  }

  addNumbers(
    mean: number,
    own: ArrayLike<number>,
    wanted: ArrayLike<number>,
    rowLengths: readonly number[],
  ): void {
    this.#add(mean, wanted.length, rowLengths, (i) => Math.abs(own[i]! - wanted[i]!) < rightWithin);
  }

  #add(mean: number, count: number, rowLengths: readonly number[], isRight: (i: number) => boolean): void {
    this.#loss += mean * count;
    this.#targets += count;
    for (let i = 0; i < count; i++) if (isRight(i)) this.#right++;
    let start = 0;
    for (const length of rowLengths) {
      let all = true;
      for (let i = start; i < start + length; i++) all &&= isRight(i);
      if (all) this.#solved++;
      this.#rows++;
      start += length;
    }
  }

  result(kind: CheckedData["kind"]): SequenceEvaluation {
    const loss = this.#loss / this.#targets;
    const solved = this.#solved / this.#rows;
    if (kind === "numbers") return { loss, solved };
    const tokens = { loss, perplexity: Math.exp(loss), accuracy: this.#right / this.#targets };
    return kind === "text" ? tokens : { ...tokens, solved };
  }
}
