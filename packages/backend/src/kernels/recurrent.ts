import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import { type Share, shares } from "./shares.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";

/** Our kernels for whole sequences of a recurrent cell, and for backpropagation through them. */
export const RECURRENT_FORWARD = "ElbowRecurrentForward";
export const RECURRENT_BACKWARD = "ElbowRecurrentBackward";

/** The numbers of the cells in `assembly/recurrent.ts`. */
export const cellNumbers = { rnn: 0, lstm: 1, "peephole-lstm": 2 } as const;

interface Attributes {
  readonly cell: keyof typeof cellNumbers;
}

interface ForwardInputs {
  /** [T, n, blocks · width]. */
  readonly fields: TensorInfo;
  readonly weights: TensorInfo;
  readonly hidden: TensorInfo;
  readonly cells?: TensorInfo;
  readonly peepholes?: TensorInfo;
  readonly lengths?: TensorInfo;
}

/** → [1 or 2, T, n, width], the hidden values and the cells; and the gates, [T, n, 4 · width]. */
export const recurrentForward: TrainingKernel = {
  name: RECURRENT_FORWARD,
  compute(module, { inputs, attrs: { cell } }: KernelArguments<ForwardInputs, Attributes>) {
    const { fields, weights, hidden, cells, peepholes, lengths } = inputs;
    const { steps, batch, width, block, address, rowsOf, scratch } = sequence(module, fields, weights);
    const parts = cell === "rnn" ? 1 : 2;
    const states = module.output([parts, steps, batch, width]);
    const gates = cell === "rnn" ? undefined : module.output([steps, batch, block]);
    const h = module.address(states);
    const calls = rowsOf.map(({ first, count }) => [
      cellNumbers[cell],
      count,
      batch,
      steps,
      width,
      address(fields, first, block),
      address(weights),
      address(peepholes),
      address(lengths, first, 1),
      address(hidden, first, width),
      address(cells, first, width),
      h + 4 * first * width,
      h + 4 * (steps * batch + first) * width,
      address(gates, first, block),
    ]);
    module.parallel("recurrentForward", calls, scratch());
    return gates === undefined ? [states] : [states, gates];
  },
};

interface BackwardInputs extends Omit<ForwardInputs, "fields" | "hidden"> {
  /** Of the states. */
  readonly dy: TensorInfo;
  readonly states: TensorInfo;
  readonly gates?: TensorInfo;
}

/** → gradients of the fields, of the first hidden values and of the first cells. */
export const recurrentBackward: TrainingKernel = {
  name: RECURRENT_BACKWARD,
  compute(module, { inputs, attrs: { cell } }: KernelArguments<BackwardInputs, Attributes>) {
    const { dy, weights, cells, peepholes, lengths, states, gates } = inputs;
    const [, steps, batch, width] = states.shape as [number, number, number, number];
    const dFields = module.output([steps, batch, weights.shape[1]!]);
    const { block, address, rowsOf, scratch } = sequence(module, dFields, weights);
    const dHidden = zeros(module, [batch, width]);
    const dCells = cell === "rnn" ? undefined : zeros(module, [batch, width]);
    const behind = 4 * steps * batch * width;
    const calls = rowsOf.map(({ first, count }) => [
      cellNumbers[cell],
      count,
      batch,
      steps,
      width,
      address(dy, first, width),
      address(dy, first, width) + behind,
      address(weights),
      address(peepholes),
      address(lengths, first, 1),
      address(cells, first, width),
      address(states, first, width),
      address(states, first, width) + behind,
      address(gates, first, block),
      address(dFields, first, block),
      address(dHidden, first, width),
      address(dCells, first, width),
    ]);
    module.parallel("recurrentBackward", calls, scratch());
    return dCells === undefined ? [dFields, dHidden] : [dFields, dHidden, dCells];
  },
};

interface SequenceCalls {
  readonly steps: number;
  readonly batch: number;
  readonly width: number;
  readonly block: number;
  readonly rowsOf: Share[];
  address(tensor: TensorInfo | undefined, row?: number, columns?: number): number;
  scratch(): { address: number; bytes: number };
}

/** Sizes of a sequence, and how its rows are shared: each thread takes its rows through all times. */
function sequence(module: TrainingModule, fields: TensorInfo, weights: TensorInfo): SequenceCalls {
  const [steps, batch, block] = fields.shape as [number, number, number];
  const width = weights.shape[0]!;
  const rowsOf = shares(module.threads, batch, batch * steps * width * block, 2);
  const most = Math.max(1, ...rowsOf.map(({ count }) => count));
  return {
    steps,
    batch,
    width,
    block,
    rowsOf,
    address: (tensor, row = 0, columns = 1) =>
      tensor === undefined ? 0 : module.address(tensor) + 4 * row * columns,
    scratch: () => {
      const bytes = (module.exports.recurrentScratchBytes(most, block) + 15) & ~15;
      return { address: module.scratch(module.threads * bytes), bytes };
    },
  };
}

function zeros(module: TrainingModule, shape: number[]): TensorInfo {
  const out = module.output(shape);
  new Float32Array(module.memory.buffer, module.address(out), util.sizeFromShape(shape)).fill(0);
  return out;
}
