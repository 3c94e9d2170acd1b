import { type KernelModule, loadKernelModule } from "@elbowjs/backend/kernels";
import { backend, engine, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { aligned, bytesPerRow, MOST_BYTES, READ_AHEAD, writeRows } from "../data/kernel-rows.js";
import { modules } from "../generated/kernels.js";
import { fractionOf } from "./objective.js";
import { ResidentRows } from "./resident-rows.js";
import type { Batches, StepKernel, StepResult, StepSettings } from "./step-kernel.js";

/** A function of `assembly/` that takes steps; addresses are in bytes. */
type TakeSteps = (
  n: number,
  batchSize: number,
  k: number,
  d: number,
  rows: number,
  floats: boolean,
  order: number,
  weights: number,
  centers: number,
  out: number,
  temperatures: number,
  rates: number,
  rule: number,
  losses: number,
  scratch: number,
) => void;

/** The functions of `assembly/k-means-steps.ts` and `assembly/many-centers-steps.ts`. */
interface StepExports {
  kMeansStepsScratchBytes(k: number, d: number): number;
  kMeansSteps: TakeSteps;
  manyCentersScratchBytes(k: number, d: number): number;
  manyCentersSteps: TakeSteps;
}

const HARD = 1;
const NORMALIZED = 2;
const MEAN = 4;

/** Above this many centres the k×k products of `kMeansSteps` cost more than they save. */
const FEW = 48;

/** About this many values per call with up to 64 centres, some milliseconds: no page waits, and a call costs nothing beside it. */
const valuesAtOnce = 2 ** 21;

/**
 * Steps as one WebAssembly call on the memory of tfjs's wasm backend. The data lie there during a training, and only
 * their non-zero parts are worked on.
 */
export class WasmKernel implements StepKernel {
  readonly isDeferred = false;
  readonly #module: KernelModule<StepExports>;
  readonly #resident: ResidentRows;

  /**
   * @param mostBytes data sets above this are copied piece by piece.
   * @throws TypeError if the backend in use is not tfjs's wasm backend.
   */
  constructor(mostBytes: number = MOST_BYTES) {
    this.#module = loadKernelModule<StepExports>(
      { simd: decode(modules.simd), relaxedSimd: decode(modules.relaxedSimd) },
      { backend: backend() },
    );
    this.#resident = new ResidentRows(this.#module, mostBytes);
  }

  atOnce(values: number, k: number): number {
    return Math.max(1, Math.min(32, Math.floor(valuesAtOnce / (values * Math.max(1, k / 64)))));
  }

  take(centers: Tensor2D, batches: Batches, settings: readonly StepSettings[]): StepResult {
    const { exports, address, output, scratch, memory } = this.#module;
    const [k, d] = centers.shape;
    const { rows, order, start, end, batchSize, weights } = batches;
    const [{ reduction, gradient, update }] = settings as [StepSettings];
    const normalized = update === "normalized";
    const steps = settings.length;
    const n = end - start;

    const next = output([k, d]);
    const losses = output([steps]);
    // Rows that all take part are as well copied for the one call.
    const resident = n < rows.size ? this.#resident.address(rows) : undefined;
    const [takeSteps, scratchBytes] =
      k <= FEW
        ? [exports.kMeansSteps, exports.kMeansStepsScratchBytes]
        : [exports.manyCentersSteps, exports.manyCentersScratchBytes];
    const working = aligned(scratchBytes(k, d));
    const copied = resident === undefined ? aligned(n * bytesPerRow(rows) + READ_AHEAD) : 0;
    const ratesAt =
      scratch(working + copied + 8 * steps + 4 * n * (weights === undefined ? 1 : 2)) + working + copied;
    const rowsAt = resident ?? ratesAt - copied;
    const orderAt = ratesAt + 8 * steps;
    const weightsAt = orderAt + 4 * n;

    const rates = new Float32Array(memory.buffer, ratesAt, 2 * steps);
    settings.forEach(({ temperature, learningRate }, i) => {
      rates[i] = temperature;
      rates[steps + i] = normalized ? fractionOf(learningRate, k) : learningRate;
    });
    if (resident === undefined) writeRows(rows, memory.buffer, rowsAt, start, end, order);
    writeOrder(batches, memory.buffer, { isCopied: resident === undefined, orderAt, weightsAt });

    takeSteps(
      n,
      Math.min(batchSize, n), // an int32 there
      k,
      d,
      rowsAt,
      rows.kind === "floats",
      orderAt,
      weights === undefined ? 0 : weightsAt,
      address(centers),
      address(next),
      ratesAt,
      ratesAt + 4 * steps,
      (gradient === "hard" ? HARD : 0) | (normalized ? NORMALIZED : 0) | (reduction === "mean" ? MEAN : 0),
      address(losses),
      ratesAt - copied - working,
    );
    return {
      losses: engine().makeTensorFromTensorInfo(losses) as Tensor1D,
      centers: engine().makeTensorFromTensorInfo(next) as Tensor2D,
    };
  }

  release(): void {
    this.#resident.release();
  }

  dispose(): void {
    this.release();
    this.#module.dispose();
  }
}

/** The steps' row numbers, which are counted anew where the rows were copied in that order, and the rows' weights. */
function writeOrder(
  { order, start, end, weights }: Batches,
  memory: ArrayBufferLike,
  { isCopied, orderAt, weightsAt }: { isCopied: boolean; orderAt: number; weightsAt: number },
): void {
  const samples = order.subarray(start, end);
  const rowNumbers = new Int32Array(memory, orderAt, samples.length);
  if (isCopied) for (let i = 0; i < rowNumbers.length; i++) rowNumbers[i] = i;
  else rowNumbers.set(samples);
  if (weights === undefined) return;
  const to = new Float32Array(memory, weightsAt, samples.length);
  for (let i = 0; i < to.length; i++) to[i] = weights[samples[i]!]!;
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
