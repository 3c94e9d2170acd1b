import { type KernelModule, loadKernelModule } from "@elbowjs/backend/kernels";
import { backend, engine, type Scalar, type Tensor2D } from "@tensorflow/tfjs-core";
import { modules } from "./generated/kernels.js";
import type { Batch, Step, StepResult, StepSettings } from "./step.js";

/** The functions of `assembly/index.ts`; addresses are in bytes. */
interface StepExports {
  kMeansStepScratchBytes(b: number, k: number, d: number): number;
  kMeansStep(
    b: number,
    k: number,
    d: number,
    rows: number,
    floats: boolean,
    weights: number,
    centers: number,
    out: number,
    temperature: number,
    scale: number,
    rate: number,
    rule: number,
    scratch: number,
  ): number;
}

const HARD = 1;
const NORMALIZED = 2;

/** Above this many centres the k×k products of the fused step cost more than they save. */
const mostCenters = 64;

/** The step as one WebAssembly call on the memory of tfjs's wasm backend: rows are gathered as bytes, and only their non-zero pixels are worked on. */
export class FusedStep implements Step {
  readonly #module: KernelModule<StepExports>;

  /** @throws TypeError if the backend in use is not tfjs's wasm backend. */
  constructor() {
    this.#module = loadKernelModule<StepExports>(
      { simd: decode(modules.simd), relaxedSimd: decode(modules.relaxedSimd) },
      { backend: backend() },
    );
  }

  /** Whether it can take steps on k centres. */
  static handles(k: number): boolean {
    return k <= mostCenters;
  }

  take(centers: Tensor2D, batch: Batch, settings: StepSettings): StepResult {
    const { exports, address, output, scratch, memory } = this.#module;
    const [k, d] = centers.shape;
    const { rows, order, start, end, weights } = batch;
    const { reduction, gradient, update, learningRate, temperature } = settings;
    const b = end - start;
    const normalized = update === "normalized";

    const next = output([k, d]);
    const loss = output([]);
    // The batch lies behind the working memory, in the same block.
    const working = (exports.kMeansStepScratchBytes(b, k, d) + 15) & ~15;
    const weightBytes = weights === undefined ? 0 : 4 * b;
    const block = scratch(working + weightBytes + 4 * b * d);
    const weightsAt = block + working;
    const rowsAt = weightsAt + weightBytes;
    if (weights !== undefined) {
      const to = new Float32Array(memory.buffer, weightsAt, b);
      for (let i = 0; i < b; i++) to[i] = weights[order[start + i]!]!;
    }
    if (rows.gatherBytes) rows.gatherBytes(new Uint8Array(memory.buffer, rowsAt, b * d), start, end, order);
    else rows.gather(new Float32Array(memory.buffer, rowsAt, b * d), start, end, order);

    const sum = exports.kMeansStep(
      b,
      k,
      d,
      rowsAt,
      rows.gatherBytes === undefined,
      weights === undefined ? 0 : weightsAt,
      address(centers),
      address(next),
      temperature,
      reduction === "mean" ? 2 / (b * d) : 2 / b,
      normalized ? (2 * learningRate) / k : learningRate,
      (gradient === "hard" ? HARD : 0) | (normalized ? NORMALIZED : 0),
      block,
    );
    new Float32Array(memory.buffer, address(loss), 1)[0] = sum / (b * d);
    return {
      loss: engine().makeTensorFromTensorInfo(loss) as Scalar,
      centers: engine().makeTensorFromTensorInfo(next) as Tensor2D,
    };
  }

  /** Frees the working memory. */
  dispose(): void {
    this.#module.dispose();
  }
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
