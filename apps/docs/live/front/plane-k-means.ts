/** A point of the unit square. */
export type Point = readonly [x: number, y: number];

/** Random numbers in [0, 1) that are the same for the same seed: the generator mulberry32. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A few round clouds, well apart, of `size` points in all. */
export function clouds(count: number, size: number, random: () => number): Point[] {
  let middles: Point[] = [];
  for (let tries = 0; middles.length < count; tries++) {
    if (tries % 100 === 99) middles = []; // there may be no room left beside those that were placed
    const middle: Point = [0.15 + 0.7 * random(), 0.15 + 0.7 * random()];
    if (middles.every((other) => squared(middle, other) > 0.1)) middles.push(middle);
  }
  return Array.from({ length: size }, (_, i) => {
    const [x, y] = middles[i % count]!;
    const radius = 0.055 * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    return [inside(x + radius * Math.cos(angle)), inside(y + radius * Math.sin(angle))];
  });
}

const inside = (value: number): number => Math.min(0.98, Math.max(0.02, value));

function squared([ax, ay]: Point, [bx, by]: Point): number {
  return (ax - bx) ** 2 + (ay - by) ** 2;
}

/** The centre nearest to a point; the first of several. */
export function nearest(point: Point, centers: readonly Point[]): number {
  let best = 0;
  for (let j = 1; j < centers.length; j++)
    if (squared(point, centers[j]!) < squared(point, centers[best]!)) best = j;
  return best;
}

/** The sum of squared distances from each point to its nearest centre. */
export function inertia(points: readonly Point[], centers: readonly Point[]): number {
  return points.reduce((sum, point) => sum + squared(point, centers[nearest(point, centers)]!), 0);
}

/** One step of Lloyd's algorithm: each centre to the mean of its points; one without points stays. */
export function lloydStep(points: readonly Point[], centers: readonly Point[]): Point[] {
  const sums = centers.map(() => [0, 0, 0]);
  for (const point of points) {
    const sum = sums[nearest(point, centers)]!;
    sum[0]! += point[0];
    sum[1]! += point[1];
    sum[2]! += 1;
  }
  return sums.map(([x = 0, y = 0, n = 0], j) => (n === 0 ? centers[j]! : ([x / n, y / n] as const)));
}

/** k first centres by k-means++: each next one far from those before, by chance. */
export function seeding(points: readonly Point[], k: number, random: () => number): Point[] {
  const centers: Point[] = [points[Math.floor(random() * points.length)]!];
  while (centers.length < k) {
    const distances = points.map((point) => squared(point, centers[nearest(point, centers)]!));
    let left = random() * distances.reduce((sum, distance) => sum + distance, 0);
    const chosen = distances.findIndex((distance) => (left -= distance) <= 0);
    centers.push(points[chosen < 0 ? points.length - 1 : chosen]!);
  }
  return centers;
}

/** For k = 1 to `most`: the first centres of the best of several runs, and the inertia where that run ends. */
export function elbowCurve(
  points: readonly Point[],
  most: number,
  seed: number,
): { start: Point[]; inertia: number }[] {
  return Array.from({ length: most }, (_, i) => {
    const random = mulberry32(seed + i);
    let best: { start: Point[]; inertia: number } | undefined;
    for (let run = 0; run < 8; run++) {
      const start = seeding(points, Math.min(i + 1, points.length), random);
      let centers = start;
      for (let step = 0; step < 25; step++) centers = lloydStep(points, centers);
      const reached = inertia(points, centers);
      if (best === undefined || reached < best.inertia) best = { start, inertia: reached };
    }
    return best!;
  });
}

/**
 * The k at which the logarithm of the inertia bends most, log I(k−1) − 2 log I(k) + log I(k+1): up to there each further
 * centre divides the inertia, from there on it only lowers it.
 */
export function elbowOf(inertias: readonly number[]): number {
  const logs = inertias.map((value) => Math.log(Math.max(value, 1e-12)));
  const bends = logs.map((value, i) => (logs[i - 1] ?? Number.NaN) - 2 * value + (logs[i + 1] ?? Number.NaN));
  return (
    bends.reduce((best, bend, i) => (bend > (bends[best] ?? Number.NEGATIVE_INFINITY) ? i : best), 1) + 1
  );
}

/** The part of the unit square that is nearer to centre j than to any other, as a polygon. */
export function cellOf(j: number, centers: readonly Point[]): Point[] {
  let cell: Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const [cx, cy] = centers[j]!;
  for (const [i, [ox, oy]] of centers.entries()) {
    if (i === j) continue;
    // Negative on our side of the line half way between the two.
    const side = ([x, y]: Point): number => (x - (cx + ox) / 2) * (ox - cx) + (y - (cy + oy) / 2) * (oy - cy);
    cell = cell.flatMap((from, n) => {
      const to = cell[(n + 1) % cell.length]!;
      const [a, b] = [side(from), side(to)];
      const kept = a <= 0 ? [from] : [];
      if (a < 0 === b < 0) return kept;
      const t = a / (a - b);
      return [...kept, [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])] as Point];
    });
  }
  return cell;
}
