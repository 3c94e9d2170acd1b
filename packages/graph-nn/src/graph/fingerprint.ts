import type { PreparedGraph } from "./graph.js";

/**
 * What tells one set of graphs from another: how many, and a hash of sizes, features, edges and targets (FNV-1a of 32 bits, word by
 * word). It guards against a mix-up, not against an adversary.
 */
export function graphsFingerprint(graphs: readonly PreparedGraph[], targets: readonly Int32Array[]): string {
  let hash = 0x811c9dc5;
  const add = (words: Int32Array | Uint32Array): void => {
    for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
    hash = Math.imul(hash ^ words.length, 0x01000193);
  };
  for (const [g, { vertices, features, values, pattern }] of graphs.entries()) {
    add(Int32Array.of(vertices, features));
    add(new Uint32Array(values.buffer, values.byteOffset, values.length));
    for (const ends of [pattern.rowOf, pattern.columnOf, targets[g]!]) add(ends);
  }
  return `${graphs.length}:${(hash >>> 0).toString(16)}`;
}
