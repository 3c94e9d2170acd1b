import type { Answer } from "../../courses/table.js";

/** A number with at most six digits, the minus sign as one prints it. */
function numberText(value: number): string {
  const rounded = Number(value.toPrecision(6));
  const text = rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
  return text.replace("-", "−");
}

/** An answer in words: numbers, rows of numbers, or that a claim holds. */
export function answerText(answer: Answer | undefined): string {
  if (answer === undefined) return "";
  if (typeof answer === "boolean") return answer ? "holds" : "does not hold";
  if (typeof answer === "number") return numberText(answer);
  const parts = answer.map((entry) => answerText(entry));
  return Array.isArray(answer[0]) ? parts.map((part) => `(${part})`).join(" ") : parts.join(", ");
}
