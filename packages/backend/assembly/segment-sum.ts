import { addRun } from "./copy";

/** out[s] = Σ x[i] over the rows i of `inner` values whose id is s; rows with an id outside [0, segments) are left out. */
export function segmentSum(x: usize, ids: usize, rows: i32, inner: i32, segments: i32, out: usize): void {
  const rowBytes = <usize>inner << 2;
  memory.fill(out, 0, <usize>segments * rowBytes);
  for (let i = 0; i < rows; i++, x += rowBytes) {
    const id = load<i32>(ids + (<usize>i << 2));
    if (id >= 0 && id < segments) addRun(x, out + <usize>id * rowBytes, inner);
  }
}
