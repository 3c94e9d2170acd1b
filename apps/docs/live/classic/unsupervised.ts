import {
  competitiveTrace,
  firstPrincipalComponent,
  type HebbianRule,
  hebbianTrace,
} from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";
import type { PathPoint } from "./plane.js";

/** What learns in the plane. */
export type PlaneRule = Exclude<HebbianRule, "covariance"> | "competitive";

/** Unsupervised learning on a cloud of points: one neuron's weights, or three that compete. */
export function unsupervised({
  rule,
  learningRate,
  seed,
}: {
  rule: PlaneRule;
  learningRate: number;
  seed: number;
}): {
  points: { x: number; y: number }[];
  paths: PathPoint[][];
  /** The first principal component, which Oja's rule finds; none for competing neurons. */
  component: readonly [number, number] | undefined;
} {
  const rng = defaultRng(seed);
  const cloud = rule === "competitive" ? threeClouds(rng) : tiltedCloud(rng);
  const points = cloud.map(([x, y]) => ({ x, y }));
  if (rule === "competitive") {
    const start = [
      [-0.2, 0],
      [0.2, 0.1],
      [0, -0.2],
    ];
    const { steps } = competitiveTrace(cloud, start, { learningRate, epochs: 2 });
    const paths = start.map(([x = 0, y = 0], unit) => [
      { t: 0, x, y, value: 0 },
      ...steps.map(({ weights }, i) => ({
        t: i + 1,
        x: weights[unit]![0]!,
        y: weights[unit]![1]!,
        value: 0,
      })),
    ]);
    return { points, paths, component: undefined };
  }
  const initial = [0.1, -0.4];
  const options = rule === "oja" ? { learningRate } : { learningRate, activation: "linear" as const };
  const { steps } = hebbianTrace(cloud, initial, { rule, epochs: 2, ...options });
  const path = [
    { t: 0, x: initial[0]!, y: initial[1]!, value: 0 },
    ...steps.map(({ weights, y }, i) => ({ t: i + 1, x: weights[0]!, y: weights[1]!, value: y })),
  ];
  const [cx = 0, cy = 0] = firstPrincipalComponent(cloud);
  return { points, paths: [path], component: [cx, cy] };
}

type Random = ReturnType<typeof defaultRng>;

/** 150 points around the origin, longest along the direction (2, 1). */
function tiltedCloud(rng: Random): [number, number][] {
  return Array.from({ length: 150 }, () => {
    const [along, across] = [0.9 * rng.standardNormal(), 0.25 * rng.standardNormal()];
    return [(2 * along - across) / Math.sqrt(5), (along + 2 * across) / Math.sqrt(5)];
  });
}

/** 150 points around three corners, in random order. */
function threeClouds(rng: Random): [number, number][] {
  const corners = [
    [-1.2, -0.8],
    [1.3, -0.6],
    [0.1, 1.2],
  ] as const;
  return Array.from({ length: 150 }, () => {
    const [x, y] = corners[rng.integers(0, 3)]!;
    return [x + 0.25 * rng.standardNormal(), y + 0.25 * rng.standardNormal()];
  });
}
