import { checkKinds, refusal } from "@elbowjs/arguments";
import { backend, engine, type TensorInfo, util } from "@tensorflow/tfjs-core";

/** One number that a program reads as `uniforms.<name>`. */
export type GpuUniform = readonly ["f32" | "i32" | "u32", number];

/** A compute program in WGSL with one output, to be run on tfjs's WebGPU backend. */
export interface GpuProgram {
  /** What it computes, for profilers and error messages. */
  readonly name: string;
  /**
   * WGSL with `fn main(index : i32)`, called once a thread. It finds every input as the array of its name
   * (`array<f32>`, or `array<i32>` for int32 and bool), `result`, `uniforms.size` (values in the result), the uniforms
   * and `localIndex` (u32, the thread within its workgroup). Threads fill whole workgroups, so `index` goes past the
   * last one asked for.
   */
  readonly code: string;
  /** At most seven: WebGPU promises eight buffers, and the result is one. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly uniforms?: Readonly<Record<string, GpuUniform>>;
  readonly shape: readonly number[];
  /** Of the result; default float32. */
  readonly dtype?: "float32" | "int32";
  /** Threads needed; default one per value of the result. */
  readonly threads?: number;
  /** Threads in a workgroup, at most 256; default 64. */
  readonly workgroupSize?: number;
}

/** What tfjs's `runWebGPUProgram` takes. */
interface TfjsProgram {
  readonly shaderKey: string;
  readonly outputShape: number[];
  readonly variableNames: string[];
  readonly uniforms: string;
  readonly size: true;
  readonly workgroupSize: [number, number, number];
  readonly dispatchLayout: { x: number[] };
  readonly dispatch: [number, number, number];
  getUserCode(): string;
}

/** The method of tfjs's WebGPU backend that runs its own programs. */
interface ProgramRunner {
  runWebGPUProgram?(
    program: TfjsProgram,
    inputs: TensorInfo[],
    dtype: string,
    uniforms: { type: string; data: number[] }[],
  ): TensorInfo;
}

const uniformTypes = { f32: "float32", i32: "int32", u32: "uint32" } as const;

/**
 * Runs one program on the WebGPU backend in use, in the queue of tfjs's own programs: nothing is waited for. It is
 * compiled at its first run and then found again by its code.
 *
 * @returns the result; not yet known to tfjs's engine, as from a kernel. Outside a kernel, hand it to
 * `engine().makeTensorFromTensorInfo`.
 * @throws TypeError if the backend in use is not tfjs's WebGPU backend.
 */
export function runGpuProgram(program: GpuProgram): TensorInfo {
  const {
    name,
    code,
    inputs,
    uniforms = {},
    shape,
    dtype = "float32",
    workgroupSize = 64,
  } = checked(program);
  const isThere = engine().backendNames().length > 0;
  const runner = (isThere ? backend() : {}) as unknown as ProgramRunner;
  if (runner.runWebGPUProgram === undefined)
    throw refusal(
      new TypeError(
        `${name}: expected tfjs's webgpu backend in use, got ${isThere ? "another" : "none"}; call useBackend first`,
      ),
    );
  const size = util.sizeFromShape([...shape]);
  const declarations = Object.entries(uniforms)
    .map(([uniform, [type]]) => `${uniform} : ${type}, `)
    .join("");
  const result = runner.runWebGPUProgram(
    {
      shaderKey: `${name} ${declarations}${code}`,
      // Flat, as the inputs: the code computes its own indices, and one compilation serves every rank.
      outputShape: [size],
      variableNames: Object.keys(inputs),
      uniforms: declarations,
      size: true,
      workgroupSize: [workgroupSize, 1, 1],
      dispatchLayout: { x: [0] },
      dispatch: [Math.ceil((program.threads ?? size) / workgroupSize), 1, 1],
      getUserCode: () => code,
    },
    Object.values(inputs).map(flat),
    dtype,
    Object.values(uniforms).map(([type, value]) => ({ type: uniformTypes[type], data: [value] })),
  );
  return { ...result, shape: [...shape] };
}

function checked(program: GpuProgram): GpuProgram {
  checkKinds("runGpuProgram", {
    program: [program, { name: "string", code: "string", inputs: "object", shape: ["number"] }],
  });
  return program;
}

function flat({ dataId, dtype, shape }: TensorInfo): TensorInfo {
  return { dataId, dtype, shape: [util.sizeFromShape(shape)] };
}
