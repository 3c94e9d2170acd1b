import type { TokenRowsInput } from "../data/token-batch.js";
import type { Continuation } from "./continuation.js";

/** Sources that are read together at most. */
const together = 128;

/** What {@link answerAll} needs to know. */
export interface AnswerOptions {
  readonly start: number;
  readonly end: number;
  readonly maxLength: number;
  readonly signal: AbortSignal | undefined;
}

/** The most probable tokens behind each source; sources of one length go together. */
export async function answerAll(
  sources: TokenRowsInput,
  open: (rows: TokenRowsInput) => Continuation,
  options: AnswerOptions,
): Promise<Int32Array[]> {
  const byLength = new Map<number, number[]>();
  for (const [i, { length }] of sources.entries()) byLength.set(length, [...(byLength.get(length) ?? []), i]);
  const answers = new Array<Int32Array>(sources.length);
  for (const all of byLength.values())
    for (let at = 0; at < all.length; at += together) {
      const numbers = all.slice(at, at + together);
      const continuation = open(numbers.map((i) => sources[i]!));
      try {
        const found = await answersOf(continuation, numbers.length, options);
        for (const [k, i] of numbers.entries()) answers[i] = found[k]!;
      } finally {
        continuation.dispose();
      }
    }
  return answers;
}

async function answersOf(
  continuation: Continuation,
  count: number,
  { start, end, maxLength, signal }: AnswerOptions,
): Promise<Int32Array[]> {
  const answers = Array.from({ length: count }, () => [start]);
  let open = Array.from({ length: count }, (_, i) => i);
  let parents = Int32Array.from(open);
  for (let length = 0; length < maxLength && open.length > 0; length++) {
    signal?.throwIfAborted();
    const rows = await continuation.next(
      open.map((i) => Int32Array.from(answers[i]!)),
      parents,
    );
    const chosen = rows.map((row) => Array.from(row).indexOf(Math.max(...Array.from(row))));
    const goesOn = chosen.flatMap((token, row) => (token === end ? [] : [row]));
    for (const row of goesOn) answers[open[row]!]!.push(chosen[row]!);
    parents = Int32Array.from(goesOn);
    open = goesOn.map((row) => open[row]!);
  }
  return answers.map((tokens) => Int32Array.from(tokens.slice(1)));
}
