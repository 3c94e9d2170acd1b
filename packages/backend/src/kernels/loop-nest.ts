import type { TrainingModule } from "./training-module.js";

/** Axes and bytes of `LoopNest` in `assembly/loop-nest.ts`: the rank, three groups of eight, then its position. */
const MAX_RANK = 8;
const NEST_BYTES = 4 * (1 + 4 * MAX_RANK + 2);

/** One axis of a walk over two arrays; strides in elements. */
export interface Loop {
  size: number;
  first: number;
  second: number;
}

/** Row-major strides of a shape, in elements; 0 along axes of size 1, as broadcasting wants it. */
export function broadcastStrides(shape: number[], rank: number = shape.length): number[] {
  const strides = Array<number>(rank).fill(0);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size > 1) strides[rank - shape.length + axis] = stride;
    stride *= size;
  }
  return strides;
}

/**
 * Writes a walk to the scratch, after merging neighbours that both arrays pass as one.
 *
 * @returns its address, or undefined if it is of more than eight axes even so.
 */
export function writeLoopNest(module: TrainingModule, loops: Loop[]): number | undefined {
  const merged: Loop[] = [];
  for (const loop of loops) {
    if (loop.size === 1) continue;
    const last = merged.at(-1);
    if (
      last !== undefined &&
      last.first === loop.size * loop.first &&
      last.second === loop.size * loop.second
    ) {
      merged[merged.length - 1] = { ...loop, size: last.size * loop.size };
    } else {
      merged.push(loop);
    }
  }
  if (merged.length === 0) merged.push({ size: 1, first: 1, second: 1 });
  if (merged.length > MAX_RANK) return undefined;
  const address = module.scratch(NEST_BYTES);
  const fields = new Int32Array(module.memory.buffer, address, NEST_BYTES / 4);
  fields[0] = merged.length;
  for (const [axis, { size, first, second }] of merged.entries()) {
    fields[1 + axis] = size;
    fields[1 + MAX_RANK + axis] = first;
    fields[1 + 2 * MAX_RANK + axis] = second;
  }
  return address;
}
