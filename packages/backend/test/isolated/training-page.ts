import {
  add,
  conv2d,
  findBackend,
  losses,
  matMul,
  maxPool,
  oneHot,
  randomUniform,
  relu,
  reshape,
  type Scalar,
  setBackend,
  type Tensor4D,
  tensor1d,
  train,
  variable,
} from "@tensorflow/tfjs-core";
import { useBackend } from "../../src/index.js";
import { registerTrainingKernels } from "../../src/kernels/index.js";
import { wasmMemory } from "../../src/kernels/wasm-backend.js";

/** What the page tells the test, in `window.report`. */
export interface Report {
  crossOriginIsolated: boolean;
  backend: string;
  kernels: string;
  /** Whether tensors lie in shared memory; undefined where there is no WASM. */
  sharedMemory?: boolean;
  threads: number;
  losses: number[];
}

/** The address asks for `?cpu`, `?wasm` or `?threaded`: tfjs's threaded build, set by the program itself. */
const wish = location.search.slice(1);
if (wish === "threaded") {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths("/");
  await setBackend("wasm");
}
const { name, kernels, threads } = await useBackend({ prefer: [wish === "cpu" ? "cpu" : "wasm"] });
const report: Report = {
  crossOriginIsolated,
  backend: name,
  kernels,
  threads,
  losses: await trainNetwork(20),
};
if (name === "wasm") {
  // A page that is not isolated has no SharedArrayBuffer to compare with.
  report.sharedMemory = !(wasmMemory(findBackend("wasm")).buffer instanceof ArrayBuffer);
  if (registerTrainingKernels().sharedMemory !== report.sharedMemory)
    throw new Error("kernels on another memory");
}
Object.assign(globalThis, { report });

/** Thirty-two images of four classes through convolution, ReLU, pooling and a dense layer, with momentum. */
async function trainNetwork(steps: number): Promise<number[]> {
  const images = randomUniform([32, 14, 14, 1], 0, 1, "float32", 1) as Tensor4D;
  const labels = oneHot(
    tensor1d(
      Int32Array.from({ length: 32 }, (_, i) => i % 4),
      "int32",
    ),
    4,
  );
  const filter = variable(randomUniform([3, 3, 1, 8], -0.5, 0.5, "float32", 2) as Tensor4D);
  const bias = variable(tensor1d(new Float32Array(8)));
  const weights = variable(randomUniform([6 * 6 * 8, 4], -0.1, 0.1, "float32", 3));
  const optimizer = train.momentum(0.05, 0.9);
  const lossOfEachStep: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = optimizer.minimize(() => {
      const hidden = relu(add(conv2d(images, filter, 1, "valid"), bias)) as Tensor4D;
      const pooled = reshape(maxPool(hidden, 2, 2, "valid"), [32, 6 * 6 * 8]);
      return losses.softmaxCrossEntropy(labels, matMul(pooled, weights)) as Scalar;
    }, true);
    lossOfEachStep.push((await loss!.data())[0]!);
  }
  return lossOfEachStep;
}
