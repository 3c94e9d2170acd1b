import { checkChoices, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { TokenRows } from "@elbowjs/sequence-data";
import type { CompleteNetworkOptions } from "../network/network-options.js";
import { checkSteps, checkTokens, checkValues } from "../network/sequence-input.js";

/**
 * How inputs and targets go together. `many-to-one`: one target, told after the last step. `synchronous`: one for each step.
 * `one-to-many`: one input, then the network's own outputs are its inputs. `asynchronous`: it reads the whole input, then writes, and
 * reads what it has written.
 */
export type SequenceShape = "many-to-one" | "one-to-many" | "synchronous" | "asynchronous";

export const shapeNames: readonly SequenceShape[] = [
  "many-to-one",
  "one-to-many",
  "synchronous",
  "asynchronous",
];

/** Rows of tokens with rows of tokens as answers, as the tasks of `@elbowjs/sequence-data` are. */
export interface TokenData {
  readonly shape?: SequenceShape | undefined;
  readonly inputs: TokenRows;
  readonly targets: TokenRows;
}

/** Vectors with numbers as answers, as `adding` of `@elbowjs/sequence-data` gives them. */
export interface NumberData {
  readonly shape?: "many-to-one" | "synchronous" | undefined;
  /** [size, length, inputs], row by row. */
  readonly inputs: Float32Array;
  /** [size, outputs], or [size, length, outputs] for `synchronous`. */
  readonly targets: Float32Array;
  readonly size: number;
  readonly length: number;
  /** Steps of each row, integers in [1, length]; what stands behind them is not read, and nothing is told there. Default: all. */
  readonly lengths?: ArrayLike<number> | undefined;
}

/** A long text, read by many places side by side; each token is told from those before it. */
export interface TextData {
  readonly tokens: Int32Array;
}

/** What a network learns from. */
export type SequenceData = TokenData | NumberData | TextData;

/** Data that were checked. */
export type CheckedData =
  | {
      readonly kind: "tokens";
      readonly shape: SequenceShape;
      readonly inputs: TokenRows;
      readonly targets: TokenRows;
    }
  | ({ readonly kind: "numbers"; readonly shape: "many-to-one" | "synchronous" } & Omit<NumberData, "shape">)
  | { readonly kind: "text"; readonly tokens: Int32Array };

type Sizes = Pick<CompleteNetworkOptions, "inputs" | "outputs" | "maxSteps">;

/**
 * Checks data at the door.
 *
 * @param asked the shape that the options name, if they do.
 * @throws TypeError or RangeError for what does not fit the network.
 */
export function checkData(
  caller: string,
  data: SequenceData,
  asked: SequenceShape | undefined,
  sizes: Sizes,
): CheckedData {
  if (typeof data !== "object" || data === null)
    throw refusal(
      new TypeError(`${caller}: expected data as { inputs, targets } or { tokens }, got ${shown(data)}`),
    );
  if ("tokens" in data) return checkText(caller, data, asked, sizes);
  const own = (data as TokenData).shape;
  const shape = asked ?? own ?? "synchronous";
  checkChoices(caller, { shape: [shape, shapeNames] });
  if ((data as TokenData).inputs instanceof TokenRows)
    return checkTokenData(caller, data as TokenData, shape, sizes);
  return checkNumberData(caller, data as NumberData, shape, sizes);
}

function checkText(
  caller: string,
  { tokens }: TextData,
  asked: SequenceShape | undefined,
  { inputs, outputs }: Sizes,
): CheckedData {
  if (!(tokens instanceof Int32Array) || tokens.length < 2)
    throw refusal(
      new TypeError(`${caller}: expected tokens as an Int32Array of at least two, got ${shown(tokens)}`),
    );
  if (asked !== undefined) checkChoices(caller, { "shape of a text": [asked, ["synchronous"]] });
  checkTokens(caller, tokens, Math.min(inputs, outputs));
  return { kind: "text", tokens };
}

function checkTokenData(
  caller: string,
  { inputs, targets }: TokenData,
  shape: SequenceShape,
  sizes: Sizes,
): CheckedData {
  if (!(targets instanceof TokenRows))
    throw refusal(
      new TypeError(`${caller}: expected targets as TokenRows, as the inputs are, got ${shown(targets)}`),
    );
  if (inputs.size !== targets.size || inputs.size === 0)
    throw refusal(
      new RangeError(
        `${caller}: expected one row of targets per row of inputs, got ${inputs.size} and ${targets.size}`,
      ),
    );
  for (let i = 0; i < inputs.size; i++) {
    const [read, told] = [inputs.row(i), targets.row(i)];
    const isFed = shape === "one-to-many" || shape === "asynchronous";
    checkTokens(caller, read, sizes.inputs, `inputs of row ${i}`);
    checkTokens(caller, told, sizes.outputs, `targets of row ${i}`);
    checkSteps(caller, isFed ? read.length + told.length - 1 : read.length, sizes.maxSteps);
    const fits =
      shape === "synchronous"
        ? told.length === read.length
        : shape === "many-to-one"
          ? told.length === 1
          : shape === "one-to-many"
            ? read.length === 1
            : true;
    if (!fits)
      throw refusal(
        new RangeError(
          `${caller}: expected rows that are ${shape}, got ${read.length} inputs and ${told.length} targets in row ${i}`,
        ),
      );
  }
  if ((shape === "one-to-many" || shape === "asynchronous") && sizes.inputs < sizes.outputs)
    throw refusal(
      new RangeError(
        `${caller}: expected at least as many inputs as outputs, as the network reads what it has written, got ${sizes.inputs} and ${sizes.outputs}`,
      ),
    );
  return { kind: "tokens", shape, inputs, targets };
}

function checkNumberData(caller: string, data: NumberData, shape: SequenceShape, sizes: Sizes): CheckedData {
  const { inputs, targets, size, length, lengths } = data;
  checkOptions(caller, data, ["shape", "inputs", "targets", "size", "length", "lengths", "chance"]);
  checkNumbers(caller, { size: [size, "integer ≥ 1"], length: [length, "integer ≥ 1"] });
  checkChoices(caller, { "shape of numbers": [shape, ["many-to-one", "synchronous"]] });
  checkSteps(caller, length, sizes.maxSteps);
  if (lengths !== undefined) checkRowLengths(caller, lengths, size, length);
  const wanted = {
    inputs: size * length * sizes.inputs,
    targets: size * sizes.outputs * (shape === "synchronous" ? length : 1),
  };
  for (const [name, values] of Object.entries({ inputs, targets })) {
    const expected = wanted[name as keyof typeof wanted];
    if (!(values instanceof Float32Array) || values.length !== expected)
      throw refusal(
        new RangeError(
          `${caller}: expected ${name} to be a Float32Array of ${expected}, got ${shown(values)}`,
        ),
      );
    checkValues(caller, name, values);
  }
  return {
    kind: "numbers",
    shape: shape as "many-to-one" | "synchronous",
    ...{ inputs, targets, size, length },
    ...(lengths && { lengths: Int32Array.from(lengths) }),
  };
}

function checkRowLengths(caller: string, lengths: ArrayLike<number>, size: number, length: number): void {
  if (typeof lengths !== "object" || lengths === null || lengths.length !== size)
    throw refusal(
      new RangeError(`${caller}: expected lengths to be ${size} steps, one per row, got ${shown(lengths)}`),
    );
  for (let i = 0; i < size; i++)
    checkNumbers(caller, { [`lengths[${i}]`]: [lengths[i], `integer in [1, ${length}]`] });
}
