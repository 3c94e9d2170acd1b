/** Batches whose rows are sorted together: more leave less filling, fewer mix the data better. */
const pool = 50;

/**
 * An epoch's rows so that each batch has rows of about one length and little is filled up: each 50 batches of the drawn order are
 * sorted by length and cut, and the batches come in the order in which their first rows were drawn. A last batch that is not full
 * stays the last.
 */
export function arrangedByLength(
  order: Int32Array,
  lengths: ArrayLike<number>,
  batchSize: number,
): Int32Array {
  const whole = order.length - (order.length % batchSize);
  const batches: { readonly rows: number[]; readonly first: number }[] = [];
  for (let start = 0; start < whole; start += pool * batchSize) {
    const places = Array.from({ length: Math.min(pool * batchSize, whole - start) }, (_, i) => start + i);
    places.sort((a, b) => lengths[order[a]!]! - lengths[order[b]!]! || a - b);
    for (let at = 0; at < places.length; at += batchSize) {
      const batch = places.slice(at, at + batchSize);
      batches.push({ rows: batch.map((place) => order[place]!), first: Math.min(...batch) });
    }
  }
  batches.sort((a, b) => a.first - b.first);
  return Int32Array.from([...batches.flatMap(({ rows }) => rows), ...order.subarray(whole)]);
}
