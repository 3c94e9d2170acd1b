import {
  type DataType,
  getBackend,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { gpuKernels } from "./gpu-programs.js";
import {
  ROW_SOFTMAX,
  ROW_SOFTMAX_GRADIENT,
  SAMPLED_PRODUCT,
  SPARSE_PRODUCT,
  type SparseAttributes,
} from "./kernel-names.js";
import { rowSoftmaxGradientLoop, rowSoftmaxLoop, sampledProductLoop, sparseProductLoop } from "./loops.js";

type Inputs = Readonly<Record<string, TensorInfo>>;
type Values = Float32Array | Int32Array;

/** How the loops reach the memory of a backend. */
interface Memory {
  /** A tensor for the result; made before any input is looked at, as it may move the memory. */
  make(shape: number[]): TensorInfo;
  read(tensor: TensorInfo): Values;
}

/** The part of tfjs's backends (4.22) that the loops need. */
interface CpuBackend extends KernelBackend {
  readonly data: { get(dataId: object): { values: Values } };
  makeTensorInfo(shape: number[], dtype: DataType, values: Values): TensorInfo;
}
interface WasmBackend extends KernelBackend {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Values;
}

const memories: Readonly<Record<string, (backend: KernelBackend) => Memory>> = {
  cpu: (backend) => {
    const cpu = backend as CpuBackend;
    return {
      make: (shape) =>
        cpu.makeTensorInfo(shape, "float32", new Float32Array(shape.reduce((a, b) => a * b, 1))),
      read: ({ dataId }) => cpu.data.get(dataId).values,
    };
  },
  wasm: (backend) => {
    const wasm = backend as WasmBackend;
    return {
      make: (shape) => wasm.makeOutput(shape, "float32"),
      read: (tensor) => wasm.typedArrayFromHeap(tensor),
    };
  },
};

type Loop = (inputs: Inputs, attributes: SparseAttributes, memory: Memory) => TensorInfo;

const loops: Readonly<Record<string, Loop>> = {
  [SAMPLED_PRODUCT]: (inputs, { heads, width }, memory) => {
    const out = memory.make([inputs["rowOf"]!.shape[0]!, heads]);
    const { floats, ints } = readers(inputs, memory);
    const result = memory.read(out) as Float32Array;
    sampledProductLoop(floats("a"), floats("b"), ints("rowOf"), ints("columnOf"), heads, width, result);
    return out;
  },
  [SPARSE_PRODUCT]: (inputs, { heads, width }, memory) => {
    const out = memory.make([inputs["start"]!.shape[0]! - 1, heads * width]);
    const { floats, ints } = readers(inputs, memory);
    const result = memory.read(out) as Float32Array;
    sparseProductLoop(
      floats("w"),
      floats("b"),
      ints("start"),
      ints("entry"),
      ints("endOf"),
      heads,
      width,
      result,
    );
    return out;
  },
  [ROW_SOFTMAX]: (inputs, { heads, scale }, memory) => {
    const out = memory.make(inputs["s"]!.shape);
    const { floats, ints } = readers(inputs, memory);
    rowSoftmaxLoop(floats("s"), ints("rowStart"), heads, scale, memory.read(out) as Float32Array);
    return out;
  },
  [ROW_SOFTMAX_GRADIENT]: (inputs, { heads, scale }, memory) => {
    const out = memory.make(inputs["y"]!.shape);
    const { floats, ints } = readers(inputs, memory);
    const result = memory.read(out) as Float32Array;
    rowSoftmaxGradientLoop(floats("dy"), floats("y"), ints("rowStart"), heads, scale, result);
    return out;
  },
};

function readers(inputs: Inputs, memory: Memory) {
  return {
    floats: (name: string) => memory.read(inputs[name]!) as Float32Array,
    ints: (name: string) => memory.read(inputs[name]!) as Int32Array,
  };
}

/**
 * Gives the backend in use the sparse kernels; a second call does nothing.
 *
 * @throws Error on another backend than cpu, wasm and webgpu.
 */
export function registerSparseKernels(): void {
  const backendName = getBackend();
  for (const kernelName of Object.keys(loops)) {
    if (getKernel(kernelName, backendName) !== undefined) continue;
    registerKernel({ kernelName, backendName, kernelFunc: kernelFor(kernelName, backendName) });
  }
}

function kernelFor(kernelName: string, backendName: string): KernelFunc {
  type Call = { inputs: Inputs; attrs: SparseAttributes; backend: KernelBackend };
  if (backendName === "webgpu") {
    const compute = gpuKernels[kernelName]!;
    return (({ inputs, attrs }: Call) => compute(inputs, attrs)) as unknown as KernelFunc;
  }
  const memory = memories[backendName];
  if (memory === undefined)
    throw new Error(
      `@elbowjs/graph-nn: expected the backend cpu, wasm or webgpu, got ${backendName}; call useBackend() of @elbowjs/backend`,
    );
  const loop = loops[kernelName]!;
  return (({ inputs, attrs, backend }: Call) =>
    loop(inputs, attrs, memory(backend))) as unknown as KernelFunc;
}
