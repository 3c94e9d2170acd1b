import type { KernelBackend } from "@tensorflow/tfjs-core";
import { modules } from "./generated/training-modules.js";
import { type KernelModule, type KernelModuleKind, loadKernelModule } from "./kernel-module.js";

/** The functions of `assembly/index.ts`. Addresses and row strides are in bytes, sizes in elements. */
export interface TrainingExports {
  gemmScratchBytes(): number;
  gemm(
    transposeA: boolean,
    transposeB: boolean,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    bias: number,
    c: number,
    ldc: number,
    scratch: number,
  ): void;
  conv2d(shape: number, x: number, filter: number, bias: number, out: number, scratch: number): void;
  conv2dBackpropFilter(shape: number, x: number, dy: number, dW: number, scratch: number): void;
  conv2dBackpropInput(shape: number, dy: number, filter: number, dx: number, scratch: number): void;
  conv2dDirect(shape: number, x: number, filter: number, bias: number, out: number): void;
  conv2dBackpropFilterDirect(shape: number, x: number, dy: number, dW: number): void;
  allFinite(x: number, n: number): number;
  stridedCopy(nest: number, from: number, to: number): void;
  binary(operation: number, nest: number, a: number, b: number, out: number): void;
  sumMiddle(x: number, out: number, outer: number, reduce: number, inner: number, scale: number): void;
  maxMiddle(x: number, out: number, outer: number, reduce: number, inner: number): void;
  maxPoolGradient(shape: number, x: number, dy: number, dx: number): void;
  averagePoolGradient(shape: number, dy: number, dx: number, scratch: number): void;
  depthwiseBackpropInput(shape: number, dy: number, filter: number, dx: number): void;
  depthwiseBackpropFilter(shape: number, x: number, dy: number, dW: number): void;
  gather(
    x: number,
    ids: number,
    batch: number,
    outer: number,
    size: number,
    slice: number,
    count: number,
    out: number,
  ): number;
  segmentSum(x: number, ids: number, rows: number, inner: number, segments: number, out: number): void;
  relu(x: number, n: number): void;
  relu6(x: number, n: number): void;
  channelMoments(
    x: number,
    rows: number,
    channels: number,
    relu: boolean,
    mean: number,
    variance: number,
  ): void;
  normalize(
    x: number,
    mask: number,
    rows: number,
    channels: number,
    relu: boolean,
    epsilon: number,
    gamma: number,
    beta: number,
    mean: number,
    variance: number,
    y: number,
    scratch: number,
  ): void;
  normalizeGradient(
    dy: number,
    x: number,
    mask: number,
    rows: number,
    channels: number,
    relu: boolean,
    epsilon: number,
    gamma: number,
    mean: number,
    variance: number,
    dx: number,
    dGamma: number,
    dBeta: number,
    scratch: number,
  ): void;
  random(
    distribution: number,
    seedLow: number,
    seedHigh: number,
    streamLow: number,
    streamHigh: number,
    n: number,
    a: number,
    b: number,
    out: number,
    scratch: number,
  ): void;
  unary(f: number, x: number, n: number, out: number, alpha: number): void;
  compare(comparison: number, nest: number, a: number, b: number, out: number): void;
  select4(condition: number, a: number, b: number, n: number, out: number): void;
}

export type TrainingModule = KernelModule<TrainingExports>;

const loaded = new WeakMap<KernelBackend, TrainingModule>();
let wantedKind: KernelModuleKind | undefined;

/** The training kernels on this backend, instantiated at first use; a backend that tfjs makes anew gets its own. */
export function trainingModule(backend: KernelBackend): TrainingModule {
  let module = loaded.get(backend);
  if (module === undefined) {
    module = loadKernelModule<TrainingExports>(
      { simd: decodeBase64(modules.simd), relaxedSimd: decodeBase64(modules.relaxedSimd) },
      { backend, ...(wantedKind === undefined ? {} : { kind: wantedKind }) },
    );
    loaded.set(backend, module);
  }
  return module;
}

/** The training kernels of the given kind, loaded anew if others are in use; without a kind those in use, or the best. */
export function trainingModuleOfKind(
  backend: KernelBackend,
  kind: KernelModuleKind | undefined,
): TrainingModule {
  if (kind !== undefined && loaded.get(backend)?.kind !== kind) {
    unloadTrainingModule(backend);
    wantedKind = kind;
  }
  return trainingModule(backend);
}

/** Frees what the module holds, and forgets the kind asked for. */
export function unloadTrainingModule(backend: KernelBackend): void {
  loaded.get(backend)?.dispose();
  loaded.delete(backend);
  wantedKind = undefined;
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
