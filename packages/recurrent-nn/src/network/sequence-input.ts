import { checkFinite, checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { type PaddedBatch, padTokens } from "@elbowjs/sequence-data";
import {
  reshape,
  Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import type { CompleteNetworkOptions } from "./network-options.js";
import type { LayerInput } from "./recurrent-layer.js";

/** Vectors [n, T, inputs]; or tokens: rows of them, or a padded batch. */
export type SequenceInput = Tensor3D | readonly ArrayLike<number>[] | PaddedBatch;

/** What was read: the first layer's input, time first, and how long each row is. */
export interface ReadInput {
  readonly n: number;
  readonly steps: number;
  readonly lengths: ArrayLike<number> | undefined;
  /** Makes the tensor; the caller's to dispose of. */
  make(): LayerInput;
}

/**
 * Checks an input at the door.
 *
 * @throws RangeError or TypeError for shapes, tokens that there are not, lengths outside [1, T], or more than `maxSteps` steps.
 */
export function readInput(
  caller: string,
  x: SequenceInput,
  given: ArrayLike<number> | undefined,
  { inputs, maxSteps }: Pick<CompleteNetworkOptions, "inputs" | "maxSteps">,
): ReadInput {
  if (x instanceof Tensor) return readVectors(caller, x, given, { inputs, maxSteps });
  const { tokens, shape, lengths } = paddedTokens(caller, x, maxSteps);
  const [n, steps] = shape;
  checkSteps(caller, steps, maxSteps);
  checkTokens(caller, tokens, inputs);
  const own = given ?? (lengths.every((length) => length === steps) ? undefined : lengths);
  checkLengths(caller, own, n, steps);
  return { n, steps, lengths: own, make: () => tokenInput(tokens, [n, steps]) };
}

/** Tokens [n, T] as the first layer reads them, time first. */
export function tokenInput(tokens: Int32Array, [n, steps]: readonly [number, number]): LayerInput {
  const ordered = new Int32Array(n * steps);
  for (let i = 0; i < n; i++) for (let t = 0; t < steps; t++) ordered[t * n + i] = tokens[i * steps + t]!;
  return { steps, n, rows: tensor1d(ordered, "int32") };
}

/** Vectors [n, T, inputs] as the first layer reads them. */
export function vectorInput(x: Tensor3D): LayerInput {
  const [n, steps, inputs] = x.shape;
  return { steps, n, rows: tidy(() => reshape(transpose(x, [1, 0, 2]), [steps * n, inputs]) as Tensor2D) };
}

function readVectors(
  caller: string,
  x: Tensor,
  lengths: ArrayLike<number> | undefined,
  { inputs, maxSteps }: Pick<CompleteNetworkOptions, "inputs" | "maxSteps">,
): ReadInput {
  const [n, steps] = x.shape;
  if (x.shape.length !== 3 || x.shape[2] !== inputs || n === 0 || steps === 0 || x.dtype === "string")
    throw refusal(
      new RangeError(`${caller}: expected x of shape [n, T, ${inputs}], got [${x.shape.join(", ")}]`),
    );
  checkSteps(caller, steps!, maxSteps);
  checkLengths(caller, lengths, n!, steps!);
  return { n: n!, steps: steps!, lengths, make: () => vectorInput(x as Tensor3D) };
}

function paddedTokens(caller: string, x: unknown, maxSteps: number): PaddedBatch {
  const isPadded = typeof x === "object" && x !== null && "tokens" in x && "lengths" in x && "shape" in x;
  if (isPadded) {
    const { tokens, lengths, shape } = x as PaddedBatch;
    const isWhole =
      tokens instanceof Int32Array &&
      Array.isArray(shape) &&
      shape.length === 2 &&
      tokens.length === shape[0]! * shape[1]! &&
      tokens.length > 0;
    if (isWhole && lengths?.length === shape[0]) return x as PaddedBatch;
  }
  const isRows =
    Array.isArray(x) && x.length > 0 && x.every((row) => Array.isArray(row) || ArrayBuffer.isView(row));
  if (!isRows)
    throw refusal(
      new TypeError(
        `${caller}: expected x as a tensor [n, T, inputs], as rows of tokens or as a padded batch, got ${shown(x)}`,
      ),
    );
  const rows = x as readonly ArrayLike<number>[];
  rows.forEach((row, i) => {
    if (!(row.length >= 1))
      throw refusal(
        new RangeError(`${caller}: expected sequences of at least one step, got none in row ${i}`),
      );
    checkSteps(caller, row.length, maxSteps);
  });
  return padTokens(rows);
}

/** Refuses sequences that are longer than allowed. */
export function checkSteps(caller: string, steps: number, maxSteps: number): void {
  if (steps > maxSteps)
    throw refusal(
      new RangeError(
        `${caller}: expected sequences of at most maxSteps = ${maxSteps} steps, got ${steps}; cut them, or create the network with more`,
      ),
    );
}

/** Refuses tokens that the network has no input for. */
export function checkTokens(
  caller: string,
  tokens: ArrayLike<number>,
  inputs: number,
  name = "tokens",
): void {
  for (let i = 0; i < tokens.length; i++)
    if (!(Number.isInteger(tokens[i]) && tokens[i]! >= 0 && tokens[i]! < inputs))
      throw refusal(
        new RangeError(
          `${caller}: expected ${name} in [0, ${inputs}), got ${shown(tokens[i])}; is it of another vocabulary?`,
        ),
      );
}

/** Refuses lengths outside [1, T]. */
export function checkLengths(
  caller: string,
  lengths: ArrayLike<number> | undefined,
  n: number,
  steps: number,
): void {
  if (lengths === undefined) return;
  if (lengths.length !== n)
    throw refusal(new RangeError(`${caller}: expected ${n} lengths, one per row, got ${shown(lengths)}`));
  for (let i = 0; i < n; i++)
    checkNumbers(caller, { [`lengths[${i}]`]: [lengths[i], `integer in [1, ${steps}]`] });
}

/** Refuses numbers that are not finite, and says where they lie. */
export function checkValues(caller: string, name: string, values: ArrayLike<number>): void {
  checkFinite(caller, name, values);
}
