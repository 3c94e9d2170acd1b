import {
  adagrad,
  adam,
  backpropagate,
  competitiveTrace,
  decisionSurface,
  firstPrincipalComponent,
  gradientDescentTrace,
  type HebbianRule,
  hebbianTrace,
  homeworkQuadratic,
  initialNetwork,
  isoline,
  type LabelledPoints,
  logistic,
  momentum,
  type Network,
  nesterov,
  type Objective,
  optimizerTrace,
  rmsprop,
  rosenbrock,
  sgd,
  stepNetworkData,
  trainingTrace,
} from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

/** A point of the plane, and the value of the function there. */
export type PathPoint = Readonly<{ t: number; x: number; y: number; value: number }>;

/** A straight piece of a contour line; `height` is 0 on the lowest level drawn and 1 on the highest. */
export type ContourPiece = Readonly<{ x1: number; y1: number; x2: number; y2: number; height: number }>;

/** The part of the plane that is drawn. */
export interface Frame {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Contour lines of a function, their levels spread over the powers of ten from 0.1 to `highest`. */
function contours(f: (w: Float64Array) => number, { x, y }: Frame, highest: number): ContourPiece[] {
  const size = 90;
  const axis = ([low, high]: readonly [number, number]): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => low + ((high - low) * i) / (size - 1));
  const surface = { x: axis(x), y: axis(y), values: [] as Float64Array[] };
  for (const v of surface.y) surface.values.push(surface.x.map((u) => f(Float64Array.of(u, v))));
  const levels = 9;
  return Array.from({ length: levels }, (_, i) => i / (levels - 1)).flatMap((height) =>
    isoline(surface, 0.1 * (highest / 0.1) ** height).map(([x1, y1, x2, y2]) => ({ x1, y1, x2, y2, height })),
  );
}

/** Gradient descent on the quadratic of the homework. */
export function descent({ learningRate, momentum: alpha }: { learningRate: number; momentum: number }): {
  frame: Frame;
  contour: ContourPiece[];
  path: PathPoint[];
  diverged: boolean;
  bound: number;
  minimum: readonly [number, number];
} {
  const f = homeworkQuadratic();
  const frame: Frame = { x: [-1.5, 3.5], y: [-1.5, 6] };
  const { steps, diverged } = gradientDescentTrace(f, [0, 0], {
    learningRate,
    momentum: alpha,
    iterations: 200,
  });
  return {
    frame,
    contour: contours(f.value, frame, 200),
    path: steps.map(({ iteration, w, value }) => ({ t: iteration, x: w[0]!, y: w[1]!, value })),
    diverged,
    bound: f.stabilityBound,
    minimum: [f.minimum[0]!, f.minimum[1]!],
  };
}

/** The surfaces of the race: where it starts, and what is drawn of it. */
const courses: Record<
  "quadratic" | "rosenbrock",
  { f: Objective; start: [number, number]; frame: Frame; highest: number }
> = {
  quadratic: {
    f: homeworkQuadratic(),
    start: [-1, 5],
    frame: { x: [-1.5, 3.5], y: [-1.5, 6] },
    highest: 200,
  },
  rosenbrock: { f: rosenbrock, start: [-1.2, 1], frame: { x: [-2, 2], y: [-1, 3] }, highest: 1000 },
};

/** Names of the optimisers in the race, in the order of their colours. */
export const racers = ["SGD", "Momentum", "Nesterov", "Adagrad", "RMSprop", "Adam"] as const;

/** All optimisers from the same start; SGD and its relatives take η/100, since theirs is no step length. */
export function race({
  course,
  learningRate,
  steps,
}: {
  course: keyof typeof courses;
  learningRate: number;
  steps: number;
}): {
  frame: Frame;
  contour: ContourPiece[];
  runs: { name: string; diverged: boolean; path: PathPoint[] }[];
} {
  const { f, start, frame, highest } = courses[course];
  const plain = { learningRate: learningRate / 100 };
  const scaled = { learningRate };
  const run = <State>(name: string, optimizer: Parameters<typeof optimizerTrace<State>>[0]) => {
    const trace = optimizerTrace(optimizer, f, start, { steps });
    const path = trace.steps.map(({ t, w, objective }) => ({ t, x: w[0]!, y: w[1]!, value: objective }));
    return { name, diverged: trace.diverged, path };
  };
  return {
    frame,
    contour: contours((w) => f.value(w), frame, highest),
    runs: [
      run(racers[0], sgd(plain)),
      run(racers[1], momentum(plain)),
      run(racers[2], nesterov(plain)),
      run(racers[3], adagrad(scaled)),
      run(racers[4], rmsprop(scaled)),
      run(racers[5], adam(scaled)),
    ],
  };
}

