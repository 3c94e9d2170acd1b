import { refusal } from "@elbowjs/arguments";

/**
 * How a text is cut: into `batchSize` runs of equal length, side by side, and these into windows of `steps`.
 *
 * @throws RangeError for a text that is too short for one window.
 */
export function textWindows(
  caller: string,
  tokens: Int32Array,
  { batchSize, steps }: { readonly batchSize: number; readonly steps: number },
): { readonly run: number; readonly count: number } {
  const run = Math.floor((tokens.length - 1) / batchSize);
  const count = Math.floor(run / steps);
  if (count < 1)
    throw refusal(
      new RangeError(
        `${caller}: expected a text of at least batchSize · steps + 1 = ${batchSize * steps + 1} tokens, got ${tokens.length}; lower batchSize or truncate`,
      ),
    );
  return { run, count };
}
