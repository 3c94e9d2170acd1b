import { checkKinds } from "@elbowjs/arguments";

/** Which way text runs. */
export type Direction = "ltr" | "rtl";

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const strong = /\p{L}/u;

/**
 * The direction in which a page should set the text: that of its first letter, as HTML's `dir="auto"` does; `"ltr"` for a
 * text without letters. Tokens are always in the order in which they are read, whichever side the first one stands.
 *
 * @see https://www.unicode.org/reports/tr9/ rules P2 and P3.
 */
export function textDirection(text: string): Direction {
  checkKinds("textDirection", { text: [text, "string"] });
  const letter = strong.exec(text)?.[0];
  return letter !== undefined && rightToLeft.test(letter) ? "rtl" : "ltr";
}

/**
 * A token as a figure shows it by itself: blanks have signs, a mark that combines stands on a dotted circle, and directional
 * isolates keep an Arabic letter from turning its neighbours round.
 */
export function tokenLabel(token: string): string {
  checkKinds("tokenLabel", { token: [token, "string"] });
  const shown = blanks[token] ?? (/^\p{M}/u.test(token) ? `◌${token}` : token);
  return textDirection(shown) === "rtl" ? `\u2068${shown}\u2069` : shown;
}

const blanks: Readonly<Record<string, string>> = { " ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍" };
