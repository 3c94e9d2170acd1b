import { PCG64 } from "@elbowjs/numpy-random";
import type { NextTokens } from "../src/index.js";

/** A model whose next token depends on all tokens before it: probabilities from a seed and a hash of the prefix. */
export function randomModel(vocabulary: number, seed = 0): NextTokens {
  return (prefixes) =>
    prefixes.map((prefix) => {
      const bits = new PCG64([seed, prefix.length, ...prefix]);
      const weights = Array.from({ length: vocabulary }, () => -Math.log(1 - bits.nextDouble()));
      const sum = weights.reduce((a, b) => a + b);
      return Float64Array.from(weights, (weight) => Math.log(weight / sum));
    });
}

/** Every sequence that ends by `end` or at `length`, with its score, best first: what a search is measured by. */
export function everySequence(
  next: NextTokens,
  { end, length }: { readonly end: number; readonly length: number },
): { tokens: number[]; score: number }[] {
  const found: { tokens: number[]; score: number }[] = [];
  const walk = (tokens: number[], score: number): void => {
    if (tokens.length === length || tokens.at(-1) === end) {
      found.push({ tokens, score });
      return;
    }
    const [row] = next([Int32Array.from(tokens)], Int32Array.of(-1)) as ArrayLike<number>[];
    for (let token = 0; token < row!.length; token++)
      if (row![token]! > -Infinity) walk([...tokens, token], score + row![token]!);
  };
  walk([], 0);
  return found.sort((a, b) => b.score - a.score);
}
