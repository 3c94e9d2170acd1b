/**
 * The root of an increasing function in [lo, hi], with f(lo) ≤ 0 ≤ f(hi): Newton's step, halved to bisection whenever it
 * would leave the bracket or fails to halve it. Ends when a step no longer moves x by two parts in 2⁵², so the relative
 * error of x is that of evaluating f near its root: a few 1e-16 here, far inside the promised 1e-12.
 *
 * @param f Returns [f(x), f′(x)].
 */
export function increasingRoot(f: (x: number) => readonly [number, number], lo: number, hi: number): number {
  let [low, high] = [lo, hi];
  let x = (lo + hi) / 2;
  // Each pass at least halves the bracket or more than halves the last step; 2,100 halvings cross the whole float64 range.
  for (let pass = 0, lastStep = hi - lo; pass < 2200; pass++) {
    const [value, slope] = f(x);
    if (value === 0) return x;
    if (value < 0) low = x;
    else high = x;
    let next = x - value / slope;
    const inside = next > low && next < high;
    if (!inside || Math.abs(next - x) > lastStep / 2) next = low + (high - low) / 2;
    lastStep = Math.abs(next - x);
    x = next;
    if (lastStep <= 2 * Number.EPSILON * Math.abs(x)) break;
  }
  return x;
}
