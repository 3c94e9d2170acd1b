import { checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { figure, heatMap, type Theme } from "@elbowjs/figures";
import { tokenLabel } from "@elbowjs/sequence-data";
import type { Tensor4D } from "@tensorflow/tfjs-core";

/** Options of {@link attentionFigure}. */
export interface AttentionFigureOptions {
  /** What the tokens that look are called, row by row, and those that are looked at. */
  readonly queries: readonly string[];
  readonly keys: readonly string[];
  /** Which head, an integer ≥ 0; `"mean"` the mean of all. Default `"mean"`. */
  readonly head?: number | "mean";
  /** Default: none. */
  readonly title?: string;
  /** Default "auto". */
  readonly theme?: Theme;
}

/**
 * The attention weights of one block as a table of colours: row by row where a token looks, from 0 to 1.
 *
 * @param weights [1, heads, queries, keys], as `forward` returns them; they stay the caller's.
 * @returns SVG.
 * @throws RangeError if names and weights do not go together.
 */
export async function attentionFigure(weights: Tensor4D, options: AttentionFigureOptions): Promise<string> {
  checkKinds("attentionFigure", { weights: [weights, "Tensor"], options: [options, "object"] });
  checkOptions("attentionFigure", options, ["queries", "keys", "head", "title", "theme"]);
  const { queries, keys, head = "mean", title, theme = "auto" } = options;
  checkKinds("attentionFigure", { queries: [queries, ["string"]], keys: [keys, ["string"]] });
  const [n, heads, rows, columns] = weights.shape;
  if (n !== 1 || rows !== queries.length || columns !== keys.length)
    throw refusal(
      new RangeError(
        `attentionFigure: expected weights of shape [1, heads, ${queries.length}, ${keys.length}], got [${weights.shape.join(", ")}]`,
      ),
    );
  if (head !== "mean") checkNumbers("attentionFigure", { head: [head, `integer in [0, ${heads})`] });
  const all = await weights.data();
  const chosen = head === "mean" ? Array.from({ length: heads }, (_, h) => h) : [head];
  const at = (h: number, q: number, k: number): number => all[(h * rows + q) * columns + k]!;
  const values = queries.map((_, q) =>
    keys.map((_, k) => chosen.reduce((sum, h) => sum + at(h, q, k), 0) / chosen.length),
  );
  return figure({
    ...(title !== undefined && { title }),
    summary: title ?? "attention weights",
    width: Math.max(240, 150 + 34 * columns),
    height: Math.max(140, 110 + 26 * rows),
    theme,
    x: { categories: keys.map(tokenLabel) },
    y: { categories: queries.map(tokenLabel), reverse: true },
    marks: [heatMap({ values, domain: [0, 1] })],
  });
}
