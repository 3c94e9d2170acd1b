import { checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { PCG64, random } from "@elbowjs/numpy-random";

/** The lecture's alphabet; the square ends a word. */
export const helloLetters = ["h", "e", "l", "o", "□"] as const;

/** U, W and V of s_t = tanh(U x_t + W s_{t−1}), y_t = softmax(V s_t), as rows. */
export interface RecurrentWeights {
  /** [N, 5]: from the letter to the state. */
  readonly U: readonly (readonly number[])[];
  /** [N, N]: from the state to the next. */
  readonly W: readonly (readonly number[])[];
  /** [5, N]: from the state to the letters. */
  readonly V: readonly (readonly number[])[];
}

/** One step of the unrolled network: forward, and what came back. */
export interface UnrolledStep {
  readonly letter: string;
  readonly target: string;
  /** x_t, one-hot. */
  readonly x: readonly number[];
  /** s_t. */
  readonly s: readonly number[];
  /** y_t, probabilities of the letters. */
  readonly y: readonly number[];
  /** −ln y_t[target], nats. */
  readonly loss: number;
  /** ∂E/∂(V s_t) = y_t − target, E the sum of all steps' losses. */
  readonly deltaOutput: readonly number[];
  /** Vᵀ δ of the output: the part of ∂E/∂s_t that comes down from y_t. */
  readonly fromOutput: readonly number[];
  /** Wᵀ δ_{t+1}: the part that comes back from the next step, all zeros at the last. */
  readonly fromNext: readonly number[];
  /** δ_t = (fromOutput + fromNext) ⊙ (1 − s_t²), ∂E/∂ of the field U x_t + W s_{t−1}. */
  readonly delta: readonly number[];
}

/** The network unrolled over a word: every step, and the gradients of the shared weights, summed over them. */
export interface UnrolledTrace {
  readonly steps: readonly UnrolledStep[];
  /** E = Σ_t −ln y_t[target], nats. */
  readonly loss: number;
  /** ∂E/∂U = Σ_t δ_t x_tᵀ, ∂E/∂W = Σ_t δ_t s_{t−1}ᵀ, ∂E/∂V = Σ_t (y_t − target) s_tᵀ. */
  readonly gradients: RecurrentWeights;
}

type Vector = readonly number[];
type Rows = readonly Vector[];

const times = (rows: Rows, v: Vector): number[] =>
  rows.map((row) => row.reduce((sum, value, j) => sum + value * v[j]!, 0));
const transposedTimes = (rows: Rows, v: Vector): number[] =>
  rows[0]!.map((_, j) => rows.reduce((sum, row, i) => sum + row[j]! * v[i]!, 0));
const plus = (a: Vector, b: Vector): number[] => a.map((value, i) => value + b[i]!);
const zeros = (n: number): number[] => new Array<number>(n).fill(0);

/** Σ over the steps of a bᵀ. */
const outer = (pairs: readonly (readonly [a: Vector, b: Vector])[]): number[][] =>
  pairs[0]![0].map((_, i) =>
    pairs[0]![1].map((_, j) => pairs.reduce((sum, [a, b]) => sum + a[i]! * b[j]!, 0)),
  );

function softmax(fields: Vector): number[] {
  const most = Math.max(...fields);
  const powers = fields.map((field) => Math.exp(field - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/**
 * The lecture's network for "hell" → "ello", unrolled and trained as an ordinary feedforward network with shared weights:
 * forward, then backpropagation through time with every δ, from s_0 = 0.
 *
 * @param letters what is read, of {@link helloLetters}. Default "hell".
 * @param targets what is to be told after each letter, as long. Default "ello".
 * @throws RangeError for other letters, texts of different lengths, or weights that do not fit each other; TypeError for what
 * are no weights.
 * @see ECE/CS 559, lecture 24, pages 8 to 10. The lecture leaves f of y_t = f(V s_t) open; here it is softmax with cross-entropy,
 * of which δ of the output is y_t − target.
 */
export function unrolledNetwork(
  weights: RecurrentWeights,
  letters = "hell",
  targets = "ello",
): UnrolledTrace {
  checkWeights("unrolledNetwork", weights);
  const { U, W, V } = weights;
  const read = lettersOf("unrolledNetwork", "letters", letters);
  const told = lettersOf("unrolledNetwork", "targets", targets);
  if (read.length !== told.length)
    throw refusal(
      new RangeError(
        `unrolledNetwork: expected one target per letter, got ${told.length} and ${read.length}`,
      ),
    );
  const states = [zeros(W.length)];
  const forward = read.map((letter, t) => {
    const x = helloLetters.map((_, i) => Number(i === letter));
    const s = plus(times(U, x), times(W, states[t]!)).map(Math.tanh);
    states.push(s);
    return { x, s, y: softmax(times(V, s)) };
  });
  const steps: UnrolledStep[] = [];
  let fromNext = zeros(W.length);
  for (let t = read.length - 1; t >= 0; t--) {
    const { x, s, y } = forward[t]!;
    const deltaOutput = y.map((p, i) => p - Number(i === told[t]));
    const fromOutput = transposedTimes(V, deltaOutput);
    const delta = plus(fromOutput, fromNext).map((d, j) => d * (1 - s[j]! ** 2));
    const names = { letter: helloLetters[read[t]!]!, target: helloLetters[told[t]!]! };
    steps.unshift({
      ...names,
      x,
      s,
      y,
      loss: -Math.log(y[told[t]!]!),
      deltaOutput,
      fromOutput,
      fromNext,
      delta,
    });
    fromNext = transposedTimes(W, delta);
  }
  return {
    steps,
    loss: steps.reduce((sum, { loss }) => sum + loss, 0),
    gradients: {
      U: outer(steps.map(({ delta, x }) => [delta, x])),
      W: outer(steps.map(({ delta }, t) => [delta, states[t]!])),
      V: outer(steps.map(({ deltaOutput, s }) => [deltaOutput, s])),
    },
  };
}

/** Options of {@link helloTrace}. */
export interface HelloTraceOptions {
  /** N, numbers of the state, an integer in [1, 100]. Default 5, the lecture's. */
  readonly units?: number | undefined;
  /** η of plain gradient descent, > 0. Default 0.2. */
  readonly learningRate?: number | undefined;
  /** Steps of it, an integer in [0, 100000]. Default 500. */
  readonly steps?: number | undefined;
  /** Seed of the first weights, uniform in ±1/√N; an integer ≥ 0. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Gradient descent on the lecture's "hell" → "ello".
 *
 * @returns the loss before each step and after the last, in nats, the weights, and the unrolled network with them.
 * @throws RangeError or TypeError for an option.
 */
export function helloTrace(options: HelloTraceOptions = {}): {
  readonly losses: Float64Array;
  readonly weights: RecurrentWeights;
  readonly unrolled: UnrolledTrace;
} {
  checkOptions("helloTrace", options, ["units", "learningRate", "steps", "seed"]);
  const { units = 5, learningRate = 0.2, steps = 500, seed = 0 } = options;
  checkNumbers("helloTrace", {
    units: [units, "integer in [1, 100]"],
    learningRate: [learningRate, "> 0"],
    steps: [steps, "integer in [0, 100000]"],
    seed: [seed, "integer ≥ 0"],
  });
  const bits = new PCG64(seed);
  const drawn = (rows: number, columns: number): number[][] =>
    Array.from({ length: rows }, () =>
      Array.from(random(bits, columns), (u) => (2 * u - 1) / Math.sqrt(units)),
    );
  let weights: RecurrentWeights = {
    U: drawn(units, helloLetters.length),
    W: drawn(units, units),
    V: drawn(helloLetters.length, units),
  };
  const losses = new Float64Array(steps + 1);
  let unrolled = unrolledNetwork(weights);
  losses[0] = unrolled.loss;
  for (let step = 1; step <= steps; step++) {
    const { gradients } = unrolled;
    const moved = (rows: Rows, gradient: Rows): number[][] =>
      rows.map((row, i) => row.map((value, j) => value - learningRate * gradient[i]![j]!));
    weights = {
      U: moved(weights.U, gradients.U),
      W: moved(weights.W, gradients.W),
      V: moved(weights.V, gradients.V),
    };
    unrolled = unrolledNetwork(weights);
    losses[step] = unrolled.loss;
  }
  return { losses, weights, unrolled };
}

function lettersOf(caller: string, name: string, text: string): number[] {
  checkKinds(caller, { [name]: [text, "string"] });
  const letters = Array.from(text, (letter) => helloLetters.indexOf(letter as (typeof helloLetters)[number]));
  if (letters.length === 0 || letters.length > 1000 || letters.includes(-1))
    throw refusal(
      new RangeError(
        `${caller}: expected ${name} of 1 to 1000 letters of ${helloLetters.join(", ")}, got ${shown(text)}`,
      ),
    );
  return letters;
}

function checkWeights(caller: string, weights: RecurrentWeights): void {
  checkKinds(caller, { weights: [weights, "object"] });
  const { U, W, V } = weights;
  const units = Array.isArray(W) ? W.length : 0;
  const shapes = {
    U: [U, units, helloLetters.length],
    W: [W, units, units],
    V: [V, helloLetters.length, units],
  } as const;
  for (const [name, [rows, height, width]] of Object.entries(shapes)) {
    const fits =
      units > 0 &&
      Array.isArray(rows) &&
      rows.length === height &&
      rows.every((row) => Array.isArray(row) && row.length === width && row.every(Number.isFinite));
    if (!fits)
      throw refusal(
        new RangeError(
          `${caller}: expected ${name} of ${height} rows of ${width} finite numbers, got ${shown(rows)}`,
        ),
      );
  }
}
