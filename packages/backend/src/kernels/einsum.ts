import {
  backend_util,
  Einsum,
  type EinsumAttrs,
  getKernel,
  type KernelBackend,
  type TensorInfo,
  Transpose,
  util,
} from "@tensorflow/tfjs-core";
import { product } from "./mat-mul.js";
import { sumAxes } from "./reduction.js";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";
import type { TrainingModule } from "./training-module.js";

/**
 * `einsum` of one or two tensors, which tfjs's wasm backend lacks. Indices that one tensor alone has and the output has
 * not are summed first; then those of both that stay are batches, those of both that go are contracted, and the rest
 * are the rows and columns of one batched matrix product.
 */
export const einsum: TrainingKernel = {
  name: Einsum,
  compute(module, { inputs, attrs, backend }: KernelArguments<TensorInfo[], EinsumAttrs>) {
    const tensors = Object.values(inputs);
    const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(attrs.equation, tensors.length);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as never);
    if (tensors.some(({ dtype }) => dtype !== "float32")) {
      throw new TypeError(
        `Einsum: expected float32 tensors, got ${tensors.map(({ dtype }) => dtype).join(" and ")}`,
      );
    }
    // tfjs numbers the output's indices first, in the order of the output.
    const outRank = allDims.length - summedDims.length;
    const kept = Array.from({ length: outRank }, (_, index) => index);
    const terms = tensors.map((tensor, i) => {
      const others = idDims.filter((_, j) => j !== i).flat();
      const isWanted = (index: number) => index < outRank || others.includes(index);
      return sumUnwanted(module, { tensor, indices: idDims[i]!, owned: false }, isWanted);
    });
    const result =
      terms.length === 1
        ? terms[0]!
        : contract(module, backend, terms[0]!, terms[1]!, (index) => index < outRank);
    const out = arrange(module, backend, result, kept);
    // The result may be the input itself, of another shape: tfjs wants data of its own.
    if (out.owned) return out.tensor;
    return getKernel("Identity", "wasm").kernelFunc({ inputs: { x: out.tensor }, backend });
  },
};

/** A tensor, the index of each of its axes, and whether it is ours to free. */
interface Term {
  tensor: TensorInfo;
  indices: number[];
  owned: boolean;
}

function sumUnwanted(module: TrainingModule, term: Term, isWanted: (index: number) => boolean): Term {
  const axes = term.indices.flatMap((index, axis) => (isWanted(index) ? [] : [axis]));
  if (axes.length === 0) return term;
  const tensor = sumAxes(module, term.tensor, axes);
  return { tensor, indices: term.indices.filter(isWanted), owned: true };
}

function contract(
  module: TrainingModule,
  backend: KernelBackend,
  a: Term,
  b: Term,
  isKept: (index: number) => boolean,
): Term {
  const isShared = (index: number) => a.indices.includes(index) && b.indices.includes(index);
  const batch = a.indices.filter((index) => isShared(index) && isKept(index));
  const contracted = a.indices.filter((index) => isShared(index) && !isKept(index));
  const left = a.indices.filter((index) => !isShared(index));
  const right = b.indices.filter((index) => !isShared(index));
  const left3d = arrange(module, backend, a, [...batch, ...left, ...contracted]);
  const right3d = arrange(module, backend, b, [...batch, ...contracted, ...right]);
  const sizes = new Map([...axisSizes(a), ...axisSizes(b)]);
  const sizeOf = (indices: number[]) => util.sizeFromShape(indices.map((index) => sizes.get(index)!));
  const k = sizeOf(contracted);
  const tensor = product(
    module,
    { ...left3d.tensor, shape: [sizeOf(batch), sizeOf(left), k] },
    { ...right3d.tensor, shape: [sizeOf(batch), k, sizeOf(right)] },
    false,
    false,
  );
  for (const term of [left3d, right3d]) if (term.owned) module.free(term.tensor);
  const indices = [...batch, ...left, ...right];
  tensor.shape = indices.map((index) => sizes.get(index)!);
  return { tensor, indices, owned: true };
}

/** The term with its axes in this order; frees the former if it was ours. */
function arrange(module: TrainingModule, backend: KernelBackend, term: Term, indices: number[]): Term {
  const perm = indices.map((index) => term.indices.indexOf(index));
  if (perm.every((axis, i) => axis === i)) return term;
  const call = { inputs: { x: term.tensor }, backend, attrs: { perm } };
  const tensor = getKernel(Transpose, "wasm").kernelFunc(call) as TensorInfo;
  if (term.owned) module.free(term.tensor);
  return { tensor, indices, owned: true };
}

function axisSizes({ tensor, indices }: Term): [number, number][] {
  return indices.map((index, axis) => [index, tensor.shape[axis]!]);
}
