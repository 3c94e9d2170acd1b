/**
 * v or −v, whichever has its entry of largest magnitude positive (the first of them, if several): an eigenvector's sign is
 * arbitrary, and this makes the result the same with every decomposition.
 */
export function fixedSign(v: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(v);
  const largest = copy.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best), 0);
  return largest < 0 ? copy.map((entry) => -entry) : copy;
}
