import { checkChoices, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import {
  type BatchSource,
  type FitOptions,
  fitOptionNames,
  stream,
  type Training,
  trainNetwork,
} from "@elbowjs/training";
import {
  gather,
  getBackend,
  keep,
  reshape,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import { disposeState, mapState, type NetworkState, zeroState } from "../network/network-state.js";
import type { RecurrentModel } from "../network/recurrent-model.js";
import { evaluateNetwork, type SequenceEvaluation } from "./evaluate-network.js";
import { forwardStep } from "./forward-step.js";
import { ownOutputs, withOwnOutputs } from "./own-outputs.js";
import { numberBatch, type SequenceBatch, textBatch, tokenBatch, tokenPlan } from "./sequence-batch.js";
import {
  type CheckedData,
  checkData,
  type SequenceData,
  type SequenceShape,
  shapeNames,
} from "./sequence-data.js";
import { crossEntropy, squaredError } from "./sequence-loss.js";
import { textWindows } from "./text-windows.js";

/** Options of `RecurrentNetwork.fit`: those of every training, and what is a sequence's own. The optimiser's default is Adam. */
export interface RecurrentFitOptions extends FitOptions<SequenceEvaluation, SequenceData> {
  /** How inputs and targets go together. Default: the data's own, else `synchronous`. */
  readonly shape?: SequenceShape | undefined;
  /** Default: `cross-entropy` in nats per target for tokens, `squared-error` for numbers, the one that each has. */
  readonly loss?: "cross-entropy" | "squared-error" | undefined;
  /**
   * Steps after which backpropagation through time is cut, an integer ≥ 1; of a text the steps of one batch. Default: never; of a text
   * 50.
   */
  readonly truncate?: number | undefined;
  /** Whether the state at the end of a text's batch is the next one's first, or zeros are. Default true. */
  readonly keepState?: boolean | undefined;
  /**
   * Share of the steps at which a network that reads what it writes is told the target instead, in [0, 1]; below 1 it needs a backend
   * whose values can be read at once, WASM or CPU. Default 1.
   */
  readonly teacherForcing?: number | undefined;
}

const ownNames = ["shape", "loss", "truncate", "keepState", "teacherForcing"];

/** Trains a network. @throws as `train` of `@elbowjs/training`. */
export async function fitNetwork(
  caller: string,
  network: RecurrentModel,
  given: SequenceData,
  options: RecurrentFitOptions,
): Promise<Training<SequenceEvaluation>> {
  checkOptions(caller, options, [...fitOptionNames, ...ownNames]);
  const { shape, loss, truncate, keepState = true, teacherForcing = 1, validation, ...training } = options;
  checkNumbers(caller, {
    truncate: [truncate, "integer ≥ 1 or undefined"],
    teacherForcing: [teacherForcing, "[0, 1]"],
    batchSize: [training.batchSize, "integer ≥ 1 or undefined"],
  });
  if (shape !== undefined) checkChoices(caller, { shape: [shape, shapeNames] });
  checkChoices(caller, { keepState: [keepState, [true, false]] });
  const data = checkData(caller, given, shape, network.options);
  const own = data.kind === "numbers" ? "squared-error" : "cross-entropy";
  checkChoices(caller, { [`loss of ${data.kind}`]: [loss ?? own, [own]] });
  checkTeacher(caller, teacherForcing);
  const measured = validation && checkData(caller, validation, shape, network.options);
  const { batchSize = 50 } = training;
  const steps = truncate ?? 50;
  const isText = data.kind === "text";
  const source = isText
    ? textSource(caller, data, { batchSize, steps })
    : rowsSource(network, data, teacherForcing);
  const carried: { state?: NetworkState } = {};
  const ownTraining = isText ? { ...training, batchSize: 1, shuffle: false } : training;
  try {
    return await trainNetwork(caller, network, source, ownTraining, {
      name: "network",
      optimizer: { type: "adam" },
      objective: {
        shape: isText ? "text" : data.shape,
        truncate,
        keepState,
        teacherForcing,
        ...(isText && { batchSize }),
      },
      loss: (batch) =>
        batchLoss(network, batch, {
          truncate: isText ? undefined : truncate,
          carried: keepState ? carried : undefined,
        }),
      ...(measured && {
        validate: (signal: AbortSignal | undefined) =>
          evaluateNetwork(caller, network, validation, {
            shape,
            batchSize: isText ? batchSize : 256,
            steps,
            signal,
          }),
      }),
    });
  } finally {
    if (carried.state) disposeState(carried.state);
  }
}

/** WebGPU's values cannot be read in the middle of a step, as a network's own outputs are. */
function checkTeacher(caller: string, teacherForcing: number): void {
  if (teacherForcing === 1 || getBackend() !== "webgpu") return;
  throw refusal(
    new RangeError(`${caller}: expected teacherForcing 1 on WebGPU, got ${teacherForcing}; use WASM`),
  );
}

function rowsSource(
  network: RecurrentModel,
  data: Exclude<CheckedData, { kind: "text" }>,
  teacherForcing: number,
): BatchSource<SequenceBatch> {
  if (data.kind === "numbers")
    return {
      size: data.size,
      fingerprint: () =>
        `${data.size}x${data.inputs.length}:${sumOf(data.inputs)}:${sumOf(data.targets)}${data.lengths ? `:${sumOf(Float32Array.from(data.lengths))}` : ""}`,
      take: (rows) => numberBatch(data, rows),
    };
  const fed = network.options.inputs - network.options.outputs;
  const writes = data.shape === "one-to-many" || data.shape === "asynchronous";
  return {
    size: data.inputs.size,
    fingerprint: () => `${data.inputs.fingerprint()}/${data.targets.fingerprint()}`,
    take: (rows, { seed }) => {
      const plan = tokenPlan(data, rows, fed);
      if (!writes || teacherForcing === 1) return tokenBatch(plan);
      const random = stream(seed, "forward");
      const start = zeroState(network.options, rows.length);
      const teaches = (): boolean => random.random() < teacherForcing;
      return tokenBatch(withOwnOutputs(ownOutputs(plan, forwardStep(network), start, { fed, teaches })));
    },
  };
}

const sumOf = (values: Float32Array): number =>
  values.reduce((sum, value, i) => sum + value * (1 + (i % 97)), 0);

function textSource(
  caller: string,
  { tokens }: Extract<CheckedData, { kind: "text" }>,
  sizes: { readonly batchSize: number; readonly steps: number },
): BatchSource<SequenceBatch> {
  const { run, count } = textWindows(caller, tokens, sizes);
  return {
    size: count,
    fingerprint: () =>
      `${tokens.length}:${tokens.reduce((hash, token) => (Math.imul(hash, 31) + token) | 0, 7)}`,
    take: ([window]) =>
      textBatch(tokens, { start: window! * sizes.steps, run, n: sizes.batchSize, steps: sizes.steps }),
  };
}

/** The loss of a batch, and the state carried on to the next. */
export function batchLoss(
  network: RecurrentModel,
  { input, lengths, at, targets, isNumbers, continues }: SequenceBatch,
  {
    truncate,
    carried,
  }: { readonly truncate?: number | undefined; readonly carried?: { state?: NetworkState } | undefined } = {},
): Scalar {
  const state = (continues && carried?.state) || zeroState(network.options, input.n);
  const { top, last } = network.stack.run(network.embed(input), state, { lengths, truncate });
  if (carried) {
    const kept = mapState(last, (tensor) => keep(tensor.clone()));
    if (carried.state) disposeState(carried.state);
    carried.state = kept;
  }
  const flat = reshape(top, [input.steps * input.n, -1]) as Tensor2D;
  const outputs = network.outputsOf(at ? gather(flat, at) : flat);
  return isNumbers ? squaredError(outputs, targets) : crossEntropy(outputs, targets as Tensor1D);
}
