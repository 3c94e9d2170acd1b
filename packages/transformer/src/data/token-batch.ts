import { checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { type Tensor2D, type Tensor4D, tensor2d, tensor4d } from "@tensorflow/tfjs-core";

/** Rows of tokens, of one length or not. */
export type TokenRowsInput = readonly ArrayLike<number>[];

/** What tokens may be. */
export interface TokenRules {
  /** Tokens there are. */
  readonly vocabulary: number;
  /** Tokens of a row at most. */
  readonly context: number;
}

/**
 * Refuses rows that are not tokens of a vocabulary, that are empty, or longer than the context.
 *
 * @param name what the rows are called: `tokens`, `source`.
 */
export function checkRows(
  caller: string,
  name: string,
  rows: TokenRowsInput,
  { vocabulary, context }: TokenRules,
): void {
  if (!Array.isArray(rows))
    throw refusal(
      new TypeError(`${caller}: expected ${name} as an array of rows of tokens, got ${shown(rows)}`),
    );
  if (rows.length === 0)
    throw refusal(new RangeError(`${caller}: expected ${name} of at least one row, got none`));
  for (const [i, row] of rows.entries()) {
    checkRow(caller, `${name}[${i}]`, row, vocabulary);
    if (row.length > context)
      throw refusal(
        new RangeError(
          `${caller}: expected ${name}[${i}] of at most ${context} tokens, the model's context, got ${row.length}`,
        ),
      );
  }
}

/** Refuses what is not a row of at least one token of the vocabulary. */
export function checkRow(caller: string, name: string, row: ArrayLike<number>, vocabulary: number): void {
  if (!Array.isArray(row) && !(ArrayBuffer.isView(row) && "length" in row))
    throw refusal(new TypeError(`${caller}: expected ${name} as an array of tokens, got ${shown(row)}`));
  if (row.length === 0)
    throw refusal(new RangeError(`${caller}: expected ${name} of at least one token, got none`));
  for (let t = 0; t < row.length; t++) {
    const token = row[t]!;
    if (!(Number.isInteger(token) && token >= 0 && token < vocabulary))
      checkNumbers(caller, { [`${name}[${t}]`]: [token, `integer in [0, ${vocabulary})`] });
  }
}

/** Rows as a rectangle of T tokens, filled up behind their ends. */
export function rectangle(rows: TokenRowsInput, padding = 0): Tensor2D {
  const steps = longest(rows);
  const tokens = new Int32Array(rows.length * steps).fill(padding);
  rows.forEach((row, i) => {
    tokens.set(row, i * steps);
  });
  return tensor2d(tokens, [rows.length, steps], "int32");
}

/** T, the tokens of the longest row. */
export const longest = (rows: TokenRowsInput): number =>
  rows.reduce((most, { length }) => Math.max(most, length), 1);

/**
 * Which tokens of the rectangle are real: those before a row's end that are not padding.
 *
 * @returns bool, [n, 1, 1, T]; undefined if all are.
 */
export function realTokens(rows: TokenRowsInput, padding: number | undefined): Tensor4D | undefined {
  const steps = longest(rows);
  const real = new Uint8Array(rows.length * steps);
  rows.forEach((row, i) => {
    for (let t = 0; t < row.length; t++) real[i * steps + t] = Number(row[t] !== padding);
  });
  return real.every((one) => one === 1) ? undefined : tensor4d(real, [rows.length, 1, 1, steps], "bool");
}
