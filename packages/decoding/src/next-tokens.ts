import { refusal, shown } from "@elbowjs/arguments";

/** For each prefix the natural logarithms of the next token's probabilities, [n][vocabulary]. */
export type LogProbabilities = readonly ArrayLike<number>[];

/**
 * A model, as decoding sees it: the log-probabilities of the next token for each prefix, at once or as a promise. A token that
 * must not come has −Infinity; the probabilities of a row may sum to less than 1, never to more.
 *
 * @param prefixes The tokens so far, prompt included, all of one length; the first call has a single one.
 * @param parents For each prefix the row of the call before that it extends by one token, −1 in the first call: what a model
 * needs to carry a state, or keys and values, along instead of reading every prefix anew.
 */
export type NextTokens = (
  prefixes: readonly Int32Array[],
  parents: Int32Array,
) => LogProbabilities | Promise<LogProbabilities>;

/** Float32 log-softmax over large vocabularies sums to 1 within about 1e-5. */
const roundingOfSum = 1e-3;

/** Asks a model, and refuses an answer that is not one row of log-probabilities per prefix. */
export async function askNext(
  caller: string,
  next: NextTokens,
  prefixes: readonly Int32Array[],
  { parents, signal }: { readonly parents: Int32Array; readonly signal: AbortSignal | undefined },
): Promise<LogProbabilities> {
  signal?.throwIfAborted();
  const rows: unknown = await next(prefixes, parents);
  signal?.throwIfAborted();
  if (!Array.isArray(rows))
    throw refusal(
      new TypeError(
        `${caller}: expected next to give an array with the log-probabilities of each prefix, got ${shown(rows)}`,
      ),
    );
  if (rows.length !== prefixes.length)
    throw refusal(
      new RangeError(
        `${caller}: expected next to give ${prefixes.length} rows of log-probabilities, one per prefix, got ${rows.length}`,
      ),
    );
  const size = (rows[0] as ArrayLike<number> | undefined)?.length;
  rows.forEach((row: unknown, i) => {
    checkRow(caller, row, i, size);
  });
  return rows as LogProbabilities;
}

function checkRow(caller: string, given: unknown, row: number, size: number | undefined): void {
  if (!(Array.isArray(given) || ArrayBuffer.isView(given)) || !("length" in given) || given.length === 0)
    throw refusal(
      new TypeError(
        `${caller}: expected next to give log-probabilities as arrays of numbers, got ${shown(given)} for prefix ${row}`,
      ),
    );
  const values = given as unknown as ArrayLike<number>;
  if (values.length !== size)
    throw refusal(
      new RangeError(
        `${caller}: expected next to give rows of equal length, got ${size} and ${values.length} tokens`,
      ),
    );
  let sum = 0;
  for (let token = 0; token < values.length; token++) {
    const value: unknown = values[token];
    if (typeof value !== "number" || Number.isNaN(value))
      throw refusal(
        new RangeError(
          `${caller}: expected next to give log-probabilities, got ${shown(value)} for token ${token} of prefix ${row}`,
        ),
      );
    sum += Math.exp(value);
  }
  if (!(sum <= 1 + roundingOfSum))
    throw refusal(
      new RangeError(
        `${caller}: expected next to give log-probabilities, got a row whose probabilities sum to ${sum}; apply log-softmax to logits`,
      ),
    );
  if (sum === 0 && !hasPossible(values))
    throw refusal(
      new RangeError(
        `${caller}: expected next to leave some token possible, got −Infinity for all of prefix ${row}`,
      ),
    );
}

function hasPossible(values: ArrayLike<number>): boolean {
  for (let token = 0; token < values.length; token++)
    if (values[token]! > Number.NEGATIVE_INFINITY) return true;
  return false;
}
