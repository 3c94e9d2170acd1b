import { refusal, shown } from "@elbowjs/arguments";

/** Refuses what is no row of log-probabilities or logits. */
export function readLogProbabilities(caller: string, values: ArrayLike<number>): ArrayLike<number> {
  if ((!Array.isArray(values) && !ArrayBuffer.isView(values)) || !(values.length >= 1))
    throw refusal(
      new TypeError(
        `${caller}: expected logProbabilities to be an array of at least one number, got ${shown(values)}`,
      ),
    );
  let isPossible = false;
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    if (typeof value !== "number" || !(value < Number.POSITIVE_INFINITY))
      throw refusal(
        new RangeError(`${caller}: expected logProbabilities below Infinity, got ${shown(value)} at [${i}]`),
      );
    isPossible ||= value > Number.NEGATIVE_INFINITY;
  }
  if (!isPossible)
    throw refusal(
      new RangeError(
        `${caller}: expected logProbabilities to leave some token possible, got −Infinity for all`,
      ),
    );
  return values;
}
