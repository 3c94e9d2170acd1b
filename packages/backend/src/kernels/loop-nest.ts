import type { Share } from "./shares.js";
import type { TrainingModule } from "./training-module.js";

/** Axes and bytes of `LoopNest` in `assembly/loop-nest.ts`: the rank, three groups of eight, then its position. */
const MAX_RANK = 8;
const NEST_BYTES = 4 * (1 + 4 * MAX_RANK + 2);

/** Parts of a single run are multiples of a cache line, so that threads do not write to the same one. */
const RUN = 16;

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

/** A part of a walk: where it is written, and where it starts in the two arrays and in a dense result, in elements. */
export interface NestPart {
  address: number;
  first: number;
  second: number;
  result: number;
}

/**
 * Writes a walk to the scratch, after merging neighbours that both arrays pass as one.
 *
 * @returns its address, or undefined if it is of more than eight axes even so.
 */
export function writeLoopNest(module: TrainingModule, loops: Loop[]): number | undefined {
  return writeLoopNests(module, loops, (count) => [{ first: 0, count }])?.[0]?.address;
}

/** The same for a walk cut along its outermost axis, of a size that `cut` cuts into multiples of `multiple`. */
export function writeLoopNests(
  module: TrainingModule,
  loops: Loop[],
  cut: (size: number, multiple: number) => readonly Share[],
): NestPart[] | undefined {
  const merged = merge(loops);
  if (merged.length > MAX_RANK) return undefined;
  const [outermost, ...inner] = merged as [Loop, ...Loop[]];
  const run = inner.reduce((product, { size }) => product * size, 1);
  const cuts = cut(outermost.size, run === 1 ? RUN : 1);
  const start = module.scratch(NEST_BYTES * Math.max(1, cuts.length));
  // A walk over nothing is one part that takes no step.
  return (cuts.length > 0 ? cuts : [{ first: 0, count: 0 }]).map(({ first, count }, i) => {
    const address = start + i * NEST_BYTES;
    writeFields(module, address, [{ ...outermost, size: count }, ...inner]);
    return {
      address,
      first: first * outermost.first,
      second: first * outermost.second,
      result: first * run,
    };
  });
}

/** Neighbouring axes that both arrays pass as one, as one. */
function merge(loops: Loop[]): Loop[] {
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
  return merged.length > 0 ? merged : [{ size: 1, first: 1, second: 1 }];
}

function writeFields(module: TrainingModule, address: number, loops: Loop[]): void {
  const fields = new Int32Array(module.memory.buffer, address, NEST_BYTES / 4);
  fields[0] = loops.length;
  for (const [axis, { size, first, second }] of loops.entries()) {
    fields[1 + axis] = size;
    fields[1 + MAX_RANK + axis] = first;
    fields[1 + 2 * MAX_RANK + axis] = second;
  }
}
