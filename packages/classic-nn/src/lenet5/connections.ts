/**
 * Table I of the LeNet-5 paper, as lecture 14 shows it: which of the six maps of S2 each of the sixteen maps of C3 looks at.
 * The first six take three neighbours, the next six four neighbours, the next three four with a gap, the last all six: 60
 * pairs in place of 96. It keeps the number of connections down, and makes maps differ, since they see different things.
 */
export const lenet5Connections: readonly (readonly number[])[] = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [0, 4, 5],
  [0, 1, 5],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [0, 3, 4, 5],
  [0, 1, 4, 5],
  [0, 1, 2, 5],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

/** The 60 pairs [map of S2, map of C3], in the order in which the kernels of C3 are kept. */
export const lenet5Pairs: readonly (readonly [from: number, to: number])[] = lenet5Connections.flatMap(
  (sources, to) => sources.map((from) => [from, to] as const),
);
