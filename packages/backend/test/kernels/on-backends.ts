import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { expectClose, type Tolerance } from "@elbowjs/test-kit/expect-close";
import { findBackend, setBackend, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { registerGradients } from "../../src/gradients.js";
import {
  type KernelModuleKind,
  registerTrainingKernels,
  restoreStockKernels,
} from "../../src/kernels/index.js";
import { wasmMemory } from "../../src/kernels/wasm-backend.js";
import { locateTfjsWasm } from "../../src/tfjs-wasm.js";

if (typeof process !== "undefined" && process.versions?.node) {
  // Node 20's V8 knows relaxed SIMD, behind this flag.
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--experimental-wasm-relaxed-simd");
}
await registerGradients();
await locateTfjsWasm();
await setBackend("wasm");

/** Both modules; an engine that lacks relaxed SIMD fails the tests rather than passing them untried. */
export const kinds: KernelModuleKind[] = ["simd", "relaxed-simd"];

/** Values and shape of a tensor, so that it can be made anew on each backend. */
export interface Values {
  shape: number[];
  values: ArrayLike<number>;
  dtype?: "float32" | "int32" | "bool";
}

/** Uniform in [-1, 1), from the generator of Numerical Recipes (ranqd1) started at `seed`. */
export function uniform(shape: number[], seed = 1): Values {
  let state = seed >>> 0;
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return { shape, values };
}

/** The same values with NaN, ±Infinity and the smallest denormal spread over them. */
export function withSpecials({ shape, values }: Values, every = 7): Values {
  const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.4e-45];
  return {
    shape,
    values: Float32Array.from(values, (v, i) => (i % every === 3 ? specials[(i / every) & 3]! : v)),
  };
}

/** Size of the wasm heap. */
export function heapBytes(): number {
  return wasmMemory(findBackend("wasm")).buffer.byteLength;
}

type Operation = (...inputs: Tensor[]) => Tensor | Tensor[];

/** The outputs of an operation on the backend in use. */
export async function run(operation: Operation, inputs: Values[]): Promise<Values[]> {
  const outputs = tidy(() => {
    const result = operation(
      ...inputs.map(({ values, shape, dtype }) => tensor(Array.from(values), shape, dtype)),
    );
    return Array.isArray(result) ? result : [result];
  });
  try {
    return await Promise.all(outputs.map(async (t) => ({ shape: t.shape, values: await t.data() })));
  } finally {
    for (const output of outputs) output.dispose();
  }
}

/** The operation's outputs on tfjs's CPU backend. */
export async function onCpu(operation: Operation, inputs: Values[]): Promise<Values[]> {
  await setBackend("cpu");
  return run(operation, inputs);
}

/** The operation's outputs on the wasm backend with our kernels from the module of this kind. */
export async function onKernels(
  kind: KernelModuleKind,
  operation: Operation,
  inputs: Values[],
): Promise<Values[]> {
  await setBackend("wasm");
  expect(registerTrainingKernels({ kind }).kind).toBe(kind);
  try {
    return await run(operation, inputs);
  } finally {
    restoreStockKernels();
  }
}

/** The same shape, and values as close as kernels of float32 are: rtol 1e-5 and atol 1e-6 unless the test says otherwise. */
export function expectValues(got: Values, want: Values, tolerance: Tolerance = {}): void {
  expect(got.shape).toEqual(want.shape);
  expectClose(got.values, want.values, { rtol: 1e-5, atol: 1e-6, ...tolerance });
}

/** Both modules give what the CPU backend gives. */
export async function expectSameAsCpu(
  operation: Operation,
  inputs: Values[],
  tolerance?: Tolerance,
): Promise<void> {
  const want = await onCpu(operation, inputs);
  for (const kind of kinds) {
    const got = await onKernels(kind, operation, inputs);
    expect(got.length).toBe(want.length);
    for (const [index, output] of want.entries()) expectValues(got[index]!, output, tolerance);
  }
}