/** A matrix to be shown: its symbol, what it is, and its first columns. */
export interface ShownMatrix {
  readonly symbol: string;
  readonly rows: readonly (readonly number[])[];
  /** Columns left out. */
  readonly more: number;
}

/** Columns of a matrix that are shown: one is a point. */
const shownColumns = 4;

/** A point of the training set. */
export type LabelledPoint = Readonly<{ x: number; y: number; label: number }>;

/** The network after some steps of gradient descent, with everything that the next step computes. */
export function backpropagation({
  learningRate,
  hidden,
  seed,
  t,
}: {
  learningRate: number;
  hidden: number;
  seed: number;
  t: number;
}): {
  forward: ShownMatrix[];
  backward: ShownMatrix[];
  loss: number;
  accuracy: number;
  curve: { t: number; loss: number }[];
  surface: { x: number; y: number; value: number }[];
  points: LabelledPoint[];
} {
  const { inputs, targets } = stepNetworkData({ n: 100, seed });
  const { network, curve } = trained({ learningRate, hidden, seed }, t, inputs, targets);
  const pass = backpropagate(network, inputs, targets);
  const shown = (
    symbol: string,
    matrix: { rows: number; columns: number; get(i: number, j: number): number },
    all = false,
  ): ShownMatrix => {
    const columns = all ? matrix.columns : Math.min(matrix.columns, shownColumns);
    const rows = Array.from({ length: matrix.rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => matrix.get(i, j)),
    );
    return { symbol, rows, more: matrix.columns - columns };
  };
  const layer = (l: number): string => "₁₂"[l]!;
  const output = pass.outputs.at(-1)!;
  const right = Array.from(
    { length: output.columns },
    (_, j) => (output.get(0, j) >= 0.5 ? 1 : 0) === targets.get(0, j),
  );
  const { x, y, values } = decisionSurface(network, -1.5, 1.5, 31);
  return {
    forward: [
      shown("X", inputs),
      ...network.flatMap(({ weights, bias }, l) => [
        shown(`W${layer(l)}`, weights, true),
        shown(`b${layer(l)}`, bias, true),
        shown(`v${layer(l)} = W${layer(l)}${l === 0 ? "X" : "y₁"} + b${layer(l)}`, pass.fields[l]!),
        shown(`y${layer(l)} = φ(v${layer(l)})`, pass.outputs[l]!),
      ]),
    ],
    backward: [
      shown("error = Y − y₂", pass.error),
      ...[1, 0].flatMap((l) => [
        shown(l === 1 ? "δ₂ = error · φ′(v₂)" : "δ₁ = W₂ᵀδ₂ · φ′(v₁)", pass.deltas[l]!),
        shown(`∂E/∂W${layer(l)}`, pass.gradients[l]!.weights, true),
        shown(`∂E/∂b${layer(l)}`, pass.gradients[l]!.bias, true),
      ]),
    ],
    loss: pass.loss,
    accuracy: right.filter(Boolean).length / right.length,
    curve: curve.slice(0, t + 1),
    surface: values.flatMap((row, j) => Array.from(row, (value, i) => ({ x: x[i]!, y: y[j]!, value }))),
    points: Array.from({ length: inputs.columns }, (_, j) => ({
      x: inputs.get(0, j),
      y: inputs.get(1, j),
      label: targets.get(0, j),
    })),
  };
}

/** The training asked for last: a later step of the same one goes on from it. */
let kept: { key: string; network: Network; curve: { t: number; loss: number }[] } | undefined;

function trained(
  settings: { learningRate: number; hidden: number; seed: number },
  t: number,
  inputs: LabelledPoints["inputs"],
  targets: LabelledPoints["targets"],
): { network: Network; curve: { t: number; loss: number }[] } {
  const { learningRate, hidden, seed } = settings;
  const key = JSON.stringify(settings);
  if (kept?.key !== key || kept.curve.length - 1 > t) {
    const network = initialNetwork([2, hidden, 1], { activation: logistic(5), deviation: 0.3, seed });
    kept = { key, network, curve: [{ t: 0, loss: backpropagate(network, inputs, targets).loss }] };
  }
  const done = kept.curve.length - 1;
  if (t > done) {
    const options = { learningRate, epochs: t - done, batchSize: "full" } as const;
    const { network, epochs } = trainingTrace(kept.network, inputs, targets, options);
    const added = epochs
      .slice(1)
      .map(({ epoch, meanSquaredError }) => ({ t: done + epoch, loss: meanSquaredError / 2 }));
    kept = { key, network, curve: [...kept.curve, ...added] };
  }
  return kept;
}

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
