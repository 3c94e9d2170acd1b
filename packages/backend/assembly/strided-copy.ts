import { copyRun } from "./copy";
import { begin, firstOffset, firstStep, LoopNest, next, runLength, secondOffset, secondStep } from "./loop-nest";

/** Copies four-byte elements from the places the first strides walk to those the second ones walk. */
export function stridedCopy(nest: LoopNest, from: usize, to: usize): void {
  const n = runLength(nest), fromStep = firstStep(nest), toStep = secondStep(nest);
  begin(nest);
  do {
    let source = from + firstOffset(nest), target = to + secondOffset(nest);
    if (fromStep == 4 && toStep == 4) {
      copyRun(source, target, n);
    } else if (fromStep == 0 && toStep == 4) {
      fillRun(load<u32>(source), target, n);
    } else {
      for (let i = 0; i < n; i++, source += fromStep, target += toStep) store<u32>(target, load<u32>(source));
    }
  } while (next(nest));
}

// @ts-ignore: decorator
@inline
function fillRun(value: u32, to: usize, n: i32): void {
  const values = i32x4.splat(value);
  const end = to + (<usize>n << 2);
  for (; to + 16 <= end; to += 16) v128.store(to, values);
  for (; to < end; to += 4) store<u32>(to, value);
}
