/** Most axes of a loop nest, after neighbours that can be walked as one are merged. */
export const MAX_RANK: i32 = 8;

/**
 * A walk over two arrays of at most eight axes, each array with its own stride an axis (0 repeats, negative reverses),
 * in elements of four bytes. The innermost axis is left to the caller as one run; `next` steps the others. int32
 * fields in this order: rank, sizes[8], firstStrides[8], secondStrides[8]; then room for the position.
 */
@unmanaged
export class LoopNest {
  rank: i32;
}

// @ts-ignore: decorator
@inline
function field(nest: LoopNest, group: i32, axis: i32): usize {
  return changetype<usize>(nest) + 4 + (<usize>(group * MAX_RANK + axis) << 2);
}

const SIZES = 0, FIRST = 1, SECOND = 2, INDEX = 3;

/** Length of the innermost run. */
export function runLength(nest: LoopNest): i32 {
  return load<i32>(field(nest, SIZES, nest.rank - 1));
}

/** Bytes between neighbours of the innermost run in the first (second) array. */
export function firstStep(nest: LoopNest): i32 {
  return load<i32>(field(nest, FIRST, nest.rank - 1)) << 2;
}
export function secondStep(nest: LoopNest): i32 {
  return load<i32>(field(nest, SECOND, nest.rank - 1)) << 2;
}

/** Sets the walk to its start. */
export function begin(nest: LoopNest): void {
  for (let axis = 0; axis < nest.rank; axis++) store<i32>(field(nest, INDEX, axis), 0);
  store<i32>(field(nest, INDEX, MAX_RANK), 0);
  store<i32>(field(nest, INDEX, MAX_RANK + 1), 0);
}

/** Bytes from the start of the first (second) array to the current run. */
// @ts-ignore: decorator
@inline
export function firstOffset(nest: LoopNest): i32 {
  return load<i32>(field(nest, INDEX, MAX_RANK));
}
// @ts-ignore: decorator
@inline
export function secondOffset(nest: LoopNest): i32 {
  return load<i32>(field(nest, INDEX, MAX_RANK + 1));
}

/** Steps to the next run; false after the last. */
export function next(nest: LoopNest): bool {
  let first = firstOffset(nest), second = secondOffset(nest);
  for (let axis = nest.rank - 2; axis >= 0; axis--) {
    const at = field(nest, INDEX, axis);
    const index = load<i32>(at) + 1;
    const size = load<i32>(field(nest, SIZES, axis));
    const firstStride = load<i32>(field(nest, FIRST, axis)) << 2, secondStride = load<i32>(field(nest, SECOND, axis)) << 2;
    first += firstStride;
    second += secondStride;
    if (index < size) {
      store<i32>(at, index);
      store<i32>(field(nest, INDEX, MAX_RANK), first);
      store<i32>(field(nest, INDEX, MAX_RANK + 1), second);
      return true;
    }
    store<i32>(at, 0);
    first -= size * firstStride;
    second -= size * secondStride;
  }
  return false;
}
