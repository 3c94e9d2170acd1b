import {
  backpropagate,
  decisionSurface,
  initialNetwork,
  type LabelledPoints,
  logistic,
  type Network,
  stepNetworkData,
  trainingTrace,
} from "@elbowjs/classic-nn";

/** A matrix to be shown: its symbol, what it is, and its first columns. */
export interface ShownMatrix {
  readonly symbol: string;
  readonly rows: readonly (readonly number[])[];
  /** Columns left out. */
  readonly more: number;
  /** The layer that its cells are parameters of, or their gradients: with it they light up with the drawn network. */
  readonly of?: { readonly layer: number; readonly kind: "weights" | "bias" } | undefined;
}

/** A parameter that is pointed at: a weight, or with column −1 a bias. */
export interface Lit {
  readonly layer: number;
  readonly row: number;
  readonly column: number;
}

/** A layer's parameters as the drawing shows them. */
export interface ShownLayer {
  readonly weights: readonly (readonly number[])[];
  readonly gradients: readonly (readonly number[])[];
  readonly bias: readonly number[];
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
  layers: ShownLayer[];
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
    of?: ShownMatrix["of"],
  ): ShownMatrix => {
    const columns = of !== undefined ? matrix.columns : Math.min(matrix.columns, shownColumns);
    const rows = Array.from({ length: matrix.rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => matrix.get(i, j)),
    );
    return { symbol, rows, more: matrix.columns - columns, of };
  };
  const layer = (l: number): string => "₁₂"[l]!;
  const output = pass.outputs.at(-1)!;
  const right = Array.from(
    { length: output.columns },
    (_, j) => (output.get(0, j) >= 0.5 ? 1 : 0) === targets.get(0, j),
  );
  const { x, y, values } = decisionSurface(network, -1.5, 1.5, 31);
  return {
    layers: network.map(({ weights, bias }, l) => ({
      weights: shown("", weights, { layer: l, kind: "weights" }).rows,
      gradients: shown("", pass.gradients[l]!.weights, { layer: l, kind: "weights" }).rows,
      bias: shown("", bias, { layer: l, kind: "bias" }).rows.map(([value]) => value!),
    })),
    forward: [
      shown("X", inputs),
      ...network.flatMap(({ weights, bias }, l) => [
        shown(`W${layer(l)}`, weights, { layer: l, kind: "weights" }),
        shown(`b${layer(l)}`, bias, { layer: l, kind: "bias" }),
        shown(`v${layer(l)} = W${layer(l)}${l === 0 ? "X" : "y₁"} + b${layer(l)}`, pass.fields[l]!),
        shown(`y${layer(l)} = φ(v${layer(l)})`, pass.outputs[l]!),
      ]),
    ],
    backward: [
      shown("error = Y − y₂", pass.error),
      ...[1, 0].flatMap((l) => [
        shown(l === 1 ? "δ₂ = error · φ′(v₂)" : "δ₁ = W₂ᵀδ₂ · φ′(v₁)", pass.deltas[l]!),
        shown(`∂E/∂W${layer(l)}`, pass.gradients[l]!.weights, { layer: l, kind: "weights" }),
        shown(`∂E/∂b${layer(l)}`, pass.gradients[l]!.bias, { layer: l, kind: "bias" }),
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
