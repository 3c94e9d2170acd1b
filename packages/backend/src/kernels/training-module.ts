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
  channelSums(x: number, rows: number, channels: number, relu: boolean, mean: number, sums: number): void;
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
  normalizeSums(
    dy: number,
    x: number,
    mask: number,
    rows: number,
    channels: number,
    relu: boolean,
    mean: number,
    sums: number,
  ): void;
  normalizeGradient(
    dy: number,
    x: number,
    mask: number,
    rows: number,
    channels: number,
    relu: boolean,
    factors: number,
    mean: number,
    dx: number,
  ): void;
  normalizeFactors(
    sums: number,
    rows: number,
    channels: number,
    epsilon: number,
    gamma: number,
    variance: number,
    dGamma: number,
    dBeta: number,
    factors: number,
  ): void;
  random(
    distribution: number,
    seedLow: number,
    seedHigh: number,
    streamLow: number,
    streamHigh: number,
    first: number,
    n: number,
    a: number,
    b: number,
    out: number,
    scratch: number,
  ): void;
  unary(f: number, x: number, n: number, out: number, alpha: number): void;
  compare(comparison: number, nest: number, a: number, b: number, out: number): void;
  groupNormalize(
    x: number,
    samples: number,
    rows: number,
    channels: number,
    perGroup: number,
    epsilon: number,
    gamma: number,
    beta: number,
    y: number,
    moments: number,
  ): void;
  groupNormGradient(
    dy: number,
    x: number,
    samples: number,
    rows: number,
    channels: number,
    perGroup: number,
    gamma: number,
    moments: number,
    dx: number,
    sums: number,
  ): void;
  maskedSoftmax(
    x: number,
    mask: number,
    first: number,
    rows: number,
    columns: number,
    scale: number,
    repeats: number,
    period: number,
    y: number,
  ): void;
  softmaxGradient(dy: number, y: number, rows: number, columns: number, scale: number, dx: number): void;
  clip(x: number, n: number, low: number, high: number, out: number): void;
  gelu(x: number, n: number, out: number): void;
  geluGradient(dy: number, x: number, n: number, dx: number): void;
  recurrentScratchBytes(rows: number, fields: number): number;
  recurrentForward(
    cell: number,
    rows: number,
    batch: number,
    steps: number,
    width: number,
    fields: number,
    weights: number,
    peepholes: number,
    lengths: number,
    h0: number,
    c0: number,
    h: number,
    c: number,
    gates: number,
    scratch: number,
  ): void;
  recurrentBackward(
    cell: number,
    rows: number,
    batch: number,
    steps: number,
    width: number,
    dhs: number,
    dcs: number,
    weights: number,
    peepholes: number,
    lengths: number,
    c0: number,
    h: number,
    c: number,
    gates: number,
    dFields: number,
    dh: number,
    dc: number,
    scratch: number,
  ): void;
  select4(condition: number, a: number, b: number, n: number, out: number): void;
}

export type TrainingModule = KernelModule<TrainingExports>;

const loaded = new WeakMap<KernelBackend, TrainingModule>();
let wantedKind: KernelModuleKind | undefined;
let wantedThreads = 1;

/** The training kernels on this backend, instantiated at first use; a backend that tfjs makes anew gets its own. */
export function trainingModule(backend: KernelBackend): TrainingModule {
  let module = loaded.get(backend);
  if (module === undefined) {
    module = loadKernelModule<TrainingExports>(
      { simd: decodeBase64(modules.simd), relaxedSimd: decodeBase64(modules.relaxedSimd) },
      { backend, threads: wantedThreads, ...(wantedKind === undefined ? {} : { kind: wantedKind }) },
    );
    loaded.set(backend, module);
  }
  return module;
}

/** What the training kernels are to be. */
export interface TrainingModuleWish {
  kind?: KernelModuleKind | undefined;
  threads?: number | undefined;
}

/** The training kernels as wished for, loaded anew if others are in use; without a wish those in use, or the best on one thread. */
export function trainingModuleOf(
  backend: KernelBackend,
  { kind, threads }: TrainingModuleWish,
): TrainingModule {
  const inUse = loaded.get(backend);
  const other =
    (kind !== undefined && kind !== inUse?.kind) || (threads !== undefined && threads !== wantedThreads);
  if (other) {
    unloadTrainingModule(backend);
    wantedKind = kind;
    wantedThreads = threads ?? 1;
  }
  return trainingModule(backend);
}

/** Frees what the module holds, and forgets what was asked for. */
export function unloadTrainingModule(backend: KernelBackend): void {
  loaded.get(backend)?.dispose();
  loaded.delete(backend);
  wantedKind = undefined;
  wantedThreads = 1;
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
