import type { RecurrentCell } from "../src/index.js";

/** A network of stacked cells by the lecture's equations, one sequence at a time, in float64: what the fast one is measured by. */
export interface Float64Network {
  readonly cell: RecurrentCell;
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
}

/** A sequence: vectors, and the classes that are told at some steps. */
export interface Float64Sequence {
  readonly x: readonly (readonly number[])[];
  readonly targets: ReadonlyMap<number, number>;
}

interface Layer {
  readonly units: number;
  readonly inputs: number;
  readonly u: number;
  readonly w: number;
  readonly b: number;
  readonly p: number;
}

const blocksOf = (cell: RecurrentCell): number => (cell === "rnn" ? 1 : 4);

/** Where each weight begins in one block of numbers: U, W, b and p of each layer, then V and c. */
export function layoutOf({ cell, inputs, hidden, outputs }: Float64Network): {
  layers: Layer[];
  v: number;
  c: number;
  size: number;
} {
  let at = 0;
  const take = (n: number): number => {
    at += n;
    return at - n;
  };
  const layers = hidden.map((units, i): Layer => {
    const [below, fields] = [i === 0 ? inputs : hidden[i - 1]!, blocksOf(cell) * units];
    return {
      units,
      inputs: below,
      u: take(fields * below),
      w: take(fields * units),
      b: take(fields),
      p: take(cell === "peephole-lstm" ? 3 * units : 0),
    };
  });
  const v = take(outputs * hidden.at(-1)!);
  return { layers, v, c: take(outputs), size: at };
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

interface Moment {
  readonly x: readonly number[];
  readonly gates: number[];
  readonly s: number[];
  readonly y: number[];
}

function runLayer(
  cell: RecurrentCell,
  layer: Layer,
  w: Float64Array,
  xs: readonly (readonly number[])[],
): Moment[] {
  const { units, inputs } = layer;
  const moments: Moment[] = [];
  for (const x of xs) {
    const before = moments.at(-1);
    const z = Array.from({ length: blocksOf(cell) * units }, (_, k) => {
      let sum = w[layer.b + k]!;
      for (let j = 0; j < inputs; j++) sum += w[layer.u + k * inputs + j]! * x[j]!;
      for (let j = 0; j < units; j++) sum += w[layer.w + k * units + j]! * (before?.y[j] ?? 0);
      return sum;
    });
    if (cell === "rnn") {
      const y = z.map(Math.tanh);
      moments.push({ x, gates: [], s: y, y });
      continue;
    }
    const gates = z.map((value, k) => {
      const [block, j] = [Math.floor(k / units), k % units];
      if (block === 2) return Math.tanh(value);
      const peep =
        cell === "peephole-lstm" ? w[layer.p + [0, 1, 0, 2][block]! * units + j]! * (before?.s[j] ?? 0) : 0;
      return sigmoid(value + peep);
    });
    const s = Array.from(
      { length: units },
      (_, j) => gates[units + j]! * (before?.s[j] ?? 0) + gates[j]! * gates[2 * units + j]!,
    );
    moments.push({ x, gates, s, y: s.map((value, j) => Math.tanh(value) * gates[3 * units + j]!) });
  }
  return moments;
}

/** dL/dx of a layer, and its weights' gradients added to g, from dL/dy. */
function backLayer(
  cell: RecurrentCell,
  layer: Layer,
  w: Float64Array,
  moments: readonly Moment[],
  dys: readonly number[][],
  g: Float64Array,
): number[][] {
  const { units, inputs } = layer;
  const dxs = moments.map(() => new Array<number>(inputs).fill(0));
  let dyNext = new Array<number>(units).fill(0);
  let dsNext = new Array<number>(units).fill(0);
  for (let t = moments.length - 1; t >= 0; t--) {
    const { x, gates, s, y } = moments[t]!;
    const before = moments[t - 1];
    const dy = dys[t]!.map((value, j) => value + dyNext[j]!);
    const dz = new Array<number>(blocksOf(cell) * units).fill(0);
    const ds = new Array<number>(units).fill(0);
    for (let j = 0; j < units; j++) {
      if (cell === "rnn") {
        dz[j] = dy[j]! * (1 - y[j]! ** 2);
        continue;
      }
      const [i, f, c, o] = [0, 1, 2, 3].map((block) => gates[block * units + j]!) as [
        number,
        number,
        number,
        number,
      ];
      const squashed = Math.tanh(s[j]!);
      const total = dsNext[j]! + dy[j]! * o * (1 - squashed ** 2);
      dz[j] = total * c * i * (1 - i);
      dz[units + j] = total * (before?.s[j] ?? 0) * f * (1 - f);
      dz[2 * units + j] = total * i * (1 - c ** 2);
      dz[3 * units + j] = dy[j]! * squashed * o * (1 - o);
      ds[j] = total * f;
      if (cell === "peephole-lstm")
        [0, 1, 3].forEach((block, k) => {
          ds[j]! += dz[block * units + j]! * w[layer.p + k * units + j]!;
          g[layer.p + k * units + j]! += dz[block * units + j]! * (before?.s[j] ?? 0);
        });
    }
    dyNext = new Array<number>(units).fill(0);
    dz.forEach((d, k) => {
      g[layer.b + k]! += d;
      for (let j = 0; j < inputs; j++) {
        g[layer.u + k * inputs + j]! += d * x[j]!;
        dxs[t]![j]! += d * w[layer.u + k * inputs + j]!;
      }
      for (let j = 0; j < units; j++) {
        g[layer.w + k * units + j]! += d * (before?.y[j] ?? 0);
        dyNext[j]! += d * w[layer.w + k * units + j]!;
      }
    });
    dsNext = ds;
  }
  return dxs;
}

/** Mean cross-entropy of all targets, and its gradient. */
export function lossAndGradient(
  network: Float64Network,
  w: Float64Array,
  sequences: readonly Float64Sequence[],
): { loss: number; gradient: Float64Array } {
  const { cell, outputs, hidden } = network;
  const { layers, v, c, size } = layoutOf(network);
  const gradient = new Float64Array(size);
  const count = sequences.reduce((sum, { targets }) => sum + targets.size, 0);
  const units = hidden.at(-1)!;
  let loss = 0;
  for (const { x, targets } of sequences) {
    const runs: Moment[][] = [];
    let below: readonly (readonly number[])[] = x;
    for (const layer of layers) {
      runs.push(runLayer(cell, layer, w, below));
      below = runs.at(-1)!.map(({ y }) => y);
    }
    let dys = x.map(() => new Array<number>(units).fill(0));
    for (const [t, target] of targets) {
      const y = below[t]!;
      const logits = Array.from(
        { length: outputs },
        (_, k) => w[c + k]! + y.reduce((sum, value, j) => sum + w[v + k * units + j]! * value, 0),
      );
      const most = Math.max(...logits);
      const total = logits.reduce((sum, value) => sum + Math.exp(value - most), 0);
      loss += (most + Math.log(total) - logits[target]!) / count;
      logits.forEach((value, k) => {
        const d = (Math.exp(value - most) / total - Number(k === target)) / count;
        gradient[c + k]! += d;
        for (let j = 0; j < units; j++) {
          gradient[v + k * units + j]! += d * y[j]!;
          dys[t]![j]! += d * w[v + k * units + j]!;
        }
      });
    }
    for (let i = layers.length - 1; i >= 0; i--)
      dys = backLayer(cell, layers[i]!, w, runs[i]!, dys, gradient);
  }
  return { loss, gradient };
}
