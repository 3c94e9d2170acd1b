/** What one token of a text is: a Unicode code point, or a character as readers see it (a grapheme cluster). */
export type TextUnit = "code-point" | "character";

/**
 * Cuts a text into its units. Clusters are those of the platform's Unicode version (`Intl.Segmenter`): a base letter with its
 * marks, a family of emoji.
 */
export function splitter(unit: TextUnit): (text: string) => Iterable<string> {
  if (unit === "code-point") return (text) => text;
  const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
  return (text) => Array.from(segmenter.segment(text), ({ segment }) => segment);
}
